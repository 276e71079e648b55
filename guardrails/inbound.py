"""Texts on their way in: a prospect's message, and whatever else a model is about to read."""

import re

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
from guardrails.policy import NEVER_STORED, Direction, Treatment, treatment
from guardrails.spotlight import defused
from guardrails.text.normalise import without_hidden
from guardrails.vault import TOKEN_LIKE, Vault, escape_tokens
from guardrails.verdicts import Guarded, Inbound, Result, Signal, Stage

MASKS: dict[Entity, str] = {
    Entity.CARD: "[card ending {last}]",
    Entity.SECURITY_CODE: "[security code removed]",
    Entity.BANK_ACCOUNT: "[bank account removed]",
    Entity.NATIONAL_ID: "[id number removed]",
    Entity.BIRTH_DATE: "[date of birth removed]",
    Entity.SECRET: "[secret removed]",
    Entity.IP: "[network address removed]",
}
PERSONAL_MATTER = "[a personal matter]"
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
    version: str,
) -> Inbound:
    """What of a prospect's message may be stored, what a model may read, what code must act on."""
    refuse_oversize(text)
    tally = Tally(Stage.INBOUND, detector.name)
    plain = escape_tokens(without_hidden(text))
    if "‹" in plain and plain != without_hidden(text):
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
    if any(_is_minor(finding, minor_age) for finding in findings):
        signals.add(Signal.MINOR)
        tally.add(Result.STOP, "signal.minor")
    if is_injection(plain):
        signals.add(Signal.INJECTION)
        tally.add(Result.PASS, "signal.injection")
    stored = rewrite(
        plain,
        [
            (f.span.start, f.span.end, masked(f))
            for f in findings
            if f.span.entity in NEVER_STORED and not f.is_public
        ],
    )
    model = _for_model(plain, findings, Direction.PROSPECT_TO_MODEL, vault=vault, tally=tally)
    vault.known = known
    return Inbound(
        stored=stored,
        model=model,
        signals=frozenset(signal.value for signal in signals),
        verdict=tally.verdict(version),
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
    plain = escape_tokens(seen) if foreign else _escape_unknown(seen, vault)
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
    model = _for_model(plain, findings, Direction.TOOL_TO_MODEL, vault=vault, tally=tally)
    vault.known = known
    return Guarded(model, tally.verdict(version))


def _escape_unknown(text: str, vault: Vault) -> str:
    def keep(found: re.Match[str]) -> str:
        return found[0] if vault.item(found[0]) else escape_tokens(found[0])

    return TOKEN_LIKE.sub(keep, text)


def _is_minor(finding: Finding, minor_age: int) -> bool:
    span = finding.span
    return span.entity is Entity.MINOR_AGE and (not span.detail or int(span.detail) < minor_age)


def _for_model(
    text: str, findings: list[Finding], direction: Direction, *, vault: Vault, tally: Tally
) -> str:
    changes: list[tuple[int, int, str]] = []
    for finding in findings:
        entity = finding.span.entity
        action = treatment(entity, direction)
        if finding.is_public or action in {Treatment.ALLOW, Treatment.FLAG}:
            continue
        tally.add(Result.MASK, f"{action.value}.{entity.value.lower()}", entity)
        changes.append((finding.span.start, finding.span.end, _replacement(finding, action, vault)))
    return rewrite(text, changes)


def _replacement(finding: Finding, action: Treatment, vault: Vault) -> str:
    if action is Treatment.PSEUDONYMISE:
        return vault.token_for(finding.span.entity, finding.value, finding.owner)
    if action is Treatment.GENERALISE:
        return PERSONAL_MATTER
    return masked(finding)


def masked(finding: Finding) -> str:
    """The fixed phrase that stands for a value for good. Only a card keeps its last digits."""
    last = re.sub(r"\D", "", finding.value)[-4:]
    return MASKS.get(finding.span.entity, "[removed]").format(last=last)
