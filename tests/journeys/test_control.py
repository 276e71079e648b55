"""Who speaks: a person who takes over in the middle of a turn is the only one who does."""

import threading
from uuid import UUID

import anyio
import pytest
from pydantic import SecretStr

from salesgenix.conversations import service as conversations
from salesgenix.kit.settings import BrainSettings
from tests.agent.model_server import Step, model_server
from tests.journeys.company import Company, Thread, open_company, until


def take_over(company: Company, thread: Thread) -> None:
    with company.house.db.writing() as session:
        conversations.take_control(
            session,
            company.workspace_id,
            thread.id,
            member_id=company.owner,
            member_name="Ana Brandt",
            expected_epoch=thread.card().control_epoch,
            now=company.clock.now(),
        )


@pytest.fixture
def slow(tmp_path, guard):
    """A company whose hosted model takes its time, and that model."""
    with model_server() as model:
        brain = BrainSettings(kind="openai", api_key=SecretStr("sk-test"), base_url=model.url)
        with open_company(tmp_path / "data", guard, brain=brain) as company:
            yield company, model


def test_a_takeover_in_the_middle_withholds_the_reply(slow) -> None:
    """The draft of a turn that a person overtook is never shown; the team is told of it."""
    company, model = slow
    model.script(Step(text="I would say yes.", delay=1.0))
    thread = company.open_thread()
    received = thread.write("Do you have an API?")
    turn = threading.Thread(target=company.take_turn, args=(received.turn_id,), daemon=True)
    turn.start()
    until(lambda: len(model.bodies) == 1)
    take_over(company, thread)
    turn.join(20)
    assert thread.messages("agent") == []
    assert "reply.withheld" in [card.type for card in company.decisions()]
    assert thread.write("Hello?").turn_id is None


def test_one_turn_taken_up_by_many_runs_once(company: Company) -> None:
    """Eight workers reach for the same turn: one reply, and nothing is asked for twice."""
    thread = company.open_thread()
    received = thread.write("What does it cost?")

    async def all_at_once() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(company.parts.take_turn, received.turn_id)

    company.portal.call(all_at_once)
    assert len(thread.messages("agent")) == 1


def test_a_person_can_hand_back_and_the_agent_answers(company: Company) -> None:
    """What was asked while a person had it is answered by itself after the hand-back."""
    with company.prospect() as carla:
        thread = Thread(company, UUID(carla.opened["conversation_id"]))
        take_over(company, thread)
        carla.write("What does the Team plan cost?")
        with company.house.db.writing() as session:
            conversations.hand_back(
                session,
                company.workspace_id,
                thread.id,
                expected_epoch=thread.card().control_epoch,
                now=company.clock.now(),
            )
        until(lambda: bool(thread.messages("agent")))
    assert "39 EUR" in thread.messages("agent")[0]
