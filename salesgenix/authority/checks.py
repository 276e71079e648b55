"""The questions that authority asks, in order; the first that fails decides.

Each gets the proposal, the orders about it and the situation, and answers with a ``Found``: the
check as it is recorded, and the order whose limit it was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from salesgenix.authority import barring, meetings, places
from salesgenix.authority.covering import Orders, Rules, is_used_up
from salesgenix.authority.kinds import (
    ANSWERS,
    FLOOR,
    FOR_THE_FROZEN,
    MAILS,
    MEETINGS,
    OF_THE_HOUSE,
    OUTBOUND,
    PER_ADDRESS_PER_DAY,
    USED,
    ActionKind,
    Notice,
)
from salesgenix.authority.terms import (
    WEEKDAYS,
    ActiveRule,
    Approval,
    Check,
    Proposal,
    QuietHours,
    Reason,
    Situation,
)

PASS, FAIL, ASK, WAIT = "pass", "fail", "ask", "wait"
SPOKEN = MAILS | {ActionKind.REPLY_SEND}  # what is said in some language
FLOOR_INSIDE = FLOOR - OUTBOUND
SAID = frozenset({ActionKind.REPLY_SEND, ActionKind.MAIL_REPLY})  # in words of its own
FROM_SOURCES = frozenset({ActionKind.LEAD_LEARN, ActionKind.SITE_READ})


@dataclass(frozen=True, slots=True)
class Found:
    check: Check
    by: ActiveRule | None = None


Question = Callable[[Proposal, Orders, Situation], Found]


def _passed(name: str, limit: str = "", observed: str = "") -> Found:
    return Found(Check(name, PASS, limit, observed))


def _failed(
    name: str, reason: Reason, limit: str = "", observed: str = "", *, by: ActiveRule | None = None
) -> Found:
    return Found(Check(name, FAIL, limit, observed, reason), by)


def _flag(name: str, value: bool | None, reason: Reason) -> Found:  # noqa: FBT001 - a fact, no switch
    if value is None:
        return _failed(name, Reason.CANNOT_EVALUATE, "false", "unknown")
    if value:
        return _failed(name, reason, "false", "true")
    return _passed(name, "false", "false")


def _floor(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del orders, situation
    return _passed("floor", "", str(proposal.kind))


def _notice(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """A letter of the house: an answer the law owes goes to anybody, the rest not to who said stop.

    Neither a pause nor quiet hours hold it back: the person has asked for it, or a day is running.
    """
    del orders
    if proposal.kind not in OF_THE_HOUSE:
        return _passed("notice")
    purpose = Notice(proposal.purpose or "")
    if purpose in ANSWERS:
        return _passed("notice", "an answer that is owed", purpose)
    return _flag("suppressed", situation.is_suppressed, Reason.SUPPRESSED)


def _platform(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """The operator's brake: nothing is done and nothing leaves, not even a letter that is owed,
    which waits. What protects a person and stays in the house (their "stop") is still noted.
    """
    del orders
    stopped = situation.is_platform_stopped
    if proposal.kind in FLOOR_INSIDE and stopped is not None:
        return _passed("platform_stop", "stays here", str(stopped).lower())
    return _flag("platform_stop", stopped, Reason.PLATFORM_STOPPED)


def _paused(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del proposal, orders
    return _flag("paused", situation.is_paused, Reason.PAUSED)


def _lead_paused(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del proposal, orders
    return _flag("lead_paused", situation.is_lead_paused, Reason.LEAD_PAUSED)


def _frozen(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del orders
    if proposal.kind in FOR_THE_FROZEN and situation.is_frozen is not None:
        return _passed("frozen", "an answer", str(situation.is_frozen).lower())
    return _flag("frozen", situation.is_frozen, Reason.FROZEN)


def _restricted(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del proposal, orders
    return _flag("restricted", situation.is_restricted, Reason.RESTRICTED)


def _suppressed(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del orders
    if proposal.kind not in MAILS and situation.is_suppressed is not None:
        return _passed("suppressed", "stays here", str(situation.is_suppressed).lower())
    return _flag("suppressed", situation.is_suppressed, Reason.SUPPRESSED)


def _control(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del proposal, orders
    if situation.by_member or situation.is_approved:
        return _passed("control", "agent", "member")
    if situation.control is None:
        return _failed("control", Reason.CANNOT_EVALUATE, "agent", "unknown")
    if situation.control != "agent":
        return _failed("control", Reason.REP_IN_CONTROL, "agent", situation.control)
    return _passed("control", "agent", situation.control)


def _epoch(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del proposal, orders
    expected, actual = situation.expected_epoch, situation.control_epoch
    if expected is None or situation.is_approved or situation.by_member:
        return _passed("control_epoch", "", str(actual))
    if expected == actual:
        return _passed("control_epoch", str(expected), str(actual))
    return _failed("control_epoch", Reason.CONTROL_CHANGED, str(expected), str(actual))


def _keys(rules: Rules) -> str:
    return ", ".join(sorted({active.key for active in rules})) or "none"


def _instruction(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """Whether anything grants it; what was allowed by an order that is gone says so."""
    del situation
    if orders.under_is_gone and not orders.in_audience:
        return _failed("instruction", Reason.INSTRUCTION_REVOKED, str(proposal.kind), "revoked")
    return _some(proposal, orders.named, (), ("instruction", Reason.NO_INSTRUCTION))


def _validity(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    said = ("validity", Reason.INSTRUCTION_NOT_VALID)
    return _some(proposal, orders.valid, orders.named, said)


def _running(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """What one order allowed stops while that order is paused, whatever others would allow."""
    del situation
    if orders.under_is_paused:
        by = next((a for a in orders.valid if a.instruction_id == orders.under), None)
        return _failed(
            "instruction_paused", Reason.INSTRUCTION_PAUSED, str(proposal.kind), "paused", by=by
        )
    said = ("instruction_paused", Reason.INSTRUCTION_PAUSED)
    return _some(proposal, orders.running, orders.valid, said)


def _channel(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    said = ("channel", Reason.CHANNEL_NOT_COVERED)
    return _some(proposal, orders.in_channel, orders.running, said)


def _audience(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    said = ("audience", Reason.AUDIENCE_NOT_COVERED)
    return _some(proposal, orders.in_audience, orders.in_channel, said)


def _some(proposal: Proposal, left: Rules, before: Rules, said: tuple[str, Reason]) -> Found:
    name, reason = said
    if left:
        return _passed(name, str(proposal.kind), _keys(left))
    by = before[0] if before else None
    return _failed(name, reason, str(proposal.kind), _keys(before), by=by)


def _forbidden(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    limit = str(proposal.kind)
    for active in orders.binding:
        if active.rule.approval_of(proposal.kind) is Approval.NEVER:
            return _failed("forbidden", Reason.NEVER, limit, active.key, by=active)
    return _passed("forbidden", limit)


def _discount(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """An order that grants discounts and sets no ceiling allows none unasked; one that only holds
    back and sets none leaves the others'.
    """
    del situation
    if proposal.kind is not ActionKind.DISCOUNT_OFFER:
        return _passed("discount")
    percent = proposal.discount_percent
    if not isinstance(percent, int) or isinstance(percent, bool) or not 1 <= percent <= 100:  # noqa: PLR2004
        return _failed("discount", Reason.DISCOUNT_INVALID, "1-100", "unusable")
    ceilings = [(ceiling, a) for a in orders.binding if (ceiling := _ceiling(a)) is not None]
    lowest = min((ceiling for ceiling, _ in ceilings), default=0)
    over = [active for ceiling, active in ceilings if percent > ceiling]
    hard = [active for active in over if active.rule.limits.above_ceiling == "never"]
    if percent <= lowest:
        return _passed("discount", str(lowest), str(percent))
    check = Check("discount", FAIL, str(lowest), str(percent), Reason.ABOVE_CEILING)
    if hard or not over:
        return Found(check, hard[0] if hard else None)
    return Found(Check("discount", ASK, str(lowest), str(percent), Reason.ABOVE_CEILING), over[0])


def _ceiling(active: ActiveRule) -> int | None:
    ceiling = active.rule.limits.discount_ceiling_percent
    return 0 if ceiling is None and active.rule.effect == "grant" else ceiling


def _strategy(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """Those that the grants name between them, but for what another order bars."""
    del situation
    if proposal.kind is not ActionKind.STRATEGY_USE:
        return _passed("strategy")
    name, reason = proposal.strategy or "", Reason.STRATEGY_NOT_ALLOWED
    usable = orders.usable or orders.in_audience
    named = frozenset[str]().union(*(active.rule.strategies for active in usable))
    limit = ", ".join(sorted(named))
    for active in orders.binding:
        if active.rule.effect == "bound" and name in active.rule.strategies:
            return _failed("strategy", reason, limit, name, by=active)
    is_named = name in named
    return (
        _passed("strategy", limit, name) if is_named else _failed("strategy", reason, limit, name)
    )


def _language(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    lists = [(a.rule.languages, a) for a in orders.binding]
    if proposal.kind not in SPOKEN and proposal.language is None:
        return _passed("language", "any")
    return _listed("language", proposal.language, lists, Reason.LANGUAGE_NOT_ALLOWED)


def _field(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    if proposal.kind is not ActionKind.LEAD_LEARN:
        return _passed("field")
    lists = [(a.rule.data_fields, a) for a in orders.binding]
    return _listed("field", proposal.field, lists, Reason.FIELD_NOT_ALLOWED)


def _source(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del situation
    if proposal.kind not in FROM_SOURCES:
        return _passed("source")
    lists = [(a.rule.sources, a) for a in orders.binding]
    return _listed("source", proposal.source, lists, Reason.SOURCE_NOT_ALLOWED)


def _listed(
    name: str,
    value: str | None,
    lists: Iterable[tuple[frozenset[str] | None, ActiveRule]],
    reason: Reason,
) -> Found:
    """It has to stand on every list there is; what is not known stands on none."""
    there = [(allowed, active) for allowed, active in lists if allowed is not None]
    if not there:
        return _passed(name, "any", value or "")
    limit = ", ".join(sorted(frozenset.intersection(*(allowed for allowed, _ in there))))
    for allowed, active in there:
        if value is None or value not in allowed:
            return _failed(name, reason, limit, value or "unknown", by=active)
    return _passed(name, limit, value or "")


def _words(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """What a reply says, once it says it. The words themselves are kept out of the record."""
    del situation
    if proposal.kind not in SAID or proposal.text is None:
        return _passed("words")
    for active in orders.binding:
        if barring.said(active.rule.barred_words, proposal.text) is not None:
            return _failed("words", Reason.WORDS_NOT_ALLOWED, active.key, "said", by=active)
    return _passed("words")


def _calendar(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    if proposal.kind not in MEETINGS:
        return _passed("calendar")
    for active in orders.binding:
        calendar = active.rule.calendar
        reason = meetings.objection(calendar, situation.meeting) if calendar else None
        if reason is not None:
            return _failed("calendar", reason, active.key, "outside", by=active)
    return _passed("calendar")


def _quiet_hours(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """On every clock that may be the recipient's. Where it is always night on one of them, nothing
    leaves until more is known of them.
    """
    if proposal.kind not in MAILS:
        return _passed("quiet_hours")
    zones = places.clocks(situation)
    local = situation.now.astimezone(zones[0]).strftime("%H:%M")
    observed = f"{local} {zones[0].key}" if len(zones) == 1 else f"{len(zones)} zones"
    quiet = quiet_hours(orders.binding, situation)
    if not quiet:
        return _passed("quiet_hours", "", observed)
    limit = ", ".join(sorted({_said(hours) for hours in quiet}))
    awake_at = places.next_awake(quiet, zones, situation.now)
    if awake_at is None:
        return _failed("quiet_hours", Reason.QUIET_HOURS, limit, observed)
    if awake_at > situation.now:
        return Found(Check("quiet_hours", WAIT, limit, observed, Reason.QUIET_HOURS))
    return _passed("quiet_hours", limit, observed)


def _said(hours: QuietHours) -> str:
    days = "+".join(day for day in WEEKDAYS if day in hours.days)
    return f"{hours.start}-{hours.end} {days}".rstrip()


def quiet_hours(binding: Rules, situation: Situation) -> list[QuietHours]:
    """Those that count now: who has just written to us is awake."""
    heard = situation.last_heard_at
    return [
        hours
        for active in binding
        if (hours := active.rule.quiet_hours) is not None
        and (
            heard is None or situation.now - heard >= timedelta(minutes=hours.spare_active_minutes)
        )
    ]


def _address_limit(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    del orders
    cap, used = PER_ADDRESS_PER_DAY.get(proposal.kind), situation.sent_to_address_today
    name = "per_address_per_day"
    if cap is None:
        return _passed(name)
    if used is None:
        return _failed(name, Reason.CANNOT_EVALUATE, str(cap), "unknown")
    if used >= cap:
        return _failed(name, Reason.ADDRESS_LIMIT_REACHED, str(cap), str(used))
    return _passed(name, str(cap), str(used))


def _lead_limit(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    caps = [(active.rule.limits.per_lead_per_day, active) for active in orders.binding]
    used, reason = situation.sent_to_lead_today, Reason.LEAD_LIMIT_REACHED
    return _cap("per_lead_per_day", caps if proposal.kind in MAILS else (), used, reason)


def _day_limit(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    caps = [(active.rule.limits.total_per_day, active) for active in orders.binding]
    used, reason = situation.sent_today, Reason.DAY_LIMIT_REACHED
    return _cap("total_per_day", caps if proposal.kind in MAILS else (), used, reason)


def _follow_ups(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    if not proposal.is_follow_up:
        return _passed("follow_ups")
    caps = [(active.rule.limits.follow_ups_max, active) for active in orders.binding]
    used, reason = situation.follow_ups_sent, Reason.FOLLOW_UP_LIMIT_REACHED
    capped = _cap("follow_ups", caps if proposal.kind in MAILS else (), used, reason)
    gaps = [(active.rule.limits.follow_up_gap_hours or 0, active) for active in orders.binding]
    hours, by = max(gaps, key=lambda gap: gap[0], default=(0, None))
    gap, last = timedelta(hours=hours), situation.last_follow_up_at
    if capped.check.result == PASS and last is not None and situation.now - last < gap:
        return _failed("follow_ups", Reason.FOLLOW_UP_TOO_SOON, str(gap), str(last), by=by)
    return capped


def _cap(
    name: str,
    caps: Iterable[tuple[int | None, ActiveRule]],
    used: int | None,
    reason: Reason,
) -> Found:
    """The lowest cap counts. An action that may happen holds its place already."""
    there = [(cap, active) for cap, active in caps if cap is not None]
    if not there:
        return _passed(name)
    cap, by = min(there, key=lambda one: one[0])
    if used is None:
        return _failed(name, Reason.CANNOT_EVALUATE, str(cap), "unknown", by=by)
    if used >= cap:
        return _failed(name, reason, str(cap), str(used), by=by)
    return _passed(name, str(cap), str(used))


def _uses(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    """How often an order has been used since it was given. A grant that is used up grants no more;
    a bound that is used up lets nothing more of its kind happen.
    """
    if proposal.kind not in USED:
        return _passed("uses")
    bounds = [active for active in orders.binding if active.rule.effect == "bound"]
    over = [a for a in bounds if is_used_up(a, proposal.kind, situation) is not False]
    if not orders.usable:
        over += orders.in_audience
    if not over:
        return _passed("uses", _keys(orders.usable))
    active = over[0]
    limits, order = active.rule.limits, active.instruction_id
    if is_used_up(active, proposal.kind, situation) is None:
        return _failed("uses", Reason.CANNOT_EVALUATE, active.key, "unknown", by=active)
    if limits.uses is not None and (situation.uses or {}).get(order, 0) >= limits.uses:
        return _failed("uses", Reason.USES_EXHAUSTED, str(limits.uses), active.key, by=active)
    limit = str(limits.uses_per_lead)
    return _failed("uses", Reason.LEAD_USES_EXHAUSTED, limit, active.key, by=active)


def _approval(proposal: Proposal, orders: Orders, situation: Situation) -> Found:
    asking = [a for a in orders.binding if a.rule.approval_of(proposal.kind) is Approval.ASK]
    if not asking:
        return _passed("approval", str(Approval.AUTO))
    observed = "approved" if situation.is_approved else "none"
    check = Check("approval", ASK, str(Approval.ASK), observed, Reason.ASK_FIRST)
    return Found(check, asking[0])


# In order: the first that fails decides. No pause stops the floor; the platform's stop stops what
# would leave.
ALL_CHECKS: tuple[Question, ...] = (
    _platform,
    _paused,
    _lead_paused,
    _frozen,
    _restricted,
    _suppressed,
    _control,
    _epoch,
    _instruction,
    _validity,
    _running,
    _channel,
    _audience,
    _forbidden,
    _discount,
    _strategy,
    _language,
    _field,
    _source,
    _words,
    _calendar,
    _quiet_hours,
    _address_limit,
    _lead_limit,
    _day_limit,
    _follow_ups,
    _uses,
    _approval,
)
FLOOR_CHECKS: tuple[Question, ...] = (_floor, _platform, _notice)
_ASKED_OF_ORDERS = frozenset({_instruction, _validity, _running, _channel, _audience})
# What a member types is allowed by no order; what holds back holds back for them too.
MEMBER_CHECKS = tuple(question for question in ALL_CHECKS if question not in _ASKED_OF_ORDERS)
