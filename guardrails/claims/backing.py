"""What stands behind a reply: told by whoever knows the turn, asked by the checker."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from guardrails.claims import cues
from guardrails.claims.figures import Figures, Money, figures
from guardrails.claims.plain import plain, words
from guardrails.claims.plans import named, plans_in

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|(?<=;)\s+")
_SOURCE = re.compile(r"\((?:source|quelle|fuente|fonte|bron|zrodlo) ?:[^)]*\)")
_QUOTED = re.compile(r'"([^"]{2,400})"')
_SENTENCE_LONG = 20  # signs; shorter, it is a phrase that happens to be the same
_STEM = 5  # letters that two words must share to speak of the same thing


class Deed(StrEnum):
    """Something that was really done in this conversation."""

    BOOKED = "booked"
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MAILED = "mailed"
    ASKED = "asked"  # a task, a handover or an approval: the team knows
    ANSWERED = "answered"  # a person of the team has said what they think of it
    DISCOUNTED = "discounted"
    REQUESTED = "requested"  # a data request is open
    STOPPED = "stopped"


@dataclass(frozen=True)
class Backing:
    """``texts`` are the workspace's own: passages, what a person of the team wrote, replies that
    were checked before. ``heard`` is what the prospect wrote. ``granted`` and ``asked_for`` are
    percents; ``days`` (month, day) were offered, booked or are a task's due date.
    """

    texts: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    granted: frozenset[Decimal] = frozenset()
    asked_for: frozenset[Decimal] = frozenset()
    deeds: frozenset[Deed] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    weekdays: frozenset[int] = frozenset()
    agent: str = ""
    secrets: tuple["Secret", ...] = field(default=(), repr=False)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the workspace asserts, in the plain spelling: no question, and no denial."""
        return tuple(
            said for said in map(plain, _cut(self.texts)) if not said.rstrip(" \"')").endswith("?")
        )

    @cached_property
    def said(self) -> tuple[Figures, ...]:
        return tuple(figures(sentence) for sentence in self.sentences)

    @cached_property
    def prices(self) -> frozenset[Money]:
        return frozenset(money for said in self.said for money in said.money)

    @cached_property
    def plans(self) -> frozenset[str]:
        return plans_in(self.texts)

    def prices_of(self, plans: frozenset[str]) -> frozenset[Money]:
        """All but those that the pages give for other plans only; all, where none is named."""
        if not plans:
            return self.prices
        return frozenset(
            money
            for sentence, said in zip(self.sentences, self.said, strict=True)
            if said.money and (not (of := named(sentence, self.plans)) or of & plans)
            for money in said.money
        )

    @cached_property
    def percents(self) -> frozenset[Decimal]:
        return self.granted | {percent for said in self.said for percent in said.percents}

    def takes_off(self, percent: Decimal, days: frozenset[tuple[int, int]]) -> bool:
        """Whether so much is granted, or published; what ends on a day is, where that is said."""
        return percent in self.granted or any(
            percent in said.percents and said.days <= days
            for sentence, said in zip(self.sentences, self.said, strict=True)
            if cues.LESS.search(sentence) and not cues.NOT.search(sentence)
        )

    @cached_property
    def discounts(self) -> frozenset[Decimal]:
        """Percents off a price."""
        found = {
            percent
            for sentence, said in zip(self.sentences, self.said, strict=True)
            if cues.LESS.search(sentence) and not cues.NOT.search(sentence)
            for percent in said.percents
        }
        return self.granted | found

    @cached_property
    def spans(self) -> frozenset[int]:
        return frozenset(span for said in self.said for span in said.spans)

    @cached_property
    def dates(self) -> frozenset[tuple[int, int]]:
        return self.days | {day for said in self.said for day in said.days}

    @cached_property
    def week(self) -> frozenset[int]:
        return self.weekdays | {day for said in self.said for day in said.weekdays}

    @cached_property
    def own(self) -> Figures:
        """The prospect's own figures."""
        return figures(plain(" . ".join(self.heard)))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        return tuple(map(plain, self.texts))

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(map(plain, self.heard))

    def quotes(self, said: str) -> bool:
        """Whether the sentence stands so in the workspace's own words."""
        bare = _SOURCE.sub(" ", said).strip(" .,:;-")
        return len(bare) >= _SENTENCE_LONG and any(bare in page for page in self.pages)

    def without_quotations(self, said: str) -> str:
        """The sentence without what it repeats, in quotation marks, of somebody's words."""
        return _QUOTED.sub(
            lambda found: (
                ' "" '
                if any(found[1].strip(" .") in one for one in (*self._lines, *self.pages))
                else found[0]
            ),
            said,
        )

    def asserting(self, cue: re.Pattern[str]) -> list[str]:
        """What the workspace asserts with such words."""
        return [one for one in self.sentences if cue.search(one) and not cues.denies(one, cue)]


@dataclass(frozen=True)
class Secret:
    """A text that must not be said. ``run``: so many of its words in a row say it."""

    text: str
    run: int
    is_whisper: bool = False

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        return frozenset(
            shingle
            for part in self.text.split("\n\n")
            for shingle in shingles(words(part), self.run)
        )


def shingles(said: list[str], run: int) -> Iterable[tuple[str, ...]]:
    return (tuple(said[start : start + run]) for start in range(len(said) - run + 1))


def _cut(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in _SENTENCE.split(text) if part.strip()]


def stems(sentence: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(sentence) if len(word) >= _STEM)
