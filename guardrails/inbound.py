"""Texts on their way in: a prospect's message, and whatever else a model is about to read."""

import re
from datetime import date

from guardrails.detect.ages import is_minor
from guardrails.detect.injection import is_injection
from guardrails.entities import Entity, Owner
from guardrails.inspection import (
    INWARD,
    Finding,
    Finds,
    Tally,
    inspect,
    refuse_oversize,
    rewrite,
)
from guardrails.people import KnownPeople
from guardrails.policy import Direction, Treatment, at_least
from guardrails.spotlight import defused
from guardrails.text.normalise import without_hidden
from guardrails.vault import Vault, escape_tokens
from guardrails.verdicts import Guarded, Inbound, Result, Signal, Stage

MASKS: dict[Entity, str] = {
    Entity.CARD: "[card ending {last}]",
    Entity.SECURITY_CODE: "[security code removed]",
    Entity.BANK_ACCOUNT: "[bank account removed]",
    Entity.NATIONAL_ID: "[id number removed]",
    Entity.BIRTH_DATE: "[date of birth removed]",
    Entity.SECRET: "[secret removed]",
    Entity.IP: "[network address removed]",
    Entity.MINOR_AGE: "[age removed]",
}
PERSONAL_MATTER = "[a personal matter]"
DROPPED = {Entity.CARD: "[card removed]"}  # without the last digits that a mask would keep
WITHHELD = "[a text that may not be read here]"
_IN = Direction.PROSPECT_TO_MODEL
_RESULTS = {Treatment.BLOCK: Result.BLOCK, Treatment.STOP: Result.STOP}
_SIGNAL_OF = {
    Entity.CARD: Signal.CARD,
    Entity.SECURITY_CODE: Signal.CARD,
    Entity.SECRET: Signal.SECRET,
}


def receive(
    text: str,
    detector: Finds,
    *,
    vault: Vault,
    known: KnownPeople,
    regions: tuple[str, ...],
    minor_age: int,
    today: date | None = None,
    version: str,
) -> Inbound:
    """What of a prospect's message may be stored, what a model may read, what code must act on."""
    refuse_oversize(text)
    tally = Tally(Stage.INBOUND, detector.name)
    seen = without_hidden(text)
    plain = escape_tokens(seen)
    if plain != seen:
        tally.add(Result.MASK, "token.escaped")
    findings = inspect(
        plain,
        detector,
        vault=vault,
        known=known,
        regions=regions,
        stranger=Owner.PROSPECT,
        least=INWARD,
    )
    signals = {_SIGNAL_OF[f.span.entity] for f in findings if f.span.entity in _SIGNAL_OF}
    findings = [f for f in findings if not _is_old_enough(f, minor_age)]
    if any(is_minor(f.span, minor_age=minor_age, today=today) for f in findings):
        signals.add(Signal.MINOR)
        tally.add(Result.STOP, "signal.minor")
    if is_injection(plain):
        signals.add(Signal.INJECTION)
        tally.add(Result.PASS, "signal.injection")
    stored = rewrite(
        plain,
        [
            (f.span.start, f.span.end, _mark(f, known.rules.treatment(f.span.entity, _IN)))
            for f in findings
            if not known.rules.is_kept(f.span.entity) and not f.is_public
        ],
    )
    treated = _treated(findings, _IN, known)
    model = _for_model(plain, treated, vault=vault, tally=tally)
    vault.known = known
    return Inbound(
        stored=stored,
        model=model,
        signals=frozenset(signal.value for signal in signals),
        verdict=tally.verdict(version),
        blocked=_kinds(treated, Treatment.BLOCK),
        stopped=_kinds(treated, Treatment.STOP),
    )


def prepare(
    text: str,
    detector: Finds,
    *,
    vault: Vault,
    known: KnownPeople,
    regions: tuple[str, ...],
    foreign: bool,
    version: str,
) -> Guarded:
    """Any other text a model is about to read. Tokens of this vault stay unless the text comes from
    outside (``foreign``), which also loses markup, comments and hidden characters; other token-like
    strings lose their power either way.
    """
    refuse_oversize(text)
    tally = Tally(Stage.FOR_MODEL, detector.name)
    seen = defused(text) if foreign else without_hidden(text)
    plain = escape_tokens(seen, keep=None if foreign else vault.knows)
    if plain != seen:
        tally.add(Result.MASK, "token.escaped")
    findings = inspect(
        plain,
        detector,
        vault=vault,
        known=known,
        regions=regions,
        stranger=Owner.THIRD,
        least=INWARD,
    )
    treated = _treated(findings, Direction.TOOL_TO_MODEL, known)
    model = _for_model(plain, treated, vault=vault, tally=tally)
    if _kinds(treated, Treatment.BLOCK):
        model = WITHHELD
    vault.known = known
    return Guarded(model, tally.verdict(version))


def _is_old_enough(finding: Finding, minor_age: int) -> bool:
    span = finding.span
    return span.entity is Entity.MINOR_AGE and bool(span.detail) and int(span.detail) >= minor_age


def _treated(
    findings: list[Finding], direction: Direction, known: KnownPeople
) -> list[tuple[Finding, Treatment]]:
    """What is to be done about each value that may not be read as it is."""
    treated = [
        (finding, known.rules.treatment(finding.span.entity, direction))
        for finding in findings
        if not finding.is_public
    ]
    return [one for one in treated if one[1] not in {Treatment.ALLOW, Treatment.FLAG}]


def _kinds(treated: list[tuple[Finding, Treatment]], action: Treatment) -> frozenset[str]:
    return frozenset(finding.span.entity.value for finding, done in treated if done is action)


def _for_model(
    text: str, treated: list[tuple[Finding, Treatment]], *, vault: Vault, tally: Tally
) -> str:
    changes: list[tuple[int, int, str]] = []
    for finding, action in treated:
        entity = finding.span.entity
        result = _RESULTS.get(action, Result.MASK)
        done = action.value if result is Result.MASK else f"{action.value}_in"
        tally.add(result, f"{done}.{entity.value.lower()}", entity)
        changes.append((finding.span.start, finding.span.end, _replacement(finding, action, vault)))
    return rewrite(text, changes)


def _replacement(finding: Finding, action: Treatment, vault: Vault) -> str:
    if action is Treatment.PSEUDONYMISE:
        return vault.token_for(
            finding.span.entity, finding.value, finding.owner, mention=finding.mention
        )
    if action is Treatment.GENERALISE:
        return PERSONAL_MATTER
    return _mark(finding, action)


def _mark(finding: Finding, action: Treatment) -> str:
    """What stands for a value for good: the stricter, the less it says."""
    entity = finding.span.entity
    is_bare = entity in DROPPED and at_least(_IN, action, Treatment.DROP)
    return DROPPED[entity] if is_bare else masked(finding)


def masked(finding: Finding) -> str:
    """The fixed phrase that stands for a value for good. Only a card keeps its last digits."""
    last = re.sub(r"\D", "", finding.value)[-4:]
    return MASKS.get(finding.span.entity, "[removed]").format(last=last)
