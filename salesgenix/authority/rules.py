"""The one pure function that decides whether an action may happen, and the words it decides in.

``authorise`` is default deny. It runs every check, records each, and lets the first that fails
decide. What a check needs and is not told (``None`` in the ``Situation``) counts as failed.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfoNotFoundError

from salesgenix.authority.checks import (
    ALL_CHECKS,
    ASK,
    FAIL,
    FLOOR_CHECKS,
    MEMBER_CHECKS,
    WAIT,
    Found,
    Question,
    quiet_hours,
)
from salesgenix.authority.covering import Orders, orders_about
from salesgenix.authority.kinds import (
    ANSWERS,
    BY_MEMBER,
    CALENDARS,
    FLOOR,
    FOR_THE_FROZEN,
    MAILS,
    MEETINGS,
    OF_THE_HOUSE,
    OUTBOUND,
    USED,
    ActionKind,
    Notice,
)
from salesgenix.authority.places import clocks, next_awake
from salesgenix.authority.terms import (
    HOLDS,
    WEEKDAYS,
    ActiveRule,
    Approval,
    Audience,
    Calendar,
    Channel,
    Check,
    Limits,
    Meeting,
    Outcome,
    Person,
    Proposal,
    QuietHours,
    Reason,
    Rule,
    Segment,
    Situation,
    Verdict,
    Weekday,
)
from salesgenix.authority.wording import plain_words

__all__ = [
    "ANSWERS",
    "BY_MEMBER",
    "CALENDARS",
    "FLOOR",
    "FOR_THE_FROZEN",
    "HOLDS",
    "MAILS",
    "MEETINGS",
    "OF_THE_HOUSE",
    "OUTBOUND",
    "USED",
    "WEEKDAYS",
    "ActionKind",
    "ActiveRule",
    "Approval",
    "Audience",
    "Calendar",
    "Channel",
    "Check",
    "Limits",
    "Meeting",
    "Notice",
    "Outcome",
    "Person",
    "Proposal",
    "QuietHours",
    "Reason",
    "Rule",
    "Segment",
    "Situation",
    "Verdict",
    "Weekday",
    "allowed_kinds",
    "authorise",
    "barring",
    "calendars",
    "plain_words",
]

STRICTEST = (Approval.NEVER, Approval.ASK, Approval.AUTO)


def authorise(proposal: Proposal, rules: Iterable[ActiveRule], situation: Situation) -> Verdict:
    """Whether this may happen now. Of all rules that cover an action the strictest counts."""
    is_floor = proposal.kind in FLOOR
    orders = orders_about(proposal, rules, situation)
    is_own = situation.by_member and proposal.kind in BY_MEMBER
    questions = FLOOR_CHECKS if is_floor else MEMBER_CHECKS if is_own else ALL_CHECKS
    found = [_answer(question, proposal, orders, situation) for question in questions]
    failed = next((one for one in found if one.check.result == FAIL), None)
    asked = [one for one in found if one.check.result == ASK]
    waits = any(one.check.result == WAIT for one in found)
    deciding = None if is_floor or is_own else _deciding(proposal, orders)
    outcome = Outcome.DENIED
    reasons: tuple[Reason, ...] = (Reason.CANNOT_EVALUATE,)
    if failed is not None:
        reasons = (failed.check.reason or Reason.CANNOT_EVALUATE,)
        deciding = failed.by or deciding
    elif asked and not situation.is_approved:
        outcome = Outcome.NEEDS_APPROVAL
        reasons = tuple(dict.fromkeys(one.check.reason or Reason.ASK_FIRST for one in asked))
        deciding = asked[0].by or deciding
    elif is_floor or is_own or orders.usable:
        outcome = Outcome.ALLOWED
        reasons = (_why_allowed(is_floor=is_floor, asked=bool(asked) or is_own),)
    return Verdict(
        outcome=outcome,
        reasons=reasons,
        instruction_id=deciding.instruction_id if deciding else None,
        rule_version=deciding.version if deciding else None,
        checks=tuple(one.check for one in found),
        wait_until=_wait_until(orders, situation) if waits and failed is None else None,
    )


def allowed_kinds(
    rules: Iterable[ActiveRule],
    now: datetime,
    *,
    person: Person | None = None,
    channel: Channel | None = None,
) -> frozenset[ActionKind]:
    """What may at least be proposed now; tools for anything else are not offered to a model.

    Of a person of whom nothing is told no order counts that is about somebody in particular.
    """
    standing = tuple(rules)
    situation = Situation(
        now=now,
        is_paused=None,
        is_frozen=None,
        is_suppressed=None,
        control=None,
        person=person,
    )
    offered = {
        kind
        for kind in ActionKind
        if _is_offered(orders_about(Proposal(kind, channel=channel), standing, situation), kind)
    }
    return (frozenset(offered) | FLOOR) - OF_THE_HOUSE - CALENDARS


def calendars(
    rules: Iterable[ActiveRule], now: datetime, *, person: Person | None = None
) -> tuple[Calendar, ...]:
    """All that say which times may be offered or taken, whether for holding or for booking."""
    standing = tuple(rules)
    situation = Situation(
        now=now, is_paused=None, is_frozen=None, is_suppressed=None, control=None, person=person
    )
    binding = [
        active
        for kind in sorted(MEETINGS | {ActionKind.SLOTS_OFFER})
        for active in orders_about(
            Proposal(kind, channel=Channel.CHAT), standing, situation
        ).binding
    ]
    return tuple(dict.fromkeys(a.rule.calendar for a in binding if a.rule.calendar is not None))


def barring(
    rules: Iterable[ActiveRule], now: datetime, *, language: str, person: Person | None
) -> tuple[ActiveRule, ...]:
    """All that bar words from what the agent says to this person in the conversation."""
    situation = Situation(
        now=now, is_paused=None, is_frozen=None, is_suppressed=None, control=None, person=person
    )
    reply = Proposal(ActionKind.REPLY_SEND, language=language, channel=Channel.CHAT)
    return tuple(a for a in orders_about(reply, rules, situation).binding if a.rule.barred_words)


def _is_offered(orders: Orders, kind: ActionKind) -> bool:
    is_barred = any(active.rule.approval_of(kind) is Approval.NEVER for active in orders.binding)
    return bool(orders.in_audience) and not is_barred


def _answer(question: Question, proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """A question that cannot be answered is answered with no."""
    try:
        return question(proposal, orders, situation)
    except (ValueError, TypeError, KeyError, ArithmeticError, ZoneInfoNotFoundError):
        name = question.__name__.strip("_")
        return Found(Check(name, FAIL, reason=Reason.CANNOT_EVALUATE))


def _deciding(proposal: Proposal, orders: Orders) -> ActiveRule | None:
    """The rule a verdict names: what it was allowed by, the strictest, the one ordered first."""
    named = orders.deciding
    return min(
        named,
        key=lambda active: (
            active.instruction_id != orders.under,
            STRICTEST.index(active.rule.approval_of(proposal.kind)),
        ),
        default=None,
    )


def _why_allowed(*, is_floor: bool, asked: bool) -> Reason:
    if is_floor:
        return Reason.FLOOR
    return Reason.APPROVED if asked else Reason.INSTRUCTION


def _wait_until(orders: Orders, situation: Situation) -> datetime | None:
    quiet = quiet_hours(orders.binding, situation)
    return next_awake(quiet, clocks(situation), situation.now)
