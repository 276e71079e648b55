"""What the agent would say to a question if a page stood as it is drafted.

The embedded brain over the workspace's public pages and the draft; nothing is written or sent, and
no other tool is at hand.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from sqlmodel import Session

from agent.brains.playbook.agenda import play
from agent.state import CompanyFacts, Signals, TurnState
from agent.understanding.signals import read_message
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.rules import PageDraft

TOOLS = ("search_knowledge", "ask_team")
MOST_ROUNDS = 12
DONE: dict[str, object] = {"state": "done", "reasons": []}


@dataclass(frozen=True, slots=True)
class Preview:
    """``uses_page``: the draft is what is quoted."""

    question: str
    text: str
    uses_page: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """``instead_of``: the page that the draft would replace."""

    draft: PageDraft
    instead_of: UUID | None = None


def preview(
    session: Session, workspace: WorkspaceCard, drafted: Drafted, question: str, *, now: datetime
) -> Preview:
    messages: list[BaseMessage] = [
        SystemMessage(_state(workspace, question, now).to_fence()),
        HumanMessage(question),
    ]
    ours: set[str] = set()
    for _ in range(MOST_ROUNDS):
        move = play(messages)
        if not move.calls:
            return Preview(question, move.reply, bool(ours & set(move.passages)))
        messages.append(AIMessage("", tool_calls=list(move.calls)))
        for call in move.calls:
            found = DONE
            if call["name"] == "search_knowledge":
                found, mine = _search(session, workspace.id, drafted, call["args"], now=now)
                ours |= mine
            messages.append(
                ToolMessage(json.dumps(found), tool_call_id=call["id"], name=call["name"])
            )
    return Preview(question, "", uses_page=False)


def _state(workspace: WorkspaceCard, question: str, now: datetime) -> TurnState:
    profile = workspace.profile
    read = read_message(question, languages=profile.languages)
    return TurnState(
        now=now,
        zone=profile.zone,
        company=CompanyFacts(name=profile.company, about=profile.about, site=profile.site),
        agent_name=profile.agent_name,
        language=read.language,
        languages=tuple(profile.languages),
        signals=Signals.model_validate(read),
        tools=TOOLS,
    )


def _search(
    session: Session,
    workspace_id: UUID,
    drafted: Drafted,
    arguments: dict[str, object],
    *,
    now: datetime,
) -> tuple[dict[str, object], set[str]]:
    cards = knowledge.search_with(
        session,
        workspace_id,
        drafted.draft,
        str(arguments["query"]),
        now=now,
        instead_of=drafted.instead_of,
        limit=int(str(arguments.get("limit", 4))),
    )
    passages = [
        {
            "id": str(card.id),
            "title": card.title,
            "heading": card.heading,
            "text": card.text,
            "place": card.ordinal,
            "url": None,
        }
        for card in cards
    ]
    mine = {str(card.id) for card in cards if card.path == drafted.draft.path}
    return {"passages": passages}, mine
