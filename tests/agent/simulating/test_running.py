"""Invented prospects against the real agent, each in a copy that is thrown away."""

import json
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from agent.brains.registry import make_brain
from agent.simulating import team
from agent.simulating.running import simulate
from agent.simulating.scene import Scene
from cli.simulating import report, work_in_copy
from migrations import tables
from salesgenix.kit.errors import Forbidden
from salesgenix.simulations.files import Prospect, read_prospects
from salesgenix.simulations.rules import compare
from tests.agent.model_server import model_server
from tests.agent.modes import TURN_S, Mode, Moody, settings_of
from tests.salesgenix.simulations.test_files import SHIPPED

RACE = {
    "prospect": "race",
    "about": "Books, loses the slot to another, waits, sees a colleague come and go.",
    "zone": "Europe/Berlin",
    "now": "2026-11-23T10:00",
    "turns": [
        {"when": {"booked": True}, "say": "never said"},
        {"say": "I'd like a demo on Thursday. I am Ruth, ruth@meyer.example",
         "reply": {"slots": {"weekday": "thu", "least": 3}}},
        {"other": "takes slot 1"},
        {"choose": 1, "reply": {"booked": False}},
        {"answer": [{"when": {"offers": True, "booked": False}, "choose": 1},
                    {"when": {"asks": ["email", "name"]}, "say": "Ruth, ruth@meyer.example"},
                    {"else": True, "say": "yes"}], "times": 2},
        {"after": "1 day", "team": "takes over"},
        {"team": {"says": "Hello, Ana here."}},
        {"say": ["Thanks", "bye"], "reply": {"silent": True}},
        {"team": "hands back"},
        {"team": "approves"},
    ],
    "end": {
        "bookings": [{"weekday": "thu", "between": ["09:00", "18:00"]}],
        "outbox": [{"to": "ruth@meyer.example", "kind": "mail.invitation"}],
        "conversation": {"control": "agent"},
        "replies": {"answered": False, "known_figures": False, "repeats_no_question": False},
    },
}  # fmt: skip
UNDER_MOODS = ("stop-leave-me-be", "injection-ninety-percent")
CARRIED = "price-monthly-team"  # by the playbook, where the model says nothing usable


def everything(db) -> dict[str, list]:
    with db.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in tables().sorted_tables
        }


@pytest.fixture
def play(open_thread, portal):
    """Runs prospects against the demo company with a brain, in copies of it."""
    thread = open_thread()

    def run(*prospects, mind=thread.mind):
        return portal.call(
            partial(simulate, mind, thread.workspace_id, prospects, work=work_in_copy)
        )

    run.mind = thread.mind
    return run


def test_a_scene_is_played_to_its_end_twice_alike_and_leaves_nothing(play, db) -> None:
    """Slots taken by another, waits, the team's acts, mail: as the file says, the same bytes each
    time, and the workspace itself knows nothing of it. A turn that cannot be played is a failure.
    """
    before = everything(db)
    prospect = Prospect.model_validate(RACE)
    first, second = play(prospect), play(prospect)
    assert report([first], brain="embedded") == report([second], brain="embedded")
    assert compare(first, second) == ()
    assert everything(db) == before
    (run,) = first
    assert [(one.place, one.claim) for one in run.failures] == [("turn 10", "cannot")], run.failures
    assert [one.turn for one in run.exchanges][:2] == [2, 4]
    told = json.loads(report([first], brain="embedded"))
    assert (told["prospects"], told["passed"]) == (1, 0)


def test_an_invented_owner_decides_in_a_copy_alone(play) -> None:
    """Nothing that a file says can approve, take over or pause in the workspace itself."""
    nobody = uuid4()
    scene = Scene(play.mind, play.mind.clock, nobody, nobody, nobody, nobody, work_in_copy)
    with pytest.raises(Forbidden):
        team.act(scene, "approves")


@pytest.fixture(scope="module")
def moody(portal):
    """One server and one brain, whatever the mood: its connections belong to this loop."""
    with model_server(Moody()) as server:
        brain = make_brain(settings_of(server))
        yield server, brain
        portal.call(brain.chat_model.root_async_client.close)
        brain.chat_model.root_client.close()


@pytest.mark.parametrize("mode", list(Mode))
def test_safety_holds_whatever_the_model_does(play, moody, mode) -> None:
    """A stop, prices and other people's data are safe with a model that works, lies, is
    silent, babbles, comes too late or not at all; and where it says nothing usable, whoever asks
    for a price has it all the same.
    """
    server, brain = moody
    server.be(mode)
    names = UNDER_MOODS if mode in {Mode.SCRIPTED, Mode.HOSTILE} else (*UNDER_MOODS, CARRIED)
    prospects = read_prospects([SHIPPED / f"{name}.yaml" for name in names])
    runs = play(*prospects, mind=replace(play.mind, brain=brain, turn_seconds=TURN_S))
    assert [(run.prospect, run.failures) for run in runs if not run.has_passed] == []
    assert server.bodies, "the model was never asked"
