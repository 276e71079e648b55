"""From anything that happened back to the owner's words, link by link.

A module of its own beside ``service``: it reads what all the verbs left behind, and does nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository, service
from salesgenix.actions.models import Permit
from salesgenix.actions.service import ActionCard, ApprovalCard, DeliveryCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.instructions.history import Change, changes, version_before
from salesgenix.instructions.service import InstructionCard, VersionCard
from salesgenix.kit.errors import NotFound

ANSWERING = "reply.send"


@dataclass(frozen=True, slots=True)
class PermitCard:
    """The right to one hand-over. ``content_digest`` is of what it was used for."""

    id: UUID
    attempt: int
    digest: str
    content_digest: str | None
    instruction_id: UUID | None
    rule_version: int | None
    approval_id: UUID | None
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person changed before they let it pass. ``None``: it was not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Order:
    """The owner's exact words and the version of their meaning that was enforced.

    ``before`` is what was in force under the same name until then; none: it is the first.
    """

    instruction: InstructionCard
    version: VersionCard
    before: VersionCard | None
    changes: tuple[Change, ...]

    @property
    def author_of_version(self) -> UUID | None:
        """Who put it in force; of a version of earlier releases the author of the words."""
        return self.version.author_member_id or self.instruction.author_member_id

    @property
    def surface_of_version(self) -> str:
        return self.version.surface or self.instruction.surface


@dataclass(frozen=True, slots=True)
class Provenance:
    """``order`` is none for what protects the person and needs none (the floor), and for what none
    allowed. ``action`` is none for a reply, which is said in its turn and is no action of its own.
    ``checks`` are those of the last verdict, with their limits and what each saw.
    """

    action: ActionCard | None
    deliveries: tuple[DeliveryCard, ...]
    permits: tuple[PermitCard, ...]
    checks: tuple[dict[str, Any], ...]
    approval: ApprovalCard | None
    edits: tuple[Edit, ...]
    order: Order | None
    decisions: tuple[DecisionCard, ...]


def of_action(
    session: Session, workspace_id: UUID, action_id: UUID, *, language: str = "en", now: datetime
) -> Provenance:
    """``NotFound`` when there is no such action, or the person it was about has been erased."""
    card = service.card(session, workspace_id, action_id)
    cards = decisions.of_action(session, workspace_id, action_id, language=language)
    cite = (card.instruction_id, card.rule_version)
    return Provenance(
        action=card,
        deliveries=service.deliveries_of(session, workspace_id, action_id),
        permits=tuple(_card(row) for row in repository.permits(session, workspace_id, action_id)),
        checks=card.checks,
        approval=service.approval_of(session, workspace_id, action_id),
        edits=_edits(session, workspace_id, cards),
        order=_order(session, workspace_id, *cite, now=now),
        decisions=tuple(cards),
    )


def of_reply(
    session: Session, workspace_id: UUID, turn_id: UUID, *, language: str = "en", now: datetime
) -> Provenance:
    """Of what the agent said in a turn. ``NotFound`` when nothing was decided in it."""
    cards = decisions.of_turn(session, workspace_id, turn_id, language=language)
    if not cards:
        raise NotFound("decision.unknown", "Nothing was decided here, or it has been pruned.")
    cite: dict[str, Any] = next(
        (card.body["instruction"] for card in reversed(cards) if _cites_reply(card)), {}
    )
    checks = [card.body["checks"] for card in cards if card.body.get("checks") and _is_reply(card)]
    return Provenance(
        action=None,
        deliveries=(),
        permits=(),
        checks=tuple(checks[-1]) if checks else (),
        approval=None,
        edits=(),
        order=_order(
            session,
            workspace_id,
            UUID(str(cite["id"])) if cite else None,
            cite.get("version"),
            now=now,
        ),
        decisions=tuple(cards),
    )


def _is_reply(card: DecisionCard) -> bool:
    kind = (card.body.get("facts") or {}).get("kind")
    return card.type == DecisionType.REPLY_SENT or kind == ANSWERING


def _cites_reply(card: DecisionCard) -> bool:
    return _is_reply(card) and bool(card.body.get("instruction"))


def _order(
    session: Session,
    workspace_id: UUID,
    instruction_id: UUID | None,
    version: int | None,
    *,
    now: datetime,
) -> Order | None:
    if instruction_id is None:
        return None
    card = instructions.card(session, workspace_id, instruction_id, now=now)
    found = next((one for one in card.versions if one.version == version), None)
    if found is None:
        return None
    before = version_before(session, workspace_id, card, found.version, now=now)
    changed = changes(before.rule, found.rule) if before else ()
    return Order(card, found, before, changed)


def edits_of(session: Session, workspace_id: UUID, action_id: UUID) -> tuple[Edit, ...]:
    """What a person changed of this action before they let it pass."""
    cards = decisions.of_action(session, workspace_id, action_id)
    return _edits(session, workspace_id, cards)


def _edits(session: Session, workspace_id: UUID, cards: Sequence[DecisionCard]) -> tuple[Edit, ...]:
    """What was asked against what was granted; nothing once the person has been erased."""
    asked = _arguments(session, workspace_id, cards, DecisionType.APPROVAL_REQUESTED)
    granted = _arguments(session, workspace_id, cards, DecisionType.APPROVAL_GRANTED)
    if asked is None or granted is None:
        return ()
    return tuple(
        Edit(name, asked.get(name), granted.get(name))
        for name in sorted({*asked, *granted})
        if asked.get(name) != granted.get(name)
    )


def _arguments(
    session: Session, workspace_id: UUID, cards: Sequence[DecisionCard], kind: DecisionType
) -> dict[str, Any] | None:
    found = next((card for card in reversed(cards) if card.type == kind), None)
    if found is None:
        return None
    text = decisions.payloads(session, workspace_id, found.id).get("arguments")
    arguments: dict[str, Any] | None = json.loads(text) if text else None
    return arguments


def _card(row: Permit) -> PermitCard:
    return PermitCard(
        id=row.id,
        attempt=row.attempt,
        digest=row.digest,
        content_digest=row.content_digest,
        instruction_id=row.instruction_id,
        rule_version=row.rule_version,
        approval_id=row.approval_id,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
