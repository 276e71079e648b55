"""Why an agent's message is what it is: from the decisions of its turn, in plain words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from api.console import words
from salesgenix.decisions.sentences import words as decision_words
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import NotFound

SHOWN_WORDS = 120
SHOWN_REASONS = ("reply.sent", "strategy.selected", "objection.classified", "action.denied")


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    text: str
    href: str | None = None
    link: str = ""  # what is linked, where it is not the text itself


@dataclass(frozen=True, slots=True)
class Why:
    facts: tuple[Line, ...]
    decision: int | None
    chain: str | None = None  # where all of it is told


def why_of(
    session: Session, workspace_id: UUID, payload: dict[str, Any], turn: list[DecisionCard]
) -> Why:
    lines = [
        *_instruction(session, workspace_id, turn),
        *(Line("Reason", card.words) for card in turn if card.type in SHOWN_REASONS),
        *_tools(turn),
        *sources(payload),
        *_guardrails(turn),
        *_model(turn),
    ]
    decision = payload.get("decision")
    if decision is None:
        decision = next((card.seq for card in reversed(turn) if card.type == "reply.sent"), None)
    chain = f"/console/decisions/turn/{turn[0].turn_id}" if turn and turn[0].turn_id else None
    return Why(tuple(lines), decision, chain)


def _instruction(session: Session, workspace_id: UUID, turn: list[DecisionCard]) -> list[Line]:
    """The owner's words that allowed the reply itself; else those of the last act of the turn."""
    cited = [card for card in turn if card.body.get("instruction")]
    if not cited:
        return []
    replies = [card for card in cited if (card.body.get("facts") or {}).get("kind") == "reply.send"]
    cite = (replies or cited)[-1].body["instruction"]
    try:
        found = instructions.card(session, workspace_id, UUID(str(cite["id"])), now=turn[-1].at)
    except NotFound:
        return []
    said = found.words if len(found.words) <= SHOWN_WORDS else f"{found.words[:SHOWN_WORDS]}…"
    return [Line("Instruction", f"“{said}”", f"/console/instructions#i{found.id}")]


def _tools(turn: list[DecisionCard]) -> list[Line]:
    used = [str((card.body.get("tool") or {}).get("name")) for card in turn if "tool." in card.type]
    tools = decision_words().tools
    names = ", ".join(tools.get(name, words.said(name)) for name in dict.fromkeys(used))
    return [Line("Tools", names[:1].upper() + names[1:])] if names else []


def sources(payload: dict[str, Any]) -> list[Line]:
    lines = []
    for source in payload.get("sources") or []:
        url = str(source.get("url") or "")
        is_safe = urlsplit(url).scheme in {"http", "https"}
        lines.append(Line("Source", str(source.get("title") or url), url if is_safe else None))
    return lines


def _guardrails(turn: list[DecisionCard]) -> list[Line]:
    checks = [card for card in turn if card.type.startswith("guardrail.")]
    if not checks:
        return []
    found = [card.words for card in checks if card.type != "guardrail.passed"]
    text = " ".join(dict.fromkeys(found)) or "Checked on the way in and out; nothing to hide."
    return [Line("Guardrails", text)]


def _model(turn: list[DecisionCard]) -> list[Line]:
    calls = [card.body["model"] for card in turn if card.body.get("model")]
    if not calls:
        return []
    name = str(calls[-1].get("name", "unknown"))
    tokens = sum(int(call.get("output_tokens") or 0) for call in calls)
    text = f"{name}, asked {len(calls)} times" if len(calls) > 1 else name
    return [Line("Model", f"{text}, {tokens} tokens written" if tokens else text)]
