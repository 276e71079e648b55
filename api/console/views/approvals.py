"""An approval as a person decides on it: what exactly would happen, by which order, until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.leads import name_of
from api.members import SignedIn
from salesgenix.actions import service as actions
from salesgenix.actions.rules import ARGUMENTS
from salesgenix.actions.service import ApprovalCard
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads

# What names a thing for the machine, or says again in words what another argument fixes.
FIXED = ("_id", "label", "method", "sequence", "zone", "_at", "member", "quote", "source", "field")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a person may change: ``kind`` is number, email or text."""

    name: str
    label: str
    kind: str
    value: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: UUID
    action_id: UUID
    digest: str
    summary: str
    lead: str
    conversation_id: UUID | None
    payload: list[tuple[str, str]]
    instruction: str
    instruction_id: UUID | None
    why: list[str]
    requested_at: datetime
    expires_at: datetime
    fields: list[Field]


def questions(session: Session, who: SignedIn) -> list[Question]:
    """What waits, oldest first."""
    cards = actions.pending_approvals(session, who.workspace_id)
    return [_question(session, who, card) for card in cards if card.expires_at > who.now]


def _question(session: Session, who: SignedIn, card: ApprovalCard) -> Question:
    action = card.action
    lead = leads.card(session, who.workspace_id, action.lead_id) if action.lead_id else None
    order = None
    if action.instruction_id is not None:
        order = instructions.card(session, who.workspace_id, action.instruction_id, now=who.now)
    return Question(
        id=card.id,
        action_id=action.id,
        digest=card.digest,
        summary=action.summary,
        lead=name_of(lead),
        conversation_id=action.conversation_id,
        payload=payload(action.arguments, who.member.zone),
        instruction=order.words if order else "",
        instruction_id=order.id if order else None,
        why=[why(check) for check in action.checks if check.get("result") == "ask"],
        requested_at=card.requested_at,
        expires_at=card.expires_at,
        fields=fields_of(card),
    )


def payload(arguments: dict[str, Any], zone: str) -> list[tuple[str, str]]:
    """The arguments as they will be used, in words; identifiers for machines are left out."""
    shown = [
        (words.field(name), _value(name, value, zone))
        for name, value in arguments.items()
        if value not in (None, "", []) and not name.endswith("_id")
    ]
    return [(label, text) for label, text in shown if text]


def _value(name: str, value: Any, zone: str) -> str:
    if name.endswith("_at"):
        return words.instant(datetime.fromisoformat(str(value)), zone)
    if name == "percent":
        return f"{value} %"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def why(check: dict[str, Any]) -> str:
    """Why a person is asked: ``Discount: the limit is 10, this is 15``."""
    name, limit, found = (str(check.get(part) or "") for part in ("name", "limit", "observed"))
    if name == "approval":
        return "The owner wants to be asked first"
    if name == "discount" and limit and found:
        return f"The agent may give up to {limit} % by itself; this is {found} %"
    return f"{words.said(name)}: the limit is {limit}, this is {found}"


def fields_of(card: ApprovalCard) -> list[Field]:
    """What of the arguments a person may change, each with the type that it has."""
    schema = ARGUMENTS[card.action.kind].model_json_schema()
    fields = []
    for name, shape in schema.get("properties", {}).items():
        value = card.action.arguments.get(name)
        kind = _kind(name, shape)
        if kind is not None and value is not None:
            least, most = shape.get("minimum"), shape.get("maximum")
            label = words.field(name) + (" in percent" if name == "percent" else "")
            fields.append(Field(name, label, kind, str(value), least, most))
    return fields


def _kind(name: str, shape: dict[str, Any]) -> str | None:
    if name.endswith(FIXED):
        return None
    types = {shape.get("type"), *(one.get("type") for one in shape.get("anyOf", []))}
    if "integer" in types:
        return "number"
    if "string" in types:
        return "email" if name == "email" else "text"
    return None


def edited(card: ApprovalCard, typed: dict[str, str]) -> dict[str, Any]:
    """The proposed arguments with what was typed in their place, in the proposed types."""
    arguments = dict(card.action.arguments)
    for one in fields_of(card):
        text = typed.get(one.name, "").strip()
        if text:
            arguments[one.name] = int(text) if one.kind == "number" and text.isdigit() else text
    return arguments
