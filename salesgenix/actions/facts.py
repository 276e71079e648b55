"""What authority is told of the person, the meeting and the uses an action is about.

A module of its own beside ``judging``, which asks. What cannot be learnt is ``None``.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions import repository
from salesgenix.actions.models import Action
from salesgenix.actions.repository import Whom
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import Fits
from salesgenix.authority.meetings import are_fine
from salesgenix.authority.places import country_of, zones_of
from salesgenix.authority.rules import USED, ActiveRule, Meeting, Person, calendars
from salesgenix.authority.segments import organisation_of, segments_of
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import InstructionCard
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField, region_of_phone
from salesgenix.leads.service import LeadCard

# Country codes that anybody registers whose name looks good with them.
EVERYBODYS = frozenset(
    {"ai", "am", "cc", "co", "fm", "gg", "io", "la", "li", "ly", "me", "sh", "st", "to", "tv", "vc"}
)
NO_ACTION = UUID(int=0)
COUNTRY_OF_CODE = {"UK": "GB"}


def person_of(lead: LeadCard | None, zone: str | None, *, to: str | None = None) -> Person | None:
    """``zone`` is the one that was told in the conversation, ``to`` where a mail would go: who
    works at a bank may give another address than the one that is known.
    """
    if lead is None:
        return None
    known = {fact.field: fact.value for fact in lead.facts}
    domains = [organisation_of(address) for address in (lead.email, to) if address]
    return Person(
        lead_id=lead.id,
        company=lead.company,
        segments=_segments(lead, known.get(FactField.INDUSTRY), domains),
        size=_size(known.get(FactField.SIZE)),
        country=_country(lead, zone),
        stage=lead.stage.value,
    )


def _segments(lead: LeadCard, industry: str | None, domains: list[str | None]) -> Any:
    """A position says what somebody does and not where, so alone it says nothing: banks have
    lawyers. Beside something that is known of the organisation it adds.
    """
    texts = [text for text in (lead.company, industry, *domains) if text]
    found = segments_of(texts)
    also = segments_of([lead.position]) if lead.position and found else None
    return found | also if found and also else found


def _size(said: str | None) -> int | None:
    """The one number that was said of it; a range is no number."""
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[.,' \u00a0\u202f](?=\d{3}\b)", "", said or ""))
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 7 else None  # noqa: PLR2004


def _country(lead: LeadCard, zone: str | None) -> str | None:
    told = zone or lead.zone
    found = country_of(told) if told else None
    if found is None and lead.phone:
        found = region_of_phone(lead.phone)
    if found is None and lead.email:
        found = _country_of_mail(lead.email)
    return found


def _country_of_mail(email: str) -> str | None:
    code = email.rpartition(".")[2].casefold()
    if code in EVERYBODYS:
        return None
    country = COUNTRY_OF_CODE.get(code.upper(), code.upper())
    return country if zones_of(country) else None


def meeting_of(session: Session, row: Action, arguments: Mapping[str, Any]) -> Meeting | None:
    """The meeting an action would take the time of; ``None`` when its arguments name none."""
    try:
        member_id, starts_at = _time(session, row.workspace_id, arguments)
        diary = _Diary(session, row.workspace_id, row.conversation_id)
        length = accounts.profile_of(session, row.workspace_id).profile.meeting.minutes
        return diary.meeting(member_id, starts_at, starts_at + timedelta(minutes=length))
    except (Invalid, NotFound, ValueError, TypeError):
        return None


def fits(
    session: Session,
    workspace_id: UUID,
    *,
    lead_id: UUID | None,
    conversation_id: UUID | None,
    now: datetime,
) -> Fits:
    """Whether a time of a member may be offered in this conversation, by every calendar."""
    lead = leads.card(session, workspace_id, lead_id) if lead_id else None
    rules = instructions.standing_rules(session, workspace_id)
    binding = calendars(rules, now, person=person_of(lead, None))
    diary = _Diary(session, workspace_id, conversation_id)

    def does_fit(member_id: UUID, starts_at: datetime, ends_at: datetime) -> bool:
        return not binding or are_fine(binding, diary.meeting(member_id, starts_at, ends_at))

    return does_fit


def span(slot: Mapping[str, Any]) -> tuple[UUID, datetime, datetime]:
    """Member, beginning and end of a time as an offer names them."""
    begins, ends = (datetime.fromisoformat(slot[name]) for name in ("starts_at", "ends_at"))
    return UUID(slot["member_id"]), begins, ends


def _time(
    session: Session, workspace_id: UUID, arguments: Mapping[str, Any]
) -> tuple[UUID, datetime]:
    member_id, starts_at = arguments.get("member_id"), arguments.get("starts_at")
    if member_id is None or starts_at is None:
        return appointments.find_slot(session, workspace_id, str(arguments.get("slot_id") or ""))
    begins = datetime.fromisoformat(str(starts_at))
    if begins.tzinfo is None:
        raise ValueError("no offset")
    return UUID(str(member_id)), begins


class _Diary:
    """The team's days, each read once. What this conversation holds itself does not count: it is
    what would move.
    """

    def __init__(self, session: Session, workspace_id: UUID, conversation_id: UUID | None) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._conversation_id = conversation_id
        self._zones: dict[UUID, str] = {}
        self._counts: dict[tuple[UUID, date], int] = {}

    def meeting(self, member_id: UUID, starts_at: datetime, ends_at: datetime) -> Meeting:
        if member_id not in self._zones:
            member = accounts.member(self._session, self._workspace_id, member_id)
            self._zones[member_id] = member.zone
        zone = self._zones[member_id]
        day = starts_at.astimezone(ZoneInfo(zone)).date()
        if (member_id, day) not in self._counts:
            self._counts[member_id, day] = self._others(member_id, day)
        return Meeting(member_id, starts_at, ends_at, zone, self._counts[member_id, day])

    def _others(self, member_id: UUID, day: date) -> int:
        zone = ZoneInfo(self._zones[member_id])
        begins, ends = (
            datetime.combine(one, time(), tzinfo=zone).astimezone(UTC)
            for one in (day, day + timedelta(days=1))
        )
        cards = appointments.week(self._session, self._workspace_id, begins, ends)
        return sum(
            card.member_id == member_id
            and begins <= card.starts_at < ends
            and (card.conversation_id is None or card.conversation_id != self._conversation_id)
            for card in cards
        )


def address_blind(session: Session, workspace_id: UUID, arguments: Mapping[str, Any]) -> str | None:
    """A keyed index of the mailbox the arguments name; what stands behind a ``+`` is no other."""
    named = arguments.get("email")
    if not isinstance(named, str):
        return None
    name, _, domain = named.rpartition("@")
    mailbox = f"{name.partition('+')[0] or name}@{domain}"
    return leads.email_index(session, workspace_id, mailbox).hex()


def sent_to_address(session: Session, row: Action, whom: Whom, since: datetime) -> int | None:
    """How many of its kind have gone to the address, or are about to; ``None``: it names none."""
    if whom.address_blind is None:
        return None
    return repository.used_since(
        session,
        row.workspace_id,
        since,
        kinds=[row.kind],
        but=row.id,
        whom=Whom(address_blind=whom.address_blind),
    )


def uses_of(
    session: Session, row: Action, rules: Sequence[ActiveRule], *, whom: Whom | None
) -> dict[UUID, int] | None:
    """How often each order with such a limit was used since it was given; for ``whom``, if told.

    A grant's uses are those it allowed; of a bound, which allows nothing, all of its kinds count.
    """
    if row.kind not in USED:
        return {}
    if whom is not None and whom.lead_id is None:
        return None
    found: dict[UUID, int] = {}
    for active in rules:
        limits = active.rule.limits
        limit = limits.uses if whom is None else limits.uses_per_lead
        if limit is None or row.kind not in active.rule.actions or active.given_at is None:
            continue
        is_grant = active.rule.effect == "grant"
        count = repository.used_since(
            session,
            row.workspace_id,
            active.given_at,
            kinds=sorted(USED if is_grant else USED & active.rule.actions),
            but=row.id,
            instruction_id=active.instruction_id if is_grant else None,
            whom=whom,
        )
        found[active.instruction_id] = max(count, found.get(active.instruction_id, 0))
    return found


def is_used_up(session: Session, workspace_id: UUID, order: InstructionCard) -> bool:
    """Whether every use that the order allows has been made, or holds a place."""
    grants = [part for part in order.rule.flat() if part.effect == "grant" and part.actions]
    limits = [part.limits.uses for part in grants]
    if not grants or None in limits:
        return False
    count = repository.used_since(
        session,
        workspace_id,
        order.created_at,
        kinds=sorted(USED),
        but=NO_ACTION,
        instruction_id=order.id,
    )
    return all(limit is not None and count >= limit for limit in limits)
