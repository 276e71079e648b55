"""A week of the team on the reader's clock: where each meeting stands, in minutes and lanes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from api.console import words
from api.console.views.leads import name_of
from api.members import SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import AppointmentCard
from salesgenix.calendars import service as calendars
from salesgenix.calendars.rules import STANDS
from salesgenix.decisions import service as decisions
from salesgenix.leads import service as leads

FIRST_HOUR, LAST_HOUR = 7, 20
WORKING_DAYS = 5
SEARCHED = 50  # acts with a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One box: ``top`` and ``minutes`` from the first hour shown, ``lane`` of ``lanes`` across."""

    day: date
    starts: datetime
    ends: datetime
    shape: str
    title: str
    who: str
    their_time: str = ""
    href: str | None = None
    why: str | None = None  # the chain of decisions that led to it
    top: int = 0
    minutes: int = 0
    lane: int = 0
    lanes: int = 1
    is_over_busy: bool = False
    is_in_conflict: bool = False  # with something else of the same member
    reply: str | None = None
    meeting_id: UUID | None = None  # of one that has begun: somebody can say who came
    attendance: str | None = None


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: list[date]
    today: date
    now: int  # minutes from the first hour shown
    hours: list[int]
    blocks: list[Block]
    away: dict[date, list[str]]  # who is busy all the hours shown
    unsure: list[str]  # whose own calendar does not say when they are free

    def on(self, day: date) -> list[Block]:
        return [block for block in self.blocks if block.day == day]

    @property
    def is_anyone_away(self) -> bool:
        return any(self.away.values())

    @property
    def meetings(self) -> list[Block]:
        return [block for block in self.blocks if block.shape != "busy"]


def week(session: Session, who: SignedIn, wanted: date | None) -> Week:
    zone = ZoneInfo(who.member.zone)
    today = who.now.astimezone(zone).date()
    around = wanted or today
    monday = around - timedelta(days=around.weekday())
    since = datetime.combine(monday, time(), zone).astimezone(UTC)
    until = datetime.combine(monday + timedelta(days=7), time(), zone).astimezone(UTC)
    found = appointments.week(session, who.workspace_id, since, until)
    team = {card.id: card.name for card in accounts.members(session, who.workspace_id)}
    meetings = [_meeting(session, who, card) for card in found]
    first = min([FIRST_HOUR, *(block.starts.hour for block in meetings)])
    last = max([LAST_HOUR, *(_end_hour(block) for block in meetings)])
    is_long = any(block.day.weekday() >= WORKING_DAYS for block in meetings)
    days = [monday + timedelta(days=count) for count in range(7 if is_long else WORKING_DAYS)]
    busy: list[Block] = []
    away: dict[date, list[str]] = {day: [] for day in days}
    for member_id, span in appointments.busy_times(session, who.workspace_id, since, until):
        name = team.get(member_id, "A colleague")
        for block in _busy(name, span.start.astimezone(zone), span.end.astimezone(zone)):
            shown = _within(block, first, last)
            if shown is None or block.day not in away:
                continue
            if shown.minutes == (last - first) * 60:
                away[block.day].append(name)
            else:
                busy.append(shown)
    placed = [block for day in days for block in _placed(meetings, busy, day, first)]
    local = who.now.astimezone(zone)
    now = (local.hour - first) * 60 + local.minute
    unsure = calendars.unsure(session, who.workspace_id, now=who.now, bound=STANDS)
    names = sorted(name for member_id, name in team.items() if member_id in unsure)
    return Week(monday, days, today, now, list(range(first, last)), placed, away, names)


def _meeting(session: Session, who: SignedIn, card: AppointmentCard) -> Block:
    zone = ZoneInfo(who.member.zone)
    starts, ends = card.starts_at.astimezone(zone), card.ends_at.astimezone(zone)
    theirs = card.starts_at.astimezone(ZoneInfo(card.prospect_zone))
    differs = theirs.utcoffset() != starts.utcoffset()
    lead = leads.card(session, who.workspace_id, card.lead_id)
    return Block(
        day=starts.date(),
        starts=starts,
        ends=ends,
        shape=card.state.value,
        title=name_of(lead),
        who=card.member_name,
        their_time=f"{theirs:%H:%M} {words.place(card.prospect_zone)}" if differs else "",
        href=_thread(card.conversation_id),
        why=_why(session, who, card),
        reply=card.reply,
        meeting_id=card.id if _has_begun(card, who) else None,
        attendance=card.attendance,
    )


def _has_begun(card: AppointmentCard, who: SignedIn) -> bool:
    return card.state is State.CONFIRMED and card.starts_at <= who.now


def _why(session: Session, who: SignedIn, card: AppointmentCard) -> str | None:
    """The newest act about the person's meeting, with all that was decided on the way."""
    made = decisions.listing(
        session,
        who.workspace_id,
        conversation_ref=card.conversation_id,
        subject_ref=card.subject_ref,
        types=("action.performed", "approval.requested"),
        limit=SEARCHED,
    )
    kinds = ((one, str((one.body.get("facts") or {}).get("kind", ""))) for one in made)
    found = next((one for one, kind in kinds if kind.startswith("appointment.")), None)
    if found is None or found.action_id is None:
        return None
    return f"/console/decisions/action/{found.action_id}"


def _thread(conversation_id: UUID | None) -> str | None:
    return f"/console/inbox/{conversation_id}" if conversation_id else None


def _busy(name: str, starts: datetime, ends: datetime) -> Iterable[Block]:
    """A busy time as one block for each day it touches."""
    day = starts.date()
    while day <= ends.date():
        begin = max(starts, datetime.combine(day, time(), starts.tzinfo))
        stop = min(ends, datetime.combine(day, time.max, starts.tzinfo))
        if begin < stop:
            yield Block(day=day, starts=begin, ends=stop, shape="busy", title="Busy", who=name)
        day += timedelta(days=1)


def _within(block: Block, first: int, last: int) -> Block | None:
    """The part of a busy block between these hours, or none: a busy night widens no day."""
    starts = max(_minute(block.starts), first * 60)
    ends = min(_minute(block.ends), last * 60)
    return replace(block, top=starts - first * 60, minutes=ends - starts) if starts < ends else None


def _minute(moment: datetime) -> int:
    """Of the day; the last moment of a day is its 1440th."""
    return moment.hour * 60 + moment.minute + (1 if moment.microsecond else 0)


def _end_hour(block: Block) -> int:
    if block.ends.date() > block.day:
        return 24
    return block.ends.hour + (1 if block.ends.minute else 0)


def _placed(meetings: list[Block], busy: list[Block], day: date, first: int) -> list[Block]:
    """The day's busy times as the ground, its meetings over them; side by side where they meet."""
    ground = [block for block in busy if block.day == day]
    todays = [
        replace(
            block,
            top=_minute(block.starts) - first * 60,
            minutes=int((block.ends - block.starts).total_seconds() // 60),
            is_over_busy=any(_meet(block, one) for one in ground),
            is_in_conflict=any(_meet(block, one) and one.who == block.who for one in ground),
        )
        for block in meetings
        if block.day == day
    ]
    return _in_lanes(ground) + _in_lanes(todays)


def _meet(one: Block, other: Block) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _in_lanes(blocks: list[Block]) -> list[Block]:
    placed: list[Block] = []
    cluster: list[Block] = []
    ends: list[datetime] = []
    for block in sorted(blocks, key=lambda block: block.starts):
        if ends and block.starts >= max(ends):
            placed += [replace(one, lanes=len(ends)) for one in cluster]
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= block.starts), len(ends))
        ends[lane : lane + 1] = [block.ends]
        cluster.append(replace(block, lane=lane))
    return placed + [replace(one, lanes=len(ends)) for one in cluster]
