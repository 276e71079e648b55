"""What is found out about one clause, and how it is found that something cannot be held."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from salesgenix.drafts.meaning.clauses import Clause
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.tagging import Reading
from salesgenix.drafts.terms import Facts, Standing

GRANT, NEVER, ASK, LIMIT = "grant", "never", "ask", "limit"


class CannotHold(Exception):
    """``why`` is a closed code of ``drafts.wording``; ``about`` are tokens ``[start, end)``."""

    def __init__(
        self, why: str, about: Tag | None = None, standing: Standing = Standing.UNENFORCED
    ) -> None:
        super().__init__(why)
        self.why, self.about, self.standing = why, about, standing


@dataclass(slots=True)
class Case:
    """A clause on its way to a rule. ``used``: tags that some reader has taken account of."""

    clause: Clause
    reading: Reading
    facts: Facts
    mood: str
    used: set[int] = field(default_factory=set)
    whys: list[str] = field(default_factory=list)

    def tags(self, *kinds: str) -> list[Tag]:
        """Those not yet accounted for."""
        return [t for t in self.clause.tags if t.kind in kinds and t.start not in self.used]

    def take(self, *kinds: str) -> list[Tag]:
        found = self.tags(*kinds)
        self.used |= {tag.start for tag in found}
        return found

    def mark(self, *tags: Tag) -> None:
        self.used |= {tag.start for tag in tags}

    def has(self, *kinds: str) -> bool:
        return self.clause.has(*kinds)

    def said(self, *kinds: str) -> bool:
        """By this clause, or by the one it goes on from."""
        return self.clause.has(*kinds) or self.clause.lends(*kinds)

    def before(self, tag: Tag) -> Tag | None:
        """The tag next to it on the left, when no unknown word stands between."""
        rest = [t for t in self.clause.tags if t.end <= tag.start]
        return rest[-1] if rest else None

    def after(self, tag: Tag) -> Tag | None:
        return next((t for t in self.clause.tags if t.start >= tag.end), None)

    def note(self, why: str) -> None:
        if why not in self.whys:
            self.whys.append(why)

    def words(self, tag: Tag) -> str:
        tokens = self.reading.tokens[tag.start : tag.end]
        return " ".join(token.text for token in tokens)


@dataclass(slots=True)
class Span:
    """When an order holds."""

    not_before: datetime | None = None
    not_after: datetime | None = None


Fields = dict[str, Any]
