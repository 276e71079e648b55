"""One look at a text: what is in it, whose it is, and what may pass."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from guardrails.detect.emails import plain_email
from guardrails.entities import Entity, Owner, Span, without_overlaps
from guardrails.people import KnownPeople
from guardrails.text.normalise import normalise
from guardrails.vault import Vault
from guardrails.verdicts import GuardFailure, GuardVerdict, Result, Stage

MAX_CHARACTERS = 20_000

# How sure a source must be. A message on its way in is masked in doubt; in a reply, where the model
# has seen tokens only, a doubtful name is a product more often than a person.
INWARD: dict[Entity, float] = {Entity.PERSON: 0.5}
OUTWARD: dict[Entity, float] = {Entity.PERSON: 0.7}


class Finds(Protocol):
    """What the guard needs of a detector; ``guardrails.engine.Detector`` is the real one."""

    name: str

    def find(self, text: str, regions: tuple[str, ...]) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """A span with its value as meant (not as obfuscated) and its owner."""

    span: Span
    value: str
    owner: Owner
    is_public: bool

    def __repr__(self) -> str:
        return f"Finding({self.span!r}, {self.owner.value})"


def refuse_oversize(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise GuardFailure("guard.too_long")


def inspect(
    text: str,
    detector: Finds,
    *,
    vault: Vault,
    known: KnownPeople,
    regions: tuple[str, ...],
    stranger: Owner,
    least: dict[Entity, float],
) -> list[Finding]:
    """``stranger`` owns what belongs to nobody known."""
    spans = [s for s in detector.find(text, regions) if s.score >= least.get(s.entity, 0.0)]
    owners: dict[tuple[int, int], Owner] = {}
    for person, start, end in known.found_in(text):
        spans.append(Span(person.entity, start, end, 1.0))
        owners.setdefault((start, end), person.owner)
    findings = []
    thirds = [span for span in spans if span.detail == Owner.THIRD]
    for span in without_overlaps(spans):
        value = meant(text, span)
        held = vault.holding(span.entity, value)
        owner = _owner(span, owners, thirds) or (Owner(held.owner) if held else stranger)
        public = known.lets_pass(span.entity, value) or vault.is_published(span.entity, value)
        findings.append(Finding(span, value, owner, public))
    return findings


def _owner(span: Span, owners: dict[tuple[int, int], Owner], thirds: list[Span]) -> Owner | None:
    """Known people by record; a colleague by the words round the name, and the address after it."""
    if (span.start, span.end) in owners:
        return owners[span.start, span.end]
    if span.detail == Owner.THIRD:
        return Owner.THIRD
    if span.entity in {Entity.EMAIL, Entity.PHONE}:
        near = any(0 <= span.start - third.end <= _BESIDE for third in thirds)
        return Owner.THIRD if near else None
    return None


_BESIDE = 40


def meant(text: str, span: Span) -> str:
    """The value behind the spelling: plain letters, single spaces, ``(at)`` read as ``@``."""
    written = normalise(text[span.start : span.end]).text
    if span.entity is Entity.EMAIL:
        return plain_email(written)
    return " ".join(written.split())


class Tally:
    """Counts and codes for a verdict, gathered while a text is rewritten."""

    def __init__(self, stage: Stage, engine: str) -> None:
        self._stage = stage
        self._engine = engine
        self._began = time.perf_counter()
        self._counts: Counter[str] = Counter()
        self._codes: set[str] = set()
        self._result = Result.PASS

    def add(self, result: Result, code: str, entity: Entity | None = None) -> None:
        if entity is not None:
            self._counts[entity.value] += 1
        self._codes.add(code)
        self._result = max(self._result, result, key=list(Result).index)

    def verdict(self, version: str) -> GuardVerdict:
        return GuardVerdict(
            stage=self._stage,
            result=self._result,
            counts=dict(sorted(self._counts.items())),
            codes=tuple(sorted(self._codes)),
            engine=self._engine,
            version=version,
            ms=round((time.perf_counter() - self._began) * 1000),
        )


def rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """``changes`` are (start, end, new text), in order, without overlap."""
    parts: list[str] = []
    position = 0
    for start, end, new in changes:
        parts += (text[position:start], new)
        position = end
    return "".join((*parts, text[position:]))
