"""The decision log's list: what its reader asked to see, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from api.console import words
from api.console.visit import Visit
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType
from salesgenix.decisions.service import DecisionCard
from salesgenix.kit.errors import Invalid

PAGE = 50
GROUPS = {
    "action": "Actions",
    "approval": "Approvals",
    "reply": "Replies",
    "tool": "Tools",
    "model": "Model calls",
    "guardrail": "Guardrails",
    "control": "Control of conversations",
    "instruction": "Instructions",
    "request": "Data requests",
    "erasure": "Erasures",
    "export": "Exports",
    "person": "Persons' data",
    "child": "Children",
    "workspace": "Pausing",
}
OTHERS = "Everything else"
AUTOMATION = {
    Automation.AUTO: "Automatic",
    Automation.HUMAN_APPROVED: "Approved by a person",
    Automation.HUMAN_MADE: "Made by a person",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``kind`` is a decision type or the first half of some; days are the reader's own."""

    kind: str = ""
    outcome: str = ""
    automation: str = ""
    person: UUID | None = None
    conversation: UUID | None = None
    since: date | None = None
    until: date | None = None

    @property
    def query(self) -> dict[str, str]:
        """As they stand in the address; what is not asked for is left out."""
        asked: Mapping[str, object | None] = {
            "type": self.kind,
            "outcome": self.outcome,
            "by": self.automation,
            "person": self.person,
            "conversation": self.conversation,
            "from": self.since,
            "to": self.until,
        }
        return {name: str(value) for name, value in asked.items() if value}

    def href(self, **more: object) -> str:
        query = self.query | {name: str(value) for name, value in more.items()}
        return f"/console/decisions?{urlencode(query)}" if query else "/console/decisions"


Row = tuple[DecisionCard, tuple[str, str], str]


def kinds() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The types to choose from: group code, group name, its types."""
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in (*GROUPS, "")}
    for kind in DecisionType:
        group = kind.value.partition(".")[0]
        entry = (kind.value, words.decision_type(kind.value))
        found[group if group in GROUPS else ""].append(entry)
    return [(code, GROUPS.get(code, OTHERS), types) for code, types in found.items()]


def listed(
    session: Session, visit: Visit, wanted: Filters, before: int | None
) -> tuple[list[tuple[datetime, list[Row]]], int | None]:
    """One page under the reader's days, and the number to go on from, if there is more."""
    zone = ZoneInfo(visit.who.member.zone)
    after = wanted.until + timedelta(days=1) if wanted.until else None
    cards = decisions.listing(
        session,
        visit.who.workspace_id,
        conversation_ref=wanted.conversation,
        subject_ref=wanted.person,
        types=types_of(wanted.kind),
        outcomes=words.codes_of(wanted.outcome) if wanted.outcome else (),
        automation=wanted.automation or None,
        since=midnight(wanted.since, zone),
        until=midnight(after, zone),
        before=before,
        limit=PAGE + 1,
        language=visit.language,
    )
    older = cards[PAGE - 1].seq if len(cards) > PAGE else None
    return _days(cards[:PAGE], zone), older


def types_of(kind: str) -> tuple[str, ...]:
    """The types that a filter means; a word that means none finds nothing."""
    if not kind:
        return ()
    found = tuple(one.value for one in DecisionType if kind in {one.value, one.partition(".")[0]})
    return found or (kind,)


def midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    """When that day begins where the reader is."""
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)


def days_of(since: str, until: str, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """A period as two days of a form, the last one included; an empty field has no limit."""
    last = day_of(until)
    return midnight(day_of(since), zone), midnight(last + timedelta(days=1) if last else None, zone)


def day_of(text: str) -> date | None:
    """A day as a form sends it; an empty field is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("day.invalid", "This is no day. Write it as 2026-11-23.") from None


def _days(cards: list[DecisionCard], zone: ZoneInfo) -> list[tuple[datetime, list[Row]]]:
    """The records under the day they were made on, for the reader."""
    days = groupby(cards, key=lambda card: card.at.astimezone(zone).date())
    listed = [[_row(card) for card in found] for _, found in days]
    return [(rows[0][0].at, rows) for rows in listed]


def _row(card: DecisionCard) -> Row:
    automation = str(card.body.get("automation") or Automation.AUTO)
    return card, words.outcome(card.outcome), AUTOMATION[Automation(automation)]
