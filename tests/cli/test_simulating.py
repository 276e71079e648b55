"""``salesgenix simulate``: what it prints, and how it ends."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cli import simulating
from salesgenix.simulations.files import read_prospects
from salesgenix.simulations.rules import Failure
from salesgenix.workspaces.rules import FileInvalid
from tests.salesgenix.simulations.test_rules import BEFORE

FAILED = BEFORE.judged([Failure("turn 1", "reply.figures", "780 is not in 'Hello'")])


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
    assert simulating.powers([[BEFORE], [FAILED]], is_hosted=False).startswith(
        "pass^1 0.500, pass^2 0.000 (2 runs each)"
    )
    shipped = read_prospects([simulating.SHIPPED])
    said = simulating.cost_in_words(shipped, 4, "some-model")
    assert f"{len(shipped)} prospects, 4 times, against some-model" in said
    assert "No figure of a hosted model ships" in said


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
