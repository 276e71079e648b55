"""Bringing a database up to what the journal outside it knows, before anything is served.

A database that was put back from a backup has forgotten who was erased since, who asked not to be
contacted, and which orders were taken back. The journal has not. What it knows and the database
does not is done again; a journal that knows less than its database is refused.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.db import Database, journal_of, keyring_of, locked_mark, mark_of, move_mark
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.erasures import repository, service
from salesgenix.erasures.ports import Stores
from salesgenix.erasures.rules import Cause, Step
from salesgenix.instructions import service as instructions
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import NotFound, SalesgenixError, Unavailable
from salesgenix.kit.journal import End, Journal, Kind, Line, Notice
from salesgenix.privacy import service as privacy

LOG = structlog.get_logger()
WAY_OUT = (
    "Put back the newest copy of the journal. If there is none, everything that it knew and this "
    "database does not know is lost; to go on all the same: salesgenix accept-journal"
)


@dataclass(slots=True)
class Replayed:
    """How many notices of each kind were followed, by workspace."""

    followed: dict[UUID, Counter[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(found.total() for found in self.followed.values())


def follow(db: Database, stores: Stores, clock: Clock) -> Replayed:
    """Does again what the journal knows and the database has forgotten; erasures to their end.

    ``Unavailable``, and nothing may be served, when the journal is damaged or knows less than the
    database (``journal.behind``), or when somebody's data could not be erased again.
    """
    journal = db.journal
    assert journal is not None
    replayed = Replayed()
    mark = _begin(db, journal)
    for line in list(journal.read(mark.position)):
        if _follow_one(db, line, now=clock.now()):
            replayed.followed.setdefault(line.workspace_id, Counter())[line.kind] += 1
    if replayed.count:
        LOG.warning("restore.replayed", count=replayed.count)
    _erase_again(db, stores, clock)
    return replayed


def accept(db: Database, clock: Clock) -> End:
    """Begins a new journal from what this database knows, the present file set aside; recorded in
    every workspace. For an operator who has lost the journal and knows it.
    """
    journal = db.journal
    assert journal is not None
    aside = journal.set_aside()
    with db.writing() as session:
        locked_mark(session)
        end = _refill(session, journal)
        for card in accounts.workspaces(session):
            facts = {"position": end.position, "was_set_aside": aside is not None}
            _record(session, card.id, facts, outcome="accepted", now=clock.now())
        move_mark(session, end)
    LOG.warning("journal.accepted", count=end.position)
    return end


def _begin(db: Database, journal: Journal) -> End:
    """How far the database has come. One that has never followed a journal begins here: an empty
    journal learns what the database knows, and of another everything is followed.
    """
    with db.reading() as session:  # what needs nothing written asks no lock
        mark = mark_of(session)
    if mark is None:
        with db.writing() as session:
            mark = locked_mark(session)
            if mark is None:
                end = journal.end()
                mark = End(0, "") if end.position else _refill(session, journal)
                move_mark(session, mark)
    if mark.position and journal.digest_at(mark.position) != mark.digest:
        raise Unavailable(
            "journal.behind",
            f"The journal {journal.path} is missing, shorter than this database remembers, or "
            f"another's. {WAY_OUT}",
        )
    return mark


def _follow_one(db: Database, line: Line, *, now: datetime) -> bool:
    """One notice in one transaction, with the mark. Whether there was anything to do."""
    with db.writing() as session:
        mark = locked_mark(session)
        if mark is not None and mark.position >= line.position:
            return False  # another process was quicker
        known = {card.id for card in accounts.workspaces(session)}
        is_done = line.workspace_id in known and _apply(session, line, now=now)
        if is_done:
            facts = {"position": line.position, "kind": line.kind}
            _record(session, line.workspace_id, facts, outcome="performed", now=now)
        journal_of(session).notices.clear()  # it stands there already
        move_mark(session, End(line.position, line.digest))
    return is_done


def _apply(session: Session, line: Line, *, now: datetime) -> bool:
    workspace_id, facts = line.workspace_id, line.facts
    match line.kind:
        case Kind.SUPPRESSION | Kind.SUPPRESSION_LIFTED:
            privacy.follow_suppression(
                session,
                workspace_id,
                bytes.fromhex(facts["mark"]),
                facts.get("kind", ""),
                reason=facts.get("reason", ""),
                is_lifted=line.kind == Kind.SUPPRESSION_LIFTED,
                now=now,
            )
        case Kind.REVOCATION:
            return _revoke(session, workspace_id, facts, now=now)
        case Kind.RESTRICTION | Kind.RELEASE:
            return _restrict(
                session,
                workspace_id,
                UUID(facts["subject_ref"]),
                at=now if line.kind == Kind.RESTRICTION else None,
            )
        case Kind.ERASURE:
            return _order_again(session, workspace_id, UUID(facts["subject_ref"]), now=now)
        case _:
            raise Unavailable(
                "journal.newer", "The journal was written by a later release of this program."
            )
    return True


def _revoke(session: Session, workspace_id: UUID, facts: dict[str, str], *, now: datetime) -> bool:
    try:
        instructions.revoke(
            session,
            workspace_id,
            UUID(facts["instruction"]),
            by=None,
            now=now,
            surface=facts.get("surface", "console"),
        )
    except NotFound:  # given after the copy was made: it is forgotten with everything else
        return False
    return True


def _restrict(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, at: datetime | None
) -> bool:
    lead = repository.lead_of(session, workspace_id, subject_ref)
    if lead is None:
        return False
    lead.restricted_at = at
    session.add(lead)
    session.flush()
    return True


def _order_again(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> bool:
    """The key goes in any case: the key store may have been put back too. One that the copy knows
    as begun is taken up by the worker, the person being frozen already.
    """
    try:
        service.order(
            session, workspace_id, subject_ref, cause=Cause.RESTORE, instruction_id=None, now=now
        )
    except NotFound:
        keyring_of(session).destroy_person(workspace_id, subject_ref)
        return False
    except SalesgenixError as error:
        raise Unavailable(
            "restore.erasure", f"An erased person cannot be erased again: {error.message}"
        ) from error
    return True


def _erase_again(db: Database, stores: Stores, clock: Clock) -> None:
    with db.reading() as session:
        waiting = service.unfinished(session, cause=Cause.RESTORE)
    for erasure_id in waiting:
        found = service.run(db, erasure_id, stores, clock)
        if found.is_done or _is_gone(found):
            continue
        stuck = ", ".join(failure["store"] for failure in found.failures)
        raise Unavailable(
            "restore.erasure",
            f"This database was put back from a backup, and somebody who had been erased could not "
            f"be erased again ({stuck}). Nothing is served until that is possible.",
        )


def _is_gone(found: service.ErasureCard) -> bool:
    """Whether at least the rows and the key are destroyed."""
    done = list(Step).index(found.step) if found.step else -1
    return done >= list(Step).index(Step.KEY)


def _refill(session: Session, journal: Journal) -> End:
    """Everything this database knows that a journal keeps."""
    notices = list(_known(session))
    return journal.append_all(notices) if notices else journal.end()


def _known(session: Session) -> Iterator[Notice]:
    for card in accounts.workspaces(session):
        for mark, kind, reason in privacy.marks_in_force(session, card.id):
            facts = {"mark": mark.hex(), "kind": str(kind), "reason": str(reason)}
            yield Notice(Kind.SUPPRESSION, card.id, facts)
        for instruction_id, surface in instructions.revoked(session, card.id):
            facts = {"instruction": str(instruction_id), "surface": surface}
            yield Notice(Kind.REVOCATION, card.id, facts)
        for subject_ref in repository.restricted(session, card.id):
            yield Notice(Kind.RESTRICTION, card.id, {"subject_ref": str(subject_ref)})
        for erasure in service.listing(session, card.id):
            yield Notice(Kind.ERASURE, card.id, {"subject_ref": str(erasure.subject_ref)})


def _record(
    session: Session, workspace_id: UUID, facts: dict[str, Any], *, outcome: str, now: datetime
) -> None:
    entry = Entry(
        type=DecisionType.RESTORE_REPLAYED,
        outcome=outcome,
        automation=Automation.AUTO,
        facts=facts,
    )
    decisions.record(session, workspace_id, entry, now=now)
