"""How well the detector does on marked messages: floors we keep, not ambitions."""

from pathlib import Path

import pytest

from guardrails import Guard
from guardrails.guard import REGIONS
from guardrails.inspection import INWARD
from tests.guardrails.evaluation.scoring import Marked, Score, read_messages, score

_HERE = Path(__file__).parent / "evaluation"
_MESSAGES = [
    m for name in ("messages", "harder", "later") for m in read_messages(_HERE / f"{name}.tsv")
]


@pytest.fixture(scope="module")
def found(guard: Guard) -> Score:
    return _scored(guard, _MESSAGES)


def _scored(
    guard: Guard, messages: list[Marked], *, without: frozenset[str] = frozenset()
) -> Score:
    def predict(text: str) -> list[tuple[str, int, int]]:
        return [
            (span.entity.value, span.start, span.end)
            for span in guard._detector.find(text, REGIONS)
            if span.score >= INWARD.get(span.entity, 0.0) and span.entity.value not in without
        ]

    return score(messages, predict)


def test_the_whole_is_found_and_little_else(found: Score):
    """F2, leak and false alarms over 358 messages in eight languages."""
    assert len(_MESSAGES) >= 350
    assert found.f2() >= 0.97, found.faults
    assert found.precision() >= 0.97, found.faults
    assert found.leak <= 0.04, found.faults
    assert found.clean_hit_rate <= 0.03, found.faults


@pytest.mark.parametrize(
    "entity",
    [
        "EMAIL",
        "PHONE",
        "CARD",
        "SECURITY_CODE",
        "BANK_ACCOUNT",
        "NATIONAL_ID",
        "SECRET",
        "MINOR_AGE",
        "IP",
        "ADDRESS",
    ],
)
def test_what_must_never_be_missed_is_not(found: Score, entity: str):
    """Kinds with a form of their own are found whole."""
    assert found.recall(entity) >= 0.97, found.faults


def test_names_are_found_and_products_are_not_people(found: Score):
    """The hardest kind, without a model for seven of the eight languages."""
    assert found.recall("PERSON") >= 0.95, found.faults
    assert found.precision("PERSON") >= 0.95, found.faults


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
def test_no_language_falls_behind(guard: Guard, language: str):
    """A prospect is as safe in Polish as in English."""
    messages = [message for message in _MESSAGES if message.language == language]
    result = _scored(guard, messages)
    assert result.f2() >= 0.93, result.faults


# What is mended against keeps what was reached; what nobody reads keeps only a distance. Names are
# another matter (a trained tagger) and are held by floors of their own.
_FLOORS = {
    "held_out_chat_a": (0.97, 0.97, 0.02),
    "held_out_service_a": (0.95, 0.95, 0.03),
    "held_out_adversarial_a": (0.95, 0.95, 0.05),
    "held_out_chat_b": (0.90, 0.90, 0.05),
    "held_out_service_b": (0.85, 0.85, 0.05),
    "held_out_adversarial_b": (0.80, 0.90, 0.05),
}


@pytest.mark.parametrize("name", _FLOORS)
def test_held_out_values_are_found_and_clean_messages_stay(guard: Guard, name: str):
    """Recall, precision and clean messages hit of every kind but names, in eight languages and in
    disguise, at what was reached (half a) or well below it (half b).
    """
    recall, precision, clean_hit = _FLOORS[name]
    result = _scored(guard, read_messages(_HERE / f"{name}.tsv"), without=frozenset({"PERSON"}))
    kinds = [kind for kind in {*result.found, *result.missed} if kind != "PERSON"]
    assert result.recall(*kinds) >= recall
    assert result.precision(*kinds) >= precision
    assert result.clean_hit_rate <= clean_hit


@pytest.mark.parametrize("entity", ["SECURITY_CODE", "SECRET", "SENSITIVE", "BANK_ACCOUNT"])
def test_kinds_without_a_form_are_found_by_what_is_said_of_them(guard: Guard, entity: str):
    """Codes by their place on the card, keys by what they open, conditions by whose they are:
    what first sight found least of.
    """
    messages = [m for name in ("chat", "service") for m in read_messages(
        _HERE / f"held_out_{name}_a.tsv"
    )]  # fmt: skip
    result = _scored(guard, messages)
    assert result.recall(entity) >= 0.94, result.faults
    assert result.precision(entity) >= 0.95, result.faults
