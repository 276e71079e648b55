"""A mail of ours as bytes: headers, plain text, a footer that hides nothing, and what is attached.

The text carries who writes, why, that it is an AI, and where the company sits (each mail must; an
invitation is no exception). Everything that comes from people is put on one line before it becomes
part of a header.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal
from uuid import UUID

from salesgenix.kit.house_yaml import read_yaml

DEFAULT_LANGUAGE = "en"
LONGEST_NAME = 80
SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]*:/+|\bmailto:", re.IGNORECASE)
INNER_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The main user's company, as its mails show it."""

    company: str
    agent: str
    site: str
    sender_email: str
    postal_address: str
    privacy_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is said to whom. ``at`` is aware; ``message_id`` is unique for good. ``reasons``: why it
    comes and who wrote it, where that is not the chat.
    """

    house: House
    recipient_name: str | None
    recipient_email: str
    language: str
    subject: str
    text: str
    message_id: str
    at: datetime
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """An iTIP message (RFC 5546) that rides along as RFC 6047 wants it."""

    method: Literal["REQUEST", "CANCEL"]
    ics: bytes


def write_letter(letter: Letter, calendar: Calendar | None = None) -> bytes:
    """RFC 5322 bytes, fit to be signed and sent as they are."""
    house, words = letter.house, words_of(letter.language)
    is_plain = letter.recipient_email.isascii() and house.sender_email.isascii()
    message = EmailMessage(policy=SMTP if is_plain else SMTPUTF8)
    message["From"] = _mailbox(f"{house.agent} ({house.company})", house.sender_email)
    message["To"] = _mailbox(
        harmless(letter.recipient_name or "", LONGEST_NAME), letter.recipient_email
    )
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = message_id(letter.message_id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers this
    message["Content-Language"] = letter.language
    name = harmless(letter.recipient_name or "", LONGEST_NAME)
    hello = words["hello" if name else "hello_unnamed"].format(name=name)
    text = "\n\n".join([hello, letter.text, _footer(letter, words)]) + "\n"
    message.set_content(text, cte="quoted-printable")
    if calendar is not None:
        _attach(message, calendar)
    return message.as_bytes()


def traced(message: bytes, reference: UUID) -> bytes:
    """The same mail with where it was decided: the action's id, which leads to its provenance and
    tells nobody else anything.
    """
    return f"X-Salesgenix-Decision: {reference}\r\n".encode() + message


def _attach(message: EmailMessage, calendar: Calendar) -> None:
    """Once for calendars that read the alternative, once for those that read the attachment."""
    message.add_alternative(
        calendar.ics.decode(),
        subtype="calendar",
        charset="utf-8",
        cte="base64",
        params={"method": calendar.method},
    )
    message.add_attachment(
        calendar.ics,
        maintype="application",
        subtype="ics",
        filename="cancel.ics" if calendar.method == "CANCEL" else "invite.ics",
    )


def _footer(letter: Letter, words: dict[str, Any]) -> str:
    house = letter.house
    facts = {"company": house.company, "agent": house.agent, "site": house.site or house.company}
    said = letter.reasons or (
        words["why"].format(**facts),
        words["disclosure"].format(**facts),
    )
    lines = ["--", *said]
    lines.append(one_line(house.postal_address or house.company))
    if house.privacy_url:
        lines.append(f"{words['privacy']} {house.privacy_url}")
    return "\n".join(lines)


def _mailbox(name: str, email: str) -> Address:
    local, _, domain = email.strip().rpartition("@")
    return Address(one_line(name), local, domain.encode("idna").decode("ascii"))


def message_id(reference: str) -> str:
    return reference if reference.startswith("<") else f"<{reference}>"


def one_line(text: str) -> str:
    """No text of a person can begin a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def harmless(text: str, longest: int) -> str:
    """What a person or a model has called themselves or a meeting: on one line, cut, and without
    anything a mail program makes a link of, so that no mail of ours carries somebody's message to
    whoever they please.
    """
    plain = INNER_DOT.sub(". ", SCHEME.sub("", one_line(text))).replace("@", " (at) ")
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def words_of(language: str) -> dict[str, Any]:
    every = _words()
    return every.get(language[:2], every[DEFAULT_LANGUAGE])


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Any]]:
    text = files("integrations.email").joinpath("words.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, Any]] = read_yaml(text)
    return words
