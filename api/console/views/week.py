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
from salesgenix.appointments.service import AppointmentCard
from salesgenix.leads import service as leads

FIRST_HOUR, LAST_HOUR = 8, 19
WORKING_DAYS = 5


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
    top: int = 0
    minutes: int = 0
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: list[date]
    today: date
    hours: list[int]
    blocks: list[Block]

    def on(self, day: date) -> list[Block]:
        return [block for block in self.blocks if block.day == day]

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
    blocks = [_meeting(session, who, card) for card in found]
    for member_id, span in appointments.busy_times(session, who.workspace_id, since, until):
        blocks += _busy(team.get(member_id, "A colleague"), span.start, span.end, zone)
    blocks = [block for block in blocks if monday <= block.day < monday + timedelta(days=7)]
    first = min([FIRST_HOUR, *(block.starts.hour for block in blocks)])
    last = max([LAST_HOUR, *(_end_hour(block) for block in blocks)])
    shown = 7 if any(block.day.weekday() >= WORKING_DAYS for block in blocks) else WORKING_DAYS
    days = [monday + timedelta(days=count) for count in range(shown)]
    placed = [block for day in days for block in _placed(blocks, day, first)]
    return Week(monday, days, today, list(range(first, last)), placed)


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
    )


def _thread(conversation_id: UUID | None) -> str | None:
    return f"/console/inbox/{conversation_id}" if conversation_id else None


def _busy(name: str, start: datetime, end: datetime, zone: ZoneInfo) -> Iterable[Block]:
    """A busy time as one block for each day it touches."""
    starts, ends = start.astimezone(zone), end.astimezone(zone)
    day = starts.date()
    while day <= ends.date():
        begin = max(starts, datetime.combine(day, time(), zone))
        stop = min(ends, datetime.combine(day, time(23, 59), zone))
        if begin < stop:
            yield Block(day=day, starts=begin, ends=stop, shape="busy", title="Busy", who=name)
        day += timedelta(days=1)


def _end_hour(block: Block) -> int:
    return block.ends.hour + (1 if block.ends.minute else 0)


def _placed(blocks: list[Block], day: date, first: int) -> list[Block]:
    """The day's blocks side by side where they overlap."""
    todays = sorted((block for block in blocks if block.day == day), key=lambda block: block.starts)
    placed: list[Block] = []
    cluster: list[Block] = []
    ends: list[datetime] = []
    for block in todays:
        if ends and block.starts >= max(ends):
            placed += [replace(one, lanes=len(ends)) for one in cluster]
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= block.starts), len(ends))
        ends[lane : lane + 1] = [block.ends]
        top = (block.starts.hour - first) * 60 + block.starts.minute
        minutes = int((block.ends - block.starts).total_seconds() // 60)
        cluster.append(replace(block, top=top, minutes=minutes, lane=lane))
    return placed + [replace(one, lanes=len(ends)) for one in cluster]
