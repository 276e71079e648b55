"""Which of our mails came back, and why: reports by machines for machines, and a few older ones.

RFC 3464 (delivery status), RFC 5965 (abuse), and the free texts of qmail and Exim, whose form has
not changed in decades. Anyone can write such a mail: what it says counts only for a mail that was
ours, which the Message-ID tells.
"""

import re
from collections.abc import Iterator
from email.message import Message

from integrations.email.incoming.parts import (
    Mail,
    header,
    headers,
    kind,
    leaves,
    parameter,
    parse,
    payload,
    text,
)
from salesgenix.mailboxes.ports import Failure

MOST_FAILURES = 50
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY = re.compile(r"\b([45])\d\d[ -]")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}@?[^<>\s]{0,200}>")
ADDRESS = re.compile(r"[^\s<>;,:\"()]{1,64}@[^\s<>;,:\"()@']{1,255}")
QMAIL = "This is the qmail-send program at"
QMAIL_COPY = "--- Below this line is a copy of the message"
EXIM = "This message was created automatically by mail delivery software"
COPY_LIMIT = 40_000
COMPLAINTS = frozenset(
    {"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized"}
)


def failures_of(message: Mail, body: str) -> tuple[Failure, ...]:
    """What a notification of failed delivery says, one for each address."""
    parts = list(leaves(message))
    statuses = [
        part
        for part in parts
        if kind(part).endswith("/delivery-status") or kind(part) == "message/global-delivery-status"
    ]
    if statuses and (_is_report(message) or _is_from_daemon(message)):
        original = _original_id(message, parts)
        found = [one for part in statuses for one in _reported(part, original)]
        return tuple(dict.fromkeys(found))[:MOST_FAILURES]
    return _free(message, body)


def complaint_of(message: Mail) -> tuple[Failure, ...] | None:
    """None: no abuse report. Else whom our mail had gone to and which it was, as far as it says."""
    parts = list(leaves(message))
    report = next((part for part in parts if kind(part) == "message/feedback-report"), None)
    if report is None or not _is_report(message):
        return None
    fields = next(iter(_blocks(report)), parse(b""))
    sort = header(fields, "Feedback-Type").lower()
    if sort not in COMPLAINTS:
        return None
    original = _attached(parts)
    named = headers(fields, "Original-Rcpt-To") or (headers(original, "To") if original else [])
    found = [address for value in named if (address := address_in(value))]
    ours = _original_id(message, parts)
    return tuple(Failure(one, sort, "complaint", ours) for one in found[:MOST_FAILURES])


def address_in(value: str) -> str | None:
    """``rfc822; Carla <carla@…>`` → the address, in lower case."""
    match = ADDRESS.search(value.rpartition(";")[2] or value)
    return match[0].strip("<>").rstrip(".").lower() if match else None


def first_id(value: str) -> str | None:
    match = MESSAGE_ID.search(value)
    return match[0] if match else None


def _reported(part: Mail, original: str | None) -> Iterator[Failure]:
    for block in _blocks(part):
        named = header(block, "Original-Recipient") or header(block, "Final-Recipient")
        recipient = address_in(named) or address_in(header(block, "Final-Recipient"))
        action = header(block, "Action").partition("(")[0].strip().lower()
        if not recipient or not action:
            continue
        told = header(block, "Status") or header(block, "Diagnostic-Code")
        yield Failure(recipient, _status(told, action), action, original)


def _status(told: str, action: str) -> str:
    match = STATUS.search(told)
    if match:
        return match[1]
    code = REPLY.search(f"{told} ")
    if code:
        return f"{code[1]}.0.0"
    return {"failed": "5.0.0", "delayed": "4.0.0"}.get(action, "2.0.0")


def _blocks(part: Mail) -> list[Mail]:
    """The field groups: the parser has split them, or it was sent in a transfer encoding."""
    inside = payload(part)
    if isinstance(inside, list):
        parsed = [one for one in inside if isinstance(one, Message)]
        if any(one.keys() for one in parsed):
            return parsed
    groups = re.split(r"\n\s*\n", text(part)) if not isinstance(inside, list) else []
    return [parse(group.strip().encode()) for group in groups[: MOST_FAILURES + 1]]


def _attached(parts: list[Mail]) -> Mail | None:
    """The mail that came back, or its head."""
    for part in parts:
        sort = kind(part)
        if sort in {"text/rfc822-headers", "message/rfc822-headers"}:
            return parse(text(part)[:COPY_LIMIT].encode())
        if sort in {"message/rfc822", "message/global"}:
            inside = payload(part)
            if isinstance(inside, list) and inside and isinstance(inside[0], Message):
                return inside[0]
            return parse(text(part)[:COPY_LIMIT].encode())
    return None


def _original_id(message: Mail, parts: list[Mail]) -> str | None:
    attached = _attached(parts)
    told = [header(attached, "Message-ID")] if attached is not None else []
    told += [header(message, name) for name in ("X-Original-Message-ID", "In-Reply-To")]
    told += [" ".join(reversed(header(message, "References").split()))]
    return next((found for value in told if (found := first_id(value))), None)


def _is_report(message: Mail) -> bool:
    return kind(message) == "multipart/report" and bool(parameter(message, "report-type"))


def _is_from_daemon(message: Mail) -> bool:
    """A person who passes a notification on is none."""
    if any(path.replace(" ", "") == "<>" for path in headers(message, "Return-Path")):
        return True
    return bool(re.search(r"\b(?:mailer-daemon|postmaster)@", header(message, "From").lower()))


def _free(message: Mail, body: str) -> tuple[Failure, ...]:
    """Only from the null sender, and only in a form that a program alone would write."""
    if _is_report(message) or not _is_from_daemon(message):
        return ()
    head, _, copy = body.partition(QMAIL_COPY)
    if QMAIL in head[:2000]:
        groups = re.findall(r"^<([^<>\s]+@[^<>\s]+)>:\n((?:[^\n]+\n?)*)", head, re.MULTILINE)
        ours = _copied_id(copy)
        return tuple(
            Failure(address.lower(), _status(reason.replace("#", ""), "failed"), "failed", ours)
            for address, reason in groups[:MOST_FAILURES]
        )
    failed = header(message, "X-Failed-Recipients")
    if failed and EXIM in body[:2000]:
        ours = _original_id(message, list(leaves(message))) or _copied_id(body)
        status = _status(body[:4000], "failed")
        status = status if status.startswith("5") else "5.0.0"
        every: list[str] = ADDRESS.findall(failed)
        return tuple(Failure(one.lower(), status, "failed", ours) for one in every[:MOST_FAILURES])
    return ()


def _copied_id(copy: str) -> str | None:
    match = re.search(
        r"^Message-ID:\s*(<[^<>\s]+>)", copy[:COPY_LIMIT], re.IGNORECASE | re.MULTILINE
    )
    return match[1] if match else None
