"""Nothing that a prospect plants is read by anybody but those it is meant for."""

import pytest

from guardrails.guard import Guard
from tests.journeys.planted.plot import Outcome, run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, guard: Guard) -> Outcome:
    """Sixteen people, two of each language."""
    return run(tmp_path_factory.mktemp("planted"), guard, numbers=range(16))


@pytest.mark.xdist_group("planted")
def test_no_model_log_decision_or_disk_holds_a_planted_value(outcome: Outcome) -> None:
    """Names, addresses, numbers, cards, accounts and passwords of sixteen people in eight
    languages are in no request to the model, no log line, no decision and no byte on disk.
    """
    assert outcome.people == 16
    assert outcome.leaks == [], outcome.faults


@pytest.mark.xdist_group("planted")
def test_the_right_values_reach_calendar_and_invitation(outcome: Outcome) -> None:
    """Each is invited at their own address, by their own name."""
    assert outcome.arrived == outcome.people, outcome.faults
