"""The one pure function that decides whether an action may happen, and the words it decides in.

``authorise`` is default deny. It runs every check, records each, and lets the first that fails
decide. What a check needs and is not told (``None`` in the ``Situation``) counts as failed.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from salesgenix.instructions.terms import (
    ANSWERS,
    FLOOR,
    FOR_THE_FROZEN,
    OF_THE_HOUSE,
    OUTBOUND,
    ActionKind,
    ActiveRule,
    Approval,
    Audience,
    Calendar,
    Channel,
    Check,
    Limits,
    Meeting,
    Notice,
    Outcome,
    Person,
    Proposal,
    QuietHours,
    Reason,
    Rule,
    Segment,
    Situation,
    Verdict,
)
from salesgenix.instructions.wording import plain_words

__all__ = [
    "ANSWERS",
    "FLOOR",
    "FOR_THE_FROZEN",
    "OF_THE_HOUSE",
    "OUTBOUND",
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
    "allowed_kinds",
    "authorise",
    "plain_words",
]

Grants = Sequence[ActiveRule]
PASS, FAIL, ASK, WAIT = "pass", "fail", "ask", "wait"
STRICTEST = (Approval.NEVER, Approval.ASK, Approval.AUTO)


def authorise(proposal: Proposal, rules: Iterable[ActiveRule], situation: Situation) -> Verdict:
    """Whether this may happen now. All rules that cover an action bind: the strictest wins."""
    is_floor = proposal.kind in FLOOR
    covering = [active for active in rules if proposal.kind in active.rule.actions]
    valid = [active for active in covering if _is_valid(active.rule, situation.now)]
    questions = FLOOR_CHECKS if is_floor else ALL_CHECKS
    checks = [_answer(question, proposal, valid or covering, situation) for question in questions]
    deciding = _deciding(proposal, valid)
    failed = next((check for check in checks if check.result == FAIL), None)
    asked = [check for check in checks if check.result == ASK]
    waits = any(check.result == WAIT for check in checks) and failed is None
    outcome = Outcome.DENIED
    reasons: tuple[Reason, ...] = (Reason.CANNOT_EVALUATE,)
    if failed is not None:
        reasons = (failed.reason or Reason.CANNOT_EVALUATE,)
    elif asked and not situation.is_approved:
        outcome = Outcome.NEEDS_APPROVAL
        reasons = tuple(dict.fromkeys(check.reason or Reason.ASK_FIRST for check in asked))
    else:
        outcome, reasons = Outcome.ALLOWED, (_why_allowed(is_floor=is_floor, asked=bool(asked)),)
    return Verdict(
        outcome=outcome,
        reasons=reasons,
        instruction_id=deciding.instruction_id if deciding else None,
        rule_version=deciding.version if deciding else None,
        checks=tuple(checks),
        wait_until=_wait_until(valid, situation) if waits else None,
    )


def allowed_kinds(rules: Iterable[ActiveRule], now: datetime) -> frozenset[ActionKind]:
    """What may at least be proposed now; tools for anything else are not offered to a model."""
    valid = [active.rule for active in rules if _is_valid(active.rule, now)]
    named = {kind for rule in valid for kind in rule.actions}
    barred = {k for rule in valid for k in rule.actions if rule.approval_of(k) is Approval.NEVER}
    return (frozenset(named - barred) | FLOOR) - OF_THE_HOUSE


def _answer(
    question: "Question", proposal: Proposal, grants: Grants, situation: Situation
) -> Check:
    """A question that cannot be answered is answered with no."""
    try:
        return question(proposal, grants, situation)
    except (ValueError, TypeError, KeyError, ArithmeticError, ZoneInfoNotFoundError):
        return Check(question.__name__.strip("_"), FAIL, reason=Reason.CANNOT_EVALUATE)


def _floor(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del grants, situation
    return Check("floor", PASS, "", str(proposal.kind))


def _notice(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    """A letter of the house: an answer the law owes goes to anybody, the rest not to who said stop.

    Neither a pause nor quiet hours hold it back: the person has asked for it, or a day is running.
    """
    del grants
    if proposal.kind not in OF_THE_HOUSE:
        return Check("notice", PASS)
    purpose = Notice(proposal.purpose or "")
    if purpose in ANSWERS:
        return Check("notice", PASS, "an answer that is owed", purpose)
    return _flag("suppressed", situation.is_suppressed, Reason.SUPPRESSED)


def _paused(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del proposal, grants
    return _flag("paused", situation.is_paused, Reason.PAUSED)


def _frozen(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del grants
    if proposal.kind in FOR_THE_FROZEN and situation.is_frozen is not None:
        return Check("frozen", PASS, "an answer", str(situation.is_frozen).lower())
    return _flag("frozen", situation.is_frozen, Reason.FROZEN)


def _restricted(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del proposal, grants
    return _flag("restricted", situation.is_restricted, Reason.RESTRICTED)


def _suppressed(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del grants
    if proposal.kind not in OUTBOUND and situation.is_suppressed is not None:
        return Check("suppressed", PASS, "stays here", str(situation.is_suppressed).lower())
    return _flag("suppressed", situation.is_suppressed, Reason.SUPPRESSED)


def _control(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del proposal, grants
    if situation.by_member or situation.is_approved:
        return Check("control", PASS, "agent", "member")
    if situation.control is None:
        return Check("control", FAIL, "agent", "unknown", Reason.CANNOT_EVALUATE)
    if situation.control != "agent":
        return Check("control", FAIL, "agent", situation.control, Reason.REP_IN_CONTROL)
    return Check("control", PASS, "agent", situation.control)


def _epoch(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del proposal, grants
    expected, actual = situation.expected_epoch, situation.control_epoch
    if expected is None or situation.is_approved or situation.by_member:
        return Check("control_epoch", PASS, "", str(actual))
    is_same = expected == actual
    reason = None if is_same else Reason.CONTROL_CHANGED
    return Check("control_epoch", PASS if is_same else FAIL, str(expected), str(actual), reason)


def _instruction(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    limit = str(proposal.kind)
    if not grants:
        return Check("instruction", FAIL, limit, "none", Reason.NO_INSTRUCTION)
    keys = ", ".join(sorted(active.key for active in grants))
    if not all(_is_valid(active.rule, situation.now) for active in grants):
        return Check("instruction", FAIL, limit, keys, Reason.INSTRUCTION_NOT_VALID)
    if any(active.rule.approval_of(proposal.kind) is Approval.NEVER for active in grants):
        return Check("instruction", FAIL, limit, keys, Reason.NEVER)
    return Check("instruction", PASS, limit, keys)


def _discount(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del situation
    if proposal.kind is not ActionKind.DISCOUNT_OFFER:
        return Check("discount", PASS)
    percent = proposal.discount_percent
    if not isinstance(percent, int) or isinstance(percent, bool) or not 1 <= percent <= 100:  # noqa: PLR2004
        return Check("discount", FAIL, "1-100", "unusable", Reason.DISCOUNT_INVALID)
    limits = [active.rule.limits for active in grants]
    ceiling = min((limit.discount_ceiling_percent or 0 for limit in limits), default=0)
    if percent <= ceiling:
        return Check("discount", PASS, str(ceiling), str(percent))
    may_ask = all(
        limit.above_ceiling == "ask"
        for limit in limits
        if percent > (limit.discount_ceiling_percent or 0)
    )
    result = ASK if may_ask else FAIL
    return Check("discount", result, str(ceiling), str(percent), Reason.ABOVE_CEILING)


def _strategy(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del situation
    if proposal.kind is not ActionKind.STRATEGY_USE:
        return Check("strategy", PASS)
    named = frozenset[str]().union(*(active.rule.strategies for active in grants))
    is_named = proposal.strategy in named
    reason = None if is_named else Reason.STRATEGY_NOT_ALLOWED
    limit = ", ".join(sorted(named))
    return Check("strategy", PASS if is_named else FAIL, limit, proposal.strategy or "", reason)


def _language(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    del situation
    lists = [active.rule.languages for active in grants if active.rule.languages is not None]
    if not lists or proposal.language is None:
        return Check("language", PASS, "any", proposal.language or "")
    limit = ", ".join(sorted(frozenset.intersection(*lists)))
    is_listed = all(proposal.language in names for names in lists)
    reason = None if is_listed else Reason.LANGUAGE_NOT_ALLOWED
    return Check("language", PASS if is_listed else FAIL, limit, proposal.language, reason)


def _lead_limit(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    caps = [active.rule.limits.per_lead_per_day for active in grants]
    sent = situation.sent_to_lead_today
    return _cap("per_lead_per_day", proposal, caps, used=sent, reason=Reason.LEAD_LIMIT_REACHED)


def _day_limit(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    caps = [active.rule.limits.total_per_day for active in grants]
    return _cap(
        "total_per_day",
        proposal,
        caps,
        used=situation.sent_today,
        reason=Reason.DAY_LIMIT_REACHED,
    )


def _follow_ups(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    if not proposal.is_follow_up:
        return Check("follow_ups", PASS)
    caps = [active.rule.limits.follow_ups_max for active in grants]
    sent = situation.follow_ups_sent
    capped = _cap("follow_ups", proposal, caps, used=sent, reason=Reason.FOLLOW_UP_LIMIT_REACHED)
    gaps = [active.rule.limits.follow_up_gap_hours for active in grants]
    gap = timedelta(hours=max((hours for hours in gaps if hours is not None), default=0))
    last = situation.last_follow_up_at
    if capped.result == PASS and last is not None and situation.now - last < gap:
        return Check("follow_ups", FAIL, str(gap), str(last), Reason.FOLLOW_UP_TOO_SOON)
    return capped


def _quiet_hours(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    if proposal.kind not in OUTBOUND:
        return Check("quiet_hours", PASS)
    zone = _recipient_zone(situation)
    local = situation.now.astimezone(zone).time()
    observed = f"{local.strftime('%H:%M')} {zone.key}"
    for hours in _quiet(grants, situation):
        if hours.covers(local):
            limit = f"{hours.start}-{hours.end}"
            return Check("quiet_hours", WAIT, limit, observed, Reason.QUIET_HOURS)
    return Check("quiet_hours", PASS, "", observed)


def _approval(proposal: Proposal, grants: Grants, situation: Situation) -> Check:
    must_ask = any(active.rule.approval_of(proposal.kind) is Approval.ASK for active in grants)
    if not must_ask:
        return Check("approval", PASS, str(Approval.AUTO))
    observed = "approved" if situation.is_approved else "none"
    return Check("approval", ASK, str(Approval.ASK), observed, Reason.ASK_FIRST)


Question = Callable[[Proposal, Grants, Situation], Check]
# In order: the first that fails decides. Nothing stops the floor, not even a pause.
ALL_CHECKS: tuple[Question, ...] = (
    _paused,
    _frozen,
    _restricted,
    _suppressed,
    _control,
    _epoch,
    _instruction,
    _discount,
    _strategy,
    _language,
    _lead_limit,
    _day_limit,
    _follow_ups,
    _quiet_hours,
    _approval,
)
FLOOR_CHECKS: tuple[Question, ...] = (_floor, _notice)


def _flag(name: str, value: bool | None, reason: Reason) -> Check:  # noqa: FBT001 - a fact, no switch
    if value is None:
        return Check(name, FAIL, "false", "unknown", Reason.CANNOT_EVALUATE)
    if value:
        return Check(name, FAIL, "false", "true", reason)
    return Check(name, PASS, "false", "false")


def _cap(
    name: str,
    proposal: Proposal,
    caps: Sequence[int | None],
    *,
    used: int | None,
    reason: Reason,
) -> Check:
    """Only what leaves the house is counted."""
    cap = min((cap for cap in caps if cap is not None), default=None)
    if cap is None or proposal.kind not in OUTBOUND:
        return Check(name, PASS)
    if used is None:
        return Check(name, FAIL, str(cap), "unknown", Reason.CANNOT_EVALUATE)
    is_below = used < cap
    return Check(
        name, PASS if is_below else FAIL, str(cap), str(used), None if is_below else reason
    )


def _is_valid(rule: Rule, now: datetime) -> bool:
    is_begun = rule.not_before is None or rule.not_before <= now
    return is_begun and (rule.not_after is None or now < rule.not_after)


def _deciding(proposal: Proposal, valid: Sequence[ActiveRule]) -> ActiveRule | None:
    """The rule a verdict names: the strictest about approval, then the one ordered first."""
    return min(
        valid,
        key=lambda active: STRICTEST.index(active.rule.approval_of(proposal.kind)),
        default=None,
    )


def _why_allowed(*, is_floor: bool, asked: bool) -> Reason:
    if is_floor:
        return Reason.FLOOR
    return Reason.APPROVED if asked else Reason.INSTRUCTION


def _recipient_zone(situation: Situation) -> ZoneInfo:
    """Of a recipient whose zone is unknown the workspace's is taken."""
    return ZoneInfo(situation.recipient_zone or situation.workspace_zone)


def _quiet(grants: Grants, situation: Situation) -> list[QuietHours]:
    heard = situation.last_heard_at
    return [
        hours
        for active in grants
        if (hours := active.rule.quiet_hours) is not None
        and (
            heard is None or situation.now - heard >= timedelta(minutes=hours.spare_active_minutes)
        )
    ]


def _wait_until(valid: Grants, situation: Situation) -> datetime:
    zone = _recipient_zone(situation)
    local = situation.now.astimezone(zone).time()
    quiet = [hours for hours in _quiet(valid, situation) if hours.covers(local)]
    return max(hours.over_at(situation.now, zone) for hours in quiet)
