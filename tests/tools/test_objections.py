"""Objections are explored before they are answered, and let go after two answers."""

import pytest

from salesgenix.kit.errors import Invalid
from tools.objections import ANSWERS, Kind


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_each_objection_is_asked_about_and_then_answered_from_pages(run, say, kind):
    """Every kind has a question to ask; after it, there is something written to quote."""
    assert run("handle_objection", kind=kind, step="explore").content["ask"]
    say("What do you compare it with?", actor="agent", asked=[f"explore:{kind}"])
    finding = run("handle_objection", kind=kind, step="respond")
    assert finding.content["passages"], kind
    assert finding.sources[0]["passage_id"] == finding.content["passages"][0]["id"]


def test_no_answer_before_a_question(run, say):
    """What was not understood yet is not answered; having asked about another does not count."""
    say("When would it fit?", actor="agent", asked=["explore:timing"])
    with pytest.raises(Invalid) as caught:
        run("handle_objection", kind="price", step="respond")
    assert caught.value.code == "objection.explore_first"


def test_after_two_answers_it_is_let_go(run, say):
    """A third try would be pressure."""
    say("What do you compare it with?", actor="agent", asked=["explore:price"])
    for _ in range(2):
        run("handle_objection", kind="price", step="respond")
        say("Here is why.", actor="agent", objections=["price"])
    with pytest.raises(Invalid) as caught:
        run("handle_objection", kind="price", step="respond")
    assert caught.value.code == "objection.attempts_used_up"
    assert run("handle_objection", kind="timing", step="explore")
    assert "Accept" in run("handle_objection", kind="price", step="close").content["advice"]


def test_a_no_is_accepted(run):
    """Not being interested is no objection: there is nothing to ask and nothing to answer."""
    content = run("handle_objection", kind=Kind.NOT_INTERESTED, step="respond").content
    assert content == {
        "kind": "not_interested",
        "advice": "Accept it, thank them, and leave the matter.",
    }
