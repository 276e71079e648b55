"""Frameworks as data, levels read from words, a score that adds up, and what to ask next."""

from datetime import UTC, datetime

import pytest

from salesgenix.kit.errors import NotFound
from salesgenix.leads.rules import FactField, Stage
from salesgenix.qualification.rules import (
    QUALIFICATION,
    Answer,
    Grade,
    Known,
    Level,
    Target,
    framework,
    frameworks,
    level_of,
    score,
    worth_asking,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SAID = (
    (FactField.TIMELINE, "asap please", Level.HIGH),
    (FactField.TIMELINE, "am liebsten noch diesen Monat", Level.HIGH),
    (FactField.TIMELINE, "maybe next year, no rush", Level.LOW),
    (FactField.TIMELINE, "plus tard, rien ne presse", Level.LOW),
    (FactField.TIMELINE, "im Mai wollen wir starten", Level.MEDIUM),
    (FactField.TIMELINE, "nie mamy planów, nigdy", Level.NONE),
    (FactField.BUDGET, "around 400 a month", Level.HIGH),
    (FactField.BUDGET, "no tenemos presupuesto", Level.NONE),
    (FactField.BUDGET, "dipende dal prezzo", Level.LOW),
    (FactField.AUTHORITY, "my boss signs these", Level.LOW),
    (FactField.AUTHORITY, "ik beslis zelf", Level.HIGH),
    (FactField.AUTHORITY, "we agree on it in the team", Level.MEDIUM),
    (FactField.POSITION, "Geschäftsführerin", Level.HIGH),
    (FactField.POSITION, "estagiária", Level.LOW),
    (FactField.POSITION, "Head of Operations", Level.MEDIUM),
    (FactField.NEED, "we keep losing work orders", Level.HIGH),
    (FactField.NEED, "just looking around", Level.LOW),
    (FactField.NEED, "brauchen wir nicht", Level.NONE),
    (FactField.NEED, "inspections on tablets", Level.MEDIUM),
)


def answer(criterion: str, level: Level) -> Answer:
    return Answer(criterion, level, "words", "their words", 4, "message", 1_000_000, NOW)


def test_every_framework_is_complete() -> None:
    """The weights of each add up, and every criterion reads at least one fact."""
    assert set(frameworks()) == {"bant", "champ", "meddic"}
    for frame in frameworks().values():
        assert sum(one.weight for one in frame.criteria) == QUALIFICATION
        assert all(one.reads for one in frame.criteria)
    with pytest.raises(NotFound, match="bant"):
        framework("spin")


def test_a_level_is_read_from_the_words() -> None:
    """In eight languages; a figure is a firm budget; the words win over what a model proposes."""
    read = [(field, text, level_of(field, text)[0]) for field, text, _ in SAID]
    assert read == list(SAID)
    assert level_of(FactField.TIMELINE, "asap", proposed=Level.LOW)[0] is Level.HIGH
    assert level_of(FactField.TIMELINE, "tablets", proposed=Level.LOW)[0] is Level.LOW


def test_the_score_is_the_sum_of_its_lines() -> None:
    """Each line shows its points, of how many, and the words they rest on."""
    frame = framework("bant")
    given = [answer("need", Level.HIGH), answer("timeline", Level.LOW)]
    facts = [Known(FactField.SIZE, "500", "sorry, 500"), Known(FactField.COMPANY, "Falk", None)]
    found = score(frame, given, facts, stage=Stage.VALUE, target=Target(100, 1000))
    points = {line.key: line.points for line in found.lines}
    assert points == {
        "need": 20, "timeline": 5, "budget": 0, "authority": 0,
        "size": 10, "company": 5, "position": 0, "stage": 12,
    }  # fmt: skip
    assert found.total == sum(points.values()) == 52
    assert found.grade is Grade.PARTIAL
    too_small = score(frame, given, facts, stage=Stage.VALUE, target=Target(501, None))
    assert found.total - too_small.total == 10
    full = [answer(one.key, Level.HIGH) for one in frame.criteria]
    every = [Known(field, "20", None) for field in FactField]
    assert score(frame, full, every, stage=Stage.BOOKED, target=Target()).total == 100


def test_two_criteria_qualify_and_no_need_ends_it() -> None:
    """Medium or above on two is qualified; a need of none, or a closed sale, is no fit."""
    frame = framework("champ")
    cases = {
        Grade.NEW: [],
        Grade.PARTIAL: [answer("money", Level.MEDIUM), answer("authority", Level.LOW)],
        Grade.QUALIFIED: [answer("money", Level.MEDIUM), answer("authority", Level.HIGH)],
        Grade.NOT_FIT: [answer("challenges", Level.NONE), answer("money", Level.HIGH)],
    }
    for grade, given in cases.items():
        found = score(frame, given, [], stage=Stage.DISCOVERY, target=Target())
        assert found.grade is grade
    closed = score(frame, [], [], stage=Stage.DISQUALIFIED, target=Target())
    assert closed.grade is Grade.NOT_FIT


def test_the_next_question_is_the_one_worth_most() -> None:
    """What is known is not asked; what an answer could still add decides, then the order."""
    frame = framework("bant")
    assert worth_asking(frame, [], known=[])[0] is FactField.CURRENT_TOOL
    given = [answer("need", Level.MEDIUM)]
    left = worth_asking(frame, given, known=[FactField.CURRENT_TOOL])
    assert left == (
        FactField.TIMELINE, FactField.BUDGET, FactField.AUTHORITY, FactField.POSITION,
        FactField.NEED,
    )  # fmt: skip
    everything = [answer(one.key, Level.HIGH) for one in frame.criteria]
    assert worth_asking(frame, everything, known=list(FactField)) == ()
