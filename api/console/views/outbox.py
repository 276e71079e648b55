"""A delivery as its recipient sees it: the headers people read, the text, what is attached."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.actions.service import DeliveryCard

STATES = {
    "sending": ("On its way", "info"),
    "sent": ("Sent", "ok"),
    "failed": ("Failed", "danger"),
    "in_doubt": ("In doubt", "danger"),
}

# Whoever has such a link speaks for the person it was sent to.
SECRET = re.compile(r"(/(?:privacy/(?:confirm|exports)|m|u)/)\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that has left shows no link that was meant for its recipient alone.

    ``attachments`` are name, media type and bytes. All is empty once the person was erased."""

    id: UUID
    action_id: UUID
    state: tuple[str, str]
    carrier: str
    sender: str
    recipient: str
    subject: str
    text: str
    attachments: list[tuple[str, str, bytes]]
    at: datetime
    error_code: str | None
    is_doubtful: bool  # a person has to find out whether it left


def letters(session: Session, workspace_id: UUID) -> list[Letter]:
    """Newest first."""
    return [letter_of(card) for card in reversed(actions.outbox(session, workspace_id))]


def letter_of(card: DeliveryCard) -> Letter:
    raw = (card.message or "").encode()
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    body = mail.get_body(("plain",))
    text = str(body.get_content()).strip() if body is not None else ""
    captured = card.state == "sent" and card.carrier == "captured"
    return Letter(
        id=card.id,
        action_id=card.action_id,
        state=("Captured", "ok") if captured else STATES.get(card.state, (card.state, "")),
        carrier=card.carrier,
        sender=str(mail["From"] or ""),
        recipient=card.recipient or str(mail["To"] or "(erased)"),
        subject=str(mail["Subject"] or "(no subject)"),
        text=text if card.carrier == "captured" else SECRET.sub(r"\1…", text),
        attachments=_attachments(mail),
        at=card.started_at,
        error_code=card.error_code,
        is_doubtful=card.state == "in_doubt",
    )


def _attachments(mail: EmailMessage) -> list[tuple[str, str, bytes]]:
    """Each file once: an invitation usually comes as a part to show and as a part to keep."""
    found: dict[bytes, tuple[str, str, bytes]] = {}
    for part in mail.walk():
        is_calendar = part.get_content_type() in {"text/calendar", "application/ics"}
        if not is_calendar and part.get_content_disposition() != "attachment":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            name = re.sub(r"[^\w.-]", "_", part.get_filename() or "invitation.ics")
            found.setdefault(content, (name, part.get_content_type(), content))
    return list(found.values())
