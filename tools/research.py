"""Finding out: about our own offer, about the person, about the person's company."""

from typing import Any

from pydantic import Field

from salesgenix.instructions.rules import ActionKind
from salesgenix.knowledge import service as knowledge
from tools.context import Finding, Origin, ToolContext
from tools.verb import Arguments, Effect, Verb


class SearchKnowledge(Arguments):
    query: str = Field(min_length=1, max_length=400, description="What to look up, in any language")
    limit: int = Field(default=4, ge=1, le=8, description="How many passages at most")


def search_knowledge(context: ToolContext, arguments: SearchKnowledge) -> Finding:
    with context.db.reading() as session:
        cards = knowledge.search(
            session, context.workspace_id, arguments.query, now=context.now, limit=arguments.limit
        )
    passages: list[dict[str, Any]] = [
        {
            "id": str(card.id),
            "title": card.title,
            "heading": card.heading,
            "text": card.text,
            "url": card.url,
        }
        for card in cards
    ]
    return Finding(
        {"passages": passages},
        sources=tuple(Origin(card.title, card.url, card.id) for card in cards),
    )


VERBS = (
    Verb(
        name="search_knowledge",
        description=(
            "Looks up what the company itself says about prices, plans, terms, security and the "
            "rest. Facts about the offer come from here only; no passages means nobody wrote it."
        ),
        arguments=SearchKnowledge,
        effect=Effect.READ,
        action=ActionKind.KNOWLEDGE_READ,
        personal_fields=frozenset(),
        run=search_knowledge,
    ),
)
