"""Where something comes from, as people read it: from what happened back to the owner's words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.changes import ChangeLine, edit_lines
from api.console.views.differences import Piece, meaning_diff
from api.console.views.outbox import STATES
from api.console.visit import Visit
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions.provenance import Order, PermitCard, Provenance
from salesgenix.actions.service import ApprovalCard, DeliveryCard
from salesgenix.authority.rules import plain_words

LEFT_THE_TEAM = "A person who has left the team"
SURFACES = {
    "file": "in the workspace file",
    "console": "in the console",
    "api": "by the API",
    "terminal": "at the terminal",
}


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
    edits: tuple[ChangeLine, ...]  # from what the agent wanted to what was let pass


@dataclass(frozen=True, slots=True)
class Meaning:
    """``author`` put this version in force, ``surface`` says where; the words may be another's."""

    version: int
    since: datetime
    author: str
    surface: str
    said: str
    diff: tuple[Piece, ...]  # sentences
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
        consent=_consent(
            found.approval,
            edit_lines(found.edits if may_read else (), visit.who.member.zone),
            names,
        ),
        meaning=_meaning(order, names) if order else None,
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
    card: ApprovalCard | None, edits: list[ChangeLine], names: dict[UUID, str]
) -> Consent | None:
    if card is None:
        return None
    return Consent(
        words.APPROVAL_STATES.get(card.state, (words.said(card.state), "")),
        names.get(card.decided_by, LEFT_THE_TEAM) if card.decided_by else "",
        card.decided_at,
        card.reason,
        tuple(edits),
    )


def _meaning(order: Order, names: dict[UUID, str]) -> Meaning:
    version = order.version
    return Meaning(
        version.version,
        version.created_at,
        _author(order.author_of_version, names),
        _surface(order.surface_of_version),
        plain_words(version.rule, names),
        tuple(meaning_diff(order.before.rule, version.rule, names)) if order.before else (),
        is_first=order.before is None,
    )


def _words(order: Order, names: dict[UUID, str]) -> Words:
    card = order.instruction
    return Words(
        card.words,
        _author(card.author_member_id, names),
        _surface(card.surface),
        card.created_at,
        card.revoked_at,
        f"/console/instructions#i{card.id}",
    )


def _author(member_id: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(member_id, LEFT_THE_TEAM) if member_id else "The owner"


def _surface(code: str) -> str:
    return SURFACES.get(code, code)
