"""Where something comes from, as people read it: from what happened back to the owner's words."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.outbox import STATES
from api.console.visit import Visit
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions.provenance import Edit, Order, PermitCard, Provenance
from salesgenix.actions.service import ApprovalCard, DeliveryCard

LEFT_THE_TEAM = "A person who has left the team"
SURFACES = {"file": "in the workspace file", "console": "in the console", "api": "by the API"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    name: str
    result: tuple[str, str]
    limit: str
    observed: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hand-over with the permit it was made under; an attempt may have had either alone."""

    number: int
    state: tuple[str, str]
    at: datetime | None
    href: str | None
    permit: PermitCard | None


@dataclass(frozen=True, slots=True)
class Consent:
    state: tuple[str, str]
    who: str
    at: datetime | None
    reason: str | None
    edits: tuple[tuple[str, str, str], ...]  # what, before, after


@dataclass(frozen=True, slots=True)
class Meaning:
    """``diff`` holds sentences, each ``same``, ``removed`` or ``added``."""

    version: int
    since: datetime
    said: str
    diff: tuple[tuple[str, str], ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    author: str
    surface: str
    at: datetime
    revoked_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """``needs_none``: it protects the person, so that no order is needed or can forbid it."""

    effect: str
    state: tuple[str, str] | None
    is_doubtful: bool
    action_id: UUID | None
    attempts: tuple[Attempt, ...]
    checks: tuple[CheckLine, ...]
    consent: Consent | None
    meaning: Meaning | None
    words: Words | None
    needs_none: bool

    @property
    def passed(self) -> int:
        return sum(check.result == CHECKED["pass"] for check in self.checks)


CHECKED = {
    "pass": ("Passed", ""),
    "fail": ("Failed", "danger"),
    "ask": ("Asks a person", "warn"),
    "wait": ("Waits", "warn"),
    "unknown": ("Could not be checked", "warn"),
}


def origin(session: Session, visit: Visit, found: Provenance) -> Origin:
    team = accounts.members(session, visit.who.workspace_id, with_inactive=True)
    names = {card.id: card.name for card in team}
    action = found.action
    order = found.order
    may_read = visit.who.may(Verb.REPLY)
    return Origin(
        effect=action.summary if action else "The agent replied",
        state=words.ACTION_STATES.get(action.state) if action else None,
        is_doubtful=action is not None and action.state == "in_doubt",
        action_id=action.id if action else None,
        attempts=_attempts(found),
        checks=tuple(check_line(check) for check in found.checks),
        consent=_consent(found.approval, found.edits if may_read else (), names),
        meaning=_meaning(order) if order else None,
        words=_words(order, names) if order else None,
        needs_none=action is not None and "floor" in action.reasons,
    )


def check_line(check: dict[str, Any]) -> CheckLine:
    result = str(check.get("result", ""))
    return CheckLine(
        words.said(str(check.get("name", ""))),
        CHECKED.get(result, (words.said(result), "")),
        _value(check.get("limit")),
        _value(check.get("observed")),
    )


def _value(value: object) -> str:
    """A limit or what was found, as people read it: no ``false``, no code of an action."""
    if value is None:
        return ""
    text = words.detail(value)
    return {"true": "yes", "false": "no"}.get(text) or words.ACTIONS.get(text, text)


def _attempts(found: Provenance) -> tuple[Attempt, ...]:
    permits = {permit.attempt: permit for permit in found.permits}
    deliveries = {delivery.attempt: delivery for delivery in found.deliveries}
    return tuple(
        _attempt(number, deliveries.get(number), permits.get(number))
        for number in sorted({*permits, *deliveries})
    )


def _attempt(number: int, delivery: DeliveryCard | None, permit: PermitCard | None) -> Attempt:
    if delivery is None:
        return Attempt(number, ("Nothing left", ""), None, None, permit)
    is_captured = (delivery.state, delivery.carrier) == ("sent", "captured")
    state = ("Captured", "ok") if is_captured else STATES.get(delivery.state, (delivery.state, ""))
    return Attempt(number, state, delivery.started_at, f"/console/outbox/{delivery.id}", permit)


def _consent(
    card: ApprovalCard | None, edits: tuple[Edit, ...], names: dict[UUID, str]
) -> Consent | None:
    if card is None:
        return None
    return Consent(
        words.APPROVAL_STATES.get(card.state, (words.said(card.state), "")),
        names.get(card.decided_by, LEFT_THE_TEAM) if card.decided_by else "",
        card.decided_at,
        card.reason,
        tuple((words.field(edit.name), _shown(edit.before), _shown(edit.after)) for edit in edits),
    )


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _meaning(order: Order) -> Meaning:
    version = order.version
    return Meaning(
        version.version,
        version.created_at,
        version.plain_words,
        _diff(order.before.plain_words, version.plain_words) if order.before else (),
        is_first=order.before is None,
    )


def _diff(before: str, after: str) -> tuple[tuple[str, str], ...]:
    old, new = _sentences(before), _sentences(after)
    found: list[tuple[str, str]] = []
    for what, start, end, begin, stop in SequenceMatcher(a=old, b=new).get_opcodes():
        if what == "equal":
            found += [("same", text) for text in old[start:end]]
            continue
        found += [("removed", text) for text in old[start:end]]
        found += [("added", text) for text in new[begin:stop]]
    return tuple(found)


def _sentences(text: str) -> list[str]:
    ends = [place + 1 for place, (sign, after) in enumerate(pairwise(text)) if sign + after == ". "]
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]


def _words(order: Order, names: dict[UUID, str]) -> Words:
    card = order.instruction
    author = names.get(card.author_member_id, LEFT_THE_TEAM) if card.author_member_id else ""
    return Words(
        card.words,
        author or "The owner",
        SURFACES.get(card.surface, card.surface),
        card.created_at,
        card.revoked_at,
        f"/console/instructions#i{card.id}",
    )
