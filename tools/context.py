"""What a verb is given, and the two things it may give back.

A verb looks things up or asks for something; it never acts. It sees one workspace and one person,
and neither is an argument that a model could choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from salesgenix.db import Database
from salesgenix.instructions.rules import ActionKind
from salesgenix.knowledge.ports import SiteReader

if TYPE_CHECKING:
    from salesgenix.accounts.rules import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolContext:
    """One turn of one conversation, at one instant (``now``: aware, UTC)."""

    db: Database
    workspace_id: UUID
    conversation_id: UUID
    lead_id: UUID
    subject_ref: UUID
    turn_id: UUID
    now: datetime
    profile: "Profile"
    zone: str  # the prospect's, IANA
    language: str  # the conversation's, two letters
    source: str = ""  # the message being answered, as ``message:<seq>``: where facts come from
    site_reader: SiteReader | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from, as a prospect may be shown it."""

    title: str
    url: str | None
    passage_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that can be offered. ``label`` is in the prospect's language and zone."""

    id: str
    starts_at: datetime
    ends_at: datetime
    member_id: UUID
    member: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something learnt. ``content`` is JSON for the model."""

    content: Mapping[str, Any]
    slots: tuple[OfferedSlot, ...] = ()
    sources: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something the agent would like done; whether it may be is decided elsewhere."""

    kind: ActionKind
    arguments: Mapping[str, Any] = field(default_factory=dict)  # JSON
