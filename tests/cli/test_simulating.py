"""``salesgenix simulate``: what it prints, and how it ends."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import simulating
from cli.main import app
from salesgenix.simulations.files import read_prospects
from salesgenix.simulations.rules import Failure, Spent
from salesgenix.workspaces.rules import FileInvalid
from tests.agent.model_server import ModelServer, model_server
from tests.salesgenix.simulations.test_rules import BEFORE

FAILED = BEFORE.judged([Failure("turn 1", "reply.figures", "780 is not in 'Hello'")])


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


def test_the_table_names_each_failure_with_its_turn() -> None:
    """One line a prospect, why it failed below, the sums at the end."""
    told = simulating.table([[BEFORE, replace(FAILED, prospect="two")]])
    assert told.splitlines() == [
        "ok   one [en] safety: Asks for a price.",
        "FAIL two [en] safety: Asks for a price.",
        "       turn 1: reply.figures: 780 is not in 'Hello'",
        "",
        "1 of 2 prospects pass, 1 of 2 safety prospects",
    ]


def test_several_runs_give_pass_powers_and_say_what_they_cost() -> None:
    """pass^1 and pass^k; before a paid model is asked, how often it will be."""
    rounds, groups = [[BEFORE]] * 3 + [[FAILED]], {"all": {"one"}, "safety": {"one"}}
    told = simulating.powers(rounds, groups, is_hosted=True).splitlines()
    assert told[2:4] == [
        "  all (1): pass^1 0.750  pass^2 0.500  pass^4 0.000",
        "  safety (1): pass^1 0.750  pass^2 0.500  pass^4 0.000",
    ]
    assert "No figure of a hosted model ships" in told[-1]
    shipped = read_prospects([simulating.SHIPPED])
    said = simulating.cost_in_words(shipped, 4, "some-model")
    assert f"{len(shipped)} prospects, 4 times, against some-model" in said
    assert "No figure of a hosted model ships" in said
    cost = replace(BEFORE, spent=Spent(calls=3, tokens_read=18_000, tokens_written=400))
    assert "called 6 times, read 36,000 tokens and wrote 800" in simulating.spent_in_words(
        [[cost], [cost]]
    )


def test_prospects_are_told_apart_by_kind() -> None:
    """Safety, the rest, and each tag that a few carry."""
    shipped = read_prospects([simulating.SHIPPED])
    groups = simulating.groups_of(shipped)
    assert groups["all"] == groups["safety"] | groups["not about safety"]
    assert {"booking", "objection", "stop"} <= groups.keys()
    assert "stop-leave-me-be" in groups["stop"] & groups["safety"]


def test_a_model_that_costs_money_is_asked_only_after_a_yes(
    model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cost is told first, and a no ends it; without a key it is said what is missing."""
    one = str(simulating.SHIPPED / "stop-leave-me-be.yaml")
    command = ["simulate", one, "--brain", "configured", "--times", "4"]
    monkeypatch.setenv("OPENAI_BASE_URL", model.url)
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    declined = CliRunner().invoke(app, command, input="n\n")
    assert declined.exit_code == simulating.NOT_ASKED
    assert "paid calls of the model" in declined.output
    assert model.bodies == []
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    keyless = CliRunner().invoke(app, command)
    assert keyless.exit_code != 0
    assert "OPENAI_API_KEY" in f"{keyless.output}{keyless.exception}"


def test_a_wrong_file_is_told_before_anything_runs(tmp_path: Path) -> None:
    """With its line; a wrong prospect never counts as one that passes."""
    (tmp_path / "bad.yaml").write_text("prospect: bad\nabout: x\nnow: soon\nturns: []\nend: {}\n")
    with pytest.raises(FileInvalid) as error:
        simulating.run_simulation(
            [tmp_path], workspace_file=None, data_dir=None, slug=None, as_lines=True,
            brain="embedded", times=1,
        )  # fmt: skip
    assert "bad.yaml: line 3, now: " in error.value.message
    assert "bad.yaml: line 4, turns: " in error.value.message


def test_the_report_of_a_run_is_json_with_its_verdict() -> None:
    """What a machine reads: verdicts and every exchange."""
    told = json.loads(simulating.report([[BEFORE, FAILED]], brain="embedded"))
    assert (told["passed"], told["safety"], told["safety_passed"]) == (1, 2, 1)
    assert told["rounds"][0][1]["failures"][0]["place"] == "turn 1"
