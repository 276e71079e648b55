"""The vocabulary of authority: kinds of action, typed rules, proposals, situations, verdicts.

``rules`` judges by it and hands these names on, so other rooms import from ``rules`` alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from salesgenix.authority.kinds import CALENDARS, GOES_WITH, ActionKind


class Approval(StrEnum):
    AUTO = "auto"
    ASK = "ask"
    NEVER = "never"


class Outcome(StrEnum):
    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    DENIED = "denied"


class Reason(StrEnum):
    """Why a verdict is what it is. The list is closed."""

    FLOOR = "floor"
    INSTRUCTION = "instruction"
    APPROVED = "approved"
    ASK_FIRST = "ask_first"
    PLATFORM_STOPPED = "platform_stopped"
    PAUSED = "paused"
    LEAD_PAUSED = "lead_paused"
    INSTRUCTION_PAUSED = "instruction_paused"
    FROZEN = "frozen"
    RESTRICTED = "restricted"
    SUPPRESSED = "suppressed"
    REP_IN_CONTROL = "rep_in_control"
    CONTROL_CHANGED = "control_changed"
    NO_INSTRUCTION = "no_instruction"
    INSTRUCTION_REVOKED = "instruction_revoked"
    NEVER = "never"
    INSTRUCTION_NOT_VALID = "instruction_not_valid"
    CHANNEL_NOT_COVERED = "channel_not_covered"
    AUDIENCE_NOT_COVERED = "audience_not_covered"
    DISCOUNT_INVALID = "discount_invalid"
    ABOVE_CEILING = "above_ceiling"
    STRATEGY_NOT_ALLOWED = "strategy_not_allowed"
    LANGUAGE_NOT_ALLOWED = "language_not_allowed"
    FIELD_NOT_ALLOWED = "field_not_allowed"
    SOURCE_NOT_ALLOWED = "source_not_allowed"
    WORDS_NOT_ALLOWED = "words_not_allowed"
    CALENDAR_NOT_ALLOWED = "calendar_not_allowed"
    MEETING_LIMIT_REACHED = "meeting_limit_reached"
    USES_EXHAUSTED = "uses_exhausted"
    LEAD_USES_EXHAUSTED = "lead_uses_exhausted"
    ADDRESS_LIMIT_REACHED = "address_limit_reached"
    LEAD_LIMIT_REACHED = "lead_limit_reached"
    DAY_LIMIT_REACHED = "day_limit_reached"
    FOLLOW_UP_LIMIT_REACHED = "follow_up_limit_reached"
    FOLLOW_UP_TOO_SOON = "follow_up_too_soon"
    QUIET_HOURS = "quiet_hours"
    CANNOT_EVALUATE = "cannot_evaluate"


# Somebody stopped this and may let it go on: what waits is kept waiting, not refused.
HOLDS = frozenset(
    {Reason.PLATFORM_STOPPED, Reason.PAUSED, Reason.LEAD_PAUSED, Reason.INSTRUCTION_PAUSED}
)


class Channel(StrEnum):
    """How something reaches the person: a mail, or the conversation that is open."""

    CHAT = "chat"
    MAIL = "mail"


class Segment(StrEnum):
    """The kinds of organisation that an order can be about. The list is closed."""

    BANK = "bank"
    INSURER = "insurer"
    FINANCE = "finance"  # funds, brokers, payment firms, accountants
    PUBLIC = "public"  # authorities, ministries, councils
    MILITARY = "military"
    SCHOOL = "school"  # schools, universities
    HEALTH = "health"  # hospitals, clinics, practices, pharma
    LAW = "law"
    NONPROFIT = "nonprofit"
    RELIGIOUS = "religious"
    GAMBLING = "gambling"
    MEDIA = "media"
    SOFTWARE = "software"
    TELECOM = "telecom"
    ENERGY = "energy"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    REAL_ESTATE = "real_estate"
    LOGISTICS = "logistics"
    RETAIL = "retail"
    HOSPITALITY = "hospitality"  # hotels, restaurants
    TRAVEL = "travel"
    FOOD = "food"
    AGRICULTURE = "agriculture"
    CONSULTING = "consulting"  # agencies and advisers
    RECRUITING = "recruiting"
    PRIVATE = "private"  # a person who buys for themselves


WORD = re.compile(r"\w+")
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Frozen):
    """What may not be exceeded. A count of ``None`` sets no limit of this rule's own.

    But a rule that covers ``discount.offer`` without a ceiling lets nothing be offered unasked.
    """

    discount_ceiling_percent: Percent | None = None
    above_ceiling: Literal["ask", "never"] = "never"
    per_lead_per_day: Count | None = None  # messages that leave the house
    total_per_day: Count | None = None
    follow_ups_max: Count | None = None
    follow_up_gap_hours: Count | None = None
    uses: Count | None = None  # of this order since it was given: mails, meetings, discounts
    uses_per_lead: Count | None = None


class QuietHours(_Frozen):
    """When no mail leaves, on the recipient's clock; it waits till ``end``. May span midnight.

    All of each of ``days`` is quiet too; where ``start`` is ``end``, nothing but these days is.
    Someone who wrote to us within the last ``spare_active_minutes`` is awake and gets what they
    asked for at once; 0 makes no such exception.
    """

    start: ClockTime = "20:00"
    end: ClockTime = "08:00"
    spare_active_minutes: Count = 30
    days: frozenset[Weekday] = frozenset()

    def covers(self, local: datetime) -> bool:
        """``local`` is on the recipient's clock."""
        if self._is_on_quiet_day(local):
            return True
        clock = local.strftime("%H:%M")
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When the night or the day that covers ``now`` ends, in UTC. What follows may be quiet."""
        local = now.astimezone(zone)
        end_of_quiet = "00:00" if self._is_on_quiet_day(local) else self.end
        hour, minute = (int(part) for part in end_of_quiet.split(":"))
        day = local.date()
        if local.strftime("%H:%M") >= end_of_quiet:
            day += timedelta(days=1)
        end = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        return end.astimezone(UTC)

    def _is_on_quiet_day(self, local: datetime) -> bool:
        return WEEKDAYS[local.weekday()] in self.days


class Audience(_Frozen):
    """Whom a rule is about. Every condition that is set must hold; none set: everybody.

    Of a person of whom it is not known, a grant does not hold and a bound does.
    """

    segments: frozenset[Segment] = frozenset()  # of the person's organisation: one of these
    companies: frozenset[str] = frozenset()  # words of its name, case folded: one of these
    leads: frozenset[UUID] | None = None  # the very persons chosen when the order was confirmed
    size_min: Count | None = None  # people who work there
    size_max: Count | None = None
    countries: frozenset[str] | None = None  # ISO 3166 alpha-2
    stages: frozenset[str] | None = None  # leads.rules.Stage
    is_except: bool = False  # everybody but these

    @property
    def is_everybody(self) -> bool:
        return self == Audience()

    def includes(self, person: "Person | None") -> bool | None:
        """Whether the person is among them; ``None`` when too little is known to say."""
        answers = list(self._answers(person or Person()))
        if False in answers:
            return self.is_except
        return None if None in answers else not self.is_except

    def _answers(self, person: "Person") -> Iterator[bool | None]:
        if self.segments:
            yield None if person.segments is None else not self.segments.isdisjoint(person.segments)
        if self.companies:
            yield None if person.company is None else _is_named(person.company, self.companies)
        if self.leads is not None:
            yield None if person.lead_id is None else person.lead_id in self.leads
        if self.size_min is not None:
            yield None if person.size is None else person.size >= self.size_min
        if self.size_max is not None:
            yield None if person.size is None else person.size <= self.size_max
        if self.countries is not None:
            yield None if person.country is None else person.country in self.countries
        if self.stages is not None:
            yield None if person.stage is None else person.stage in self.stages


def _is_named(company: str, names: frozenset[str]) -> bool:
    """Whether one of the names stands in the company's, word for word."""
    words = f" {' '.join(WORD.findall(company.casefold()))} "
    return any(f" {' '.join(WORD.findall(name.casefold()))} " in words for name in names)


class Calendar(_Frozen):
    """When and with whom meetings may be, on the clock of ``zone`` (none: the member's own)."""

    members: frozenset[UUID] | None = None
    weekdays: frozenset[Weekday] | None = None
    start: ClockTime | None = None  # no meeting begins earlier,
    end: ClockTime | None = None  # or ends later
    closed: frozenset[date] = frozenset()
    per_day: Count | None = None  # with one member
    zone: str | None = None


class Rule(_Frozen):
    """The typed meaning of an instruction. What no rule grants is not allowed.

    A ``grant`` allows its actions within its limits; a ``bound`` allows nothing and holds back what
    others grant. Of all that cover an action the strictest answer counts. An order that says
    several things has ``parts``, each a rule by itself; the outer rule's own fields say the first.
    """

    actions: frozenset[ActionKind]
    effect: Literal["grant", "bound"] = "grant"
    approval: Mapping[ActionKind, Approval] = {}  # not named: automatic
    not_before: AwareDatetime | None = None
    not_after: AwareDatetime | None = None
    limits: Limits = Limits()
    quiet_hours: QuietHours | None = None
    strategies: frozenset[str] = frozenset()  # a grant: those it names and no other; a bound: bars
    languages: frozenset[str] | None = None  # None: any
    channels: frozenset[Channel] | None = None  # None: any
    audience: Audience = Audience()
    calendar: Calendar | None = None
    data_fields: frozenset[str] | None = None  # leads.rules.FactField; what may be remembered
    sources: frozenset[str] | None = None  # from where: message, site, file, booking
    barred_words: frozenset[str] = frozenset()  # case folded; no reply says them
    parts: tuple["Rule", ...] = ()  # further rules of the same order; they have none themselves

    def approval_of(self, kind: ActionKind) -> Approval:
        if kind in CALENDARS:  # who approved the booking is not asked about writing it down
            return self.approval.get(kind, Approval.AUTO)
        leading = self.approval.get(GOES_WITH.get(kind, kind), Approval.AUTO)
        return self.approval.get(kind, leading)

    def flat(self) -> tuple["Rule", ...]:
        """This rule and its parts, each without parts."""
        return (self.model_copy(update={"parts": ()}), *self.parts)

    @model_validator(mode="after")
    def _parts_are_flat(self) -> "Rule":
        if any(part.parts for part in self.parts):
            raise ValueError("a part has no parts")
        return self


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """The newest version of an instruction that has not been revoked."""

    instruction_id: UUID
    version: int
    key: str
    rule: Rule  # one of ``Rule.flat``
    is_paused: bool = False
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for, reduced to what a rule can judge."""

    kind: ActionKind
    discount_percent: object = None
    strategy: str | None = None
    language: str | None = None
    is_follow_up: bool = False
    channel: Channel | None = None
    field: str | None = None  # of what is remembered
    source: str | None = None
    text: str | None = None  # of a reply
    purpose: str | None = None  # of a letter of the house: ``Notice``
    under: UUID | None = None  # the order it was allowed by, when it is judged again


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the lead an action is about. ``None``: not known."""

    lead_id: UUID | None = None
    company: str | None = None
    segments: frozenset[Segment] | None = None
    size: int | None = None
    country: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting an action is about. ``None``: not known."""

    member_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    member_zone: str | None
    that_day: int | None  # how many others the member has on that day of theirs


@dataclass(frozen=True, slots=True)
class Situation:
    """The world as it is now. ``None`` says that it could not be learnt."""

    now: datetime
    is_paused: bool | None
    is_frozen: bool | None
    is_suppressed: bool | None
    control: str | None  # agent, rep; of the conversation, "agent" where there is none
    control_epoch: int | None = None
    expected_epoch: int | None = None  # what the proposer saw; None: not bound to one
    sent_to_address_today: int | None = 0  # of this kind, whoever asked for it
    sent_to_lead_today: int | None = 0  # to the person, or to the address from whomever
    sent_today: int | None = 0
    follow_ups_sent: int | None = 0
    last_follow_up_at: datetime | None = None
    recipient_zone: str | None = None
    workspace_zone: str = "UTC"
    team_zones: frozenset[str] = frozenset()  # where the workspace's people are
    last_heard_at: datetime | None = None
    is_restricted: bool | None = False  # at the person's wish their data is kept, and nothing else
    is_approved: bool = False  # a person of the workspace has approved exactly this
    by_member: bool = False  # a person of the workspace does it, so control is theirs
    is_platform_stopped: bool | None = False
    is_lead_paused: bool | None = False
    person: Person | None = None
    meeting: Meeting | None = None
    uses: Mapping[UUID, int] | None = None  # by instruction: since it was given
    uses_by_lead: Mapping[UUID, int] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer: ``pass``, ``fail``, ``ask``, ``wait``; limits as text."""

    name: str
    result: str
    limit: str = ""
    observed: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``wait_until``: allowed, but not to leave before then."""

    outcome: Outcome
    reasons: tuple[str, ...]
    instruction_id: UUID | None
    rule_version: int | None
    checks: tuple[Check, ...]
    wait_until: datetime | None = None

    @property
    def is_allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED
