"""Texts on their way out: pseudonyms become values where the reader owns them; others stay in."""

import re

from guardrails.detect.links import network_part
from guardrails.entities import Entity, Owner
from guardrails.inspection import (
    INWARD,
    OUTWARD,
    Finding,
    Finds,
    Tally,
    inspect,
    rewrite,
)
from guardrails.people import KnownPeople
from guardrails.policy import Direction, Treatment
from guardrails.pseudonyms.tokens import LOOSE_TOKEN, written
from guardrails.vault import Vault
from guardrails.verdicts import Result

REMOVED = "[removed]"
_READABLE = frozenset({Owner.PROSPECT, Owner.MEMBER})


def release(
    text: str,
    detector: Finds,
    *,
    before: str,
    vault: Vault,
    known: KnownPeople,
    regions: tuple[str, ...],
    direction: Direction,
    tally: Tally,
) -> str:
    """The part of a reply a prospect may read. ``before`` is what stood before it: read, so that a
    cue counts across the cut, but not written again.
    """
    shift = len(before)
    findings = inspect(
        before + text,
        detector,
        vault=vault,
        known=known,
        regions=regions,
        stranger=Owner.THIRD,
        least=OUTWARD,
    )
    changes = [
        (*token.span(), _restored(token, vault, tally)) for token in LOOSE_TOKEN.finditer(text)
    ]
    for finding in findings:
        start, end = max(finding.span.start - shift, 0), finding.span.end - shift
        if end > 0 and not _may_be_read(finding, vault, known, direction):
            changes.append((start, end, REMOVED))
            _count(finding, known.rules.treatment(finding.span.entity, direction), tally)
    return rewrite(text, sorted(changes))


def _restored(token: re.Match[str], vault: Vault, tally: Tally) -> str:
    entity = Entity(token["kind"].upper())
    item = vault.item(written(token))
    if item is None:
        tally.add(Result.BLOCK, "token.unknown", entity)
        return REMOVED
    if item.owner not in _READABLE and not vault.is_on_page(entity, item.value):
        tally.add(Result.BLOCK, "token.foreign", entity)
        return REMOVED
    return item.value


def _may_be_read(finding: Finding, vault: Vault, known: KnownPeople, direction: Direction) -> bool:
    is_on_page = vault.is_on_page(finding.span.entity, finding.value)
    if finding.is_public or (is_on_page and not finding.is_denied):
        return True
    action = known.rules.treatment(finding.span.entity, direction)
    if action is not Treatment.RESTORE_OWN:
        return action is Treatment.ALLOW
    held = vault.holding(finding.span.entity, finding.value)
    return (held is not None and held.owner in _READABLE) or finding.owner in _READABLE


def _count(finding: Finding, action: Treatment, tally: Tally) -> None:
    entity = finding.span.entity
    own = action is Treatment.RESTORE_OWN
    tally.add(
        Result.MASK if own else Result.BLOCK,
        f"{'mask' if own else 'block'}.{entity.value.lower()}",
        entity,
    )


def for_log(
    text: str,
    detector: Finds,
    *,
    vault: Vault,
    known: KnownPeople,
    regions: tuple[str, ...],
    tally: Tally,
) -> str:
    """What may stand in a log or a trace: tokens, marks and network parts."""
    findings = inspect(
        text,
        detector,
        vault=vault,
        known=known,
        regions=regions,
        stranger=Owner.THIRD,
        least=INWARD,
    )
    changes: list[tuple[int, int, str]] = []
    for finding in findings:
        entity = finding.span.entity
        action = known.rules.treatment(entity, Direction.LOGS)
        if action is Treatment.ALLOW:
            continue
        tally.add(Result.MASK, f"{action.value}.{entity.value.lower()}", entity)
        if action is Treatment.BLOCK:
            return REMOVED
        changes.append((finding.span.start, finding.span.end, _for_log(finding, action, vault)))
    return rewrite(text, changes)


def _for_log(finding: Finding, action: Treatment, vault: Vault) -> str:
    if action is Treatment.PSEUDONYMISE:
        return vault.token_for(
            finding.span.entity, finding.value, finding.owner, mention=finding.mention
        )
    if action is Treatment.TRUNCATE:
        return network_part(finding.value)
    return REMOVED
