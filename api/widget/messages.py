"""Taking a prospect's message: refuse what is no text, guard it, keep it once, owe a turn."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
import structlog

from api.deps import House
from api.widget.visitors import Visitor
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS
from salesgenix.conversations.service import Received
from salesgenix.kit.errors import Invalid, Unavailable
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

LOG = structlog.get_logger()

# Characters that are no text: C0/C1 controls but tab and line ends, and non-characters.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sent:
    client_id: str
    text: str
    slot: str | None


def checked_text(text: str) -> str:
    """The text in NFC without outer blanks, or why it is not one."""
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise Invalid(
            "message.too_long",
            f"A message has at most {MAX_MESSAGE_CHARACTERS} characters.",
            limit=MAX_MESSAGE_CHARACTERS,
        )
    if NOT_TEXT.search(text):
        raise Invalid("message.not_text", "A message is plain text.", field="text")
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise Invalid("message.empty", "A message has words in it.", field="text")
    return text


async def take_message(house: House, visitor: Visitor, sent: Sent) -> Received:
    """Keeps the message as the guard lets it be kept. ``Unavailable`` when the guard cannot answer:
    then nothing of the text is kept, and a person of the team is asked to look.
    """
    try:
        stored = await anyio.to_thread.run_sync(_guarded, house, visitor, sent.text)
    except Exception as error:
        LOG.exception("message.unguarded", conversation=str(visitor.conversation_id))
        await anyio.to_thread.run_sync(_ask_the_team, house, visitor)
        raise Unavailable(
            "guard.unavailable",
            "Your message could not be checked, so it was not kept. Please try again, or ask for "
            "a person.",
        ) from error
    received = await anyio.to_thread.run_sync(_receive, house, visitor, sent, stored)
    if received.turn_id is not None:
        house.background.start(
            "turn", house.take_turn(received.turn_id), turn=str(received.turn_id)
        )
    return received


def _guarded(house: House, visitor: Visitor, text: str) -> str:
    with house.db.reading() as session:
        profile = accounts.profile_of(session, visitor.workspace_id).profile
    inbound = house.guard.inbound(text, minor_age=profile.minor_age)
    stored: str = inbound.stored
    return stored


def _receive(house: House, visitor: Visitor, sent: Sent, stored: str) -> Received:
    payload: dict[str, Any] = {"text": stored}
    if sent.slot is not None:
        payload["choice"] = {"slot": sent.slot}
    with house.db.writing() as session:
        return conversations.receive(
            session,
            visitor.workspace_id,
            visitor.conversation_id,
            client_id=sent.client_id,
            payload=payload,
            now=house.clock.now(),
        )


def _ask_the_team(house: House, visitor: Visitor) -> None:
    with house.db.writing() as session:
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
        tasks.open_task(
            session,
            visitor.workspace_id,
            visitor.conversation_id,
            subject_ref=card.subject_ref,
            kind=TaskKind.AGENT_FAILED,
            note="A message could not be checked by the guardrails and was not kept.",
            now=house.clock.now(),
        )
