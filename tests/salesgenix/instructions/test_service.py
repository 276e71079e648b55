"""Orders are given once, change as versions, and end when they are revoked."""

from datetime import timedelta

import pytest

from salesgenix.authority.rules import ActionKind, Limits, Rule
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service
from salesgenix.instructions.service import Order, State
from salesgenix.kit.errors import Invalid, NotFound
from tests.salesgenix.people import MONDAY, World, settle

ANSWER = Rule(actions=frozenset({ActionKind.REPLY_SEND, ActionKind.KNOWLEDGE_READ}))
GENEROUS = Rule(
    actions=frozenset({ActionKind.DISCOUNT_OFFER}), limits=Limits(discount_ceiling_percent=10)
)


def issue(world: World, rule: Rule = ANSWER, **more) -> service.InstructionCard:
    given = {"key": "answer", "words": "Answer what visitors ask.", "rule": rule} | more
    now = given.pop("now", MONDAY)
    with world.db.writing() as session:
        order = Order(author_member_id=world.ana, **given)
        return service.issue(session, world.ws, order, now=now)


def rules(world: World, now=MONDAY) -> dict[str, Rule]:
    with world.db.reading() as session:
        return {rule.key: rule.rule for rule in service.active_rules(session, world.ws, now=now)}


def types(world: World) -> list[str]:
    with world.db.reading() as session:
        return [card.type for card in decisions.listing(session, world.ws)][::-1]


def test_an_order_is_in_force_once_however_often_it_is_given(each_world: World) -> None:
    """The same key, words and rule again: no new version, no new record."""
    first = issue(each_world)
    assert issue(each_world, now=MONDAY + timedelta(days=1)) == first
    assert (len(first.versions), first.state) == (1, State.ACTIVE)
    assert rules(each_world) == {"answer": ANSWER}
    assert types(each_world) == ["instruction.issued"]


def test_a_changed_rule_is_a_new_version_under_the_same_words(world: World) -> None:
    """The newest version rules; the older one can still be read."""
    issue(world, GENEROUS)
    modest = GENEROUS.model_copy(update={"limits": Limits(discount_ceiling_percent=5)})
    card = issue(world, modest)
    assert [version.version for version in card.versions] == [1, 2]
    assert "up to 10 %" in card.versions[0].plain_words
    assert "up to 5 %" in card.plain_words
    assert rules(world)["answer"] == modest


def test_changed_words_are_a_new_order_in_place_of_the_old(world: World) -> None:
    """The owner's words never change: the old order stays readable, revoked."""
    old = issue(world)
    new = issue(world, words="Answer, but only about prices.")
    assert new.id != old.id
    with world.db.reading() as session:
        listed = service.listing(session, world.ws, now=MONDAY)
    assert [(card.words, card.state) for card in listed] == [
        ("Answer what visitors ask.", State.REVOKED),
        ("Answer, but only about prices.", State.ACTIVE),
    ]
    assert list(rules(world)) == ["answer"]


def test_a_revoked_order_allows_nothing_and_an_unchanged_file_does_not_revive_it(
    world: World,
) -> None:
    """Revoked in the console, it stays so when the same file is applied again."""
    card = issue(world)
    with world.db.writing() as session:
        for _ in range(2):
            service.revoke(session, world.ws, card.id, by=world.ana, now=MONDAY)
    assert issue(world).state is State.REVOKED
    assert rules(world) == {}
    assert types(world) == ["instruction.issued", "instruction.revoked"]


def test_an_owner_brings_a_revoked_order_back(world: World) -> None:
    """From the console, or with a changed rule, it is given anew."""
    card = issue(world)
    with world.db.writing() as session:
        service.revoke(session, world.ws, card.id, by=world.ana, now=MONDAY)
    assert issue(world, surface="console").state is State.ACTIVE
    assert rules(world) == {"answer": ANSWER}


def test_validity_shows_in_the_state(world: World) -> None:
    """Not yet, active, expired: as the clock says, without anybody's doing."""
    end = MONDAY + timedelta(days=2)
    begin = MONDAY + timedelta(days=1)
    card = issue(world, ANSWER.model_copy(update={"not_before": begin, "not_after": end}))
    assert card.state is State.NOT_YET
    with world.db.reading() as session:
        assert service.card(session, world.ws, card.id, now=begin).state is State.ACTIVE
        assert service.card(session, world.ws, card.id, now=end).state is State.EXPIRED
    assert (rules(world), rules(world, begin).keys()) == ({}, {"answer"})


@pytest.mark.parametrize(
    "wrong", [{"words": "  "}, {"words": "x" * 5000}, {"rule": Rule(actions=[])}]
)
def test_an_empty_order_is_refused(world: World, wrong: dict) -> None:
    """Words and at least one action, or it means nothing."""
    with pytest.raises(Invalid):
        issue(world, **wrong)


def test_a_stranger_sees_and_revokes_nothing(world: World) -> None:
    """Another workspace has its own orders only."""
    card = issue(world)
    stranger = settle(world.db)
    with world.db.writing() as session:
        assert service.listing(session, stranger.ws, now=MONDAY) == []
        with pytest.raises(NotFound):
            service.revoke(session, stranger.ws, card.id, by=stranger.ana, now=MONDAY)
