"""How long an order holds, what a version keeps, and what a pause and a way back do."""

from datetime import timedelta

import pytest

from salesgenix.authority.rules import ActionKind, Calendar, Limits, Rule
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service
from salesgenix.instructions.service import Order, State
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from tests.salesgenix.people import MONDAY, World

MAIL = Rule(actions=frozenset({ActionKind.MAIL_TRANSCRIPT}))
NEVER = Rule(actions=frozenset({ActionKind.DISCOUNT_OFFER}), effect="bound")
YEAR = timedelta(days=365)


def issue(world: World, rule: Rule = MAIL, *, now=MONDAY, **given):
    order = Order(
        **({"key": "mail", "words": "Mail.", "surface": "console"} | given),
        rule=rule,
        author_member_id=world.ana,
    )
    with world.db.writing() as session:
        return service.issue(session, world.ws, order, now=now)


def ending(days: int, rule: Rule = MAIL) -> Rule:
    return rule.model_copy(update={"not_after": MONDAY + timedelta(days=days)})


def test_an_order_of_the_console_ends(world: World) -> None:
    """After a year if it does not say when; what only holds back stands; the file's order too."""
    assert issue(world).rule.not_after == MONDAY + YEAR
    both = MAIL.model_copy(update={"parts": (NEVER, MAIL)})
    rule = issue(world, both, key="both").rule
    assert [part.not_after for part in rule.flat()] == [MONDAY + YEAR, None, MONDAY + YEAR]
    assert issue(world, key="kept", surface="file").rule.not_after is None
    assert issue(world, ending(30), key="short").rule.not_after == MONDAY + timedelta(days=30)


def test_the_same_order_again_keeps_its_end(world: World) -> None:
    """Given again it is no new version, until it is over: then it starts anew."""
    first = issue(world)
    assert issue(world, now=MONDAY + timedelta(days=9)) == first
    again = issue(world, now=MONDAY + YEAR)
    assert (again.versions[-1].version, again.rule.not_after) == (2, MONDAY + 2 * YEAR)


@pytest.mark.parametrize(
    ("rule", "given", "code"),
    [
        (ending(367), {}, "instruction.end"),
        (ending(0), {}, "instruction.over"),
        (MAIL, {"kind": "campaign"}, "instruction.end"),
        (MAIL, {"kind": "one_off"}, "instruction.end"),
        (MAIL, {"kind": "campaign", "surface": "file"}, "instruction.end"),
        (MAIL, {"kind": "weekly"}, "instruction.kind"),
        (Rule(actions=frozenset()), {}, "instruction.actions"),
        (MAIL, {"words": " "}, "instruction.words"),
    ],
)
def test_what_cannot_be_ordered(world: World, rule: Rule, given, code: str) -> None:
    """No order for longer than twelve months, no campaign without an end."""
    with pytest.raises(Invalid) as caught:
        issue(world, rule, **given)
    assert caught.value.code == code


def test_a_one_off_is_used_once(world: World) -> None:
    """Unless it says how often; an order to do one thing now still needs nothing."""
    assert issue(world, ending(9), kind="one_off").rule.limits.uses == 1
    thrice = ending(9, MAIL.model_copy(update={"limits": Limits(uses=3)}))
    assert issue(world, thrice, kind="one_off", key="x").rule.limits.uses == 3
    assert issue(world, ending(9), kind="campaign", key="y").rule.limits.uses is None
    deed = issue(world, Rule(actions=frozenset()), kind="one_off", key="z", surface="api")
    assert deed.rule.not_after is None


def test_a_version_keeps_how_it_came_about(world: World) -> None:
    """Who put it in force and where, who drafted it, what was shown, and what nothing enforces."""
    card = issue(
        world, drafted_by="embedded", shown_digest="ab" * 32, unenforced=((3, 9), (12, 20))
    )
    version = card.versions[-1]
    assert (version.author_member_id, version.surface) == (world.ana, "console")
    assert (version.drafted_by, version.shown_digest) == ("embedded", "ab" * 32)
    assert version.unenforced == ((3, 9), (12, 20))


def test_an_order_is_paused_and_goes_on(world: World) -> None:
    """Each is on record once; new words do not end the pause, a revocation ends the order."""
    order = issue(world).id
    with world.db.writing() as session:
        for _ in range(2):
            card = service.pause(session, world.ws, order, by=world.ana, now=MONDAY)
    assert (card.state, card.paused_at) == (State.PAUSED, MONDAY)
    reworded = issue(world, words="Mail it.", surface="file")
    assert reworded.state is State.PAUSED
    with world.db.writing() as session:
        for _ in range(2):
            card = service.resume(session, world.ws, reworded.id, by=world.ana, now=MONDAY)
        assert card.state is State.ACTIVE
        said = [one.type for one in decisions.listing(session, world.ws, limit=50)]
        assert said.count("instruction.paused") == said.count("instruction.resumed") == 1
        with pytest.raises(Conflict):
            service.pause(session, world.ws, order, by=world.ana, now=MONDAY)


def test_the_way_back_is_a_new_version(world: World) -> None:
    """What an older version meant is in force again; the versions between stay on record."""
    first = issue(world, ending(30))
    issue(world, ending(60))
    with world.db.writing() as session:
        back = service.rollback(session, world.ws, first.id, 1, by=world.bea, now=MONDAY)
        assert [v.version for v in back.versions] == [1, 2, 3]
        assert back.versions[2].digest == back.versions[0].digest != back.versions[1].digest
        assert back.versions[2].author_member_id == world.bea
        same = service.rollback(session, world.ws, first.id, 1, by=world.bea, now=MONDAY)
        assert same == back
        with pytest.raises(NotFound):
            service.rollback(session, world.ws, first.id, 9, by=world.bea, now=MONDAY)
        with pytest.raises(Invalid):
            service.rollback(
                session, world.ws, first.id, 2, by=world.bea, now=MONDAY + timedelta(days=61)
            )


def test_the_words_of_a_rule_name_its_people(world: World) -> None:
    """An owner reads a name, not a number."""
    with_ben = Rule(
        actions=frozenset({ActionKind.APPOINTMENT_BOOK}),
        calendar=Calendar(members=frozenset({world.ben})),
    )
    assert "Meetings only with Ben." in issue(world, with_ben).plain_words
