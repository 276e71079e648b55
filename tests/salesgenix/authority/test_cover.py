"""Whatever is allowed is covered by an order, as the documents say it, told a second time.

``is_covered`` shares nothing with the code that decides; it is written from what an owner is told:
a grant must be about this, in force and not paused; everything that holds back counts, unless it is
known to be about something else; what is not known counts against.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.authority.rules import (
    ActionKind,
    ActiveRule,
    Approval,
    Audience,
    Channel,
    Limits,
    Outcome,
    Person,
    Proposal,
    Rule,
    Segment,
    Situation,
    authorise,
)

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
NEEDS_NONE = {
    "handover.request",
    "contact.suppress",
    "data_request.open",
    "task.open",
    "calendar.remove",
    "mail.notice",
}
WITH = {"calendar.write": "appointment.book"}  # who lets it be booked lets it be written down
MAILS = {"mail.invitation", "mail.cancellation", "mail.transcript", "mail.notice"}
COUNTED = {"mail.transcript", "appointment.book", "discount.offer"}

kinds = st.sampled_from(list(ActionKind))
few_kinds = st.sampled_from(
    [
        ActionKind.REPLY_SEND,
        ActionKind.MAIL_TRANSCRIPT,
        ActionKind.DISCOUNT_OFFER,
        ActionKind.STRATEGY_USE,
        ActionKind.LEAD_LEARN,
    ]
)
moments = st.sampled_from([NOON - timedelta(days=1), NOON, NOON + timedelta(seconds=1)])
audiences = st.builds(
    Audience,
    segments=st.frozensets(st.sampled_from([Segment.BANK, Segment.FOOD]), max_size=1),
    countries=st.none() | st.just(frozenset({"DE"})),
    size_min=st.none() | st.just(10),
    is_except=st.booleans(),
)
rules = st.builds(
    Rule,
    actions=st.frozensets(few_kinds, min_size=2),
    effect=st.sampled_from(["grant", "grant", "bound"]),
    approval=st.dictionaries(few_kinds, st.sampled_from(Approval), max_size=2),
    not_before=st.none() | moments,
    not_after=st.none() | moments,
    limits=st.builds(
        Limits,
        discount_ceiling_percent=st.none() | st.sampled_from([0, 5, 10, 100]),
        above_ceiling=st.sampled_from(["ask", "never"]),
        per_lead_per_day=st.none() | st.integers(0, 2),
        total_per_day=st.none() | st.integers(0, 2),
        uses=st.none() | st.integers(1, 2),
    ),
    strategies=st.frozensets(st.sampled_from(["benefit", "guilt"])),
    languages=st.none() | st.just(frozenset({"en"})),
    channels=st.none() | st.frozensets(st.sampled_from(Channel)),
    audience=st.just(Audience()) | audiences,
    data_fields=st.none() | st.just(frozenset({"need"})),
    sources=st.none() | st.just(frozenset({"message"})),
    barred_words=st.sampled_from([frozenset(), frozenset({"free"})]),
)
plain = st.builds(
    Rule,
    actions=st.just(frozenset(ActionKind)),
    limits=st.builds(Limits, discount_ceiling_percent=st.sampled_from([5, 100])),
    strategies=st.just(frozenset({"benefit"})),
)
orders = st.builds(
    lambda found, paused: [
        ActiveRule(UUID(int=n), 1, f"o{n}", rule, is_paused=n in paused)
        for n, rule in enumerate(found)
    ],
    st.lists(plain | plain | rules, max_size=3),
    st.frozensets(st.integers(0, 3), max_size=1),
)
CALM = Situation(
    now=NOON, is_paused=False, is_frozen=False, is_suppressed=False, control="agent",
    recipient_zone="UTC", uses={}, person=Person(country="DE", size=50),
)  # fmt: skip
maybe = st.sampled_from([False, False, False, True, None])
disturbed = st.builds(
    Situation,
    now=st.just(NOON),
    is_paused=maybe,
    is_frozen=maybe,
    is_suppressed=maybe,
    is_restricted=maybe,
    is_platform_stopped=maybe,
    is_lead_paused=maybe,
    control=st.sampled_from(["agent", "agent", "rep", None]),
    control_epoch=st.just(1),
    expected_epoch=st.sampled_from([None, 1, 1, 0]),
    sent_to_lead_today=st.sampled_from([0, 1, None]),
    sent_today=st.sampled_from([0, 1, None]),
    uses=st.sampled_from([None, {}, {UUID(int=0): 1}, {UUID(int=0): 2, UUID(int=1): 1}]),
    is_approved=st.booleans(),
    recipient_zone=st.just("UTC"),
    person=st.none()
    | st.builds(
        Person,
        segments=st.none()
        | st.frozensets(st.sampled_from([Segment.BANK, Segment.FOOD]), max_size=1),
        country=st.sampled_from([None, "DE", "FR"]),
        size=st.sampled_from([None, 5, 50]),
    ),
)
situations = (
    st.just(CALM) | st.builds(replace, st.just(CALM), is_approved=st.just(True)) | disturbed
)
proposals = st.builds(
    Proposal,
    kind=few_kinds | kinds,
    discount_percent=st.sampled_from([1, 5, 10, 100, 0, -1, 101, 7.5, True, "10", None, 10**9]),
    strategy=st.sampled_from(["benefit", "guilt", "x", None]),
    language=st.sampled_from(["en", "fr", None]),
    channel=st.sampled_from([None, *Channel]),
    field=st.sampled_from(["need", "email", None]),
    source=st.sampled_from(["message", "site", None]),
    text=st.sampled_from([None, "It is FREE", "Hello"]),
)


def is_among(rule: Rule, person: Person | None) -> bool | None:
    """Yes, no, or nobody knows."""
    wanted, who = rule.audience, person or Person()
    told = []
    if wanted.segments:
        told.append(None if who.segments is None else bool(wanted.segments & who.segments))
    if wanted.countries is not None:
        told.append(None if who.country is None else who.country in wanted.countries)
    if wanted.size_min is not None:
        told.append(None if who.size is None else who.size >= wanted.size_min)
    if False in told:
        return wanted.is_except
    return None if None in told else not wanted.is_except


def is_by(rule: Rule, channel: Channel | None) -> bool | None:
    return True if rule.channels is None else None if channel is None else channel in rule.channels


def in_force(rule: Rule) -> bool:
    return (rule.not_before or NOON) <= NOON and (rule.not_after is None or rule.not_after > NOON)


def is_spent(order: ActiveRule, kind: str, situation: Situation) -> bool | None:
    cap = order.rule.limits.uses
    if cap is None or kind not in COUNTED:
        return False
    return None if situation.uses is None else situation.uses.get(order.instruction_id, 0) >= cap


def is_quiet(world: Situation, kind: str) -> bool:
    """Nothing and nobody stops this kind of thing here and now."""
    stops = [world.is_paused, world.is_platform_stopped, world.is_lead_paused, world.is_restricted]
    if any(fact is not False for fact in stops):
        return False
    if world.is_frozen is not False and (kind != "reply.send" or world.is_frozen is None):
        return False
    if world.is_suppressed is not False and (kind in MAILS or world.is_suppressed is None):
        return False
    mine = world.control == "agent" and world.expected_epoch in {None, world.control_epoch}
    return mine or world.is_approved


def is_covered(wanted: Proposal, given: list[ActiveRule], world: Situation) -> bool:
    """Whether an owner who reads the orders would say that this may happen now."""
    kind = str(wanted.kind)
    named = {wanted.kind, WITH.get(kind, wanted.kind)}
    about = [one for one in given if named & one.rule.actions and in_force(one.rule)]
    granting = [
        one
        for one in about
        if one.rule.effect == "grant"
        and not one.is_paused
        and is_by(one.rule, wanted.channel)
        and is_among(one.rule, world.person)
        and is_spent(one, kind, world) is False
    ]
    holding = [
        one
        for one in about
        if is_by(one.rule, wanted.channel) is not False
        and is_among(one.rule, world.person) is not False
        and not (one.rule.effect == "grant" and is_spent(one, kind, world))
    ]
    return (
        bool(granting)
        and is_quiet(world, kind)
        and all(is_within(wanted, one, world) for one in holding)
        and is_named(wanted, granting)
    )


def is_named(wanted: Proposal, granting: list[ActiveRule]) -> bool:
    if wanted.kind != "strategy.use":
        return True
    return any(wanted.strategy in one.rule.strategies for one in granting)


def is_within(wanted: Proposal, order: ActiveRule, world: Situation) -> bool:
    """Whether this one order has nothing against it."""
    rule, kind = order.rule, str(wanted.kind)
    said = rule.approval.get(wanted.kind, "auto")
    if said == "never" or (said == "ask" and not world.is_approved):
        return False
    if kind == "discount.offer" and not is_cheap_enough(wanted.discount_percent, rule, world):
        return False
    if kind == "strategy.use" and rule.effect == "bound" and wanted.strategy in rule.strategies:
        return False
    if rule.effect == "bound" and is_spent(order, kind, world) is not False:
        return False
    if kind in MAILS and any(
        cap is not None and (sent is None or sent >= cap)
        for cap, sent in (
            (rule.limits.per_lead_per_day, world.sent_to_lead_today),
            (rule.limits.total_per_day, world.sent_today),
        )
    ):
        return False
    return not is_outside_lists(wanted, rule)


def is_outside_lists(wanted: Proposal, rule: Rule) -> bool:
    kind = str(wanted.kind)
    if rule.languages is not None and (
        wanted.language not in rule.languages
        and (wanted.language is not None or kind in MAILS | {"reply.send"})
    ):
        return True
    if (
        kind == "lead.learn"
        and rule.data_fields is not None
        and wanted.field not in rule.data_fields
    ):
        return True
    sourced = kind in {"lead.learn", "site.read"}
    if sourced and rule.sources is not None and wanted.source not in rule.sources:
        return True
    says = kind == "reply.send" and "free" in (wanted.text or "").lower()
    return says and "free" in rule.barred_words


def is_cheap_enough(percent: object, rule: Rule, world: Situation) -> bool:
    if type(percent) is not int or not 1 <= percent <= 100:
        return False
    ceiling = rule.limits.discount_ceiling_percent
    if ceiling is None:
        ceiling = 0 if rule.effect == "grant" else 100
    return percent <= ceiling or (rule.limits.above_ceiling == "ask" and world.is_approved)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(wanted=proposals, given_orders=orders, world=situations)
def test_what_is_allowed_is_covered(wanted, given_orders, world) -> None:
    """For any orders, any proposal and any world; and what is covered is not refused either."""
    verdict = authorise(wanted, given_orders, world)
    if str(wanted.kind) in NEEDS_NONE:
        return
    covered = is_covered(wanted, given_orders, world)
    assert covered == (verdict.outcome is Outcome.ALLOWED)
    if covered:
        assert verdict.instruction_id in {one.instruction_id for one in given_orders}
