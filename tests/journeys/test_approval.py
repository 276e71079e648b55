"""The third path: an approval, from the question to the prospect's answer."""

from datetime import timedelta

import pytest

from salesgenix.actions import service as actions
from salesgenix.actions.service import ApprovalCard
from salesgenix.kit.errors import Conflict
from salesgenix.turns import service as turns
from tests.journeys.company import Company, answered, until


def pending(company: Company) -> list[ApprovalCard]:
    with company.house.db.reading() as session:
        return actions.pending_approvals(session, company.workspace_id)


def decide(company: Company, asked: ApprovalCard, verb: str, digest: str | None = None) -> None:
    with company.house.db.writing() as session:
        actions.decide_approval(
            session,
            company.workspace_id,
            asked.id,
            company.owner,
            verb=verb,
            digest=digest or asked.digest,
            reason="Only this once.",
            now=company.clock.now(),
        )


@pytest.mark.parametrize(("verb", "outcome"), [("approve", "agreed"), ("reject", "not")])
def test_a_discount_above_the_ceiling_waits_for_a_person(
    company: Company, verb: str, outcome: str
) -> None:
    """Asked for 25 %, the agent asks the team; the decision is answered at once, by itself."""
    with company.prospect() as carla:
        carla.write("Can I have a 25 percent discount?")
        asked_for = answered(carla)
        (asked,) = pending(company)
        assert asked.action.arguments["percent"] == 25
        assert "approval" not in str([event["kind"] for event in asked_for])
        decide(company, asked, verb)
        until(lambda: len(carla.log(after=asked_for[-1]["seq"])) > 0)
        (told,) = carla.log(after=asked_for[-1]["seq"])
    assert outcome in told["payload"]["text"]
    assert "25" in told["payload"]["text"]
    assert pending(company) == []


def test_what_was_not_shown_is_not_approved(company: Company) -> None:
    """A digest of something else, or a second and different decision, changes nothing."""
    thread = company.open_thread()
    thread.say("Can I have a 25 percent discount?")
    (asked,) = pending(company)
    with pytest.raises(Conflict):
        decide(company, asked, "approve", digest="0" * 64)
    decide(company, asked, "reject")
    with pytest.raises(Conflict):
        decide(company, asked, "approve")
    assert thread.actions()["discount.offer"].state == "refused"


@pytest.mark.parametrize(
    ("answer", "said", "percent"),
    [
        ("12 % at most", "12 %", 12),
        ("Tell them that guided onboarding is free this month.", "guided onboarding is free", None),
    ],
)
def test_an_answer_is_what_the_agent_acts_on_next(
    company: Company, answer: str, said: str, percent: int | None
) -> None:
    """The team answers instead of deciding: the next message acts on it, and allows nothing new."""
    thread = company.open_thread()
    thread.say("Can I have a 25 percent discount?")
    (asked,) = pending(company)
    before = len(thread.messages("agent"))
    with company.house.db.writing() as session:
        actions.decide_approval(
            session,
            company.workspace_id,
            asked.id,
            company.owner,
            verb="answer",
            digest="",
            reason=answer,
            now=company.clock.now(),
        )
        waiting = turns.waiting(session, now=company.clock.now() + timedelta(minutes=1))
    for turn_id in waiting:
        company.take_turn(turn_id)
    (told,) = thread.messages("agent")[before:]
    assert said in told
    assert [card.action.arguments["percent"] for card in pending(company)] == (
        [percent] if percent else []
    )
    assert thread.actions()["discount.offer"].state != "done"
