"""Exports as people follow them: what was asked for, how far it is, until when it can be had."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from api.console import words
from api.console.views.leads import name_of
from api.console.visit import Visit
from salesgenix.accounts import service as accounts
from salesgenix.exports import service as exports
from salesgenix.exports.rules import Kind, State
from salesgenix.exports.service import ExportCard
from salesgenix.leads import service as leads

STATES = {
    State.QUEUED: ("Waiting", "info"),
    State.RUNNING: ("Being made", "info"),
    State.DONE: ("Ready", "ok"),
    State.FAILED: ("Failed", "danger"),
    State.EXPIRED: ("Run out", ""),
}
FAULTS = {
    "export.interrupted": "The machine stopped several times while it was being made.",
    "export.too_large": "It would be over four gigabytes. Export by period instead.",
    "export.cancelled": "It was cancelled.",
    "export.erased": "It held a person who has been erased since.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``percent`` while it is being made; ``why`` of an end nobody wished for."""

    id: UUID
    title: str
    asked: str
    state: tuple[str, str]
    percent: int | None
    size: str
    until: datetime | None
    sha256: str
    is_live: bool
    may_fetch: bool
    has_signature: bool
    why: str
    at: datetime


def rows(session: Session, visit: Visit) -> list[Row]:
    """Newest first."""
    who = visit.who
    team = {card.id: card.name for card in accounts.members(session, who.workspace_id)}
    return [_row(session, visit, card, team) for card in exports.listing(session, who.workspace_id)]


def row_of(session: Session, visit: Visit, card: ExportCard) -> Row:
    team = {one.id: one.name for one in accounts.members(session, visit.who.workspace_id)}
    return _row(session, visit, card, team)


def _row(session: Session, visit: Visit, card: ExportCard, team: dict[UUID, str]) -> Row:
    is_over = bool(card.expires_at and card.expires_at <= visit.who.now)
    state = State.EXPIRED if card.state is State.DONE and is_over else card.state
    by = team.get(card.requested_by, "A former colleague") if card.requested_by else "The machine"
    language = words.language(card.language)
    return Row(
        id=card.id,
        title=_title(session, visit, card),
        asked=f"{by}, in {language}",
        state=STATES[state],
        percent=_percent(card) if state is State.RUNNING else None,
        size=_size(card.length),
        until=card.expires_at if state is State.DONE else None,
        sha256=card.sha256 or "",
        is_live=state in {State.QUEUED, State.RUNNING},
        may_fetch=state is State.DONE,
        has_signature=card.signature is not None and state is State.DONE,
        why=_why(card.error_code) if state in {State.FAILED, State.EXPIRED} else "",
        at=card.created_at,
    )


def _title(session: Session, visit: Visit, card: ExportCard) -> str:
    if card.kind is Kind.WORKSPACE:
        return "Whole workspace"
    if card.kind is Kind.PERIOD:
        return _period(card, ZoneInfo(visit.who.member.zone))
    if card.subject_ref is None:
        return "One person"
    lead = leads.card_of_subject(session, visit.who.workspace_id, card.subject_ref)
    return name_of(lead) if lead else f"One person, {str(card.subject_ref)[:8]}"


def _period(card: ExportCard, zone: ZoneInfo) -> str:
    """The days of it: an end at midnight is the day before."""
    since = f"{card.since.astimezone(zone):%d %b %Y}".lstrip("0") if card.since else "the beginning"
    last = (card.until - timedelta(seconds=1)).astimezone(zone) if card.until else None
    until = f"{last:%d %b %Y}".lstrip("0") if last else "now"
    return f"From {since} to {until}"


def _percent(card: ExportCard) -> int:
    return min(100, 100 * card.done // card.total) if card.total else 0


def _size(length: int | None) -> str:
    if length is None:
        return ""
    amount = float(length)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:  # noqa: PLR2004 - the next unit begins here
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _why(code: str | None) -> str:
    return "" if not code else FAULTS.get(code, words.said(code))
