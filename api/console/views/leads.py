"""A lead as people read it: a name for everyone, each fact with where it was learnt."""

from dataclasses import dataclass
from datetime import datetime

from api.console import words
from salesgenix.leads.rules import FactField, FactKind
from salesgenix.leads.service import FactCard, LeadCard
from salesgenix.qualification.rules import Part, Score


@dataclass(frozen=True, slots=True)
class FactLine:
    name: str
    text: str
    source: str
    quote: str | None = None
    at: datetime | None = None


def name_of(lead: LeadCard | None, zone: str | None = None) -> str:
    """The person's name; else their company's visitor, else where they seem to be."""
    if lead is not None and lead.name:
        return lead.name
    if lead is not None and lead.company:
        return f"Visitor, {lead.company}"
    zone = (lead.zone if lead is not None else None) or zone
    return f"Visitor, {words.place(zone)}" if zone and "/" in zone else "Visitor"


def fact_lines(lead: LeadCard) -> list[FactLine]:
    """Facts in the order of the closed list, so that every lead reads alike."""
    order = {field: place for place, field in enumerate(FactField)}
    return [_line(fact) for fact in sorted(lead.facts, key=lambda fact: order[fact.field])]


def _line(fact: FactCard) -> FactLine:
    source = said_where(fact.source)
    if fact.kind is FactKind.INFERRED:
        source += ", inferred"
    return FactLine(words.field(fact.field), fact.value, source, fact.quote, fact.collected_at)


def said_where(source: str) -> str:
    kind, _, place = source.partition(":")
    match kind:
        case "message":
            return f"said in message {place}" if place else "said in the chat"
        case "site":
            return f"read on {place}"
        case "file":
            return "from the workspace file"
        case "booking":
            return "given for the meeting"
        case "form" | "person":
            return "typed by the visitor"
        case _:
            return source.replace(":", " ")


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """``level`` is none where nothing was answered; ``criterion`` where it can be corrected."""

    name: str
    points: int
    most: int
    level: str | None
    criterion: str | None
    text: str | None
    quote: str | None
    source: str | None


def score_lines(score: Score) -> list[ScoreLine]:
    return [
        ScoreLine(
            name=words.criterion(line.key),
            points=line.points,
            most=line.most,
            level=line.level.value if line.level else None,
            criterion=line.key if line.part is Part.QUALIFICATION else None,
            text=words.stage(line.value or "")[0] if line.part is Part.INTENT else line.value,
            quote=line.quote if line.quote != line.value else None,
            source=f"message {line.message_seq}" if line.message_seq else None,
        )
        for line in score.lines
    ]
