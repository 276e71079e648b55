"""Nothing that a prospect plants is read by anybody but those it is meant for."""

from pathlib import Path

from guardrails.guard import Guard
from tests.journeys.planted.plot import run

PEOPLE = 8  # one of each language; the benchmark takes a thousand


def test_planted_values_reach_the_invitation_and_nobody_else(tmp_path: Path, guard: Guard) -> None:
    """Names, addresses, numbers, cards, accounts and passwords of people of eight languages are in
    no request to the model, no log line, no decision and no byte on disk; each of them is invited
    at their own address, by their own name.
    """
    outcome = run(tmp_path, guard, numbers=range(PEOPLE))
    assert outcome.leaks == [], outcome.faults
    assert outcome.arrived == outcome.people == PEOPLE, outcome.faults
