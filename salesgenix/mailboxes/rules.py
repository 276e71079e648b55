"""What a mailbox may be, what a failed delivery says of an address, and when nobody is answered."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

REPLIES_PER_HOUR = 4  # automatic ones, in one conversation
LOOP_WITHIN = timedelta(hours=1)
SAME_WITHIN = timedelta(days=1)  # the same words again by then are a machine's
SOFT_MOST = 3
SOFT_WITHIN = timedelta(days=7)
LONGEST_SUBJECT = 200
PREFIX = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|rif|r|res|odp|ynt|fwd?|wg|tr|rv|enc|i)\s*(?:\[\d+\])?\s*:\s*)+",
    re.IGNORECASE,
)


class MailKind(StrEnum):
    """What a mail that came in was. What went out has the kind of its action."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    CALENDAR_REPLY = "calendar_reply"
    UNSUBSCRIBE = "unsubscribe"


class State(StrEnum):
    CONNECTED = "connected"
    UNREACHABLE = "unreachable"  # tried again
    REFUSED = "refused"  # the password is wrong, or there is no such folder: for the owner to mend
    OFF = "off"


READ = frozenset({State.CONNECTED, State.UNREACHABLE})


class Severity(StrEnum):
    HARD = "hard"  # there is no such address
    SOFT = "soft"  # not now, or nobody says why
    COMPLAINT = "complaint"
    OURS = "ours"  # the mail or its sender was refused: the address is not to blame


class Secrets(BaseModel):
    """What opens the mailbox. Sealed as JSON; never shown again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    imap_username: str = Field(default="", max_length=320)
    imap_password: str = Field(default="", max_length=1_000, repr=False)
    smtp_username: str = Field(default="", max_length=320)
    smtp_password: str = Field(default="", max_length=1_000, repr=False)
    dkim_key: str = Field(default="", max_length=10_000, repr=False)  # PEM


class Access(BaseModel):
    """Where a mailbox is read, and by which relay its mail leaves (none: the installation's)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    imap_host: str = Field(min_length=1, max_length=253)
    imap_port: int = Field(default=993, ge=1, le=65_535)
    imap_tls: Literal["none", "starttls", "tls"] = "tls"
    folder: str = Field(default="INBOX", min_length=1, max_length=200)
    smtp_host: str | None = Field(default=None, max_length=253)
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    dkim_selector: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")


def state_after(code: str) -> State:
    """What a look that failed says: a refusal is the owner's to mend, the rest may pass."""
    return State.REFUSED if code in {"imap.login", "imap.folder"} else State.UNREACHABLE


# RFC 3463. Of 5.1 the last ones are about the sender; 5.2.1: the mailbox is disabled; 5.4.4: nobody
# takes mail for that domain.
_OF_SENDER = frozenset({"5.1.7", "5.1.8", "5.1.9"})
_GONE = frozenset({"5.2.1", "5.4.4"})
_OURS = ("5.2.3", "5.2.4", "5.3.", "5.5.", "5.6.", "5.7.")  # too long, policy, protocol


def severity_of(status: str) -> Severity:
    """What an enhanced status code says of the address. What says nothing of it is soft."""
    if (status.startswith("5.1.") and status not in _OF_SENDER) or status in _GONE:
        return Severity.HARD
    if status in _OF_SENDER or status.startswith(_OURS):
        return Severity.OURS
    return Severity.SOFT


def severity_of_refusal(status: str | None, *, of_recipient: bool) -> Severity | None:
    """The same for a refusal in the session. ``None``: it says nothing of anybody."""
    if status is not None and severity_of(status) is Severity.HARD:
        return Severity.HARD
    if not of_recipient:
        return None
    return Severity.SOFT if status is None else severity_of(status)


def is_failing(faults: Iterable[datetime], delivered: Sequence[datetime], *, now: datetime) -> bool:
    """Whether soft faults have come often enough. ``faults`` and ``delivered`` are when the mails
    were sent; one that arrived in between begins the count anew.
    """
    recent = sorted(at for at in faults if now - at <= SOFT_WITHIN)
    if not recent:
        return False
    before = [at for at in delivered if at < recent[-1]]
    since = max(before, default=None)
    return sum(since is None or at > since for at in recent) >= SOFT_MOST


def answer_subject(subject: str) -> str:
    """The same subject, with one ``Re:`` whatever stood before it."""
    bare = PREFIX.sub("", " ".join(subject.split()))[:LONGEST_SUBJECT].strip()
    return f"Re: {bare}" if bare else "Re:"


def is_bare_stop(text: str) -> bool:
    """Whether a mail says nothing but a word that in a talk may mean a meeting, and by mail means
    the mails (FCC, 47 CFR 64.1200(a)(10)). The other such words are heard in any talk.
    """
    return same_words(text).strip(" .!\"'“”„") in {"end", "cancel"}


def same_words(text: str) -> str:
    """What two mails of one machine have in common: no case, no blanks."""
    return " ".join(text.casefold().split())
