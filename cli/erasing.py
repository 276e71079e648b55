"""Commands of who holds the machine: erase a person, go on without a lost journal."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import typer
from sqlmodel import Session

from cli.installation import open_installation
from cli.upkeep import pick_workspace, settings_for
from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActionKind, Rule
from salesgenix.erasures import replay
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import Cause
from salesgenix.erasures.service import ErasureCard
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.leads import service as leads
from worker.forgetting import stores_of


def erase_person(who: str, *, reason: str, slug: str | None, data_dir: Path | None) -> None:
    """The one of that reference, or of that address, by a one-off order."""
    if not reason.strip():
        raise Invalid("erasure.reason", "Say why with --reason; it is kept with the order.")
    settings = settings_for(data_dir)
    house = open_installation(settings)
    try:
        now = house.clock.now()
        with house.db.writing() as session:
            workspace_id = pick_workspace(session, slug)
            people = _people(session, workspace_id, who)
            ordered = [
                _order(session, workspace_id, person, reason=reason, now=now) for person in people
            ]
        stores = stores_of(settings, house.db, house.clock)
        ended = [erasures.run(house.db, card.id, stores, house.clock) for card in ordered]
    finally:
        house.close()
    for card in ended:
        if not card.is_done:
            held_up = ", ".join(f"{item['store']} ({item['code']})" for item in card.failures)
            typer.echo(f"Not complete: {held_up}. The worker tries again.", err=True)
            continue
        typer.echo(card.receipt)
    if not all(card.is_done for card in ended):
        raise typer.Exit(1)


def accept_journal(*, data_dir: Path | None) -> None:
    """For an operator who has lost the journal, and knows what that means."""
    house = open_installation(settings_for(data_dir), follows_journal=False)
    try:
        end = replay.accept(house.db, house.clock)
    finally:
        house.close()
    typer.echo(f"A new journal begins with the {end.position} things this database knows.")


def _people(session: Session, workspace_id: UUID, who: str) -> list[UUID]:
    try:
        return [UUID(who)]
    except ValueError:
        pass
    found = [card.subject_ref for card in leads.same_person(session, workspace_id, who)]
    member = accounts.member_of_email(session, workspace_id, who)
    if member is not None:
        found.append(member.subject_ref)
    if not found:
        raise NotFound("person.unknown", "Nobody of the workspace has that address.")
    if len(found) > 1:  # one of them may only have mentioned it
        raise Conflict(
            "person.unclear",
            "Several people gave that address. Say whom by reference: "
            + ", ".join(map(str, found)),
        )
    return found


def _order(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, reason: str, now: datetime
) -> ErasureCard:
    """An order that is there for this one purpose: its rule allows nothing the floor would not."""
    known = erasures.of_subject(session, workspace_id, subject_ref)
    if known is not None:
        return known
    words = f"Erase the person {subject_ref}: {reason.strip()}"
    rule = Rule(actions=frozenset({ActionKind.DATA_REQUEST_OPEN}))
    order = Order(
        key=f"erase-{subject_ref}", words=words, rule=rule, kind="one_off", surface="terminal"
    )
    given = instructions.issue(session, workspace_id, order, now=now)
    return erasures.order(
        session,
        workspace_id,
        subject_ref,
        cause=Cause.REQUEST,
        instruction_id=given.id,
        now=now,
    )
