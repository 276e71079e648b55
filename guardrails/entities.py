"""The kinds of personal or dangerous value the guard knows, and where one stands in a text."""

from dataclasses import dataclass
from enum import StrEnum


class Entity(StrEnum):
    PERSON = "PERSON"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"
    IP = "IP"
    CARD = "CARD"
    SECURITY_CODE = "SECURITY_CODE"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    NATIONAL_ID = "NATIONAL_ID"
    BIRTH_DATE = "BIRTH_DATE"
    SECRET = "SECRET"  # noqa: S105 - the name of a kind
    SENSITIVE = "SENSITIVE"  # health, religion, sexuality, union, politics, of a person
    MINOR_AGE = "MINOR_AGE"


class Owner(StrEnum):
    """Whose value it is, which decides who may read it back."""

    PROSPECT = "prospect"  # the person we talk with: their own, or what they wrote themselves
    MEMBER = "member"  # of the workspace's team
    THIRD = "third"  # anybody else


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """``text[start:end]`` is one value. ``detail`` says more where a kind needs it (a stated age,
    ``third`` for a colleague's name). It never shows the value.
    """

    entity: Entity
    start: int
    end: int
    score: float = 1.0
    detail: str = ""

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def __repr__(self) -> str:
        return f"Span({self.entity.value} {self.start}:{self.end} {self.score:.2f})"


# Where two spans overlap the earlier kind keeps the ground: a checksum beats a pattern, a pattern
# beats a name.
PRECEDENCE: tuple[Entity, ...] = (
    Entity.SECRET,
    Entity.CARD,
    Entity.BANK_ACCOUNT,
    Entity.EMAIL,
    Entity.NATIONAL_ID,
    Entity.BIRTH_DATE,
    Entity.SECURITY_CODE,
    Entity.PHONE,
    Entity.IP,
    Entity.ADDRESS,
    Entity.SENSITIVE,
    Entity.MINOR_AGE,  # before names: a child must not be missed for a word taken for one
    Entity.PERSON,
)
_WHOLE = frozenset({Entity.EMAIL, Entity.SENSITIVE, Entity.MINOR_AGE, Entity.PERSON})
_RANK = {entity: rank for rank, entity in enumerate(PRECEDENCE)}


def without_overlaps(spans: list[Span]) -> tuple[Span, ...]:
    """The winners in text order. An address or a number is cut round the winner rather than
    dropped, so that none of its characters stays visible; half a name or half a mailbox is nothing.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (_RANK[s.entity], s.start - s.end, s.start)):
        for start, end in _free_parts(span, kept):
            kept.append(Span(span.entity, start, end, span.score, span.detail))
    return tuple(sorted(kept, key=lambda s: s.start))


def _free_parts(span: Span, kept: list[Span]) -> list[tuple[int, int]]:
    parts = [(span.start, span.end)]
    for other in kept:
        if not other.overlaps(span.start, span.end):
            continue
        if span.entity is other.entity or span.entity in _WHOLE:
            return []
        parts = [
            piece
            for start, end in parts
            for piece in ((start, min(end, other.start)), (max(start, other.end), end))
            if piece[0] < piece[1]
        ]
    return parts
