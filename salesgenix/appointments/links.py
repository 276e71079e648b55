"""Links by which whoever was mailed an invitation moves or cancels the meeting without signing in.

A token opens one purpose of one meeting, until the meeting begins. It is made from the meeting and
a key of the workspace, so that every mail about the meeting names the same one; kept is its digest.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.models import Appointment, MeetingLink
from salesgenix.db import keyring_of
from salesgenix.kit.errors import NotFound

TOKEN_BYTES = 18


class Purpose(StrEnum):
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Link:
    workspace_id: UUID
    appointment_id: UUID
    purpose: Purpose


def token_of(session: Session, workspace_id: UUID, appointment_id: UUID, purpose: Purpose) -> str:
    key = keyring_of(session).workspace(workspace_id, "meeting")
    mark = hmac.digest(key, purpose.encode() + b" " + appointment_id.bytes, "sha256")
    return base64.urlsafe_b64encode(mark[:TOKEN_BYTES]).decode()


def issue(session: Session, meeting: Appointment, *, now: datetime) -> None:
    """Both links of a booked meeting; those of one that has moved last until its new beginning."""
    known = {
        row.purpose: row for row in repository.links_of(session, meeting.workspace_id, meeting.id)
    }
    for purpose in Purpose:
        row = known.get(purpose)
        if row is None:
            token = token_of(session, meeting.workspace_id, meeting.id, purpose)
            row = MeetingLink(
                workspace_id=meeting.workspace_id,
                appointment_id=meeting.id,
                subject_ref=meeting.subject_ref,
                purpose=purpose,
                token_digest=_digest(token),
                created_at=now,
                expires_at=meeting.starts_at,
            )
        row.expires_at = meeting.starts_at
        session.add(row)
    session.flush()


def find(session: Session, token: str, *, now: datetime) -> Link:
    """``NotFound`` for one that opens nothing, or nothing any more: nobody learns which."""
    row = repository.link_by_digest(session, _digest(token))
    if row is None or row.expires_at <= now:
        raise NotFound("meeting.unknown", "There is no such meeting.")
    return Link(row.workspace_id, row.appointment_id, Purpose(row.purpose))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
