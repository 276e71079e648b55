"""A workspace's guard settings: cells made stricter, words never or always personal, sightings.

Each change is recorded as a decision, by whom and of what kind; no word of a list stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import keyring_of, read_sealed, write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Role
from salesgenix.kit.errors import Conflict, LimitExceeded, NotFound
from salesgenix.screening import repository
from salesgenix.screening.models import GuardCell, GuardTerm, Sighting
from salesgenix.screening.rules import (
    MAX_TERMS,
    Origin,
    State,
    TermKind,
    checked_entity,
    checked_words,
    comparable,
)

Version = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class CellCard:
    entity: str
    direction: str
    treatment: str
    surface: str
    set_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TermCard:
    """``words`` are in the clear here, and nowhere at rest."""

    id: UUID
    kind: TermKind
    words: str
    entity: str | None
    origin: Origin
    state: State
    added_by: UUID | None
    added_at: datetime
    decided_at: datetime | None

    def __repr__(self) -> str:
        return f"TermCard({self.id}, {self.kind}, {self.state})"


@dataclass(frozen=True, slots=True)
class NewTerm:
    kind: TermKind
    words: str
    entity: str | None = None
    origin: Origin = Origin.LIST
    is_proposal: bool = False


@dataclass(frozen=True, slots=True)
class Sighted:
    """``count`` values of one kind in one text."""

    direction: str
    entity: str
    treatment: str
    count: int


def version(session: Session, workspace_id: UUID) -> Version:
    """By which a reader knows that what it remembers of cells and active words still holds."""
    return repository.version(session, workspace_id)


def cells(session: Session, workspace_id: UUID) -> list[CellCard]:
    return [
        CellCard(row.entity, row.direction, row.treatment, row.surface, row.set_at)
        for row in repository.cells(session, workspace_id)
    ]


def set_cell(
    session: Session,
    workspace_id: UUID,
    *,
    entity: str,
    direction: str,
    treatment: str,
    by: UUID | None,
    surface: str,
    now: datetime,
) -> None:
    """Whether it may be so is the caller's to ask; what would loosen has no effect anyway."""
    repository.remove_cell(session, workspace_id, entity, direction)
    session.add(
        GuardCell(
            workspace_id=workspace_id,
            entity=entity,
            direction=direction,
            treatment=treatment,
            set_by=by,
            surface=surface,
            set_at=now,
        )
    )
    session.flush()
    facts = {"entity": entity, "direction": direction, "treatment": treatment}
    _record(session, workspace_id, "cell_tightened", by=by, facts=facts, now=now)


def reset_cell(
    session: Session,
    workspace_id: UUID,
    *,
    entity: str,
    direction: str,
    by: UUID | None,
    now: datetime,
) -> bool:
    """Back to what the house does by itself; whether it was otherwise."""
    if repository.remove_cell(session, workspace_id, entity, direction) == 0:
        return False
    facts = {"entity": entity, "direction": direction}
    _record(session, workspace_id, "cell_reset", by=by, facts=facts, now=now)
    return True


def record_described(
    session: Session, workspace_id: UUID, *, by: UUID | None, facts: dict[str, Any], now: datetime
) -> None:
    """Phone regions or the age of a child were set; they lie in the workspace's profile."""
    _record(session, workspace_id, "guard_described", by=by, facts=facts, now=now)


def terms(
    session: Session, workspace_id: UUID, *, states: Sequence[State] = tuple(State)
) -> list[TermCard]:
    """Newest first."""
    return [_card(session, row) for row in repository.terms(session, workspace_id, states=states)]


def term(session: Session, workspace_id: UUID, term_id: UUID) -> TermCard:
    return _card(session, _term(session, workspace_id, term_id))


def count_by_list(session: Session, workspace_id: UUID) -> dict[str, int]:
    """How many words of each list are in force (``allow``, ``deny``), and how many wait."""
    counts = dict.fromkeys([*TermKind, State.PROPOSED], 0)
    for kind, state, count in repository.count_by_list(session, workspace_id):
        if state == State.ACTIVE:
            counts[TermKind(kind)] += count
        elif state == State.PROPOSED:
            counts[State.PROPOSED] += count
    return {name.value: count for name, count in counts.items()}


def add_term(
    session: Session, workspace_id: UUID, new: NewTerm, *, by: UUID | None, now: datetime
) -> TermCard:
    """Words for a list. ``Invalid`` words; ``Conflict`` ``term.known`` or ``term.other_list``;
    ``LimitExceeded`` (``term.too_many``).

    What was proposed becomes active when it is added; what was dismissed may be proposed again.
    """
    checked_entity(new.entity, new.kind)
    words = checked_words(new.words)
    blind = keyring_of(session).blind(workspace_id, "guard_term", comparable(words))
    held = {row.kind: row for row in repository.terms_of_value(session, workspace_id, blind)}
    known = held.pop(new.kind.value, None)
    if any(row.state == State.ACTIVE for row in held.values()):
        raise Conflict("term.other_list", "These words are on the other list. Remove them there.")
    if known is not None and (known.state == State.ACTIVE or _is_again(known, new)):
        raise Conflict("term.known", "These words are on the list already.")
    if known is not None:
        repository.remove_term(session, workspace_id, known.id)
    if repository.count_terms(session, workspace_id) >= MAX_TERMS:
        raise LimitExceeded("term.too_many", f"The lists hold {MAX_TERMS:,} words at most.")
    row = GuardTerm(
        workspace_id=workspace_id,
        kind=new.kind,
        entity=new.entity,
        value_blind=blind,
        origin=new.origin,
        state=State.PROPOSED if new.is_proposal else State.ACTIVE,
        added_by=by,
        added_at=now,
        decided_by=None if new.is_proposal else by,
        decided_at=None if new.is_proposal else now,
    )
    write_sealed(session, row, value=words)
    session.add(row)
    session.flush()
    kind = DecisionType.GUARDRAIL_PROPOSED if new.is_proposal else DecisionType.GUARDRAIL_CHANGED
    _record(session, workspace_id, "term_added", by=by, facts=_facts(row), now=now, kind=kind)
    return _card(session, row)


def _is_again(known: GuardTerm, new: NewTerm) -> bool:
    return known.state == State.PROPOSED and new.is_proposal


def decide(
    session: Session,
    workspace_id: UUID,
    term_id: UUID,
    *,
    is_accepted: bool,
    by: UUID | None,
    now: datetime,
) -> TermCard:
    """``Conflict`` (``term.decided``) when it does not wait any more."""
    row = _term(session, workspace_id, term_id)
    if row.state != State.PROPOSED:
        raise Conflict("term.decided", "This has been decided already.")
    row.state = State.ACTIVE if is_accepted else State.DISMISSED
    row.decided_by, row.decided_at = by, now
    session.add(row)
    session.flush()
    why = "term_accepted" if is_accepted else "term_dismissed"
    _record(session, workspace_id, why, by=by, facts=_facts(row), now=now)
    return _card(session, row)


def remove_term(
    session: Session, workspace_id: UUID, term_id: UUID, *, by: UUID | None, now: datetime
) -> None:
    facts = _facts(_term(session, workspace_id, term_id))
    repository.remove_term(session, workspace_id, term_id)
    _record(session, workspace_id, "term_removed", by=by, facts=facts, now=now)


def note(
    session: Session,
    workspace_id: UUID,
    sighted: Iterable[Sighted],
    *,
    conversation_id: UUID | None,
    subject_ref: UUID | None,
    now: datetime,
) -> None:
    """What the guard found, in the transaction in which its verdict is recorded."""
    session.add_all(
        Sighting(
            workspace_id=workspace_id,
            conversation_id=conversation_id,
            subject_ref=subject_ref,
            direction=one.direction,
            entity=one.entity,
            treatment=one.treatment,
            count=one.count,
            found_at=now,
        )
        for one in sighted
        if one.count > 0
    )
    session.flush()


def counted(session: Session, workspace_id: UUID, *, since: datetime) -> list[Sighted]:
    return [Sighted(*row) for row in repository.counted(session, workspace_id, since)]


def _term(session: Session, workspace_id: UUID, term_id: UUID) -> GuardTerm:
    row = repository.term(session, workspace_id, term_id)
    if row is None:
        raise NotFound("term.unknown", "There are no such words.")
    return row


def _facts(row: GuardTerm) -> dict[str, Any]:
    facts = {"list": row.kind, "origin": row.origin, "term": str(row.id)}
    return facts | ({"entity": row.entity} if row.entity else {})


def _record(
    session: Session,
    workspace_id: UUID,
    why: str,
    *,
    by: UUID | None,
    facts: dict[str, Any],
    now: datetime,
    kind: DecisionType = DecisionType.GUARDRAIL_CHANGED,
) -> None:
    entry = Entry(
        type=kind,
        outcome="requested" if kind is DecisionType.GUARDRAIL_PROPOSED else "done",
        reasons=(why,),
        automation=Automation.HUMAN_MADE,
        actor=by,
        role=Role.NONE,
        facts=facts,
    )
    decisions.record(session, workspace_id, entry, now=now)


def _card(session: Session, row: GuardTerm) -> TermCard:
    return TermCard(
        id=row.id,
        kind=TermKind(row.kind),
        words=read_sealed(session, row, "value") or "",
        entity=row.entity,
        origin=Origin(row.origin),
        state=State(row.state),
        added_by=row.added_by,
        added_at=row.added_at,
        decided_at=row.decided_at,
    )
