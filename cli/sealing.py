"""Sealing what earlier releases kept in the clear: at a start, since a migration has no keys."""

from sqlmodel import Session, col, select

from salesgenix.accounts.models import Workspace
from salesgenix.db import Database, write_sealed
from salesgenix.instructions.models import Instruction
from salesgenix.kit.errors import NotFound
from salesgenix.leads.models import LeadFact
from salesgenix.leads.rules import SITE, parted


def seal_what_lay_open(db: Database) -> int:
    """The number of rows it found; none from the second start on."""
    with db.reading() as session:
        if not any(_rows(session)):
            return 0
    with db.writing() as session:
        workspaces, instructions, facts = _rows(session)
        for workspace in workspaces:
            write_sealed(session, workspace, pause_reason=workspace.pause_reason)
            workspace.pause_reason = None
        for instruction in instructions:
            write_sealed(session, instruction, words=instruction.words)
            instruction.words = ""
        for fact in facts:
            _seal_place(session, fact)
        session.add_all([*workspaces, *instructions, *facts])
        return len(workspaces) + len(instructions) + len(facts)


def _rows(session: Session) -> tuple[list[Workspace], list[Instruction], list[LeadFact]]:
    return (
        list(session.exec(select(Workspace).where(col(Workspace.pause_reason).is_not(None)))),
        list(session.exec(select(Instruction).where(Instruction.words != ""))),
        list(session.exec(select(LeadFact).where(col(LeadFact.source).startswith(f"{SITE}:")))),
    )


def _seal_place(session: Session, fact: LeadFact) -> None:
    fact.source, place = parted(fact.source)
    try:
        write_sealed(session, fact, place=place)
    except NotFound:  # the person has been erased: nobody needs to know where it was read
        fact.place_sealed = None
