"""What a turn needs, built once by an entrance and passed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from agent.brains.breaker import Breaker
from agent.brains.registry import Brain
from guardrails.guard import Guard
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.knowledge.ports import SiteReader

Frame = dict[str, Any]


def say_nothing(conversation_id: UUID, kind: str, frame: Frame) -> None:
    """For entrances without live listeners."""
    del conversation_id, kind, frame


def ask_no_calendar(workspace_id: UUID) -> None:
    """For entrances where no member has a calendar of their own."""
    del workspace_id


@dataclass(frozen=True, slots=True)
class Mind:
    """``embedded`` stands in for ``brain`` where a rule, not a model, has to answer.

    ``publish`` sends an ephemeral frame (``delta``, ``typing``) to whoever watches a conversation.
    ``refresh`` asks the team's own calendars, as far as what they said is too old to go by.
    ``breaker`` says whether a hosted ``brain`` may be asked now.
    """

    db: Database
    guard: Guard
    clock: Clock
    brain: Brain
    embedded: Brain
    turn_seconds: float = 40.0
    site_reader: SiteReader | None = None
    publish: Callable[[UUID, str, Frame], None] = say_nothing
    refresh: Callable[[UUID], None] = ask_no_calendar
    breaker: Breaker = field(default_factory=Breaker)
