"""The closed lists of the event log, and the shapes of what it carries.

Payloads (JSON, sealed):
    message             {text, sources?: [{title, url, passage_id}], decision?: int, choice?: {...},
                        via?: mail, subject?}
    booking.proposed    {slots: [{id, starts_at, ends_at, member_id, label}], zone}
    booking.confirmed   {appointment_id, starts_at, ends_at, zone, member, label}
    booking.cancelled   {appointment_id, starts_at, ends_at, zone, member, label}
    control.changed     {control, member?: name, from?: name, by?: name, reason?, summary?: {...}}
    handoff.requested   {reason: HandoffReason}
    approval.requested  {approval_id, action_id, kind, summary}
    approval.decided    {approval_id, action_id, kind, outcome, reason?, ...}
    contact.suppressed  {reason}
    request.opened      {request_id, kind, due_on}
    note                {text}           rep only: what a person or the house leaves for the team
    whisper             {text, member}   rep only: what a person tells the agent for this talk
    status.changed      {state}

Beside them ``client_id``, what a client called the message it sent. A message of the house that
answers nothing carries ``answers: 0``.
"""

import json
from enum import StrEnum
from typing import Any

MAX_MESSAGE_CHARACTERS = 8_000


class EventKind(StrEnum):
    MESSAGE = "message"
    BOOKING_PROPOSED = "booking.proposed"
    BOOKING_CONFIRMED = "booking.confirmed"
    BOOKING_CANCELLED = "booking.cancelled"
    CONTROL_CHANGED = "control.changed"
    HANDOFF_REQUESTED = "handoff.requested"
    APPROVAL_REQUESTED = "approval.requested"
    APPROVAL_DECIDED = "approval.decided"
    CONTACT_SUPPRESSED = "contact.suppressed"
    REQUEST_OPENED = "request.opened"
    NOTE = "note"
    WHISPER = "whisper"
    STATUS_CHANGED = "status.changed"


REP_ONLY = frozenset(
    {
        EventKind.NOTE,
        EventKind.WHISPER,
        EventKind.APPROVAL_REQUESTED,
        EventKind.APPROVAL_DECIDED,
    }
)  # whatever the caller asks for, these never reach a prospect


class HandoffReason(StrEnum):
    """Why a person is wanted. The list is closed; more words stand in the task for the team."""

    ASKED = "asked"
    FRUSTRATION = "frustration"
    MISSING_KNOWLEDGE = "missing_knowledge"
    TOOL_FAILURE = "tool_failure"
    POLICY = "policy"
    LEGAL_OR_PRICE = "legal_or_price"
    HIGH_VALUE = "high_value"
    MINOR = "minor"
    WHISPER = "whisper"  # the team told the agent to bring a person in
    REP_AWAY = "rep_away"  # whoever had taken over no longer answers


class Actor(StrEnum):
    PROSPECT = "prospect"
    AGENT = "agent"
    REP = "rep"
    SYSTEM = "system"


class Visibility(StrEnum):
    PUBLIC = "public"
    REP = "rep"


def visibility_of(kind: EventKind, wanted: Visibility = Visibility.PUBLIC) -> Visibility:
    return Visibility.REP if kind in REP_ONLY else wanted


def packed(payload: dict[str, Any], client_id: str | None) -> str:
    """The payload as it is sealed."""
    carried = payload if client_id is None else payload | {"client_id": client_id}
    return json.dumps(carried, ensure_ascii=False)


def unpacked(text: str | None) -> tuple[dict[str, Any], str | None]:
    """Payload and client id; none of either when the person has been erased."""
    payload: dict[str, Any] = json.loads(text or "{}")
    return payload, payload.pop("client_id", None)
