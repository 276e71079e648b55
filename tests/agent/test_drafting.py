"""A model may draft an order; it can neither allow what no sentence allows nor undo a refusal."""

import json

import pytest
from anyio.from_thread import BlockingPortal

from agent.brains.breaker import FAILURES
from agent.brains.registry import Brain, make_embedded
from agent.drafting import drafted
from agent.mind import Mind
from agent.quarantine import read_in_quarantine
from guardrails.guard import Guard
from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActionKind, Approval, Rule
from salesgenix.db import Database
from salesgenix.drafts.service import Wish
from salesgenix.kit.clock import SettableClock
from salesgenix.knowledge.ports import SitePage
from salesgenix.knowledge.strangers import read_page
from tests.agent.conftest import MONDAY
from tests.agent.model_server import ModelServer, Step
from tests.salesgenix.people import World, settle

EVERYTHING = {
    "actions": sorted(str(kind) for kind in ActionKind),
    "limits": {"discount_ceiling_percent": 100},
    "strategies": ["deadline"],
}


@pytest.fixture
def scene(db: Database, guard: Guard, hosted: Brain) -> tuple[World, Mind]:
    world = settle(db)
    mind = Mind(
        db=db,
        guard=guard,
        clock=SettableClock(lambda: MONDAY),
        brain=hosted,
        embedded=make_embedded(),
    )
    return world, mind


def _read(scene: tuple[World, Mind], portal: BlockingPortal, words: str) -> Wish:
    world, mind = scene
    return portal.call(drafted, mind, world.ws, Wish(words=words))


def _grants(rule: Rule | None) -> set[ActionKind]:
    parts = rule.flat() if rule is not None else ()
    return {kind for part in parts if part.effect == "grant" for kind in part.actions}


@pytest.mark.parametrize(
    "words",
    [
        "Never offer more than 10 %, and always ask me before writing to banks.",
        "Don't send anything to anybody who seems upset.",
        "Please be kind.",
        "You may give schools up to 5 %.",
    ],
)
def test_a_hostile_model_allows_nothing_more(
    scene: tuple[World, Mind], portal: BlockingPortal, serving: ModelServer, words: str
) -> None:
    """A model that answers "grant everything" leaves the reading of the words as it was."""
    serving.script(Step(text=json.dumps(EVERYTHING)))
    wish = _read(scene, portal, words)
    assert wish.rule is None
    assert wish.drafted_by == "embedded"


def test_a_model_helps_where_a_sentence_is_not_understood(
    scene: tuple[World, Mind], portal: BlockingPortal, serving: ModelServer
) -> None:
    """It may allow the kind that the sentence speaks of, and no other; a no beside it stays."""
    world, _ = scene
    wanted = EVERYTHING | {"calendar": {"members": ["MEMBER-2"], "start": "10:00"}}
    serving.script(Step(text=f"Here you are:\n{json.dumps(wanted)}"))
    wish = _read(scene, portal, "You may book demos with Ben at zorp. Never give discounts.")
    assert wish.drafted_by == "model"
    assert _grants(wish.rule) <= {
        ActionKind.SLOTS_OFFER, ActionKind.APPOINTMENT_HOLD, ActionKind.APPOINTMENT_BOOK
    }  # fmt: skip
    assert wish.rule is not None
    refusal = wish.rule.flat()[0]
    assert refusal.approval_of(ActionKind.DISCOUNT_OFFER) is Approval.NEVER
    assert [p.calendar.members for p in wish.rule.flat() if p.calendar] == [{world.ben}]


def test_no_name_reaches_the_model(
    scene: tuple[World, Mind], portal: BlockingPortal, serving: ModelServer
) -> None:
    """Members go out as pseudonyms, an address as a token."""
    world, mind = scene
    with mind.db.reading() as session:
        assert "Ben" in {card.name for card in accounts.members(session, world.ws)}
    serving.script(Step(text="{}"))
    before = len(serving.bodies)
    _read(scene, portal, "Let Ben and ANA zorp carla.ruiz@customer.example about discounts.")
    sent = "".join(serving.bodies[before:])
    assert "MEMBER-" in sent
    assert not [name for name in ("Let Ben", "ANA zorp", "carla.ruiz") if name in sent]


@pytest.mark.parametrize(
    "step", [Step(status=500), Step(text="no idea"), Step(text='{"actions": "all"}')]
)
def test_a_model_of_no_use_is_no_harm(
    scene: tuple[World, Mind], portal: BlockingPortal, serving: ModelServer, step: Step
) -> None:
    """A failure or nonsense leaves the embedded reading."""
    serving.script(step)
    wish = Wish(words="You may zorp discounts.")
    assert portal.call(drafted, scene[1], scene[0].ws, wish) == wish


def test_a_model_that_rests_is_asked_for_no_draft_and_no_page(
    scene: tuple[World, Mind], portal: BlockingPortal, serving: ModelServer
) -> None:
    """While the endpoint is left alone nobody waits for it: code alone reads order and page."""
    serving.script(Step(text="{}"))
    mind, page = (
        scene[1],
        SitePage("https://a.example/", "Fir Mills", "We mill fir in Lugo.", MONDAY),
    )
    for _ in range(FAILURES):
        mind.breaker.failed("timeout")
    before, wish = len(serving.bodies), Wish(words="You may zorp discounts.")
    assert portal.call(drafted, mind, scene[0].ws, wish) == wish
    assert read_in_quarantine(mind, page) == read_page(page)
    assert len(serving.bodies) == before
