"""What the guard found, does and is told, as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.entities import Entity
from guardrails.house import HouseRules
from guardrails.policy import STARRED, Direction, Treatment, stricter
from guardrails.policy import treatment as by_default
from salesgenix.screening.rules import Origin, TermKind
from salesgenix.screening.service import Sighted, TermCard

ENTITIES = {
    Entity.PERSON: "Name",
    Entity.EMAIL: "Mail address",
    Entity.PHONE: "Phone number",
    Entity.ADDRESS: "Postal address",
    Entity.IP: "IP address",
    Entity.CARD: "Card number",
    Entity.SECURITY_CODE: "Card security code",
    Entity.BANK_ACCOUNT: "Bank account",
    Entity.NATIONAL_ID: "Identity number",
    Entity.BIRTH_DATE: "Date of birth",
    Entity.SECRET: "Password or key",
    Entity.SENSITIVE: "Health, belief, other sensitive matters",
    Entity.MINOR_AGE: "Age of a child",
}
DIRECTIONS = {
    Direction.PROSPECT_TO_MODEL: (
        "Visitor to model",
        "what a visitor writes, as the model reads it",
    ),
    Direction.TOOL_TO_MODEL: ("Other texts to model", "pages, notes and what the team writes"),
    Direction.MODEL_TO_PROSPECT: ("Model to visitor", "what the agent says"),
    Direction.LOGS: ("Logs and traces", "what the software writes down about its own work"),
    Direction.MAIL_OUT: ("Mail out", "what leaves by mail"),
}
TREATMENTS = {
    Treatment.ALLOW: ("Left as it is", "It stays readable."),
    Treatment.PSEUDONYMISE: (
        "Stand-in",
        "A token stands for it, and only the house can turn it back.",
    ),
    Treatment.MASK: (
        "Masked",
        "A fixed phrase stands for it; of a card the last four digits stay.",
    ),
    Treatment.GENERALISE: ("Only its kind", "“A personal matter”, and not which."),
    Treatment.RESTORE_OWN: (
        "Only their own",
        "The reader's own stays, everybody else's is removed.",
    ),
    Treatment.DROP: ("Removed", "Nothing of it stays, not even the last digits."),
    Treatment.TRUNCATE: ("Shortened", "Only the part that names the network stays."),
    Treatment.FLAG: ("Marked", "It stays, and the house acts on it."),
    Treatment.BLOCK: ("Blocked", "It does not pass."),
    Treatment.STOP: (
        "Selling stops",
        "No model reads the message, the agent leaves the person alone.",
    ),
}
# What a stricter choice means where it is more than the word says.
CHOICES = {
    (Direction.PROSPECT_TO_MODEL, Treatment.BLOCK): (
        "No model reads the message. The visitor is told that this cannot be taken in the chat, "
        "and the team is told too."
    ),
    (Direction.PROSPECT_TO_MODEL, Treatment.STOP): (
        "No model reads the message, the agent leaves the person alone from there on, and a person "
        "of the team is asked to look."
    ),
    (Direction.TOOL_TO_MODEL, Treatment.BLOCK): "The whole text is kept from the model.",
    (Direction.LOGS, Treatment.BLOCK): "The whole line stays out of the log.",
}
_CONTACT = "Fixed: the agent can book and answer with it, and no model sees it."
NOTES = {
    Entity.PERSON: _CONTACT,
    Entity.EMAIL: _CONTACT,
    Entity.PHONE: _CONTACT,
    Entity.ADDRESS: _CONTACT,
    Entity.IP: "Fixed: it is only needed to tell one connection from another.",
    Entity.MINOR_AGE: "Fixed: nothing is sold to a child, whoever owns the workspace.",
}
GOES_FURTHER = "Never kept. You may go further than the house does, not less far."
STRICTEST = "the strictest there is"
LISTS = {
    TermKind.ALLOW: (
        "Never personal",
        "Product names, your public numbers: words that were wrongly taken for somebody's data.",
    ),
    TermKind.DENY: (
        "Always personal",
        "Code names, customers, internal numbers: words that are hidden wherever they appear.",
    ),
}
ORIGINS = {
    Origin.LIST: "typed in here",
    Origin.MARK: "marked in a conversation",
    Origin.FILE: "from the workspace file",
}
SHOWN = 50  # words of a list on the page


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    name: str
    meaning: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """``choices``: what it may be made, the house's own way first; none where it is fixed."""

    entity: Entity
    direction: Direction
    name: str
    note: str
    is_tightened: bool
    choices: tuple[Choice, ...]

    @property
    def key(self) -> str:
        return f"{self.entity.value}-{self.direction.value}".lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Row:
    entity: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How often one kind was found, per direction."""

    entity: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as the page shows it: its newest words, and how many there are."""

    kind: TermKind
    title: str
    about: str
    terms: tuple[TermCard, ...]
    count: int


def matrix(rules: HouseRules) -> list[Row]:
    return [
        Row(name, NOTES.get(entity, GOES_FURTHER), tuple(_cells(entity, rules)))
        for entity, name in ENTITIES.items()
    ]


def _cells(entity: Entity, rules: HouseRules) -> Iterable[Cell]:
    for direction in Direction:
        now, own = rules.treatment(entity, direction), by_default(entity, direction)
        further = stricter(entity, direction)
        is_strictest = (entity, direction) in STARRED and not further
        yield Cell(
            entity=entity,
            direction=direction,
            name=TREATMENTS[now][0],
            note=STRICTEST if is_strictest else "",
            is_tightened=now is not own,
            choices=tuple(
                Choice(
                    one.value,
                    TREATMENTS[one][0],
                    CHOICES.get((direction, one), TREATMENTS[one][1]),
                    one is now,
                )
                for one in ((own, *further) if further else ())
            ),
        )


def found(sighted: Iterable[Sighted]) -> tuple[list[Found], int]:
    """The kinds that were found, most often first, and the highest count of a cell."""
    counts: dict[tuple[str, str], int] = {}
    for one in sighted:
        place = (one.entity, one.direction)
        counts[place] = counts.get(place, 0) + one.count
    rows = []
    for entity, name in ENTITIES.items():
        of_ways = tuple(counts.get((entity.value, way.value), 0) for way in Direction)
        if sum(of_ways):
            rows.append(Found(name, of_ways, sum(of_ways)))
    rows.sort(key=lambda row: -row.total)
    return rows, max(counts.values(), default=0)


def lists(terms: Iterable[TermCard], sought: str) -> list[Listed]:
    known = list(terms)
    return [
        Listed(
            kind,
            title,
            about,
            tuple(of_kind if sought else of_kind[:SHOWN]),
            len(of_kind),
        )
        for kind, (title, about) in LISTS.items()
        for of_kind in [[term for term in known if term.kind is kind]]
    ]


def entity_name(code: str | None) -> str:
    return ENTITIES[Entity(code)] if code else ""


def treated(found_in: Iterable[dict[str, object]]) -> list[str]:
    """``2 × Name: Stand-in``"""
    return [
        f"{one['count']} × {ENTITIES[Entity(str(one['entity']))]}: "
        f"{TREATMENTS[Treatment(str(one['treatment']))][0].lower()}"
        for one in found_in
    ]
