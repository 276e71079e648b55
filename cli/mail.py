"""A mail that reached the company's address for data matters, handed over by the mail server.

A request about data is opened and confirmed by a letter to the sender, since anybody can write any
sender on a mail. Everything else is left alone: the mail server delivers it as it always did.
"""

import re
import sys
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from html import unescape
from pathlib import Path
from typing import BinaryIO

import typer

from agent.understanding.kinds import Floor, Previous
from agent.understanding.signals import read_message
from cli.installation import open_installation
from cli.upkeep import pick_workspace, settings_for
from integrations.email.notice import LANGUAGES
from salesgenix.accounts.rules import looks_like_email
from salesgenix.kit.errors import SalesgenixError
from salesgenix.privacy.files import Incoming
from salesgenix.privacy.rules import Channel, RequestKind
from salesgenix.rights import service as rights

MAX_BYTES = 2_000_000  # what is longer is read to this point: a request stands at the beginning
MAX_READ = 4_000
TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the mail and hands it over again
QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    sender: str
    name: str
    text: str


def receive_mail(*, slug: str | None, data_dir: Path | None, source: BinaryIO | None = None) -> int:
    """The exit code for the mail server. Nothing of the mail is printed: it would be logged."""
    letter = read_letter((source or sys.stdin.buffer).read(MAX_BYTES))
    found = request_in(letter) if letter is not None else None
    if letter is None or found is None:
        typer.echo("not a data request")
        return 0
    kind, language = found
    incoming = Incoming(
        kind=kind,
        channel=Channel.MAIL,
        language=language,
        name=letter.name or None,
        email=letter.sender,
        words=letter.text[:MAX_READ],
    )
    try:
        settings = settings_for(data_dir)
        house = open_installation(settings)
        with house.db.writing() as session:
            card = rights.take_in(
                session,
                pick_workspace(session, slug),
                incoming,
                public_url=settings.effective_public_url,
                now=house.clock.now(),
            )
        house.close()
    except (SalesgenixError, OSError) as error:
        typer.echo(f"salesgenix: {getattr(error, 'message', 'not now')}", err=True)
        return TRY_LATER
    typer.echo(f"data request: {card.kind.value}, due {card.due_on.isoformat()}")
    return 0


def read_letter(raw: bytes) -> Letter | None:
    """``None`` for what a machine sent, and for what has no sender one could answer."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        if _is_from_machine(message):
            return None
        name, sender = parseaddr(str(message.get("From", "")))
        text = f"{message.get('Subject', '')}\n{_text_of(message)}"
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError):
        return None
    if not looks_like_email(sender):
        return None
    said = QUOTED.sub("", text).replace("\x00", "").strip()
    return Letter(sender.strip(), " ".join(name.split())[:200], said[:MAX_READ])


def request_in(letter: Letter) -> tuple[RequestKind, str] | None:
    """Which right is exercised, and the language; the same understanding as in a conversation."""
    seen = read_message(letter.text, languages=LANGUAGES, previous=Previous())
    if seen.data_request is not None:
        return RequestKind(seen.data_request.value), seen.language
    if Floor.STOP in seen.floor:
        return RequestKind.UNSUBSCRIBE, seen.language
    return None


def _is_from_machine(message: EmailMessage) -> bool:
    """Answering machines and lists are not answered, or two of them write for ever (RFC 3834)."""
    by_itself = str(message.get("Auto-Submitted", "no")).strip().lower()
    is_list = str(message.get("Precedence", "")).strip().lower() in {"bulk", "list", "junk"}
    bounce = str(message.get("Return-Path", "")).strip() == "<>"
    return not by_itself.startswith("no") or is_list or bounce or "List-Id" in message


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    content = part.get_content()
    text = content if isinstance(content, str) else ""
    if part.get_content_subtype() == "html":
        text = unescape(TAGS.sub(" ", text))
    return text
