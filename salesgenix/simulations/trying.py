"""What an owner tries before it holds: an order, a page of knowledge, or just the present."""

import hashlib
from datetime import date
from enum import StrEnum
from typing import Any

import rfc8785
from pydantic import BaseModel, ConfigDict, Field

from salesgenix.authority.rules import Rule
from salesgenix.instructions.service import body_of
from salesgenix.knowledge.rules import Audience, PageDraft

TIMES = frozenset({"not_before", "not_after"})  # they move with the day on which a draft is read


class Kind(StrEnum):
    ORDER = "order"
    PAGE = "page"
    PRESENT = "present"


class TriedOrder(BaseModel):
    """``form`` is what the editor carried, so that the draft can be gone on with."""

    model_config = ConfigDict(frozen=True)

    key: str
    words: str
    rule: Rule
    form: tuple[tuple[str, str], ...] = ()


class TriedPage(BaseModel):
    model_config = ConfigDict(frozen=True)

    path: str = Field(min_length=1, max_length=200)
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=100_000)
    url: str | None = None
    language: str = "en"
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None

    @property
    def draft(self) -> PageDraft:
        return PageDraft(**self.model_dump())


class Tried(BaseModel):
    """One of them, or neither: then the prospects meet the workspace as it is."""

    model_config = ConfigDict(frozen=True)

    order: TriedOrder | None = None
    page: TriedPage | None = None

    @property
    def kind(self) -> Kind:
        if self.order is not None:
            return Kind.ORDER
        return Kind.PAGE if self.page is not None else Kind.PRESENT

    @property
    def target(self) -> str | None:
        if self.order is not None:
            return self.order.key
        return self.page.path if self.page is not None else None

    @property
    def meaning(self) -> str | None:
        return meaning_of(self.order.key, self.order.rule) if self.order is not None else None


def meaning_of(key: str, rule: Rule) -> str:
    """A mark of what an order under this key would enforce, whatever its words and its last day."""
    parts = [_timeless(body_of(part)) for part in rule.flat()]
    return hashlib.sha256(rfc8785.dumps({"key": key, "parts": parts})).hexdigest()


def _timeless(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in TIMES}
