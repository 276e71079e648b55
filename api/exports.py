"""Exports in the API: ask for one, watch it being made, fetch it while it lasts.

A person without an account fetches theirs by a link with a secret in it; nothing else is behind
that link.
"""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict
from starlette.responses import PlainTextResponse, StreamingResponse

from api.deps import House, HouseOf
from api.instants import Instant
from api.members import AsMember
from salesgenix.accounts.rules import Verb
from salesgenix.exports import service as exports
from salesgenix.exports.rules import Kind, State, Wanted
from salesgenix.exports.service import Download, ExportCard
from salesgenix.kit.errors import Conflict

router = APIRouter(tags=["exports"])


class Asked(BaseModel):
    """``subject_ref`` with ``subject``; ``since`` or ``until`` with ``period``. ``size``: cover the
    first so many records, to make an earlier export again byte for byte.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    subject_ref: UUID | None = None
    since: Instant | None = None
    until: Instant | None = None
    size: int | None = None
    language: str = "en"


@router.post("/v1/exports", status_code=202)
def ask(who: AsMember, asked: Asked, response: Response) -> dict[str, Any]:
    """Asks for an export; ``Location`` is where to watch it."""
    who.require(Verb.EXPORT)
    wanted = Wanted(**asked.model_dump())
    with who.house.db.writing() as session:
        card = exports.request(session, who.workspace_id, wanted, by=who.member.id, now=who.now)
    response.headers["Location"] = f"/v1/exports/{card.id}"
    return _json(card)


@router.get("/v1/exports")
def listing(
    who: AsMember,
    *,
    before: Instant | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Newest first; page on with ``before`` = the last ``created_at`` seen."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        cards = exports.listing(session, who.workspace_id, before=before, limit=limit)
    return {"exports": [_json(card) for card in cards]}


@router.get("/v1/exports/{export_id}")
def one(who: AsMember, export_id: UUID) -> dict[str, Any]:
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        return _json(exports.card(session, who.workspace_id, export_id))


@router.get("/v1/exports/{export_id}/download")
def download(who: AsMember, export_id: UUID) -> StreamingResponse:
    """The archive. 409 while it is being made, 410 once it has run out."""
    who.require(Verb.EXPORT)
    return send_archive(who.house, who.workspace_id, export_id, by=who.member.id, via="member")


@router.get("/v1/exports/{export_id}/signature", response_class=PlainTextResponse)
def signature(who: AsMember, export_id: UUID) -> PlainTextResponse:
    """The detached signature over the whole archive: to be kept beside it as ``….zip.sig``."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        card = exports.card(session, who.workspace_id, export_id)
    if card.signature is None:
        raise Conflict("export.not_done", "This export is still being made.", state=card.state)
    return PlainTextResponse(card.signature, headers={"Cache-Control": "no-store"})


@router.delete("/v1/exports/{export_id}")
def cancel(who: AsMember, export_id: UUID) -> dict[str, Any]:
    """Ends it at once, made or not: its file and its key are destroyed."""
    who.require(Verb.EXPORT)
    with who.house.db.writing() as session:
        card = exports.destroy(
            session,
            who.workspace_id,
            export_id,
            who.house.settings.effective_exports_dir,
            by=who.member.id,
            now=who.now,
            cause="cancelled",
        )
    return _json(card)


@router.get("/privacy/exports/{token}", include_in_schema=False)
def by_link(house: HouseOf, token: str) -> StreamingResponse:
    """A person's own archive, for whoever holds the link that was mailed to them."""
    with house.db.reading() as session:
        card = exports.card_for_link(session, token, now=house.clock.now())
    return send_archive(house, card.workspace_id, card.id, by=None, via="link")


def send_archive(
    house: House, workspace_id: UUID, export_id: UUID, *, by: UUID | None, via: str
) -> StreamingResponse:
    """An archive as a download, found whole and noted in the log before its first byte leaves. The
    file is read through before the log is locked for that note.
    """
    now, folder = house.clock.now(), house.settings.effective_exports_dir
    with house.db.reading() as session:
        found = exports.open_download(session, workspace_id, export_id, folder, now=now)
    try:
        with house.db.writing() as session:
            exports.note_download(session, workspace_id, export_id, by=by, via=via, now=now)
    except BaseException:
        found.reader.close()
        raise
    return _streamed(found)


def _streamed(found: Download) -> StreamingResponse:
    """Deciphered as it is sent: nothing of it lies anywhere in the clear."""

    def pieces() -> Iterator[bytes]:
        with found.reader:
            yield from found.reader.chunks()

    return StreamingResponse(
        pieces(),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Length": str(found.length),
            "Content-Encoding": "identity",  # it is not to be packed: its length is promised
            "Cache-Control": "no-store",
        },
    )


def _json(card: ExportCard) -> dict[str, Any]:
    """``download`` only while there is something to fetch."""
    shown: dict[str, Any] = {
        "id": card.id,
        "kind": card.kind,
        "subject_ref": card.subject_ref,
        "since": card.since,
        "until": card.until,
        "size": card.size,
        "language": card.language,
        "state": card.state,
        "done": card.done,
        "total": card.total,
        "length": card.length,
        "sha256": card.sha256,
        "error_code": card.error_code,
        "request_id": card.request_id,
        "requested_by": card.requested_by,
        "created_at": card.created_at,
        "ended_at": card.ended_at,
        "expires_at": card.expires_at,
    }
    if card.state is State.DONE:
        shown["download"] = f"/v1/exports/{card.id}/download"
        shown["signature"] = f"/v1/exports/{card.id}/signature"
    return shown
