"""A rehearsed conversation: what was said, and for each answer which order allowed it."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.instructions import title_of
from api.console.views.threads import Item, Reader, item
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.sentences import words as decision_words
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import NotFound

if TYPE_CHECKING:
    from agent.rehearsing import Rehearsal

VERDICTS = {
    "reply.sent": ("Allowed", "ok"),
    "action.authorised": ("Allowed", "ok"),
    "approval.requested": ("Asks you", "warn"),
    "action.denied": ("Refused", "danger"),
    "tool.denied": ("Refused", "danger"),
    "reply.corrected": ("Corrected", "warn"),
    "reply.withheld": ("Withheld", "warn"),
}
HIDDEN = frozenset({EventKind.STATUS_CHANGED})


@dataclass(frozen=True, slots=True)
class Judged:
    said: tuple[str, str]
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    judged: tuple[Judged, ...] = ()  # under the last thing that a turn said


def lines(found: "Rehearsal", *, key: str, zone: str) -> list[Line]:
    """``key`` is the draft's: what rests on it is said to rest on this order."""
    asked = found.asked
    with found.db.reading() as session:
        events = conversations.events_after(
            session, asked.workspace_id, found.conversation_id, after=0, for_prospect=False
        )
        made = decisions.listing(session, asked.workspace_id, limit=1_000)
        reader = Reader(asked.workspace_id, zone, "Visitor", "Agent", {})
        shown = [event for event in events if event.kind not in HIDDEN]
        of_turn = _by_turn(session, asked.workspace_id, made, key=key)
        ends = _ends(shown)
        return [
            Line(
                _plain(session, reader, event),
                tuple(of_turn.get(event.turn_id, ())) if ends.get(event.turn_id) is event else (),
            )
            for event in shown
        ]


def _plain(session: Session, reader: Reader, event: EventCard) -> Item:
    """Without links: nothing of this stands in the real log."""
    return replace(item(session, reader, event, {}), why=None, report="", href=None)


def _ends(events: list[EventCard]) -> dict[UUID | None, EventCard]:
    spoken = [event for event in events if event.turn_id is not None]
    return {event.turn_id: event for event in spoken}


def _by_turn(
    session: Session, workspace_id: UUID, made: list[DecisionCard], *, key: str
) -> dict[UUID | None, list[Judged]]:
    refused = {card.turn_id for card in made if card.type == "action.denied"}
    found: dict[UUID | None, list[Judged]] = defaultdict(list)
    for card in reversed(made):
        said = VERDICTS.get(card.type)
        is_told = card.type == "tool.denied" and card.turn_id in refused
        if said is None or card.turn_id is None or is_told:
            continue
        judged = Judged(said, _what(card), _why(session, workspace_id, card, key=key))
        if judged not in found[card.turn_id]:
            found[card.turn_id].append(judged)
    return found


def _what(card: DecisionCard) -> str:
    if card.type.startswith("reply."):
        return words.action("reply.send")
    facts: dict[str, Any] = card.body.get("facts") or {}
    tool: dict[str, Any] = card.body.get("tool") or {}
    kind = facts.get("kind") or facts.get("action")
    return words.action(str(kind)) if kind else words.said(str(tool.get("name") or card.type))


def _why(session: Session, workspace_id: UUID, card: DecisionCard, *, key: str) -> str:
    """The order it rests on by its title; of what is not simply allowed the reason as well."""
    names = decision_words().reasons
    codes = [str(code) for code in card.body.get("reasons") or ()]
    reasons = [] if VERDICTS[card.type][1] == "ok" else [names.get(code, code) for code in codes]
    cited = card.body.get("instruction")
    with suppress(NotFound):
        if cited:
            order = instructions.card(session, workspace_id, UUID(str(cited["id"])), now=card.at)
            mine = order.key == key
            reasons.append("by this draft" if mine else f"by “{title_of(order.key)}”")
    return ", ".join(reasons) or card.words
