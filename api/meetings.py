"""The links in an invitation: a guest moves or cancels their meeting without signing in.

Mail scanners open every link, so a GET shows and changes nothing. A POST acts, and a second one
finds it done. What the owner has not allowed is said, and the time stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import House, HouseOf
from api.privacy.pages import language_of, page, said, words_of
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.actions import meetings
from salesgenix.actions.facts import fits
from salesgenix.appointments import links
from salesgenix.appointments import service as appointments
from salesgenix.appointments.links import Link, Purpose
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import AppointmentCard, SlotCard
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.spoken import place_of, spoken, spoken_day

router = APIRouter(prefix="/m", include_in_schema=False)

DAYS = 7  # on one page
MOST = 42  # times on one page, spread over its days


@dataclass(frozen=True, slots=True)
class Guest:
    """Who opens a link: the meeting that it is about, and in which language they read."""

    link: Link
    card: AppointmentCard
    profile: Profile
    language: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.card.prospect_zone)

    @property
    def facts(self) -> dict[str, str]:
        card = self.card
        return {
            "company": self.profile.company,
            "label": self.profile.meeting.label,
            "member": card.member_name,
            "when": spoken(card.starts_at, card.prospect_zone, self.language),
            "minutes": str(int((card.ends_at - card.starts_at).total_seconds() // 60)),
        }

    def told(self, what: str, **how: Any) -> Response:
        return said(what, self.language, self.profile, facts=self.facts, **how)


@router.get("/{token}", response_model=None)
def show(request: Request, house: HouseOf, token: str, since: date | None = None) -> Response:
    with house.db.reading() as session:
        guest = _guest(session, house, request, token)
        if guest is None:
            return _gone(request)
        if guest.card.state is not State.CONFIRMED:
            return guest.told("meeting_off")
        if guest.link.purpose is Purpose.CANCEL:
            return guest.told("meeting_cancel", button="meeting_cancel_button")
        return _choice(session, house, guest, since=since)


@router.post("/{token}", response_model=None)
def act(
    request: Request, house: HouseOf, token: str, slot: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    address = request.client.host if request.client else "unknown"
    house.limits.requests.take(f"meeting:{address}", "rate.meetings")
    with house.db.reading() as session:
        guest = _guest(session, house, request, token)
    if guest is None:
        return _gone(request)
    if guest.link.purpose is Purpose.CANCEL:
        with house.db.writing() as session:
            link = guest.link
            meetings.call_off(
                session, link.workspace_id, link.appointment_id, tells=True, now=house.clock.now()
            )
        return guest.told("meeting_off", is_good=True)
    if guest.card.state is not State.CONFIRMED:
        return guest.told("meeting_off")
    return _move(house, guest, slot)


def _move(house: House, guest: Guest, slot: str) -> Response:
    workspace_id = guest.link.workspace_id
    house.refresh(workspace_id)
    with house.db.writing() as session:
        try:
            member_id, starts_at = appointments.find_slot(session, workspace_id, slot)
        except Invalid:
            return _choice(session, house, guest, fault="meeting_choose", status=422)
        if (member_id, starts_at) == (guest.card.member_id, guest.card.starts_at):
            return guest.told("meeting_moved", is_good=True)
        outcome = meetings.move(
            session,
            workspace_id,
            guest.card.id,
            member_id=member_id,
            starts_at=starts_at,
            now=house.clock.now(),
        )
        if outcome.state == "awaiting_approval":
            return guest.told("meeting_asked", is_good=True)
        if outcome.state == "failed":
            return _choice(session, house, guest, fault="meeting_taken", status=409)
        if outcome.state != "done":
            return guest.told("meeting_fixed", status=403)
        card = appointments.card(session, workspace_id, guest.card.id)
    moved = Guest(guest.link, card, guest.profile, guest.language)
    return moved.told("meeting_moved", is_good=True)


def _guest(session: Session, house: House, request: Request, token: str) -> Guest | None:
    try:
        link = links.find(session, token, now=house.clock.now())
        card = appointments.card(session, link.workspace_id, link.appointment_id)
    except NotFound:
        return None
    profile = accounts.profile_of(session, link.workspace_id).profile
    return Guest(link, card, profile, language_of(request, profile))


def _gone(request: Request) -> Response:
    return said("meeting_gone", language_of(request), status=404)


def _choice(
    session: Session,
    house: House,
    guest: Guest,
    *,
    since: date | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    """Free times of seven days from ``since``, by the guest's own clock."""
    now = house.clock.now()
    today = now.astimezone(guest.zone).date()
    last = today + timedelta(days=guest.profile.meeting.horizon_days)
    first = min(max(since or today, today), last)
    later, earlier = first + timedelta(days=DAYS), first - timedelta(days=DAYS)
    words = words_of(guest.language)
    return page(
        "meeting.html",
        guest.language,
        guest.profile,
        status=status,
        is_switchable=status < 400,  # noqa: PLR2004 - a refused form has no address to come back to
        told={
            name: str(words[f"meeting_{name}"]).format(
                **guest.facts, place=place_of(guest.card.prospect_zone)
            )
            for name in ("move_title", "now", "zone", "move_button", "none", "later", "earlier")
        },
        fault=words[fault] if fault else "",
        days=_days(guest, _free(session, guest, first, now=now)),
        later=later.isoformat() if later <= last else "",
        earlier=max(earlier, today).isoformat() if first > today else "",
    )


def _free(session: Session, guest: Guest, first: date, *, now: datetime) -> list[SlotCard]:
    card, workspace_id = guest.card, guest.link.workspace_id
    begin, end = (
        datetime.combine(first + timedelta(days=days), time(), guest.zone) for days in (0, DAYS)
    )
    return appointments.free_slots(
        session,
        workspace_id,
        [(begin, end)],
        card.prospect_zone,
        now=now,
        limit=MOST,
        fits=fits(
            session,
            workspace_id,
            lead_id=card.lead_id,
            conversation_id=card.conversation_id,
            now=now,
        ),
        prefer=card.member_id,
    )


def _days(guest: Guest, slots: Sequence[SlotCard]) -> list[tuple[str, list[dict[str, str]]]]:
    """By day: how each time is named, and by whom it is taken where that is somebody else."""

    def day_of(slot: SlotCard) -> date:
        return slot.starts_at.astimezone(guest.zone).date()

    return [
        (
            spoken_day(day, guest.language),
            [
                {
                    "id": slot.id,
                    "clock": f"{slot.starts_at.astimezone(guest.zone):%H:%M}",
                    "who": _who(guest, slot.member_id, slot.member_name),
                }
                for slot in some
            ],
        )
        for day, some in groupby(sorted(slots, key=lambda one: one.starts_at), key=day_of)
    ]


def _who(guest: Guest, member_id: UUID, name: str) -> str:
    if member_id == guest.card.member_id:
        return ""
    return str(words_of(guest.language)["meeting_with"]).format(member=name)
