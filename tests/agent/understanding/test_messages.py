"""What is understood of the labelled messages, measured."""

import pytest

from agent.understanding.signals import LANGUAGES, Objection
from tests.agent.understanding.labelled import Tally, alone, messages, tally

DATA_KINDS = ("access", "erase", "rectify", "portability", "object")


@pytest.fixture(scope="module")
def measured() -> Tally:
    return tally()


def test_the_set_is_large_and_speaks_every_language() -> None:
    """At least 600 messages, at least 50 in each of the eight languages."""
    spoken = [message.language for message in messages()]
    assert len(spoken) >= 600
    assert min(spoken.count(language) for language in LANGUAGES) >= 50


def test_no_stop_is_missed(measured: Tally) -> None:
    """Every opt-out in the set is heard, and what only sounds like one is let pass."""
    assert measured.recall("stop") == 1.0
    assert measured.precision("stop") >= 0.97


@pytest.mark.parametrize("floor", ["person", "bot_question", "minor", "injection", "wrong_person"])
def test_the_floor_holds(measured: Tally, floor: str) -> None:
    """Each of the other floors is found in 95 of 100 messages and hardly ever where it is not."""
    assert measured.recall(floor) >= 0.95
    assert measured.precision(floor) >= 0.95


def test_data_requests_are_found_with_their_kind(measured: Tally) -> None:
    """The right a person exercises is named, not only noticed."""
    labels = [f"data:{kind}" for kind in DATA_KINDS]
    assert measured.recall(*labels) >= 0.95
    assert measured.precision(*labels) >= 0.95


def test_objections_are_told_apart(measured: Tally) -> None:
    """Macro-F1 over the eleven kinds of objection is at least 0.95 on the set."""
    kinds = [f"objection:{kind}" for kind in Objection]
    assert sum(measured.f1(kind) for kind in kinds) / len(kinds) >= 0.95


def test_intents_and_facts_are_found(measured: Tally) -> None:
    """Of all labels in the set, floors or not, 97 of 100 are found."""
    assert measured.recall(*(measured.hits | measured.missed)) >= 0.97


def test_the_language_is_recognised() -> None:
    """Without a language known before, 93 of 100 messages of three words or more are placed."""
    longer = [m for m in messages() if len(m.text.split()) >= 3]
    right = sum(alone(m.text).language == m.language for m in longer)
    assert right / len(longer) >= 0.93
