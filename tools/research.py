"""Finding out: about our own offer, about the person, about the person's company."""

import re
import unicodedata
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import Field, field_validator

from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.kit.errors import Invalid, Unavailable
from salesgenix.kit.numerals import written_out
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.service import PassageCard
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.qualification.rules import Level
from tools.context import Finding, Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb

MESSAGES_REMEMBERED = 60
TOKEN = re.compile(r"<<[A-Z_]+_\d+[a-z]{0,2}>>")
# What these say can be checked word for word; a need or a budget may be put in other words.
VERBATIM = frozenset(
    {FactField.NAME, FactField.EMAIL, FactField.PHONE, FactField.COMPANY, FactField.SIZE}
)


class SearchKnowledge(Arguments):
    query: str = Field(min_length=1, max_length=400, description="What to look up, in any language")
    limit: int = Field(default=4, ge=1, le=32, description="How many passages at most")
    wide: bool = Field(default=False, description="Also passages that speak of only a part of it")


def search_knowledge(context: ToolContext, arguments: SearchKnowledge) -> Finding:
    with context.db.reading() as session:
        cards = knowledge.search(
            session,
            context.workspace_id,
            arguments.query,
            now=context.now,
            limit=arguments.limit,
            wide=arguments.wide,
        )
    passages = [quoted(card, context) for card in cards]
    return Finding({"passages": passages}, sources=tuple(map(cited, passages)))


def quoted(card: PassageCard, context: ToolContext) -> dict[str, Any]:
    """A passage as JSON; the page's address is completed with the company's own."""
    return {
        "id": str(card.id),
        "title": card.title,
        "heading": card.heading,
        "text": card.text,
        "place": card.ordinal,
        "url": urljoin(context.profile.site, card.url) if card.url else None,
    }


def cited(passage: dict[str, Any]) -> dict[str, Any]:
    """The source of what is said, as the event log carries it."""
    return {"title": passage["title"], "url": passage["url"], "passage_id": passage["id"]}


class LookUpLead(Arguments):
    pass


def look_up_lead(context: ToolContext, arguments: LookUpLead) -> Finding:
    del arguments
    with context.db.reading() as session:
        lead = leads.card(session, context.workspace_id, context.lead_id)
    facts = [
        {
            "field": fact.field,
            "value": fact.value,
            "quote": fact.quote,
            "source": fact.source,
            "on": fact.collected_at.date().isoformat(),
        }
        for fact in lead.facts
    ]
    return Finding({"stage": lead.stage, "came_from": lead.source, "facts": facts})


class RememberFact(Arguments):
    field: FactField = Field(description="What the fact is about")
    value: str = Field(min_length=1, max_length=500, description="The value, as the person put it")
    quote: str = Field(
        min_length=1, max_length=1_000, description="The person's own words that say it, verbatim"
    )

    level: Level | None = Field(
        default=None, description="How far it speaks for a purchase, where that can be told"
    )

    @field_validator("field", mode="before")
    @classmethod
    def _in_our_words(cls, field: object) -> object:
        return FactField.CURRENT_TOOL if field == "tool" else field


def _says(quote: str, value: str) -> bool:
    """``12`` stands in ``12 of us``, and in ``twelve of us`` too."""
    spoken = {str(number) for number in written_out(quote)}
    return set(_words(value)) <= set(_words(quote)) | spoken


def remember_fact(context: ToolContext, arguments: RememberFact) -> Proposal:
    """Only what the person has really written can be kept, so that no model invents a fact."""
    if arguments.field in VERBATIM and not _says(arguments.quote, arguments.value):
        raise Invalid("fact.not_in_quote", "The quote does not contain the value.")
    with context.db.reading() as session:
        events = conversations.history(
            session, context.workspace_id, context.conversation_id, limit=MESSAGES_REMEMBERED
        )
    pattern = re.compile(r"\W*".join(map(_escaped, _words(arguments.quote))))
    written = (
        _flat(str(event.payload.get("text", "")))
        for event in events
        if event.kind is EventKind.MESSAGE and event.actor is Actor.PROSPECT
    )
    if not any(pattern.search(text) for text in written):
        raise Invalid("fact.quote_unknown", "The person has not written these words.")
    return Proposal(
        ActionKind.LEAD_LEARN,
        {
            "field": arguments.field.value,
            "value": arguments.value,
            "quote": arguments.quote,
            "source": context.source,
            "level": arguments.level,
        },
    )


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(text: str) -> list[str]:
    """Words and pseudonyms; a pseudonym stands for whatever the person had written there."""
    return re.findall(r"<<\w+>>|\w+", _flat(text))


def _escaped(word: str) -> str:
    return ".{1,200}?" if word.startswith("<<") else re.escape(word)


class ResearchCompany(Arguments):
    site: str = Field(
        min_length=4, max_length=200, description="The web address of the person's company"
    )


def research_company(context: ToolContext, arguments: ResearchCompany) -> Finding:
    """The page ends in quarantine: what goes on are typed fields, with the host and the day."""
    if context.site_reader is None:
        raise Unavailable("site.no_reader", "Reading company sites is not set up.")
    address = arguments.site if "://" in arguments.site else f"https://{arguments.site}"
    page = context.site_reader.read(address, now=context.now)
    return Finding(
        {
            "company": context.quarantine(page).told(),
            "source": f"site:{urlsplit(address).hostname}",
            "on": page.fetched_at.date().isoformat(),
        }
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
    Verb(
        name="look_up_lead",
        description="What is known about the person of this conversation, with source and date.",
        arguments=LookUpLead,
        effect=Effect.READ,
        action=ActionKind.LEAD_LEARN,
        personal_fields=frozenset(),
        run=look_up_lead,
    ),
    Verb(
        name="remember_fact",
        description=(
            "Keeps one thing the person has said about themselves or their company. The quote must "
            "be their own words from this conversation."
        ),
        arguments=RememberFact,
        effect=Effect.INTERNAL,
        action=ActionKind.LEAD_LEARN,
        personal_fields=frozenset({"value", "quote"}),
        run=remember_fact,
    ),
    Verb(
        name="research_company",
        description=(
            "Reads one public page of the company the person works for, at an address they gave, "
            "and returns what it says as fields: trade, size, place, tools. Check with the person."
        ),
        arguments=ResearchCompany,
        effect=Effect.READ,
        action=ActionKind.SITE_READ,
        personal_fields=frozenset(),
        run=research_company,
    ),
)
