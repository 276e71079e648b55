"""Whatever the orders and the world: nothing that is added or unknown lets more happen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salesgenix.authority.rules import (
    FLOOR,
    ActionKind,
    ActiveRule,
    Approval,
    Audience,
    Calendar,
    Channel,
    Limits,
    Meeting,
    Outcome,
    Person,
    Proposal,
    QuietHours,
    Rule,
    Segment,
    Situation,
    allowed_kinds,
    authorise,
    plain_words,
)

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
ORDER = [Outcome.DENIED, Outcome.NEEDS_APPROVAL, Outcome.ALLOWED]
KINDS = [
    ActionKind.REPLY_SEND,
    ActionKind.MAIL_TRANSCRIPT,
    ActionKind.DISCOUNT_OFFER,
    ActionKind.APPOINTMENT_BOOK,
    ActionKind.LEAD_LEARN,
    ActionKind.STRATEGY_USE,
]
kinds = st.sampled_from(KINDS)
segments = st.sampled_from([Segment.BANK, Segment.FOOD])
counts = st.none() | st.integers(0, 2)
audiences = st.builds(
    Audience,
    segments=st.frozensets(segments, max_size=1),
    companies=st.frozensets(st.sampled_from(["brot", "ost"]), max_size=1),
    size_min=st.none() | st.just(10),
    countries=st.none() | st.just(frozenset({"DE"})),
    stages=st.none() | st.just(frozenset({"new"})),
    is_except=st.booleans(),
)
rules = st.builds(
    Rule,
    actions=st.frozensets(kinds, min_size=1),
    effect=st.sampled_from(["grant", "grant", "bound"]),
    approval=st.dictionaries(kinds, st.sampled_from(Approval), max_size=2),
    limits=st.builds(
        Limits,
        discount_ceiling_percent=st.none() | st.integers(0, 30),
        above_ceiling=st.sampled_from(["ask", "never"]),
        total_per_day=counts,
        uses=counts,
        uses_per_lead=counts,
    ),
    strategies=st.frozensets(st.sampled_from(["benefit", "proof"])),
    languages=st.none() | st.just(frozenset({"de"})),
    channels=st.none() | st.frozensets(st.sampled_from(Channel)),
    audience=st.just(Audience()) | audiences,
    calendar=st.none()
    | st.builds(
        Calendar,
        members=st.none() | st.just(frozenset({UUID(int=70)})),
        weekdays=st.none() | st.just(frozenset({"tue"})),
        per_day=counts,
    ),
    data_fields=st.none() | st.just(frozenset({"need"})),
    sources=st.none() | st.just(frozenset({"message"})),
    barred_words=st.frozensets(st.sampled_from(["free", "best price"]), max_size=1),
)
persons = st.builds(
    Person,
    lead_id=st.just(UUID(int=7)),
    company=st.none() | st.sampled_from(["Brot & Co", "Volksbank Ost"]),
    segments=st.none() | st.frozensets(segments, min_size=1),
    size=st.none() | st.integers(5, 15),
    country=st.none() | st.sampled_from(["DE", "FR"]),
    stage=st.none() | st.sampled_from(["new", "won"]),
)
meetings = st.builds(
    Meeting,
    member_id=st.none() | st.sampled_from([UUID(int=70), UUID(int=71)]),
    starts_at=st.none() | st.sampled_from([NOON, NOON + timedelta(days=1)]),
    ends_at=st.just(NOON + timedelta(days=1, minutes=30)),
    member_zone=st.none() | st.just("Europe/Berlin"),
    that_day=st.none() | st.integers(0, 2),
)
used = st.none() | st.dictionaries(
    st.sampled_from([UUID(int=n) for n in range(3)]), st.integers(0, 2)
)
situations = st.builds(
    Situation,
    now=st.just(NOON),
    is_platform_stopped=st.just(False),
    is_paused=st.just(False),
    is_lead_paused=st.just(False),
    is_frozen=st.just(False),
    is_suppressed=st.just(False),
    control=st.just("agent"),
    sent_today=st.none() | st.integers(0, 2),
    is_approved=st.booleans(),
    person=st.none() | persons,
    meeting=st.none() | meetings,
    uses=used,
    uses_by_lead=used,
)
proposals = st.builds(
    Proposal,
    kind=kinds,
    discount_percent=st.integers(1, 40),
    strategy=st.sampled_from(["benefit", "proof"]),
    language=st.sampled_from([None, "de", "fr"]),
    channel=st.none() | st.sampled_from(Channel),
    field=st.sampled_from([None, "need", "budget"]),
    source=st.sampled_from([None, "message", "site"]),
    text=st.sampled_from([None, "It is free.", "Good day."]),
)
STANDING = st.lists(st.tuples(rules, st.booleans()), max_size=3)
OPEN = Rule(
    actions=frozenset(KINDS),
    limits=Limits(discount_ceiling_percent=100),
    strategies=frozenset({"benefit", "proof"}),
)


def active(found, start: int = 0) -> list[ActiveRule]:
    return [
        ActiveRule(UUID(int=number), 1, f"rule-{number}", rule, is_paused=paused)
        for number, (rule, paused) in enumerate(found, start)
    ]


def rank(wanted: Proposal, orders: list[ActiveRule], situation: Situation) -> int:
    return ORDER.index(authorise(wanted, orders, situation).outcome)


@settings(max_examples=200, deadline=None)
@given(wanted=proposals, found=STANDING, situation=situations)
def test_what_is_allowed_every_order_about_it_allows(wanted, found, situation) -> None:
    """Each order that binds, put beside one that allows all, allows it too; and one grants it."""
    orders = active(found)
    verdict = authorise(wanted, orders, situation)
    if not verdict.is_allowed:
        return
    granting = next(one for one in orders if one.instruction_id == verdict.instruction_id)
    assert granting.rule.effect == "grant"
    assert not granting.is_paused
    assert wanted.kind in granting.rule.actions
    assert granting.rule.audience.includes(situation.person) is True
    everything = ActiveRule(UUID(int=99), 1, "open", OPEN)
    bounds = [one for one in orders if one.rule.effect == "bound"]
    for bound in bounds:
        assert rank(wanted, [everything, bound], situation) == ORDER.index(Outcome.ALLOWED)
    known = allowed_kinds(orders, NOON, person=situation.person, channel=wanted.channel)
    assert wanted.kind in known | FLOOR


@settings(max_examples=200, deadline=None)
@given(wanted=proposals, found=STANDING, more=rules, paused=st.booleans(), situation=situations)
def test_one_more_bound_never_lets_more_happen(wanted, found, more, paused, situation) -> None:
    """Paused or not, whoever it is about."""
    orders = active(found)
    bound = active([(more.model_copy(update={"effect": "bound"}), paused)], start=9)
    assert rank(wanted, [*orders, *bound], situation) <= rank(wanted, orders, situation)


@settings(max_examples=200, deadline=None)
@given(wanted=proposals, found=STANDING, which=st.integers(0, 2), situation=situations)
def test_a_pause_never_lets_more_happen(wanted, found, which, situation) -> None:
    """Of one order while the others go on."""
    assume(which < len(found))
    orders = active(found)
    paused = [replace(one, is_paused=True) if n == which else one for n, one in enumerate(orders)]
    assert rank(wanted, paused, situation) <= rank(wanted, orders, situation)


UNKNOWN = ["person", "meeting", "uses", "uses_by_lead", "sent_today", "control", "is_paused"]
UNKNOWN_OF_PERSON = ["lead_id", "company", "segments", "size", "country", "stage"]
UNKNOWN_OF_MEETING = ["member_id", "starts_at", "member_zone", "that_day"]


@settings(max_examples=200, deadline=None)
@given(
    wanted=proposals,
    found=STANDING,
    situation=situations,
    fact=st.sampled_from(UNKNOWN + UNKNOWN_OF_PERSON + UNKNOWN_OF_MEETING),
)
def test_what_is_unknown_never_lets_more_happen(wanted, found, situation, fact) -> None:
    """Whatever the fact was before it was forgotten."""
    less = situation
    if fact in UNKNOWN:
        less = replace(situation, **{fact: None})
    elif fact in UNKNOWN_OF_PERSON and situation.person:
        less = replace(situation, person=replace(situation.person, **{fact: None}))
    elif fact in UNKNOWN_OF_MEETING and situation.meeting:
        less = replace(situation, meeting=replace(situation.meeting, **{fact: None}))
    orders = active(found)
    assert rank(wanted, orders, less) <= rank(wanted, orders, situation)


BASE = {
    "actions": frozenset(ActionKind),
    "approval": {ActionKind.REPLY_SEND: Approval.ASK},
    "limits": Limits(discount_ceiling_percent=10),
}
CHANGES = [
    {},
    {"approval": {}},
    {"approval": {ActionKind.REPLY_SEND: Approval.NEVER}},
    {"actions": frozenset(KINDS)},
    {"limits": Limits(discount_ceiling_percent=10, above_ceiling="ask")},
    {"limits": Limits(discount_ceiling_percent=11)},
    {"limits": Limits(discount_ceiling_percent=10, per_lead_per_day=2)},
    {"limits": Limits(discount_ceiling_percent=10, total_per_day=2)},
    {"limits": Limits(discount_ceiling_percent=10, follow_ups_max=2)},
    {"limits": Limits(discount_ceiling_percent=10, follow_up_gap_hours=2)},
    {"limits": Limits(discount_ceiling_percent=10, follow_ups_max=2, follow_up_gap_hours=2)},
    {"limits": Limits(discount_ceiling_percent=10, uses=2)},
    {"limits": Limits(discount_ceiling_percent=10, uses_per_lead=2)},
    {"quiet_hours": QuietHours()},
    {"quiet_hours": QuietHours(spare_active_minutes=0)},
    {"quiet_hours": QuietHours(start="21:00")},
    {"quiet_hours": QuietHours(end="09:00")},
    {"quiet_hours": QuietHours(days=frozenset({"sat"}))},
    {"quiet_hours": QuietHours(start="00:00", end="00:00", days=frozenset({"sat"}))},
    {"quiet_hours": QuietHours(start="00:00", end="00:00")},
    {"strategies": frozenset({"benefit"})},
    {"languages": frozenset()},
    {"languages": frozenset({"de"})},
    {"channels": frozenset({Channel.MAIL})},
    {"channels": frozenset(Channel)},
    {"audience": Audience(segments=frozenset({Segment.BANK}))},
    {"audience": Audience(segments=frozenset({Segment.BANK}), is_except=True)},
    {"audience": Audience(is_except=True)},
    {"audience": Audience(companies=frozenset({"acme"}))},
    {"audience": Audience(leads=frozenset({UUID(int=1)}))},
    {"audience": Audience(leads=frozenset({UUID(int=2)}))},
    {"audience": Audience(size_min=5)},
    {"audience": Audience(size_max=5)},
    {"audience": Audience(countries=frozenset({"DE"}))},
    {"audience": Audience(stages=frozenset({"new"}))},
    {"calendar": Calendar(members=frozenset({UUID(int=70)}))},
    {"calendar": Calendar(members=frozenset())},
    {"calendar": Calendar(weekdays=frozenset({"mon"}))},
    {"calendar": Calendar(start="10:00")},
    {"calendar": Calendar(end="10:00")},
    {"calendar": Calendar(start="10:00", zone="Asia/Tokyo")},
    {"calendar": Calendar(closed=frozenset({date(2026, 12, 24)}))},
    {"calendar": Calendar(per_day=2)},
    {"data_fields": frozenset({"need"})},
    {"sources": frozenset({"message"})},
    {"barred_words": frozenset({"free"})},
    {"not_before": NOON},
    {"not_after": NOON},
    {"not_after": NOON + timedelta(seconds=1)},
    {"parts": (Rule(actions=frozenset({ActionKind.REPLY_SEND}), effect="bound"),)},
    {"parts": (Rule(actions=frozenset({ActionKind.REPLY_SEND})),)},
]


def test_what_means_something_else_reads_otherwise() -> None:
    """Every field of a grant and of a bound is said, each in words of its own."""
    said = [
        plain_words(Rule(**(BASE | change | {"effect": effect})))
        for effect in ("grant", "bound")
        for change in CHANGES
    ]
    assert len(set(said)) == len(said) == 2 * len(CHANGES)


def test_a_bound_in_plain_words() -> None:
    """The owner reads whom it is about, and that doubt counts."""
    rule = Rule(
        actions=frozenset({ActionKind.MAIL_TRANSCRIPT}),
        effect="bound",
        approval={ActionKind.MAIL_TRANSCRIPT: Approval.ASK},
        audience=Audience(segments=frozenset({Segment.BANK, Segment.INSURER})),
    )
    assert plain_words(rule) == (
        "Before mailing a transcript to banks or insurers it asks a person. "
        "Whoever might be one counts as one. (Allows nothing by itself.)"
    )
