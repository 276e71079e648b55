"""What a verb is given, and the two things it may give back.

A verb looks things up or asks for something; it never acts. It sees one workspace and one person,
and neither is an argument that a model could choose.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from salesgenix.accounts.rules import Profile
from salesgenix.authority.rules import ActionKind
from salesgenix.db import Database
from salesgenix.knowledge.ports import SitePage, SiteReader
from salesgenix.knowledge.strangers import CompanySheet, read_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolContext:
    """One turn of one conversation, at one instant (``now``: aware, UTC).

    ``quarantine`` turns a stranger's page into fields; nothing else of it goes on from there.
    """

    db: Database
    workspace_id: UUID
    conversation_id: UUID
    lead_id: UUID
    subject_ref: UUID
    turn_id: UUID
    now: datetime
    profile: Profile
    zone: str  # the prospect's, IANA
    language: str  # the conversation's, two letters
    source: str = ""  # the message being answered, as ``message:<seq>``: where facts come from
    site_reader: SiteReader | None = None
    quarantine: Callable[[SitePage], CompanySheet] = read_page


@dataclass(frozen=True, slots=True)
class Finding:
    """Something learnt. ``content`` is JSON for the model.

    ``slots`` and ``sources`` are JSON as the event log carries them (``conversations.rules``): the
    times that may be offered, and the pages a prospect is shown as the source of what was said.
    """

    content: dict[str, Any]
    slots: tuple[dict[str, Any], ...] = ()
    sources: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something the agent would like done; whether it may be is decided elsewhere.

    ``arguments`` is JSON. ``known`` is what the model may be told besides the verdict.
    """

    kind: ActionKind
    arguments: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    sources: tuple[dict[str, Any], ...] = ()
