"""Authority: default deny, every check recorded, the first failure decides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.authority.kinds import GOES_WITH
from salesgenix.authority.rules import (
    ANSWERS,
    FLOOR,
    MAILS,
    OF_THE_HOUSE,
    ActionKind,
    ActiveRule,
    Approval,
    Limits,
    Notice,
    Outcome,
    Proposal,
    QuietHours,
    Reason,
    Rule,
    Situation,
    allowed_kinds,
    authorise,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
BY_ORDER = [kind for kind in ActionKind if kind not in FLOOR]
EASY = Situation(now=NOON, is_paused=False, is_frozen=False, is_suppressed=False, control="agent")
EVERYTHING = Rule(
    actions=frozenset(ActionKind),
    limits=Limits(discount_ceiling_percent=10, above_ceiling="ask"),
    strategies=frozenset({"benefit"}),
)


def active(rule: Rule, number: int = 1) -> ActiveRule:
    return ActiveRule(UUID(int=number), 3, f"rule-{number}", rule)


def proposal(kind: ActionKind, **more) -> Proposal:
    facts = {
        ActionKind.DISCOUNT_OFFER: {"discount_percent": 5},
        ActionKind.STRATEGY_USE: {"strategy": "benefit"},
        ActionKind.MAIL_NOTICE: {"purpose": Notice.REQUEST_ANSWERED},
    }
    return Proposal(kind=kind, **(facts.get(kind, {}) | more))


def judged(kind: ActionKind, *rules: Rule, situation: Situation = EASY, **more):
    numbered = [active(rule, number) for number, rule in enumerate(rules, start=1)]
    return authorise(proposal(kind, **more), numbered, situation)


def changed(**values) -> Rule:
    return EVERYTHING.model_copy(update=values)


@pytest.mark.parametrize("kind", ActionKind)
def test_without_rules_only_the_floor_is_allowed(kind: ActionKind) -> None:
    """No order, no action: but what protects the person."""
    verdict = judged(kind)
    assert verdict.is_allowed == (kind in FLOOR)
    assert verdict.reasons == ((Reason.FLOOR,) if kind in FLOOR else (Reason.NO_INSTRUCTION,))


@pytest.mark.parametrize("kind", BY_ORDER)
def test_an_order_allows_what_it_names_and_nothing_else(kind: ActionKind) -> None:
    """A rule about one kind is no rule about another, but for what goes with it; the verdict names
    rule and version.
    """
    alone = changed(actions=frozenset({kind}))
    verdict = judged(kind, alone)
    assert (verdict.outcome, verdict.reasons) == (Outcome.ALLOWED, (Reason.INSTRUCTION,))
    assert (verdict.instruction_id, verdict.rule_version) == (UUID(int=1), 3)
    for other in set(BY_ORDER) - {kind} - {one for one in GOES_WITH if GOES_WITH[one] is kind}:
        assert judged(other, alone).reasons == (Reason.NO_INSTRUCTION,)


def test_a_letter_of_the_house_goes_only_where_it_is_owed() -> None:
    """Who wants no contact, is frozen, or lives in a paused workspace gets the answer to their own
    request; any other letter stops at a stop mark, and one for no known purpose is never sent.
    """
    everything_stops = replace(EASY, is_paused=True, is_frozen=True, is_suppressed=True)
    for purpose in Notice:
        verdict = judged(ActionKind.MAIL_NOTICE, situation=everything_stops, purpose=purpose)
        assert verdict.is_allowed == (purpose in ANSWERS), purpose
        calm = replace(everything_stops, is_suppressed=False)
        assert judged(ActionKind.MAIL_NOTICE, situation=calm, purpose=purpose).is_allowed
    for purpose in (None, "advert"):
        verdict = judged(ActionKind.MAIL_NOTICE, purpose=purpose)
        assert verdict.reasons == (Reason.CANNOT_EVALUATE,)
    unknown = replace(EASY, is_suppressed=None)
    told = judged(ActionKind.MAIL_NOTICE, situation=unknown, purpose=Notice.CHECKPOINT)
    assert not told.is_allowed


def test_no_tool_is_offered_for_the_letters_of_the_house() -> None:
    """What the house alone may send is nothing a model can propose."""
    assert not allowed_kinds([active(EVERYTHING)], NOON) & OF_THE_HOUSE


STOPS = {
    "is_paused": (True, Reason.PAUSED),
    "is_frozen": (True, Reason.FROZEN),
    "is_restricted": (True, Reason.RESTRICTED),
    "is_suppressed": (True, Reason.SUPPRESSED),
    "control": ("rep", Reason.REP_IN_CONTROL),
}


@pytest.mark.parametrize("fact", STOPS)
@pytest.mark.parametrize("kind", ActionKind)
def test_what_stops_an_action_and_what_it_does_not_stop(kind: ActionKind, fact: str) -> None:
    """A pause stops all but the floor; an opt-out all mail; frozen all but answers."""
    value, reason = STOPS[fact]
    verdict = judged(kind, EVERYTHING, situation=replace(EASY, **{fact: value}))
    is_spared = (
        kind in FLOOR
        or (fact == "is_frozen" and kind is ActionKind.REPLY_SEND)
        or (fact == "is_suppressed" and kind not in MAILS)
    )
    assert verdict.is_allowed == is_spared
    if not is_spared:
        assert verdict.reasons == (reason,)


@pytest.mark.parametrize("fact", STOPS)
@pytest.mark.parametrize("kind", BY_ORDER)
def test_what_is_not_known_counts_as_no(kind: ActionKind, fact: str) -> None:
    """A check that cannot be made denies, also where the known answer would not matter."""
    verdict = judged(kind, EVERYTHING, situation=replace(EASY, **{fact: None}))
    assert verdict.outcome is Outcome.DENIED
    assert verdict.reasons == (Reason.CANNOT_EVALUATE,)


def test_a_zone_nobody_knows_counts_as_no() -> None:
    """Quiet hours that cannot be computed are not guessed."""
    rule = changed(quiet_hours=QuietHours())
    verdict = judged(
        ActionKind.MAIL_TRANSCRIPT, rule, situation=replace(EASY, recipient_zone="Mars/Olympus")
    )
    assert verdict.reasons == (Reason.CANNOT_EVALUATE,)


def test_every_check_is_recorded_and_the_first_failure_decides() -> None:
    """Paused, suppressed and over a limit at once: all on record, the pause is the reason."""
    situation = replace(EASY, is_paused=True, is_suppressed=True, sent_today=9)
    rule = changed(limits=Limits(total_per_day=5))
    verdict = judged(ActionKind.MAIL_TRANSCRIPT, rule, situation=situation)
    failed = [check.name for check in verdict.checks if check.result == "fail"]
    assert failed == ["paused", "suppressed", "total_per_day"]
    assert verdict.reasons == (Reason.PAUSED,)
    assert len({check.name for check in verdict.checks}) == len(verdict.checks) == 28


@pytest.mark.parametrize(
    ("percent", "above", "outcome"),
    [
        (1, "ask", Outcome.ALLOWED),
        (10, "ask", Outcome.ALLOWED),
        (10, "never", Outcome.ALLOWED),
        (11, "ask", Outcome.NEEDS_APPROVAL),
        (11, "never", Outcome.DENIED),
        (100, "never", Outcome.DENIED),
        (0, "ask", Outcome.DENIED),
        (101, "ask", Outcome.DENIED),
        (-1, "ask", Outcome.DENIED),
        (9.5, "ask", Outcome.DENIED),
        (True, "ask", Outcome.DENIED),
        ("10", "ask", Outcome.DENIED),
        (None, "ask", Outcome.DENIED),
    ],
)
def test_discounts_against_the_ceiling(percent: object, above: str, outcome: Outcome) -> None:
    """Up to the ceiling; above it as the owner said; nonsense never."""
    rule = changed(limits=Limits(discount_ceiling_percent=10, above_ceiling=above))
    assert judged(ActionKind.DISCOUNT_OFFER, rule, discount_percent=percent).outcome is outcome


def test_a_discount_order_without_a_ceiling_allows_none() -> None:
    """Forgetting the ceiling is no permission."""
    verdict = judged(ActionKind.DISCOUNT_OFFER, changed(limits=Limits()), discount_percent=1)
    assert verdict.reasons == (Reason.ABOVE_CEILING,)


def test_no_approval_lifts_a_hard_ceiling() -> None:
    """Where the owner said never, a rep's approval does not make it happen."""
    rule = changed(limits=Limits(discount_ceiling_percent=10, above_ceiling="never"))
    verdict = judged(
        ActionKind.DISCOUNT_OFFER,
        rule,
        situation=replace(EASY, is_approved=True),
        discount_percent=11,
    )
    assert verdict.outcome is Outcome.DENIED


@pytest.mark.parametrize("kind", BY_ORDER)
def test_ask_first_and_never(kind: ActionKind) -> None:
    """Ask waits for a person and is satisfied by one; never is satisfied by nobody."""
    ask = changed(approval={kind: Approval.ASK})
    never = changed(approval={kind: Approval.NEVER})
    approved = replace(EASY, is_approved=True)
    assert judged(kind, ask).reasons == (Reason.ASK_FIRST,)
    assert judged(kind, ask, situation=approved).reasons == (Reason.APPROVED,)
    assert judged(kind, never).reasons == (Reason.NEVER,)
    assert judged(kind, never, situation=approved).reasons == (Reason.NEVER,)
    assert judged(kind, EVERYTHING, ask).outcome is Outcome.NEEDS_APPROVAL
    assert judged(kind, EVERYTHING, ask, never).outcome is Outcome.DENIED


@pytest.mark.parametrize(
    ("bounds", "is_valid"),
    [
        ({"not_before": NOON}, True),
        ({"not_before": NOON + timedelta(seconds=1)}, False),
        ({"not_after": NOON}, False),
        ({"not_after": NOON + timedelta(seconds=1)}, True),
    ],
)
def test_an_order_holds_from_its_beginning_to_before_its_end(bounds, is_valid) -> None:
    """Outside its validity an order allows nothing, and says that this is why."""
    rule = changed(**bounds)
    verdict = judged(ActionKind.REPLY_SEND, rule)
    assert verdict.is_allowed == is_valid
    if not is_valid:
        assert verdict.reasons == (Reason.INSTRUCTION_NOT_VALID,)
    assert (ActionKind.REPLY_SEND in allowed_kinds([active(rule)], NOON)) == is_valid


def test_an_expired_order_does_not_weaken_a_valid_one() -> None:
    """Only what is in force binds: the old stricter order is over."""
    over = changed(approval={ActionKind.REPLY_SEND: Approval.NEVER}, not_after=NOON)
    assert judged(ActionKind.REPLY_SEND, over, EVERYTHING).is_allowed


def test_strategies_and_languages_are_those_named() -> None:
    """A strategy nobody named is refused; a language outside the list too."""
    assert judged(ActionKind.STRATEGY_USE, EVERYTHING).is_allowed
    for strategy in ("guilt", "", None):
        verdict = judged(ActionKind.STRATEGY_USE, EVERYTHING, strategy=strategy)
        assert verdict.reasons == (Reason.STRATEGY_NOT_ALLOWED,)
    german = changed(languages=frozenset({"de"}))
    assert judged(ActionKind.REPLY_SEND, german, language="de").is_allowed
    assert judged(ActionKind.REPLY_SEND, german, language="fr").reasons == (
        Reason.LANGUAGE_NOT_ALLOWED,
    )


@pytest.mark.parametrize(
    ("limits", "facts", "reason"),
    [
        ({"per_lead_per_day": 2}, {"sent_to_lead_today": 1}, None),
        ({"per_lead_per_day": 2}, {"sent_to_lead_today": 2}, Reason.LEAD_LIMIT_REACHED),
        ({"per_lead_per_day": 2}, {"sent_to_lead_today": None}, Reason.CANNOT_EVALUATE),
        ({"per_lead_per_day": 0}, {}, Reason.LEAD_LIMIT_REACHED),
        ({"total_per_day": 5}, {"sent_today": 4}, None),
        ({"total_per_day": 5}, {"sent_today": 5}, Reason.DAY_LIMIT_REACHED),
        ({"follow_ups_max": 2}, {"follow_ups_sent": 1}, None),
        ({"follow_ups_max": 2}, {"follow_ups_sent": 2}, Reason.FOLLOW_UP_LIMIT_REACHED),
        (
            {"follow_up_gap_hours": 48},
            {"last_follow_up_at": NOON - timedelta(hours=47)},
            Reason.FOLLOW_UP_TOO_SOON,
        ),
        ({"follow_up_gap_hours": 48}, {"last_follow_up_at": NOON - timedelta(hours=48)}, None),
    ],
)
def test_limits_hold_at_their_edge(limits, facts, reason) -> None:
    """Exactly as many as allowed, exactly as far apart as asked, and no guess when unknown."""
    verdict = judged(
        ActionKind.MAIL_TRANSCRIPT,
        changed(limits=Limits(**limits)),
        situation=replace(EASY, **facts),
        is_follow_up=True,
    )
    assert verdict.reasons == ((reason,) if reason else (Reason.INSTRUCTION,))


def test_limits_count_only_what_leaves() -> None:
    """An exhausted mail limit does not stop the answer on the site."""
    rule = changed(limits=Limits(total_per_day=0))
    assert judged(ActionKind.REPLY_SEND, rule).is_allowed


QUIET = changed(quiet_hours=QuietHours(start="20:00", end="08:00"))


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ((2027, 3, 1, 18, 59), "Europe/Berlin", None),
        ((2027, 3, 1, 19, 0), "Europe/Berlin", (2027, 3, 2, 7, 0)),
        ((2027, 3, 2, 3, 0), "Europe/Berlin", (2027, 3, 2, 7, 0)),
        ((2027, 3, 2, 7, 0), "Europe/Berlin", None),
        ((2027, 3, 27, 22, 0), "Europe/Berlin", (2027, 3, 28, 6, 0)),  # summer time begins
        ((2027, 3, 2, 3, 0), "America/New_York", (2027, 3, 2, 13, 0)),
        ((2027, 3, 2, 3, 0), "Asia/Tokyo", None),
        ((2027, 3, 2, 3, 0), None, (2027, 3, 2, 7, 0)),  # unknown: the workspace's, Berlin
    ],
)
def test_quiet_hours_are_the_recipients(now, zone, until) -> None:
    """Mail is allowed and told when it may leave: at the end of the recipient's quiet hours."""
    situation = replace(
        EASY,
        now=datetime(*now, tzinfo=UTC),
        recipient_zone=zone,
        workspace_zone="Europe/Berlin",
    )
    verdict = judged(ActionKind.MAIL_INVITATION, QUIET, situation=situation)
    assert verdict.is_allowed
    assert verdict.wait_until == (datetime(*until, tzinfo=UTC) if until else None)
    assert judged(ActionKind.REPLY_SEND, QUIET, situation=situation).wait_until is None


@pytest.mark.parametrize(("minutes", "waits"), [(0, False), (29, False), (30, True), (None, True)])
def test_who_has_just_written_is_awake(minutes: int | None, waits: bool) -> None:  # noqa: FBT001
    """What someone asks for at night while writing to us does not wait for the morning."""
    now = datetime(2027, 3, 2, 2, tzinfo=UTC)
    heard = now - timedelta(minutes=minutes) if minutes is not None else None
    situation = replace(EASY, now=now, last_heard_at=heard)
    verdict = judged(ActionKind.MAIL_INVITATION, QUIET, situation=situation)
    assert (verdict.wait_until is not None) == waits


def test_an_old_turn_and_a_new_control_do_not_meet() -> None:
    """What was thought under another control is refused; a person's own word is not."""
    stale = replace(EASY, expected_epoch=1, control_epoch=2)
    kind = ActionKind.DISCOUNT_OFFER
    assert judged(kind, EVERYTHING, situation=stale).reasons == (Reason.CONTROL_CHANGED,)
    assert judged(kind, EVERYTHING, situation=replace(stale, is_approved=True)).is_allowed
    assert judged(kind, EVERYTHING, situation=replace(stale, control_epoch=1)).is_allowed


kinds = st.sampled_from(list(ActionKind))
rules = st.builds(
    Rule,
    actions=st.frozensets(kinds),
    approval=st.dictionaries(kinds, st.sampled_from(Approval)),
    not_after=st.none() | st.just(NOON) | st.just(NOON + timedelta(days=1)),
    limits=st.builds(
        Limits,
        discount_ceiling_percent=st.none() | st.integers(0, 100),
        above_ceiling=st.sampled_from(["ask", "never"]),
        total_per_day=st.none() | st.integers(0, 3),
    ),
    quiet_hours=st.none() | st.just(QuietHours()),
    strategies=st.frozensets(st.sampled_from(["benefit", "guilt"])),
    languages=st.none() | st.frozensets(st.sampled_from(["en", "de"])),
)
situations = st.builds(
    Situation,
    now=st.just(NOON),
    is_paused=st.none() | st.booleans(),
    is_frozen=st.none() | st.booleans(),
    is_suppressed=st.none() | st.booleans(),
    control=st.sampled_from([None, "agent", "rep"]),
    control_epoch=st.integers(0, 1),
    expected_epoch=st.none() | st.integers(0, 1),
    sent_today=st.none() | st.integers(0, 4),
    recipient_zone=st.sampled_from([None, "Asia/Tokyo", "Nowhere/At_All"]),
    is_approved=st.booleans(),
)
proposals = st.builds(
    Proposal,
    kind=kinds,
    discount_percent=st.none() | st.integers(-5, 120) | st.text(max_size=2),
    strategy=st.sampled_from([None, "benefit", "guilt", "x"]),
    language=st.sampled_from([None, "en", "fr"]),
    purpose=st.sampled_from([None, "request_answered", "checkpoint", "advert"]),
)


@settings(max_examples=400, deadline=None)
@given(wanted=proposals, found=st.lists(rules, max_size=3), situation=situations)
def test_nothing_is_allowed_that_no_rule_allows(wanted, found, situation) -> None:
    """Whatever the rules, the world and the proposal: allowed means ordered, valid, not stopped."""
    verdict = authorise(wanted, [active(rule) for rule in found], situation)
    assert verdict.checks
    if wanted.kind in FLOOR:
        is_owed = wanted.kind not in OF_THE_HOUSE or wanted.purpose in ANSWERS
        is_told = wanted.purpose == Notice.CHECKPOINT and situation.is_suppressed is False
        assert verdict.is_allowed == (is_owed or is_told)
        return
    valid = [
        rule
        for rule in found
        if wanted.kind in rule.actions and (rule.not_after is None or rule.not_after > NOON)
    ]
    if verdict.outcome is not Outcome.DENIED:
        assert valid
        assert situation.is_paused is False
        assert all(rule.approval_of(wanted.kind) is not Approval.NEVER for rule in valid)
        assert situation.is_suppressed is False or wanted.kind not in MAILS
    if verdict.is_allowed and not situation.is_approved:
        assert situation.control == "agent"
        assert all(rule.approval_of(wanted.kind) is Approval.AUTO for rule in valid)
        if wanted.kind is ActionKind.DISCOUNT_OFFER:
            ceilings = [rule.limits.discount_ceiling_percent or 0 for rule in valid]
            assert 1 <= wanted.discount_percent <= min(ceilings)


@settings(max_examples=200, deadline=None)
@given(wanted=proposals, found=st.lists(rules, max_size=2), more=rules, situation=situations)
def test_another_order_never_weakens_a_limit(wanted, found, more, situation) -> None:
    """Where orders cover an action already, one more can only make it stricter."""
    order = [Outcome.DENIED, Outcome.NEEDS_APPROVAL, Outcome.ALLOWED]
    numbered = [active(rule, number) for number, rule in enumerate(found)]
    before = authorise(wanted, numbered, situation)
    is_covered = any(
        wanted.kind in rule.actions and (rule.not_after is None or rule.not_after > NOON)
        for rule in found
    )
    if is_covered and wanted.kind is not ActionKind.STRATEGY_USE:
        after = authorise(wanted, [*numbered, active(more, 9)], situation)
        assert order.index(after.outcome) <= order.index(before.outcome)


@settings(max_examples=100, deadline=None)
@given(rule=rules)
def test_a_rule_survives_json(rule: Rule) -> None:
    """What is stored is what was meant."""
    assert Rule.model_validate_json(rule.model_dump_json()) == rule
