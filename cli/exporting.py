"""``salesgenix export``: an archive made here and now, or the raw lines of the log."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import typer
from sqlmodel import Session

from cli.installation import Installation, open_installation
from cli.upkeep import pick_workspace, settings_for
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import looks_like_email
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.exports import service as exports
from salesgenix.exports.rules import Kind, State, Wanted, file_name
from salesgenix.exports.service import ExportCard, Job
from salesgenix.kit.errors import Invalid, NotFound, Unavailable
from salesgenix.kit.logging import configure_logging
from salesgenix.leads import service as leads
from worker.exports import carry_out


def export_archive(
    kind: str,
    *,
    subject: str | None,
    since: str | None,
    until: str | None,
    language: str,
    output: Path | None,
    slug: str | None,
    data_dir: Path | None,
) -> None:
    """Makes the archive in this process and writes it and its ``.sig`` whole or not at all; what
    lay sealed meanwhile is destroyed.
    """
    configure_logging(level="WARNING")
    settings = settings_for(data_dir)
    house = open_installation(settings)
    folder = settings.effective_exports_dir
    try:
        card, job = _begin(
            house,
            slug,
            kind=Kind(kind),
            subject=subject,
            span=(_instant(since), _instant(until)),
            language=language,
        )
        made = carry_out(house.db, house.clock, folder, job, told=_tell)
        if made is None or made.state is not State.DONE:
            code = made.error_code if made else "export.lost"
            raise Unavailable("export.failed", f"The export could not be made ({code}).")
        target = output or Path(_name(house, made))
        _hand_out(house, made, target, folder)
        with house.db.writing() as session:
            exports.destroy(
                session, card.workspace_id, card.id, folder, now=house.clock.now(), cause="expired"
            )
    finally:
        house.close()
    typer.echo(f"{made.total} decisions in {target}, signed in {target}.sig.", err=True)


def export_decisions(output: Path | None, *, slug: str | None, data_dir: Path | None) -> None:
    """The raw lines alone. The export is itself a decision, written after the lines it covers."""
    house = open_installation(settings_for(data_dir))
    with house.db.reading() as session:
        workspace_id = pick_workspace(session, slug)
    if output is None:
        count = _write_lines(house, workspace_id, sys.stdout.buffer)
    else:
        with whole_file(output) as file:
            count = _write_lines(house, workspace_id, file)
    with house.db.writing() as session:
        entry = Entry(
            type=DecisionType.EXPORT_CREATED, outcome="performed", facts={"records": count}
        )
        decisions.record(session, workspace_id, entry, now=house.clock.now())
    house.close()
    typer.echo(f"{count} decisions exported.", err=True)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears when it is complete, or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # people are in it
        with os.fdopen(handle, "wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _begin(
    house: Installation,
    slug: str | None,
    *,
    kind: Kind,
    subject: str | None,
    span: tuple[datetime | None, datetime | None],
    language: str,
) -> tuple[ExportCard, Job]:
    """Asked for and taken in one transaction, so that no worker takes it first."""
    now = house.clock.now()
    with house.db.writing() as session:
        workspace_id = pick_workspace(session, slug)
        wanted = Wanted(
            kind=kind,
            subject_ref=None if subject is None else _person(session, workspace_id, subject),
            since=span[0],
            until=span[1],
            language=language,
        )
        card = exports.request(session, workspace_id, wanted, by=None, now=now)
        job = exports.claim(session, workspace_id, card.id, now=now)
    if job is None:
        raise Unavailable("export.failed", "The export could not be begun.")
    return card, job


def _person(session: Session, workspace_id: UUID, said: str) -> UUID:
    """By reference, or by an address if it is one person's."""
    if not looks_like_email(said):
        try:
            return UUID(said)
        except ValueError:
            raise Invalid(
                "export.subject", f"{said!r} is neither a reference nor a mail address."
            ) from None
    found = leads.same_person(session, workspace_id, said)
    if not found:
        raise NotFound("lead.unknown", f"Nobody here has the address {said}.")
    if len(found) > 1:
        refs = ", ".join(str(card.subject_ref) for card in found)
        raise Invalid("export.subject", f"Several have this address; name one of: {refs}.")
    return found[0].subject_ref


def _instant(said: str | None) -> datetime | None:
    """A day begins at midnight UTC; an instant without a zone is in UTC."""
    if said is None:
        return None
    try:
        if len(said) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(said), time(), UTC)
        instant = datetime.fromisoformat(said)
    except ValueError:
        raise Invalid("export.period", f"{said!r} is not a day such as 2026-01-31.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done:,} of {total:,} decisions", nl=False, err=True)


def _name(house: Installation, card: ExportCard) -> str:
    with house.db.reading() as session:
        slug = accounts.profile_of(session, card.workspace_id).slug
    return file_name(card.kind, slug, card.ended_at or card.created_at)


def _hand_out(house: Installation, card: ExportCard, target: Path, folder: Path) -> None:
    now = house.clock.now()
    with house.db.reading() as session:
        found = exports.open_download(session, card.workspace_id, card.id, folder, now=now)
    with house.db.writing() as session:
        exports.note_download(session, card.workspace_id, card.id, by=None, via="command", now=now)
    with found.reader, whole_file(target) as file:
        for chunk in found.reader.chunks():
            file.write(chunk)
    with whole_file(target.with_name(f"{target.name}.sig")) as file:
        file.write((card.signature or "").encode())


def _write_lines(house: Installation, workspace_id: UUID, target: BinaryIO) -> int:
    count = 0
    with house.db.reading() as session:
        for line in decisions.export_lines(session, workspace_id):
            target.write(line)
            count += 1
    target.flush()
    return count
