"""The turn's facts as the claims of a reply are held against: read anew after each tool call."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from agent.briefing import Briefing
from agent.state import TurnState
from guardrails.claims import Backing, Deed
from guardrails.claims.backing import Secret
from prompts.loader import load
from salesgenix.actions import service as actions
from salesgenix.actions.rules import State
from salesgenix.actions.service import ActionCard
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.db import Database
from tools.catalog import CATALOG

RUN = 7  # so many words of the instructions in a row are a recital
WHISPERED = (4, 6)
_JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?")
_ROW = re.compile(r"^\|(.*)\|\s*$", re.MULTILINE)
_STRANGERS = frozenset({"research_company", "look_up_lead", "remember_fact"})
_WORDS = frozenset({"heading", "text", "title", "claim"})
_DEEDS = {
    ActionKind.APPOINTMENT_BOOK: Deed.BOOKED,
    ActionKind.APPOINTMENT_HOLD: Deed.HELD,
    ActionKind.APPOINTMENT_MOVE: Deed.MOVED,
    ActionKind.APPOINTMENT_CANCEL: Deed.CANCELLED,
    ActionKind.MAIL_TRANSCRIPT: Deed.MAILED,
    ActionKind.DISCOUNT_OFFER: Deed.DISCOUNTED,
    ActionKind.HANDOVER_REQUEST: Deed.ASKED,
    ActionKind.TASK_OPEN: Deed.ASKED,
    ActionKind.DATA_REQUEST_OPEN: Deed.REQUESTED,
    ActionKind.CONTACT_SUPPRESS: Deed.STOPPED,
}
_ON_ITS_WAY = frozenset({State.AUTHORISED, State.CLAIMED, State.DONE})


@dataclass
class Findings:
    """What tools have answered in this turn: (verb, content)."""

    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass
class Grounds:
    """``now()`` is the backing as things stand; it is read again when a tool has answered."""

    db: Database
    briefing: Briefing
    state: TurnState
    mark: str
    findings: Findings = field(default_factory=Findings)
    _known: tuple[int, Backing] | None = None

    def now(self) -> Backing:
        count = len(self.findings.told)
        if self._known is None or self._known[0] != count:
            self._known = count, self._gathered()
        return self._known[1]

    def _gathered(self) -> Backing:
        turn, state = self.briefing.turn, self.state
        cards = _actions(self.db, turn.workspace_id, turn.conversation_id)
        days = set(self._days())
        return Backing(
            texts=(*self._texts(), *_passages(self.findings.told)),
            heard=tuple(self._said(Actor.PROSPECT))
            + tuple(value for value in state.known.values() if value),
            granted=frozenset(self._granted(cards)),
            asked_for=frozenset(self._asked_for(cards)),
            deeds=frozenset(self._deeds(cards)),
            days=frozenset((day.month, day.day) for day in days),
            weekdays=frozenset(day.weekday() for day in days),
            agent=state.agent_name,
            secrets=(*_instructions(self.mark), *_whispers(state)),
        )

    def _said(self, *actors: Actor) -> Iterable[str]:
        return (
            str(event.payload.get("text", ""))
            for event in self.briefing.events
            if event.kind is EventKind.MESSAGE and event.actor in actors
        )

    def _texts(self) -> Iterable[str]:
        """The workspace's own words: its description, what was said before, what a person says."""
        state = self.state
        yield state.company.about
        yield from self._said(Actor.AGENT, Actor.REP, Actor.SYSTEM)
        yield from (outcome.reason for outcome in state.outcomes)
        if state.handback is not None:
            yield from (*state.handback.promised, *state.handback.agreed)

    def _granted(self, cards: Iterable[ActionCard]) -> Iterable[Decimal]:
        for card in cards:
            if card.kind is ActionKind.DISCOUNT_OFFER and card.state is State.DONE:
                yield Decimal(str(card.arguments.get("percent", 0)))
        for outcome in self.state.outcomes:
            if outcome.percent is not None and outcome.state in {"approved", "done"}:
                yield Decimal(outcome.percent)

    def _asked_for(self, cards: Iterable[ActionCard]) -> Iterable[Decimal]:
        for card in cards:
            if card.kind is ActionKind.DISCOUNT_OFFER and "percent" in card.arguments:
                yield Decimal(str(card.arguments["percent"]))
        yield from (Decimal(one.percent) for one in self.state.outcomes if one.percent is not None)
        if self.state.signals.discount_percent is not None:
            yield Decimal(self.state.signals.discount_percent)

    def _deeds(self, cards: Iterable[ActionCard]) -> Iterable[Deed]:
        state = self.state
        for card in cards:
            if card.kind in _DEEDS and card.state in _ON_ITS_WAY:
                yield _DEEDS[card.kind]
            elif card.state is State.AWAITING_APPROVAL:
                yield from (Deed.ASKED, Deed.HELD)
        if state.appointment is not None:
            yield Deed.BOOKED
        if state.held is not None:
            yield Deed.HELD
        if self.briefing.conversation.wants_person:
            yield Deed.ASKED
        if any(one.state != "awaiting_approval" for one in state.outcomes) or any(
            event.kind is EventKind.APPROVAL_DECIDED or event.actor is Actor.REP
            for event in self.briefing.events
        ):
            yield from (Deed.ASKED, Deed.ANSWERED)

    def _days(self) -> Iterable[datetime]:
        """Days that were offered, booked or named by a tool, by the clock of either side."""
        state = self.state
        known = [slot.starts for slot in (*state.offered_slots, *filter(None, (state.held,)))]
        known += [state.appointment.starts] if state.appointment is not None else []
        for _, content in self.findings.told:
            known += map(_instant, _INSTANT.findall(str(content)))
        zone = ZoneInfo(state.zone)
        for instant in known:
            yield instant
            yield instant.astimezone(zone)


def _actions(db: Database, workspace_id: UUID, conversation_id: UUID) -> list[ActionCard]:
    with db.reading() as session:
        return actions.actions_of(session, workspace_id, conversation_id)


def _instant(said: str) -> datetime:
    try:
        instant = datetime.fromisoformat(said)
    except ValueError:
        instant = datetime.fromisoformat(said[:10])
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)


def _passages(told: Iterable[tuple[str, dict[str, Any]]]) -> Iterable[str]:
    """Our own pages, as tools have quoted them. A stranger's site backs nothing."""
    for name, content in told:
        if name not in _STRANGERS:
            yield from map(_without_rules, _words(content))


def _without_rules(text: str) -> str:
    """A table as a list: ``| Skagen 3 | 148 EUR |`` must not be read as 3 148 EUR."""
    return _ROW.sub(lambda row: row[1].replace("|", ";"), text)


def _words(content: Any) -> Iterable[str]:
    if isinstance(content, dict):
        for name, value in content.items():
            if name in _WORDS and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            yield from _words(value)


def _instructions(mark: str) -> tuple[Secret, ...]:
    return (*_written(), Secret(mark, 1))


@cache
def _written() -> tuple[Secret, ...]:
    """Our own instructions and what the tools say of themselves: the same in every turn."""
    text = _JINJA.sub("\n\n", load("system").text)
    told = "\n\n".join(verb.description for verb in CATALOG.values())
    return Secret(text, RUN), Secret(told, RUN)


def _whispers(state: TurnState) -> Iterable[Secret]:
    least, most = WHISPERED
    for whisper in state.whispers:
        if len(whisper.text.split()) >= least:
            run = min(most, len(whisper.text.split()))
            yield Secret(whisper.text, run, is_whisper=True)
