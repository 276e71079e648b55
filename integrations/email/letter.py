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
MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,900}>")
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
URL = re.compile(r"https?://[!-;=?-~]{3,900}")
MOST_REFERENCES = 20
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
    thread: "Thread | None" = None
    unsubscription: "Unsubscription | None" = None
    token: str | None = None  # answers come to ``agent+TOKEN@``
    is_by_person: bool = False  # then no machine has written it


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail that this one answers: its Message-ID and its own References, oldest first."""

    parent: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """Where one click ends it (RFC 8058: https, by POST), and the address that takes a mail."""

    url: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """How the reader comes back to us: into the thread, and out of our mails."""

    token: str | None = None
    unsubscription: Unsubscription | None = None


NO_WAY_BACK = Back()


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
    if not letter.is_by_person:  # RFC 3834: no answering machine answers this
        message["Auto-Submitted"] = "auto-replied" if letter.thread else "auto-generated"
    if letter.token is not None:
        message["Reply-To"] = _mailbox(house.agent, tagged(house.sender_email, letter.token))
    message["Content-Language"] = letter.language
    name = harmless(letter.recipient_name or "", LONGEST_NAME)
    hello = words["hello" if name else "hello_unnamed"].format(name=name)
    text = "\n\n".join([hello, letter.text, _footer(letter, words)]) + "\n"
    message.set_content(text, cte="quoted-printable")
    if calendar is not None:
        _attach(message, calendar)
    return _further(letter) + message.as_bytes()


def tagged(address: str, token: str) -> str:
    """``agent+TOKEN@``: what a server delivers to ``agent@``, token and all."""
    if not TOKEN.fullmatch(token):
        raise ValueError("a token has letters, digits, - and _ alone")
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def _further(letter: Letter) -> bytes:
    """Headers of long words, written by hand: the library would break or encode such a word. What
    a stranger's mail brought is taken only in the form of a Message-ID.
    """
    fields = []
    if letter.thread is not None and MESSAGE_ID.fullmatch(letter.thread.parent):
        before = [one for one in letter.thread.references if MESSAGE_ID.fullmatch(one)]
        if len(before) > MOST_REFERENCES:  # the first and the last ones hold a thread together
            before = [before[0], *before[1 - MOST_REFERENCES :]]
        chain = dict.fromkeys([*before, letter.thread.parent])
        fields += [("In-Reply-To", [letter.thread.parent]), ("References", list(chain))]
    if letter.unsubscription is not None:
        fields += _ways_out(letter.unsubscription)
    folded = [f"{name}: " + "\r\n ".join(words) + "\r\n" for name, words in fields]
    return "".join(folded).encode("ascii")


def _ways_out(way: Unsubscription) -> list[tuple[str, list[str]]]:
    if not URL.fullmatch(way.url):
        raise ValueError("a link has no spaces and no brackets")
    ways = [f"<{way.url}>"]
    if way.address is not None:
        ways = [f"<{way.url}>,", f"<mailto:{_mailbox('', way.address).addr_spec}?subject=stop>"]
    fields = [("List-Unsubscribe", ways)]
    if way.url.startswith("https://"):  # RFC 8058 knows no other
        fields.append(("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]))
    return fields


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
    if letter.unsubscription is not None:
        lines.append(f"{words['unsubscribe']} {letter.unsubscription.url}")
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
