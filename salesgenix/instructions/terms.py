"""The vocabulary of authority: kinds of action, typed rules, proposals, situations, verdicts.

``rules`` judges by it and hands these names on, so other rooms import from ``rules`` alone; the
split exists because one file would be longer than the house allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints


class ActionKind(StrEnum):
    """Everything the product can do on a workspace's behalf. The list is closed."""

    REPLY_SEND = "reply.send"
    KNOWLEDGE_READ = "knowledge.read"
    LEAD_LEARN = "lead.learn"
    SITE_READ = "site.read"
    SLOTS_OFFER = "slots.offer"
    APPOINTMENT_HOLD = "appointment.hold"
    APPOINTMENT_BOOK = "appointment.book"
    APPOINTMENT_MOVE = "appointment.move"
    APPOINTMENT_CANCEL = "appointment.cancel"
    MAIL_INVITATION = "mail.invitation"
    MAIL_CANCELLATION = "mail.cancellation"
    MAIL_TRANSCRIPT = "mail.transcript"
    MAIL_NOTICE = "mail.notice"
    DISCOUNT_OFFER = "discount.offer"
    STRATEGY_USE = "strategy.use"
    HANDOVER_REQUEST = "handover.request"
    CONTACT_SUPPRESS = "contact.suppress"
    DATA_REQUEST_OPEN = "data_request.open"
    TASK_OPEN = "task.open"


# What protects the person needs no order from the owner, and no owner can switch it off.
FLOOR = frozenset(
    {
        ActionKind.HANDOVER_REQUEST,
        ActionKind.CONTACT_SUPPRESS,
        ActionKind.DATA_REQUEST_OPEN,
        ActionKind.TASK_OPEN,
        ActionKind.MAIL_NOTICE,
    }
)

OUTBOUND = frozenset(
    {
        ActionKind.MAIL_INVITATION,
        ActionKind.MAIL_CANCELLATION,
        ActionKind.MAIL_TRANSCRIPT,
        ActionKind.MAIL_NOTICE,
    }
)

# Letters of the house itself. No tool can ask for them, and no limit of the owner counts them.
OF_THE_HOUSE = frozenset({ActionKind.MAIL_NOTICE})


class Notice(StrEnum):
    """What a letter of the house is for. The list is closed."""

    CHECKPOINT = "checkpoint"  # to an owner: the signed head of the decision log
    REQUEST_CONFIRM = "request_confirm"  # to an address: is this request about data yours?
    REQUEST_RECEIVED = "request_received"
    REQUEST_DUE = "request_due"  # to an owner: an answer is due
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REFUSED = "request_refused"
    EXPORT_READY = "export_ready"


# What the law owes a person who asked reaches them though they want to hear nothing else from us,
# though nothing may be sold to them, and while everything is paused.
ANSWERS = frozenset(
    {
        Notice.REQUEST_CONFIRM,
        Notice.REQUEST_RECEIVED,
        Notice.REQUEST_DUE,
        Notice.REQUEST_ANSWERED,
        Notice.REQUEST_REFUSED,
        Notice.EXPORT_READY,
    }
)

# To a frozen lead (a child, someone being erased) nothing is sold and nothing about them is kept;
# only an answer to what they write themselves remains.
FOR_THE_FROZEN = frozenset({ActionKind.REPLY_SEND})


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
    PAUSED = "paused"
    FROZEN = "frozen"
    RESTRICTED = "restricted"
    SUPPRESSED = "suppressed"
    REP_IN_CONTROL = "rep_in_control"
    CONTROL_CHANGED = "control_changed"
    NO_INSTRUCTION = "no_instruction"
    NEVER = "never"
    INSTRUCTION_NOT_VALID = "instruction_not_valid"
    DISCOUNT_INVALID = "discount_invalid"
    ABOVE_CEILING = "above_ceiling"
    STRATEGY_NOT_ALLOWED = "strategy_not_allowed"
    LANGUAGE_NOT_ALLOWED = "language_not_allowed"
    LEAD_LIMIT_REACHED = "lead_limit_reached"
    DAY_LIMIT_REACHED = "day_limit_reached"
    FOLLOW_UP_LIMIT_REACHED = "follow_up_limit_reached"
    FOLLOW_UP_TOO_SOON = "follow_up_too_soon"
    QUIET_HOURS = "quiet_hours"
    CANNOT_EVALUATE = "cannot_evaluate"


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
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


class QuietHours(_Frozen):
    """When no mail leaves, on the recipient's clock; it waits till ``end``. May span midnight.

    Someone who wrote to us within the last ``spare_active_minutes`` is awake and gets what they
    asked for at once; 0 makes no such exception.
    """

    start: ClockTime = "20:00"
    end: ClockTime = "08:00"
    spare_active_minutes: Count = 30

    def covers(self, moment: time) -> bool:
        clock = moment.strftime("%H:%M")
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When the quiet stretch that covers ``now`` ends, in UTC."""
        local = now.astimezone(zone)
        hour, minute = (int(part) for part in self.end.split(":"))
        day = local.date()
        if local.strftime("%H:%M") >= self.end:
            day += timedelta(days=1)
        end = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        return end.astimezone(UTC)


class Rule(_Frozen):
    """The typed meaning of an instruction. What no rule names is not allowed."""

    actions: frozenset[ActionKind]
    approval: Mapping[ActionKind, Approval] = {}  # not named: automatic
    not_before: AwareDatetime | None = None
    not_after: AwareDatetime | None = None
    limits: Limits = Limits()
    quiet_hours: QuietHours | None = None
    strategies: frozenset[str] = frozenset()  # those it names and no other
    languages: frozenset[str] | None = None  # None: any

    def approval_of(self, kind: ActionKind) -> Approval:
        return self.approval.get(kind, Approval.AUTO)


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """The newest version of an instruction that has not been revoked."""

    instruction_id: UUID
    version: int
    key: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for, reduced to what a rule can judge."""

    kind: ActionKind
    discount_percent: object = None
    strategy: str | None = None
    language: str | None = None
    is_follow_up: bool = False
    purpose: str | None = None  # of a letter of the house: ``Notice``


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
    sent_to_lead_today: int | None = 0
    sent_today: int | None = 0
    follow_ups_sent: int | None = 0
    last_follow_up_at: datetime | None = None
    recipient_zone: str | None = None
    workspace_zone: str = "UTC"
    last_heard_at: datetime | None = None
    is_restricted: bool | None = False  # at the person's wish their data is kept, and nothing else
    is_approved: bool = False  # a person of the workspace has approved exactly this
    by_member: bool = False  # a person of the workspace does it, so control is theirs


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


def plain_words(rule: Rule) -> str:
    """What the rule means, in sentences an owner can check against what they wrote."""
    auto, ask, never = (
        sorted(PHRASES[kind] for kind in rule.actions if rule.approval_of(kind) is approval)
        for approval in (Approval.AUTO, Approval.ASK, Approval.NEVER)
    )
    sentences = [
        _sentence("The agent may", auto),
        _sentence("It must ask a person before it may", ask),
        _sentence("It must never", never),
        *_limits_in_words(rule),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(beginning: str, verbs: list[str]) -> str:
    return f"{beginning} {_listed(verbs)}." if verbs else ""


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)


def _limits_in_words(rule: Rule) -> list[str]:
    limits = rule.limits
    said: list[str] = []
    if ActionKind.DISCOUNT_OFFER in rule.actions:
        above = "it asks a person" if limits.above_ceiling == "ask" else "it never goes"
        said.append(f"Discounts: up to {limits.discount_ceiling_percent or 0} %; above, {above}.")
    if ActionKind.STRATEGY_USE in rule.actions:
        said.append(f"Ways to persuade: {_listed(sorted(rule.strategies)) or 'none'}.")
    if limits.per_lead_per_day is not None:
        said.append(f"At most {limits.per_lead_per_day} mails to one person a day.")
    if limits.total_per_day is not None:
        said.append(f"At most {limits.total_per_day} mails a day in all.")
    if limits.follow_ups_max is not None:
        hours = limits.follow_up_gap_hours
        gap = f", at least {hours} hours apart" if hours else ""
        said.append(f"At most {limits.follow_ups_max} follow-ups without an answer{gap}.")
    return said + _times_in_words(rule)


def _times_in_words(rule: Rule) -> list[str]:
    quiet = rule.quiet_hours
    said: list[str] = []
    if quiet is not None:
        said.append(f"No mail between {quiet.start} and {quiet.end} on the recipient's clock.")
    if quiet is not None and quiet.spare_active_minutes:
        minutes = quiet.spare_active_minutes
        said.append(f"Who wrote in the last {minutes} minutes is awake and gets it at once.")
    if rule.languages is not None:
        said.append(f"Languages: {_listed(sorted(rule.languages)) or 'none'}.")
    if rule.not_before is not None:
        said.append(f"From {rule.not_before:%d %B %Y %H:%M %Z}.")
    if rule.not_after is not None:
        said.append(f"Until {rule.not_after:%d %B %Y %H:%M %Z}.")
    return said


PHRASES: dict[ActionKind, str] = {
    ActionKind.REPLY_SEND: "answer visitors",
    ActionKind.KNOWLEDGE_READ: "look things up in the knowledge pages",
    ActionKind.LEAD_LEARN: "remember what a visitor says about themselves",
    ActionKind.SITE_READ: "read a visitor's company site",
    ActionKind.SLOTS_OFFER: "offer meeting times",
    ActionKind.APPOINTMENT_HOLD: "hold a meeting time",
    ActionKind.APPOINTMENT_BOOK: "book a meeting",
    ActionKind.APPOINTMENT_MOVE: "move a meeting",
    ActionKind.APPOINTMENT_CANCEL: "cancel a meeting",
    ActionKind.MAIL_INVITATION: "mail an invitation",
    ActionKind.MAIL_CANCELLATION: "mail a cancellation",
    ActionKind.MAIL_TRANSCRIPT: "mail a transcript",
    ActionKind.MAIL_NOTICE: "mail a notice of the house",
    ActionKind.DISCOUNT_OFFER: "offer a discount",
    ActionKind.STRATEGY_USE: "use a way to persuade",
    ActionKind.HANDOVER_REQUEST: "ask for a person",
    ActionKind.CONTACT_SUPPRESS: "stop all contact",
    ActionKind.DATA_REQUEST_OPEN: "open a data request",
    ActionKind.TASK_OPEN: "open a task",
}
