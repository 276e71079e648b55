"""A mail from outside, read: who, to what, which words are new, and whether a person wrote them.

Nothing in it is trusted, opened or followed. Whatever is broken is read as far as it goes.
"""

import hashlib
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from integrations.email.incoming.automatic import sign_of_machine
from integrations.email.incoming.failures import MESSAGE_ID, complaint_of, failures_of, first_id
from integrations.email.incoming.meeting import reply_of
from integrations.email.incoming.parts import (
    LONGEST_TEXT,
    Mail,
    asked,
    decoded,
    filename,
    header,
    is_attached,
    kind,
    leaves,
    parse,
    text,
    written,
)
from integrations.email.incoming.quoting import written_now
from integrations.email.incoming.rendering import rendered
from salesgenix.mailboxes.ports import ReadMail

MOST_REFERENCES = 40
MOST_NAMES = 20
MOST_RECIPIENTS = 50
LONGEST_LINE = 500
LONGEST_ADDRESS = 320


class Unreadable(Exception):
    """There is nothing of a mail in it: no head and no text."""


def read_mail(raw: bytes) -> ReadMail:
    """Raises ``Unreadable`` and nothing else.

    Without a Message-ID it gets one made of its bytes, so that the same mail is known again. An
    answer to a question that was quoted keeps the question, marked with ``> ``.
    """
    message = parse(raw)
    if not message.keys() and not raw.strip(b"\x00\r\n\t "):
        raise Unreadable
    whole = _text(message)[:LONGEST_TEXT]
    name, sender = _sender(message)
    complaint = complaint_of(message)
    return ReadMail(
        message_id=first_id(header(message, "Message-ID")) or _made_id(raw),
        sender=sender,
        sender_name=name,
        recipients=_recipients(message),
        subject=header(message, "Subject")[:LONGEST_LINE],
        text=written_now(whole),
        whole=whole,
        in_reply_to=first_id(header(message, "In-Reply-To")),
        references=_references(message),
        sent_at=_sent_at(message),
        auto=sign_of_machine(message, sender=sender, text=whole),
        is_complaint=complaint is not None,
        failures=failures_of(message, whole) if complaint is None else complaint,
        reply=reply_of(message),
        attachments=_attachments(message),
    )


def _text(message: Mail) -> str:
    """Plain text where there is some, else the HTML as it would be seen."""
    parts = [part for part in leaves(message) if not is_attached(part)]
    plain = [found for part in parts if _is_plain(part) and (found := text(part)).strip()]
    if plain:
        return "\n\n".join(one.strip("\n") for one in plain)
    pages = [
        found for part in parts if kind(part) == "text/html" and (found := rendered(text(part)))
    ]
    return "\n\n".join(pages)


def _is_plain(part: Mail) -> bool:
    """Also what calls itself a multipart and has no parts."""
    return kind(part) == "text/plain" or kind(part).startswith("multipart/")


def _sender(message: Mail) -> tuple[str, str]:
    """Name and address; of several authors the first."""
    fields = ("From", "Sender", "Return-Path")
    found = [pair for field in fields for pair in _addresses(message, field)]
    whole = [pair for pair in found if "@" in pair[1]]
    name, address = next(iter(whole or found), ("", ""))
    return name, address.lower()


def _recipients(message: Mail) -> tuple[str, ...]:
    """Where it was delivered first: that is what carries a token of ours."""
    fields = ("Delivered-To", "X-Original-To", "To", "Cc")
    found = [address for field in fields for _, address in _addresses(message, field)]
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _addresses(message: Mail, field: str) -> list[tuple[str, str]]:
    values = written(message, field)
    none: list[tuple[str, str]] = []
    pairs = asked(lambda: getaddresses(values), none)
    return [
        (decoded(name)[:LONGEST_LINE], normal)
        for name, address in pairs[:MOST_RECIPIENTS]
        if (normal := _normal(address))
    ]


def _normal(address: str) -> str:
    """In lower case but for what follows a plus, which is whatever its owner put there."""
    local, at, domain = "".join(address.split()).strip("<>").rpartition("@")
    name, plus, tag = local.partition("+")
    plain = f"{name.lower()}{plus}{tag}{at}{domain.lower()}"
    return plain if len(plain) <= LONGEST_ADDRESS and plain.count("@") <= 1 else ""


def _references(message: Mail) -> tuple[str, ...]:
    found = MESSAGE_ID.findall(header(message, "References"))
    return tuple(found[-MOST_REFERENCES:])


def _sent_at(message: Mail) -> datetime | None:
    at = asked(lambda: parsedate_to_datetime(header(message, "Date")), None)
    if at is None:
        return None
    return asked(lambda: at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC), None)


def _attachments(message: Mail) -> tuple[str, ...]:
    parts = list(leaves(message))
    names = [name for part in parts if (name := filename(part)) and part is not message]
    return tuple(dict.fromkeys(names))[:MOST_NAMES]


def _made_id(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@without-id.invalid>"
