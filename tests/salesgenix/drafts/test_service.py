"""Drafts in a workspace: shown in full, judged by the authority, put in force by their digest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salesgenix.authority.rules import ActionKind, Limits, Rule
from salesgenix.drafts import service as drafts
from salesgenix.drafts.rules import Standing
from salesgenix.drafts.service import Wish
from salesgenix.drafts.terms import WAYS
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.kit.errors import Conflict, Invalid
from tests.salesgenix.people import MONDAY, World
from tools.persuasion import STRATEGIES

WORDS = "Never offer more than 10 %, and always ask me before writing to banks. Be nice."


@pytest.fixture
def world(world: World) -> World:
    with world.db.writing() as session:
        for key, rule in (
            (
                "discounts",
                {"actions": ["discount.offer"], "limits": {"discount_ceiling_percent": 30}},
            ),
            ("transcripts", {"actions": ["mail.transcript"]}),
        ):
            order = Order(key=key, words=key, rule=Rule.model_validate(rule))
            instructions.issue(session, world.ws, order, now=MONDAY)
    return world


def _draft(world: World, wish: Wish) -> drafts.DraftCard:
    with world.db.reading() as session:
        return drafts.draft(session, world.ws, wish, now=MONDAY)


def _publish(world: World, wish: Wish, digest: str) -> instructions.InstructionCard:
    with world.db.writing() as session:
        return drafts.publish(session, world.ws, wish, digest=digest, by=world.ana, now=MONDAY)


def test_a_draft_shows_what_would_be_allowed_asked_and_refused(world: World) -> None:
    """Two rules of one order; 11 % and an unasked mail to a bank are held back, naming it."""
    card = _draft(world, Wish(words=WORDS))
    said = {one.text: (one.outcome, one.is_draft) for one in card.examples}
    assert said["Offer 10 % off."][0] == "allowed"
    assert said["Offer 11 % off."] == ("denied", True)
    assert said["Mail a transcript to somebody from banks."] == ("needs_approval", True)
    assert said["Mail a transcript to somebody else."] == ("allowed", False)
    assert said["Mail a transcript to somebody of whom nothing is known."][0] == "needs_approval"
    assert [one.standing for one in card.sentences] == [Standing.ENFORCED, Standing.UNENFORCED]
    assert len(card.parts) == 2


def test_what_an_order_to_book_leaves_out_is_shown(world: World) -> None:
    """Who may book may not write: an owner sees it before the first invitation is missing."""
    said = {one.text: one.outcome for one in _draft(world, Wish(words="Book demos.")).examples}
    assert said["Mail the invitation for it."] == "denied"


def test_a_stricter_order_in_force_shows_in_the_examples(world: World) -> None:
    """A draft that allows more than an order in force is not shown as if it did."""
    card = _draft(world, Wish(words="You may give up to 40 % off."))
    by = {one.text: one for one in card.examples}["Offer 40 % off."]
    assert (by.outcome, by.is_draft) == ("denied", False)
    assert "discounts" in by.why


def test_only_what_was_shown_is_put_in_force(world: World) -> None:
    """The digest of other words, or of a rule changed meanwhile, puts nothing in force."""
    wish = Wish(words=WORDS, key="house")
    shown = _draft(world, wish)
    with pytest.raises(Conflict, match="something else") as refused:
        _publish(world, replace(wish, words=WORDS.replace("10", "90")), shown.digest)
    assert refused.value.code == "draft.changed"
    issued = _publish(world, wish, shown.digest)
    assert issued.rule == shown.rule
    assert issued.author_member_id == world.ana
    newest = issued.versions[-1]
    assert newest.drafted_by == "embedded"
    assert newest.shown_digest == shown.digest
    assert [WORDS[a:b] for a, b in newest.unenforced] == ["Be nice."]


def test_nothing_to_hold_is_nothing_to_publish(world: World) -> None:
    """Words that come to no rule cannot be put in force, and empty words are none."""
    card = _draft(world, Wish(words="Be nice."))
    assert card.rule is None
    with pytest.raises(Invalid, match="Nothing in these words"):
        _publish(world, Wish(words="Be nice."), card.digest)
    with pytest.raises(Invalid):
        _draft(world, Wish(words="  "))


def test_a_second_draft_says_what_it_changes(world: World) -> None:
    """Against what is in force under its key: lines that go and come, and the field."""
    wish = Wish(words=WORDS, key="house")
    _publish(world, wish, _draft(world, wish).digest)
    changed = _draft(world, replace(wish, words=WORDS.replace("10", "12")))
    assert changed.comparison.removed == ("Discounts: never above 10 %.",)
    assert changed.comparison.added == ("Discounts: never above 12 %.",)
    paths = [(one.path, one.before, one.after) for one in changed.comparison.changes]
    assert paths == [("part 1.limits.discount_ceiling_percent", 10, 12)]


def test_what_grants_ends_within_a_year(world: World) -> None:
    """An order without an end gets one that is shown; a chosen end comes first."""
    card = _draft(world, Wish(words="You may give up to 5 % off."))
    assert card.rule is not None
    assert card.rule.not_after is not None
    assert timedelta(days=364) < card.rule.not_after - MONDAY <= timedelta(days=366)
    soon = MONDAY + timedelta(days=3)
    early = _draft(world, Wish(words="You may give up to 5 % off.", not_after=soon))
    assert early.rule is not None
    assert early.rule.not_after == soon


def test_a_campaign_says_its_end_itself(world: World) -> None:
    """A grant of a campaign or a one-off gets no end by default: it is shown that one is missing,
    and it is not in force until it is named.
    """
    wish = Wish(words="Just this once you may give 25 % off.")
    card = _draft(world, wish)
    assert (card.kind, card.lacks_end) == ("one_off", True)
    with pytest.raises(Invalid, match="needs an end"):
        _publish(world, wish, card.digest)
    ending = replace(wish, words="Just this once you may give 25 % off, until Friday.")
    card = _draft(world, ending)
    assert not card.lacks_end
    _publish(world, ending, card.digest)


def test_a_rule_changed_by_hand_says_which_sentence_it_leaves(world: World) -> None:
    """A sentence that the tuned rule does not keep is no longer shown as held."""
    rule = Rule(
        actions=frozenset({ActionKind.DISCOUNT_OFFER}),
        effect="bound",
        limits=Limits(discount_ceiling_percent=50),
    )
    card = _draft(world, Wish(words="Never offer more than 10 %.", rule=rule, drafted_by="person"))
    assert [(one.standing, one.code) for one in card.sentences] == [
        (Standing.UNENFORCED, "by_hand")
    ]


def test_a_key_is_proposed_and_free(world: World) -> None:
    """Made of the words; the next order of the same words gets another."""
    wish = Wish(words=WORDS)
    first = _draft(world, wish)
    assert first.key == "never-offer-more-than-10"
    _publish(world, replace(wish, key=first.key), first.digest)
    assert _draft(world, wish).key == "never-offer-more-than-10-2"


def test_the_ways_that_orders_can_name_are_those_there_are() -> None:
    """The list here and the strategies of the tools are one list."""
    assert set(STRATEGIES) == WAYS
