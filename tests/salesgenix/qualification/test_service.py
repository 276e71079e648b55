"""Answers are kept with their quotes, corrected by who knows better, and never lost."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from salesgenix.db import Database
from salesgenix.kit.errors import NotFound
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.leads.service import LeadCard
from salesgenix.qualification import service
from salesgenix.qualification.rules import Grade, Level, Line
from salesgenix.qualification.service import Told


@pytest.fixture
def carla(db: Database, workspace_id: UUID, now: datetime) -> LeadCard:
    with db.writing() as session:
        return leads.create(session, workspace_id, "widget", now=now, language="es")


def tell(
    db: Database, lead: LeadCard, field: FactField, said: str, *, seq: int, now: datetime
) -> dict[str, Line]:
    with db.writing() as session:
        fact = leads.learn(
            session, lead.workspace_id, lead.id, field,
            value=said, quote=said, source=f"message:{seq}", now=now,
        )  # fmt: skip
        told = Told(fact, lead.id, lead.subject_ref)
        service.note(session, lead.workspace_id, told, now=now)
        card = leads.card(session, lead.workspace_id, lead.id)
        score = service.standing(session, lead.workspace_id, card)
        return {line.key: line for line in score.lines}


def test_an_answer_keeps_its_words_and_a_correction_its_place(
    db: Database, carla: LeadCard, now: datetime
) -> None:
    """The line shows level, quote and message; the newest answer counts, and the team's stays."""
    line = tell(db, carla, FactField.BUDGET, "no budget yet", seq=3, now=now)["budget"]
    assert (line.level, line.points, line.quote) == (Level.NONE, 0, "no budget yet")
    later = now + timedelta(hours=1)
    line = tell(db, carla, FactField.BUDGET, "400 a month is fine", seq=9, now=later)["budget"]
    assert (line.level, line.points, line.message_seq) == (Level.HIGH, 13, 9)
    with db.writing() as session:
        score = service.correct(
            session, carla.workspace_id, carla.id, "budget", level=Level.LOW, now=later
        )
    by_key = {line.key: line for line in score.lines}
    assert (by_key["budget"].level, by_key["budget"].quote) == (Level.LOW, "400 a month is fine")
    line = tell(db, carla, FactField.BUDGET, "5,000 approved", seq=12, now=later)["budget"]
    assert line.level is Level.LOW
    with db.writing() as session, pytest.raises(NotFound):
        service.correct(
            session, carla.workspace_id, carla.id, "champion", level=Level.LOW, now=later
        )


def test_the_surer_of_two_facts_answers(db: Database, carla: LeadCard, now: datetime) -> None:
    """A tool alone tells a middling need; their own words on it weigh more, whichever is last."""
    assert tell(db, carla, FactField.CURRENT_TOOL, "Excel", seq=2, now=now)["need"].points == 13
    line = tell(db, carla, FactField.NEED, "we lose orders every week", seq=4, now=now)["need"]
    assert line.level is Level.HIGH
    later = now + timedelta(minutes=1)
    line = tell(db, carla, FactField.CURRENT_TOOL, "Outlook", seq=6, now=later)["need"]
    assert (line.level, line.message_seq) == (Level.HIGH, 4)
    with db.reading() as session:
        card = leads.card(session, carla.workspace_id, carla.id)
        assert service.standing(session, carla.workspace_id, card).grade is Grade.PARTIAL
        assert service.next_questions(session, carla.workspace_id, card)[0] is FactField.TIMELINE
