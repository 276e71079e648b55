"""What an order is about, what holds back, and each limit that has a check of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from salesgenix.authority import places
from salesgenix.authority.rules import (
    FLOOR,
    OUTBOUND,
    ActionKind,
    ActiveRule,
    Approval,
    Audience,
    Calendar,
    Channel,
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
    allowed_kinds,
    authorise,
    calendars,
)

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)  # a Tuesday
EASY = Situation(now=NOON, is_paused=False, is_frozen=False, is_suppressed=False, control="agent")
EVERYTHING = Rule(
    actions=frozenset(ActionKind),
    limits=Limits(discount_ceiling_percent=20, above_ceiling="ask"),
    strategies=frozenset({"benefit", "proof"}),
)
BANK = Person(segments=frozenset({Segment.BANK}), company="Volksbank Ost", country="DE", size=90)
BAKER = Person(segments=frozenset({Segment.FOOD}), company="Brot & Co", country="AT", size=4)
MAIL, OFFER, REPLY = ActionKind.MAIL_TRANSCRIPT, ActionKind.DISCOUNT_OFFER, ActionKind.REPLY_SEND
BOOK, LEARN = ActionKind.APPOINTMENT_BOOK, ActionKind.LEAD_LEARN


def order(number: int, rule: Rule, **more) -> ActiveRule:
    return ActiveRule(UUID(int=number), 1, f"rule-{number}", rule, **more)


def grant(*kinds: ActionKind, **more) -> Rule:
    return Rule(actions=frozenset(kinds), **more)


def bound(*kinds: ActionKind, **more) -> Rule:
    return Rule(actions=frozenset(kinds or ActionKind), effect="bound", **more)


def judged(kind: ActionKind, *orders: Rule | ActiveRule, situation=EASY, **more):
    facts = {OFFER: {"discount_percent": 5}, ActionKind.STRATEGY_USE: {"strategy": "benefit"}}
    wanted = Proposal(kind=kind, **(facts.get(kind, {}) | more))
    numbered = [
        one if isinstance(one, ActiveRule) else order(number, one)
        for number, one in enumerate(orders, 1)
    ]
    return authorise(wanted, numbered, situation)


def about(person: Person | None, **more) -> Situation:
    return replace(EASY, person=person, **more)


@pytest.mark.parametrize("kind", ActionKind)
def test_the_platform_stops_all_that_would_leave(kind: ActionKind) -> None:
    """Letters that are owed too; what protects a person and stays in the house is still noted."""
    more = {"purpose": Notice.REQUEST_ANSWERED}
    for stopped, reason in ((True, Reason.PLATFORM_STOPPED), (None, Reason.CANNOT_EVALUATE)):
        situation = replace(EASY, is_platform_stopped=stopped)
        verdict = judged(kind, EVERYTHING, situation=situation, **more)
        is_spared = stopped is not None and kind in FLOOR - OUTBOUND
        if is_spared or kind in FLOOR - OUTBOUND:
            assert verdict.is_allowed == is_spared
        else:
            assert verdict.reasons == (reason,)


@pytest.mark.parametrize("kind", ActionKind)
def test_a_paused_lead_is_left_alone(kind: ActionKind) -> None:
    """All but the floor stops, and what is not known counts as paused."""
    for paused, reason in ((True, Reason.LEAD_PAUSED), (None, Reason.CANNOT_EVALUATE)):
        situation = replace(EASY, is_lead_paused=paused)
        verdict = judged(kind, EVERYTHING, situation=situation, purpose=Notice.REQUEST_ANSWERED)
        assert verdict.is_allowed == (kind in FLOOR)
        assert kind in FLOOR or verdict.reasons == (reason,)


def test_a_bound_grants_nothing() -> None:
    """Alone it allows nothing and no tool is offered for it."""
    assert judged(MAIL, bound(MAIL)).reasons == (Reason.NO_INSTRUCTION,)
    assert MAIL not in allowed_kinds([order(1, bound(MAIL))], NOON)
    assert MAIL in allowed_kinds([order(1, grant(MAIL)), order(2, bound(MAIL))], NOON)


def test_a_bound_without_a_ceiling_leaves_the_others() -> None:
    """A grant that forgets the ceiling allows no discount; a bound that sets none takes none."""
    asking = bound(OFFER, approval={OFFER: Approval.ASK})
    assert judged(OFFER, EVERYTHING, asking).outcome is Outcome.NEEDS_APPROVAL
    approved = replace(EASY, is_approved=True)
    assert judged(OFFER, EVERYTHING, asking, situation=approved).is_allowed
    assert judged(OFFER, EVERYTHING, grant(OFFER)).reasons == (Reason.ABOVE_CEILING,)


def test_never_more_than_ten_percent_and_ask_before_banks() -> None:
    """The sentence of the owner: 12 % is refused; a bank, and who may be one, waits for a person.
    Both name the order that holds them back.
    """
    ceiling = bound(OFFER, limits=Limits(discount_ceiling_percent=10))
    banks = Audience(segments=frozenset({Segment.BANK}))
    asking = bound(MAIL, approval={MAIL: Approval.ASK}, audience=banks)
    orders = (EVERYTHING, ceiling, asking)
    refused = judged(OFFER, *orders, discount_percent=12)
    assert (refused.reasons, refused.instruction_id) == ((Reason.ABOVE_CEILING,), UUID(int=2))
    assert judged(OFFER, *orders, discount_percent=10).is_allowed
    for person, outcome in (
        (BANK, Outcome.NEEDS_APPROVAL),
        (Person(), Outcome.NEEDS_APPROVAL),
        (None, Outcome.NEEDS_APPROVAL),
        (BAKER, Outcome.ALLOWED),
    ):
        verdict = judged(MAIL, *orders, situation=about(person))
        assert verdict.outcome is outcome
        assert verdict.instruction_id == UUID(int=3 if person is not BAKER else 1)


@pytest.mark.parametrize(
    ("audience", "bank", "baker"),
    [
        ({"segments": {Segment.BANK}}, True, False),
        ({"segments": {Segment.BANK}, "is_except": True}, False, True),
        ({"companies": {"brot"}}, False, True),
        ({"companies": {"bro"}}, False, False),
        ({"companies": {"brot co"}}, False, True),
        ({"countries": {"DE", "CH"}}, True, False),
        ({"size_min": 90}, True, False),
        ({"size_max": 4}, False, True),
        ({"stages": {"new"}}, None, None),
        ({"leads": {UUID(int=7)}}, None, None),
        ({"segments": {Segment.BANK}, "stages": {"new"}}, None, False),
        ({"is_except": True}, False, False),
        ({}, True, True),
    ],
)
def test_whom_an_order_is_about(audience, bank, baker) -> None:
    """A grant holds for whom it is known to be about; a bound for all but whom it is known not to
    be about.
    """
    to = Audience(**audience)
    for person, expected in ((BANK, bank), (BAKER, baker)):
        assert to.includes(person) is expected
        granted = judged(MAIL, grant(MAIL, audience=to), situation=about(person))
        assert granted.is_allowed == (expected is True)
        if expected is not True:
            assert granted.reasons == (Reason.AUDIENCE_NOT_COVERED,)
        never = bound(MAIL, approval={MAIL: Approval.NEVER}, audience=to)
        held = judged(MAIL, grant(MAIL), never, situation=about(person))
        assert held.is_allowed == (expected is False)
        offered = allowed_kinds([order(1, grant(MAIL, audience=to))], NOON, person=person)
        assert (MAIL in offered) == (expected is True)


def test_a_grant_for_some_still_holds_back_for_who_may_be_one() -> None:
    """Of whom too little is known nothing is allowed that one answer would forbid."""
    small = grant(
        OFFER,
        limits=Limits(discount_ceiling_percent=5),
        audience=Audience(segments=frozenset({Segment.BANK})),
    )
    large = grant(OFFER, limits=Limits(discount_ceiling_percent=20))
    for person, is_allowed in ((BAKER, True), (BANK, False), (None, False)):
        verdict = judged(OFFER, small, large, situation=about(person), discount_percent=10)
        assert verdict.is_allowed == is_allowed


@pytest.mark.parametrize(
    ("channel", "grants", "binds"),
    [(Channel.MAIL, True, True), (Channel.CHAT, False, False), (None, False, True)],
)
def test_the_way_it_reaches_the_person(channel, grants: bool, binds: bool) -> None:  # noqa: FBT001
    """An order for mail allows nothing in the chat; one that holds mail back leaves the chat."""
    mail = frozenset({Channel.MAIL})
    verdict = judged(MAIL, grant(MAIL, channels=mail), channel=channel)
    assert verdict.is_allowed == grants
    assert grants or verdict.reasons == (Reason.CHANNEL_NOT_COVERED,)
    never = bound(MAIL, approval={MAIL: Approval.NEVER}, channels=mail)
    assert judged(MAIL, EVERYTHING, never, channel=channel).is_allowed == (not binds)
    assert (
        MAIL in allowed_kinds([order(1, grant(MAIL, channels=mail))], NOON, channel=channel)
    ) == grants


def test_a_paused_order_grants_nothing_and_holds_back() -> None:
    """To pause an order never lets anything more happen, and what it allowed waits for it."""
    paused = order(1, grant(MAIL), is_paused=True)
    assert judged(MAIL, paused).reasons == (Reason.INSTRUCTION_PAUSED,)
    assert MAIL not in allowed_kinds([paused], NOON)
    other = order(2, grant(MAIL))
    assert judged(MAIL, paused, other).instruction_id == UUID(int=2)
    kept = judged(MAIL, paused, other, under=UUID(int=1))
    assert (kept.reasons, kept.instruction_id) == ((Reason.INSTRUCTION_PAUSED,), UUID(int=1))
    strict = order(1, grant(OFFER, limits=Limits(discount_ceiling_percent=1)), is_paused=True)
    assert judged(OFFER, strict, EVERYTHING).reasons == (Reason.ABOVE_CEILING,)
    never = order(3, bound(MAIL, approval={MAIL: Approval.NEVER}), is_paused=True)
    assert judged(MAIL, other, never).reasons == (Reason.NEVER,)


def test_what_a_revoked_order_allowed_ends_unless_another_allows_it() -> None:
    """The reason says that the order is gone; what another grants goes on under that."""
    gone = UUID(int=9)
    assert judged(MAIL, under=gone).reasons == (Reason.INSTRUCTION_REVOKED,)
    assert judged(MAIL, bound(MAIL), under=gone).reasons == (Reason.INSTRUCTION_REVOKED,)
    verdict = judged(MAIL, grant(MAIL), under=gone)
    assert (verdict.is_allowed, verdict.instruction_id) == (True, UUID(int=1))


def test_what_an_order_allowed_stays_under_it() -> None:
    """Judged again, the verdict names the order it was allowed by, if that still allows it."""
    orders = [grant(MAIL), grant(MAIL), grant(MAIL)]
    assert judged(MAIL, *orders).instruction_id == UUID(int=1)
    assert judged(MAIL, *orders, under=UUID(int=3)).instruction_id == UUID(int=3)


def test_ways_that_are_barred() -> None:
    """A bound names the ways that are not to be used; the others stay."""
    barring = bound(ActionKind.STRATEGY_USE, strategies=frozenset({"proof"}))
    use = ActionKind.STRATEGY_USE
    assert judged(use, EVERYTHING, barring, strategy="benefit").is_allowed
    verdict = judged(use, EVERYTHING, barring, strategy="proof")
    assert (verdict.reasons, verdict.instruction_id) == (
        (Reason.STRATEGY_NOT_ALLOWED,),
        UUID(int=2),
    )
    assert not judged(use, barring, strategy="benefit").is_allowed


@pytest.mark.parametrize(
    ("kind", "fact", "limit", "good", "bad", "reason"),
    [
        (LEARN, "field", "data_fields", "need", "budget", Reason.FIELD_NOT_ALLOWED),
        (LEARN, "source", "sources", "message", "site", Reason.SOURCE_NOT_ALLOWED),
        (ActionKind.SITE_READ, "source", "sources", "site", None, Reason.SOURCE_NOT_ALLOWED),
        (REPLY, "language", "languages", "de", "fr", Reason.LANGUAGE_NOT_ALLOWED),
        (MAIL, "language", "languages", "de", None, Reason.LANGUAGE_NOT_ALLOWED),
    ],
)
@pytest.mark.parametrize("effect", ["grant", "bound"])
def test_only_what_stands_on_the_list(effect, kind, fact, limit, good, bad, reason) -> None:
    """Fields, sources and languages: each list there is has to name it; the unknown is on none."""
    listing = Rule(actions=frozenset({kind}), effect=effect, **{limit: frozenset({good})})
    assert judged(kind, EVERYTHING, listing, **{fact: good}).is_allowed
    assert judged(kind, EVERYTHING, listing, **{fact: bad}).reasons == (reason,)
    assert judged(kind, EVERYTHING, listing, **{fact: None}).reasons == (reason,)
    assert judged(kind, EVERYTHING, **{fact: bad}).is_allowed


def test_words_that_no_reply_says() -> None:
    """Found whatever their case and ending, not inside other words; the record does not repeat
    them.
    """
    barring = bound(REPLY, barred_words=frozenset({"guarantee", "best price", "Acme"}))
    for text in (
        "We GUARANTEE it.",
        "That is guaranteed!",
        "the best  price",
        "best-prices here",
        "acme.",
        "gua\u00adrantee",
        "best\u200b price",
    ):
        verdict = judged(REPLY, EVERYTHING, barring, text=text)
        assert (verdict.reasons, verdict.instruction_id) == (
            (Reason.WORDS_NOT_ALLOWED,),
            UUID(int=2),
        ), text
        assert "guarantee" not in str(verdict.checks).casefold()
    for text in ("Acmes rival", "the best of prices", "We promise nothing.", None):
        assert judged(REPLY, EVERYTHING, barring, text=text).is_allowed, text


TUESDAY_TEN = datetime(2026, 12, 1, 9, tzinfo=UTC)  # 10:00 in Berlin
MAYA, BEN = UUID(int=70), UUID(int=71)
MEETING = Meeting(MAYA, TUESDAY_TEN, TUESDAY_TEN + timedelta(minutes=30), "Europe/Berlin", 1)


@pytest.mark.parametrize(
    ("calendar", "meeting", "reason"),
    [
        ({"members": {MAYA}}, {}, None),
        ({"members": {MAYA}}, {"member_id": BEN}, Reason.CALENDAR_NOT_ALLOWED),
        ({"members": {MAYA}}, {"member_id": None}, Reason.CANNOT_EVALUATE),
        ({"weekdays": {"tue"}}, {}, None),
        ({"weekdays": {"mon", "wed"}}, {}, Reason.CALENDAR_NOT_ALLOWED),
        ({"weekdays": {"tue"}}, {"starts_at": None}, Reason.CANNOT_EVALUATE),
        ({"start": "10:00"}, {}, None),
        ({"start": "10:01"}, {}, Reason.CALENDAR_NOT_ALLOWED),
        ({"start": "10:00", "zone": "Europe/London"}, {}, Reason.CALENDAR_NOT_ALLOWED),
        ({"start": "10:00"}, {"member_zone": None}, Reason.CANNOT_EVALUATE),
        ({"end": "10:30"}, {}, None),
        ({"end": "10:29"}, {}, Reason.CALENDAR_NOT_ALLOWED),
        (
            {"end": "23:30"},
            {"ends_at": TUESDAY_TEN + timedelta(days=1)},
            Reason.CALENDAR_NOT_ALLOWED,
        ),
        ({"closed": {date(2026, 12, 1)}}, {}, Reason.CALENDAR_NOT_ALLOWED),
        ({"closed": {date(2026, 12, 2)}}, {}, None),
        ({"per_day": 2}, {}, None),
        ({"per_day": 1}, {}, Reason.MEETING_LIMIT_REACHED),
        ({"per_day": 1}, {"that_day": None}, Reason.CANNOT_EVALUATE),
    ],
)
@pytest.mark.parametrize("effect", ["grant", "bound"])
def test_meetings_only_when_and_with_whom(effect, calendar, meeting, reason) -> None:
    """On the clock that was named, or the member's; what is not known counts as no."""
    only = Rule(actions=frozenset({BOOK}), effect=effect, calendar=Calendar(**calendar))
    situation = replace(EASY, meeting=replace(MEETING, **meeting))
    verdict = judged(BOOK, EVERYTHING, only, situation=situation)
    assert verdict.reasons == (reason or Reason.INSTRUCTION,)
    assert judged(BOOK, EVERYTHING, only).reasons == (Reason.CANNOT_EVALUATE,)
    assert judged(REPLY, EVERYTHING, only).is_allowed
    assert calendars([order(1, EVERYTHING), order(2, only)], NOON) == (only.calendar,)


FEDERAL = grant(MAIL, quiet_hours=QuietHours(start="21:00", end="08:00"))


@pytest.mark.parametrize(
    ("hour", "until"),
    [(17, (1, 18)), (18, None), (25, None), (26, (2, 18)), (30, (2, 18))],
)
def test_an_unknown_clock_is_every_clock_of_the_country(hour: int, until) -> None:
    """From the East to Hawaii a rule of 8 to 21 leaves 18:00 to 02:00 UTC on 1 December 2026."""
    now = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
    situation = replace(EASY, now=now, workspace_zone="America/New_York")
    verdict = judged(MAIL, FEDERAL, situation=situation)
    assert verdict.is_allowed
    expected = datetime(2026, 12, *until, tzinfo=UTC) if until else None
    assert verdict.wait_until == expected
    known = replace(situation, workspace_zone="Asia/Tokyo", person=Person(country="US"))
    assert judged(MAIL, FEDERAL, situation=known).wait_until == expected


def test_where_the_team_is_counts_for_who_may_be_anywhere() -> None:
    """A company sells where it has people: their countries count beside the workspace's."""
    nine_in_berlin = replace(EASY, now=TUESDAY_TEN, workspace_zone="Europe/Berlin")
    assert judged(MAIL, FEDERAL, situation=nine_in_berlin).wait_until is None
    with_ben = replace(nine_in_berlin, team_zones=frozenset({"America/New_York"}))
    verdict = judged(MAIL, FEDERAL, situation=with_ben)
    assert verdict.wait_until == datetime(2026, 12, 1, 18, tzinfo=UTC)
    in_germany = replace(with_ben, recipient_zone="Europe/Berlin")
    assert judged(MAIL, FEDERAL, situation=in_germany).wait_until is None


def test_where_it_is_always_night_somewhere_nothing_leaves() -> None:
    """No moment is right for all: it is refused for the quiet hours and not put off for ever."""
    short = grant(MAIL, quiet_hours=QuietHours(start="17:00", end="09:00"))
    both = replace(
        EASY,
        workspace_zone="Europe/Berlin",
        team_zones=frozenset({"Asia/Tokyo", "Pacific/Honolulu"}),
    )
    verdict = judged(MAIL, short, situation=both)
    assert (verdict.reasons, verdict.wait_until) == ((Reason.QUIET_HOURS,), None)
    awake = replace(both, last_heard_at=NOON - timedelta(minutes=3))
    assert judged(MAIL, short, situation=awake).is_allowed


def test_a_quiet_day_is_quiet_on_the_recipients_clock() -> None:
    """From its midnight to the next, where the recipient is; then the night counts again."""
    zone = ZoneInfo("America/New_York")
    weekend = QuietHours(start="00:00", end="00:00", days=frozenset({"sat", "sun"}))
    friday = datetime(2026, 12, 5, 4, 59, tzinfo=UTC)  # 23:59 there, and Saturday in London
    assert places.next_awake([weekend], [zone], friday) == friday
    monday = datetime(2026, 12, 7, 5, tzinfo=UTC)
    saturday = friday + timedelta(minutes=1)
    assert places.next_awake([weekend], [zone], saturday) == monday
    assert places.next_awake([weekend, QuietHours()], [zone], saturday) == monday.replace(hour=13)
    always = QuietHours(days=frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}))
    assert places.next_awake([always], [zone], friday) is None


def test_the_next_moment_holds_across_a_change_of_the_clocks() -> None:
    """The moment named is quiet nowhere, and the minute before it is quiet somewhere."""
    zones = [ZoneInfo(name) for name in places.zones_of("US")]
    quiet = [QuietHours(start="21:00", end="08:00")]
    for day in (datetime(2026, 10, 31, 3, tzinfo=UTC), datetime(2027, 3, 13, 3, tzinfo=UTC)):
        for hour in range(48):
            now = day + timedelta(hours=hour, minutes=7)
            moment = places.next_awake(quiet, zones, now)
            local = [moment.astimezone(zone) for zone in zones]
            assert not any(quiet[0].covers(at) for at in local)
            just_before = moment - timedelta(minutes=1)
            assert moment == now or any(
                quiet[0].covers(just_before.astimezone(zone)) for zone in zones
            )


@pytest.mark.parametrize(
    ("limit", "facts", "reason"),
    [
        ({"uses": 2}, {"uses": {UUID(int=1): 1}}, None),
        ({"uses": 2}, {"uses": {UUID(int=1): 2}}, Reason.USES_EXHAUSTED),
        ({"uses": 2}, {"uses": {UUID(int=5): 9}}, None),
        ({"uses": 2}, {"uses": None}, Reason.CANNOT_EVALUATE),
        ({"uses": 0}, {"uses": {}}, Reason.USES_EXHAUSTED),
        ({"uses_per_lead": 1}, {"uses_by_lead": {}}, None),
        ({"uses_per_lead": 1}, {"uses_by_lead": {UUID(int=1): 1}}, Reason.LEAD_USES_EXHAUSTED),
        ({"uses_per_lead": 1}, {"uses_by_lead": None}, Reason.CANNOT_EVALUATE),
    ],
)
def test_an_order_is_used_as_often_as_it_says(limit, facts, reason) -> None:
    """Then it is over, as if it had expired: what another grants goes on without its limits."""
    situation = replace(EASY, **facts)
    once = grant(MAIL, REPLY, limits=Limits(**limit, total_per_day=9))
    assert judged(MAIL, once, situation=situation).reasons == (reason or Reason.INSTRUCTION,)
    assert judged(REPLY, once, situation=situation).is_allowed
    verdict = judged(MAIL, once, grant(MAIL), situation=situation)
    assert verdict.is_allowed
    assert verdict.instruction_id == UUID(int=2 if reason else 1)
    busy = replace(situation, sent_today=9)
    is_over = reason in {Reason.USES_EXHAUSTED, Reason.LEAD_USES_EXHAUSTED}
    assert judged(MAIL, once, grant(MAIL), situation=busy).is_allowed == is_over


def test_a_bound_that_is_used_up_lets_nothing_more_happen() -> None:
    """ "At most two discounts" holds whoever grants them."""
    two = bound(OFFER, limits=Limits(uses=2))
    for count, reason in ((1, Reason.INSTRUCTION), (2, Reason.USES_EXHAUSTED)):
        situation = replace(EASY, uses={UUID(int=2): count})
        verdict = judged(OFFER, EVERYTHING, two, situation=situation)
        assert verdict.reasons == (reason,)
    assert judged(OFFER, EVERYTHING, two).reasons == (Reason.CANNOT_EVALUATE,)
