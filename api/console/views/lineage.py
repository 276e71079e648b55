"""Every version an order ever had, over all the words it was given in, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from api.console.views.differences import Change, Piece, meaning_diff, typed_diff, word_diff
from api.console.views.instructions import SURFACES, author_of
from api.members import SignedIn
from salesgenix.authority.rules import Rule
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import InstructionCard, VersionCard
from salesgenix.kit.errors import NotFound

DRAFTED = {
    "person": "by hand",
    "embedded": "read by the product",
    "model": "drafted by the model, confirmed by a person",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``number`` counts over the whole lineage; ``version`` begins anew with new words."""

    number: int
    card: InstructionCard
    version: VersionCard
    author: str
    surface: str
    drafted: str
    until: datetime | None  # when the next took its place
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Compared:
    words: list[Piece]
    meaning: list[Piece]
    typed: list[Change]

    @property
    def is_empty(self) -> bool:
        return not self.typed and all(piece.how == "same" for piece in self.words)


def base_of(key: str) -> str:
    """A key without what was put behind it when another order took its place."""
    return key.split("~", maxsplit=1)[0]


def lineage(
    session: Session, who: SignedIn, card: InstructionCard, names: dict[UUID, str]
) -> list[Step]:
    family = [
        one
        for one in instructions.listing(session, who.workspace_id, now=who.now)
        if base_of(one.key) == base_of(card.key)
    ]
    flat = [(one, version) for one in family for version in one.versions]
    return [
        Step(
            number=place + 1,
            card=one,
            version=version,
            author=author_of(version.author_member_id or one.author_member_id, names),
            surface=SURFACES.get(version.surface or one.surface, ""),
            drafted=DRAFTED.get(version.drafted_by, ""),
            until=flat[place + 1][1].created_at if place + 1 < len(flat) else one.revoked_at,
            is_newest=place + 1 == len(flat),
        )
        for place, (one, version) in enumerate(flat)
    ]


def step_at(steps: Sequence[Step], number: int) -> Step:
    if not 1 <= number <= len(steps):
        raise NotFound("instruction.version", "There is no such version.")
    return steps[number - 1]


def compared(
    before: Step | None, words: str, rule: Rule | None, *, names: dict[UUID, str], zone: str
) -> Compared:
    """Against nothing where the order is the first of its name."""
    old_words = before.card.words if before else ""
    old_rule = before.version.rule if before else None
    return Compared(
        words=word_diff(old_words, words),
        meaning=meaning_diff(old_rule, rule, names, zone),
        typed=typed_diff(old_rule, rule),
    )
