"""One look at a text: what is in it, whose it is, and what may pass."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from guardrails.detect.emails import plain_email
from guardrails.entities import Entity, Owner, Span, without_overlaps
from guardrails.house import uncovered
from guardrails.people import KnownPeople, KnownValue
from guardrails.policy import Treatment
from guardrails.pseudonyms.mentions import NOTHING_SAID, Mention, Referent, mention_in
from guardrails.pseudonyms.people import STRICTEST
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
    """A span with its value as meant (not as obfuscated), its owner, and who is spoken of."""

    span: Span
    value: str
    owner: Owner
    is_public: bool
    mention: Mention = NOTHING_SAID
    is_denied: bool = False  # by a word of the workspace's that is always personal

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
    """``stranger`` owns what belongs to nobody known.

    What the workspace's list says is never personal goes first, so that it can free neither a known
    person's value nor a word that another list of it hides.
    """
    spans = [s for s in detector.find(text, regions) if s.score >= least.get(s.entity, 0.0)]
    spans = known.rules.without_allowed(text, spans)
    denied = known.rules.denied(text)
    records: dict[tuple[int, int], list[KnownValue]] = defaultdict(list)
    for person, start, end in known.found_in(text):
        spans.append(Span(person.entity, start, end, 1.0))
        records[start, end].append(person)
    findings = []
    thirds: list[Span] = []
    won = without_overlaps([*spans, *denied])
    for span in sorted((*won, *uncovered(text, denied, won)), key=lambda one: one.start):
        value = meant(text, span)
        held = vault.holding(span.entity, value)
        of_record = records.get((span.start, span.end), [])
        if span.entity is Entity.PERSON:
            mention = _of_person(text, span, of_record, by_prospect=stranger is Owner.PROSPECT)
            thirds += [span] if mention.referent is Referent.THIRD else []
        else:
            mention = _of_value(span, of_record, thirds)
        owner = _owner(mention, of_record) or (Owner(held.owner) if held else stranger)
        public = known.lets_pass(span.entity, value) or vault.is_published(span.entity, value)
        is_denied = any(span.overlaps(one.start, one.end) for one in denied)
        public = public and not is_denied
        findings.append(Finding(span, value, owner, public, mention, is_denied))
    return findings


_WHOSE = {
    Owner.PROSPECT: Referent.PROSPECT,
    Owner.MEMBER: Referent.MEMBER,
    Owner.THIRD: Referent.THIRD,
}


def _of_person(text: str, span: Span, records: list[KnownValue], *, by_prospect: bool) -> Mention:
    """By what is said of the person, then by record: "my boss Ana" is no Ana we have on record.
    Only the prospect's own words introduce the prospect.
    """
    said = mention_in(text, span.start, span.end)
    is_ours = said.by_firm and any(record.owner is Owner.MEMBER for record in records)
    if said.cues and not is_ours:
        return said
    if said.referent is Referent.PROSPECT and by_prospect:
        full = next((r.full for r in records if r.owner is Owner.PROSPECT), "")
        return Mention(Referent.PROSPECT, full=full, is_sure=True)
    people = {(record.owner, record.full) for record in records}
    is_full = " " in text[span.start : span.end].strip()
    if len(people) > 1 and not is_full:
        return Mention(Referent.UNCLEAR)
    if records:
        return Mention(_WHOSE[records[0].owner], full=records[0].full, is_sure=is_full)
    return Mention(Referent.THIRD) if span.detail == Owner.THIRD else NOTHING_SAID


def _of_value(span: Span, records: list[KnownValue], thirds: list[Span]) -> Mention:
    """Known people by record; a colleague's address by the name it stands after."""
    if records:
        return Mention(_WHOSE[records[0].owner], is_sure=True)
    if span.entity in {Entity.EMAIL, Entity.PHONE}:
        near = any(0 <= span.start - third.end <= _BESIDE for third in thirds)
        return Mention(Referent.THIRD) if near else NOTHING_SAID
    return NOTHING_SAID


def _owner(mention: Mention, records: list[KnownValue]) -> Owner | None:
    if mention.referent is Referent.UNCLEAR:
        return min((record.owner for record in records), key=STRICTEST.index)
    return None if mention.referent is None else Owner(mention.referent.value)


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
        self._treated: Counter[tuple[str, str]] = Counter()
        self._codes: set[str] = set()
        self._result = Result.PASS

    def add(self, result: Result, code: str, entity: Entity | None = None) -> None:
        """``code`` of a value begins with what was done about it, inward with ``_in`` where the
        same is done outward too.
        """
        if entity is not None:
            self._counts[entity.value] += 1
            self._treated[entity.value, _done(result, code)] += 1
        self._codes.add(code)
        self._result = max(self._result, result, key=list(Result).index)

    def verdict(self, version: str) -> GuardVerdict:
        return GuardVerdict(
            stage=self._stage,
            result=self._result,
            counts=dict(sorted(self._counts.items())),
            codes=tuple(sorted(self._codes)),
            treated=tuple((*what, count) for what, count in sorted(self._treated.items())),
            engine=self._engine,
            version=version,
            ms=round((time.perf_counter() - self._began) * 1000),
        )


def _done(result: Result, code: str) -> str:
    """The treatment that a code begins with; of a code of another family, what it comes to."""
    named = code.partition(".")[0].removesuffix("_in")
    if named in _TREATMENTS:
        return named
    return (Treatment.MASK if result is Result.MASK else Treatment.BLOCK).value


_TREATMENTS = frozenset(one.value for one in Treatment)


def rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """``changes`` are (start, end, new text), in order, without overlap."""
    parts: list[str] = []
    position = 0
    for start, end, new in changes:
        parts += (text[position:start], new)
        position = end
    return "".join((*parts, text[position:]))
