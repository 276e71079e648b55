"""A way to persuade is open only when what it needs is true."""

from datetime import date, timedelta

import pytest

from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import Invalid
from salesgenix.kit.ids import new_id
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.rules import PageDraft
from tests.salesgenix.people import MONDAY
from tests.tools.conftest import context_of
from tools.persuasion import STRATEGIES

TRUE_OF = {
    "worked_example": "What does the Team plan cost?",
    "benefit": "Does it work offline on my phone?",
    "risk_reversal": "Can we try it for free?",
    "credential": "Is our data encrypted?",
    "customer_story": "Do you have references?",
}


def passage_id(run, question):
    return run("search_knowledge", query=question).content["passages"][0]["id"]


@pytest.mark.parametrize("strategy", ["discovery_question", "summary", "small_step"])
def test_what_claims_nothing_needs_nothing(run, strategy):
    """A question, a summary, a small step: proposed for the owner's rule to decide."""
    proposal = run("choose_strategy", strategy=strategy)
    assert proposal.kind is ActionKind.STRATEGY_USE
    assert proposal.arguments["strategy"] == strategy


@pytest.mark.parametrize(("strategy", "question"), TRUE_OF.items())
def test_a_claim_needs_the_passage_it_rests_on(run, strategy, question):
    """With a fitting passage it is proposed and cited; without one it is refused."""
    claim = passage_id(run, question)
    proposal = run("choose_strategy", strategy=strategy, claim_passage_id=claim)
    assert proposal.arguments["claim_passage_id"] == claim
    assert proposal.sources[0]["passage_id"] == claim
    for nothing in (None, str(new_id())):
        with pytest.raises(Invalid, match="It needs"):
            run("choose_strategy", strategy=strategy, claim_passage_id=nothing)


@pytest.mark.parametrize("strategy", ["customer_story", "credential", "deadline", "risk_reversal"])
def test_a_passage_about_something_else_does_not_make_it_true(run, strategy):
    """A price list is no reference, no certificate, no deadline and no way back."""
    prices = passage_id(run, "What does the Team plan cost?")
    with pytest.raises(Invalid) as caught:
        run("choose_strategy", strategy=strategy, claim_passage_id=prices)
    assert caught.value.code == "strategy.not_true"


def test_a_deadline_is_real_and_still_to_come(run, world):
    """Scarcity rests on a page with a last day; when that has passed, so has the argument."""
    offer = PageDraft(
        path="spring.md",
        title="Spring offer",
        text="20 % discount on the first year.",
        valid_until=date(2027, 3, 31),
    )
    with world.db.writing() as session:
        knowledge.replace_pages(session, world.ws, [offer], now=MONDAY)
    claim = passage_id(run, "any discount?")
    assert run("choose_strategy", strategy="deadline", claim_passage_id=claim)
    april = context_of(world, now=MONDAY + timedelta(days=31))
    with pytest.raises(Invalid):
        run("choose_strategy", context=april, strategy="deadline", claim_passage_id=claim)


def test_an_internal_page_is_no_argument(run, world):
    """Even an id that a model cannot know does not bring the battle card into a claim."""
    with world.db.reading() as session:
        [card, *_] = knowledge.search_for_team(
            session, world.ws, "walk-away discount room", now=MONDAY
        )
    assert card.path.startswith("battlecard")
    with pytest.raises(Invalid):
        run("choose_strategy", strategy="benefit", claim_passage_id=str(card.id))


@pytest.mark.parametrize("strategy", ["guilt", "fear", "personal_story", "false_urgency", ""])
def test_dark_ways_do_not_exist(run, strategy):
    """There is nothing to allow: the catalogue has no such entry."""
    assert strategy not in STRATEGIES
    with pytest.raises(Invalid) as caught:
        run("choose_strategy", strategy=strategy)
    assert caught.value.code == "strategy.unknown"
