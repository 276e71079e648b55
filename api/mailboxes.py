"""The company's mailbox in the API: set it up, try it, see how it stands, switch it off."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr

from api.deps import in_thread
from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.kit.errors import NotFound, Unavailable
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.ports import MailboxError, MailboxReader
from salesgenix.mailboxes.rules import Access, Secrets
from salesgenix.mailboxes.service import MailboxCard

router = APIRouter(prefix="/v1/mailbox", tags=["mailbox"])


class Mailrooms(Protocol):
    """The adapters, as they are handed in (``cli.posting``)."""

    def reader(self, workspace_id: UUID) -> MailboxReader: ...
    async def setup(self, workspace_id: UUID) -> Sequence[Any]: ...
    def new_key(self) -> str: ...


class Configured(BaseModel):
    """A password left out stays as it was, for the same server. ``makes_key``: mails are to be
    signed with a new key of ours.
    """

    address: str = Field(max_length=320)
    access: Access
    imap_username: str = Field(default="", max_length=320)
    imap_password: SecretStr = SecretStr("")
    smtp_username: str = Field(default="", max_length=320)
    smtp_password: SecretStr = SecretStr("")
    makes_key: bool = False


def configure(who: SignedIn, wanted: Configured) -> MailboxCard:
    who.require(Verb.CHANGE_SETTINGS)
    secrets = Secrets(
        imap_username=wanted.imap_username,
        imap_password=wanted.imap_password.get_secret_value(),
        smtp_username=wanted.smtp_username,
        smtp_password=wanted.smtp_password.get_secret_value(),
        dkim_key=_rooms(who).new_key() if wanted.makes_key else "",
    )
    with who.house.db.writing() as session:
        return mailboxes.configure(
            session,
            who.workspace_id,
            wanted.address,
            wanted.access,
            secrets=secrets,
            now=who.now,
        )


async def try_out(who: SignedIn) -> dict[str, Any]:
    """Signs in and looks at the folder now, and keeps what came of it."""
    who.require(Verb.CHANGE_SETTINGS)
    reader = await in_thread(_rooms(who).reader, who.workspace_id)
    code, count = None, None
    try:
        count = await reader.check()
    except MailboxError as error:
        code = error.code
    card = await in_thread(_note, who, code)
    return {"works": code is None, "mails": count, "error_code": code, "mailbox": json_of(card)}


def switch_off(who: SignedIn) -> MailboxCard:
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        return mailboxes.switch_off(session, who.workspace_id, now=who.now)


def state_of(who: SignedIn) -> MailboxCard | None:
    with who.house.db.reading() as session:
        return mailboxes.find(session, who.workspace_id)


async def setup_of(who: SignedIn) -> list[dict[str, Any]]:
    """What the domain's records lack, with the exact record to add."""
    who.require(Verb.CHANGE_SETTINGS)
    return [asdict(finding) for finding in await _rooms(who).setup(who.workspace_id)]


def json_of(card: MailboxCard) -> dict[str, Any]:
    """Nothing that opens anything."""
    return {
        "address": card.address,
        "access": card.access.model_dump(),
        "state": card.state,
        "error_code": card.error_code,
        "checked_at": card.checked_at,
        "since": card.since,
        "has_password": card.has_password,
        "signs": card.has_key and card.access.dkim_selector is not None,
    }


@router.get("")
def show(who: AsMember) -> dict[str, Any]:
    card = state_of(who)
    if card is None:
        raise NotFound("mailbox.none", "No mailbox has been set up.")
    return json_of(card)


@router.put("")
def put(who: AsMember, wanted: Configured) -> dict[str, Any]:
    return json_of(configure(who, wanted))


@router.delete("")
def delete(who: AsMember) -> dict[str, Any]:
    return json_of(switch_off(who))


@router.post("/test")
async def test(who: AsMember) -> dict[str, Any]:
    return await try_out(who)


@router.get("/setup")
async def setup(who: AsMember) -> dict[str, Any]:
    return {"findings": await setup_of(who)}


def _rooms(who: SignedIn) -> Mailrooms:
    rooms = who.house.mailrooms
    if rooms is None:
        raise Unavailable("mailbox.unavailable", "Mailboxes cannot be reached from here.")
    return rooms


def _note(who: SignedIn, code: str | None) -> MailboxCard:
    with who.house.db.writing() as session:
        return mailboxes.note_look(session, who.workspace_id, error=code, now=who.now)
