"""What a lead has answered to the questions that qualify them, and the score that follows.

An answer is written when a fact that a criterion reads is learnt, in the same transaction and under
the same order. The score is never stored: it is the sum of its lines whenever it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Qualification
from salesgenix.db import read_sealed, write_sealed
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.leads.service import FactCard, LeadCard
from salesgenix.qualification import repository
from salesgenix.qualification.models import CriterionAnswer
from salesgenix.qualification.rules import (
    CERTAIN,
    Answer,
    Criterion,
    Framework,
    Known,
    Level,
    Score,
    Target,
    framework,
    level_of,
    score,
    worth_asking,
)

BY_REP = "rep"


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that has just been learnt; a model may have ``proposed`` how much it speaks for."""

    fact: FactCard
    lead_id: UUID
    subject_ref: UUID
    conversation_id: UUID | None = None
    proposed: Level | None = None


def note(session: Session, workspace_id: UUID, told: Told, *, now: datetime) -> int:
    """Keeps what the fact answers in the workspace's framework; how many criteria that were.

    An answer a person has set stays: what they know weighs more than what was read.
    """
    frame, fact = framework(_settings(session, workspace_id).framework), told.fact
    read = frame.read_from(fact.field)
    given = _answers(session, workspace_id, [told.lead_id], frame)[told.lead_id] if read else {}
    answered = 0
    for criterion in read:
        level, certainty = level_of(
            fact.field, f"{fact.value} {fact.quote or ''}", proposed=told.proposed
        )
        if _stays(given.get(criterion.key), criterion, certainty):
            continue
        kind, _, place = fact.source.partition(":")
        answer = Answer(
            criterion=criterion.key,
            level=level,
            value=fact.value,
            quote=fact.quote,
            message_seq=int(place) if kind == "message" and place.isdigit() else None,
            source=kind,
            confidence_ppm=certainty,
            answered_at=now,
        )
        _write(session, workspace_id, told, frame=frame, answer=answer)
        answered += 1
    return answered


def correct(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    criterion: str,
    *,
    level: Level,
    now: datetime,
) -> Score:
    """A person of the team sets a level; the words it was read from stay beside it.

    ``NotFound`` for a criterion that the workspace's framework does not have.
    """
    frame = framework(_settings(session, workspace_id).framework)
    frame.criterion(criterion)
    lead = leads.card(session, workspace_id, lead_id)
    before = _answers(session, workspace_id, [lead_id], frame)[lead_id].get(criterion)
    answer = Answer(
        criterion=criterion,
        level=level,
        value=before.value if before else "",
        quote=before.quote if before else None,
        message_seq=before.message_seq if before else None,
        source=BY_REP,
        confidence_ppm=CERTAIN,
        answered_at=now,
    )
    _write(session, workspace_id, lead, frame=frame, answer=answer)
    return standing(session, workspace_id, lead)


def standing(session: Session, workspace_id: UUID, lead: LeadCard) -> Score:
    return standings(session, workspace_id, [lead])[lead.id]


def standings(session: Session, workspace_id: UUID, cards: Sequence[LeadCard]) -> dict[UUID, Score]:
    settings = _settings(session, workspace_id)
    frame = framework(settings.framework)
    target = Target(settings.size_from, settings.size_to)
    given = _answers(session, workspace_id, [lead.id for lead in cards], frame)
    return {
        lead.id: score(
            frame,
            given[lead.id].values(),
            [Known(fact.field, fact.value, fact.quote) for fact in lead.facts],
            stage=lead.stage,
            target=target,
        )
        for lead in cards
    }


def next_questions(session: Session, workspace_id: UUID, lead: LeadCard) -> tuple[FactField, ...]:
    """What is worth asking this lead, first what would be learnt most from."""
    frame = framework(_settings(session, workspace_id).framework)
    given = _answers(session, workspace_id, [lead.id], frame)[lead.id]
    return worth_asking(frame, given.values(), known=[fact.field for fact in lead.facts])


def _stays(before: Answer | None, criterion: Criterion, certainty: int) -> bool:
    """Whether what is held weighs more: a person set it, or another fact says it more surely."""
    if before is None:
        return False
    is_surer = len(criterion.reads) > 1 and before.confidence_ppm > certainty
    return before.source == BY_REP or is_surer


def _settings(session: Session, workspace_id: UUID) -> Qualification:
    return accounts.profile_of(session, workspace_id).profile.qualification


def _answers(
    session: Session, workspace_id: UUID, lead_ids: Sequence[UUID], frame: Framework
) -> Mapping[UUID, dict[str, Answer]]:
    rows = repository.in_force(session, workspace_id, lead_ids, frame.key)
    return {
        lead_id: {row.criterion: _answer(session, row) for row in rows.get(lead_id, ())}
        for lead_id in lead_ids
    }


def _answer(session: Session, row: CriterionAnswer) -> Answer:
    return Answer(
        criterion=row.criterion,
        level=Level(row.level),
        value=read_sealed(session, row, "value") or "",
        quote=read_sealed(session, row, "quote"),
        message_seq=row.message_seq,
        source=row.source,
        confidence_ppm=row.confidence_ppm,
        answered_at=row.answered_at,
    )


def _write(
    session: Session,
    workspace_id: UUID,
    who: Told | LeadCard,
    *,
    frame: Framework,
    answer: Answer,
) -> None:
    lead_id = who.lead_id if isinstance(who, Told) else who.id
    repository.supersede(
        session,
        workspace_id,
        lead_id,
        framework=frame.key,
        criterion=answer.criterion,
        now=answer.answered_at,
    )
    row = CriterionAnswer(
        workspace_id=workspace_id,
        lead_id=lead_id,
        conversation_id=who.conversation_id if isinstance(who, Told) else None,
        subject_ref=who.subject_ref,
        framework=frame.key,
        criterion=answer.criterion,
        level=answer.level,
        message_seq=answer.message_seq,
        source=answer.source,
        confidence_ppm=answer.confidence_ppm,
        answered_at=answer.answered_at,
    )
    write_sealed(session, row, value=answer.value or None, quote=answer.quote)
    session.add(row)
    session.flush()
