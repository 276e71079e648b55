"""What the business needs from a mailbox outside, and what it is told of a mail that came in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail as the server holds it. ``uid`` grows; it means something under its validity alone."""

    uid_validity: int
    uid: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """What a delivery status notification (RFC 3464) says of one address of one of our mails.

    Of a complaint ``action`` is "complaint" and ``status`` the kind of feedback, "abuse".
    """

    recipient: str
    status: str  # RFC 3463, "5.1.1"
    action: str  # failed, delayed, …
    original_id: str | None  # the Message-ID of the mail that failed


@dataclass(frozen=True, slots=True)
class MeetingReply:
    """An iTIP REPLY (RFC 5546): what ``attendee`` answers to the invitation ``uid``."""

    uid: str
    attendee: str
    partstat: str  # ACCEPTED, DECLINED, TENTATIVE, …
    sequence: int
    at: datetime | None  # DTSTAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """A mail, read. Addresses are normalised; ``text`` is what the person wrote now, without what
    they quote. Questions answered in place stay in it: lines that begin with ``> `` are not theirs.
    ``whole`` is all their text. ``auto`` says by which sign a machine wrote it.
    """

    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    whole: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    auto: str | None = None
    is_complaint: bool = False  # an abuse report (RFC 5965)
    failures: tuple[Failure, ...] = ()
    reply: MeetingReply | None = None
    attachments: tuple[str, ...] = field(default=())  # names alone: nothing is opened


class MailboxError(Exception):
    """``code`` is logged: ``imap.unreachable``, ``imap.tls``, ``imap.login``, ``imap.folder``, and
    ``imap.broken`` for a line that broke or made no sense.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MailboxReader(Protocol):
    """One mailbox. Raises ``MailboxError`` and nothing else for what is outside."""

    async def check(self) -> int:
        """Signs in and looks at the folder; how many mails it holds."""

    async def fetch(self, *, uid_validity: int | None, after: int) -> list[Incoming]:
        """What came since; everything where the validity is another, at most a few dozen at once,
        oldest first. Nothing is marked or deleted.
        """

    def arrivals(self) -> AsyncIterator[None]:
        """Yields when something may have come (IDLE, RFC 2177); ends with ``MailboxError``."""
