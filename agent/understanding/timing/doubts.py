"""Which stretches of a message wish for a time, which tell of something else, which may do both.

Nothing that looks like a time is left without account: what no reading took up makes it unsure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from agent.understanding.lexicons import lexicon
from agent.understanding.patterns import Hit, PatternBook, compile_pattern
from agent.understanding.timing.counts import after_people
from agent.understanding.timing.dates import LONGEST, NO_DAY
from agent.understanding.timing.elements import Element
from agent.understanding.timing.items import Item
from agent.understanding.timing.vocabulary import Vocabulary
from agent.understanding.words import Token, fold
from salesgenix.kit.house_yaml import read_yaml

_TIMES = {"day", "part", "clock", "after", "before", "instant"}
_SILENT = {"word", "mark", "of", "dayprefix", "ordinal", "this", "than", "my_time", "your_time",
           "around", "at", "any", "or", "and", "to", "but", "cant", "not", "correction", "prefer",
           "we_are", "asap", "weekdays", "move", "same_time", "same_day", "later", "earlier",
           "this_time", "part", "am", "pm", "aside", "day_before"}  # fmt: skip
_STRETCHES = {"month", "quarter", "year", "feast"}
_THEREAFTER = {
    "danach", "daarna", "erna", "potem", "pozniej", "ensuite", "luego", "poi", "afterwards",
    "hinterher", "darauf", "suivante", "thereafter",
}  # fmt: skip
_DATED = {"said", "month", "isoweek"}
_THEN = {"then", "dahin", "la", "lors", "entonces", "allora", "dan", "tego", "wtedy"}
_THAT = {"that", "this", "danach", "dem", "ca", "cela", "eso", "cio", "disso", "isso", "dat", "tym"}
_CHOOSING = {"any", "not", "cant", "prefer", "asap", "weekdays", "correction", "move"}
_LEADING = {
    "pos", "next_week_day", "after", "before", "next", "coming", "week_on", "week_of", "past",
    "to_hour", "last", "between", "to", "oclock", "latest", "earliest",
}  # fmt: skip
_TRAILING = {"onwards", "oclock", "next", "coming", "last", "latest", "earliest"}
_ARTICLE = 6  # characters between a joint and a day
_NEAR = 3  # items from a word that leads to the time it speaks of
_STRANGE = 2  # words about another thing, with none about meeting
_LABELS = ("cue", "told", "over", "never", "thing", "so", "because", "unless", "turn",
           "either", "leave", "calm")  # fmt: skip
_ENDS = ".!?;\n…"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubts:
    """``elements`` are those that may be a wish; ``places`` where even that is not sure."""

    elements: Sequence[Element]
    places: frozenset[Place]
    is_left_over: bool
    is_sure: bool  # of one at least


class _Lore:
    def __init__(self, language: str) -> None:
        path = files("agent.understanding.timing") / "doubts.yaml"
        declared: dict[str, Any] = read_yaml(path.read_text("utf-8"))[language]
        self.plain = {fold(w).replace("'", "") for w in declared["plain"].split()}
        self.plain |= lexicon(language).function_words
        self.book = PatternBook(
            compile_pattern(label, line, {})
            for label in _LABELS
            for line in declared[label].splitlines()
        )


@cache
def _lore(language: str) -> _Lore:
    return _Lore(language)


class Jury:
    """Looks at each stretch between commas of one message."""

    def __init__(self, items: Sequence[Item], words: Vocabulary, text: str) -> None:
        self.items, self.words, self.text = items, words, text
        self.lore = _lore(words.language)
        self.people = {
            place
            for at, item in enumerate(items)
            if item.kind == "we_are"
            for place in range(at + 1, after_people(items, at))
        }
        hits = self.lore.book.search([_as_one(item) for item in items])
        self.turns = [items[h.first].token.start for h in hits if h.label == "so"]
        self.turns += [i.token.start for at, i in enumerate(items) if self._turns_to_a_day(at)]
        self.said: dict[str, dict[Place, int]] = {}
        for hit in hits:
            start = items[hit.first].token.start
            self.said.setdefault(hit.label, {}).setdefault(self._place(hit.first), start)
        self.turned = self._turned(hits)

    def weigh(self, elements: Sequence[Element]) -> Doubts:
        told, unsure = set(), set()
        places = {self._of(e) for e in elements if e.kind in _TIMES}
        for place in places:
            verdict = self._verdict(place, elements)
            told |= {place} if verdict == "told" else set()
            unsure |= {place} if verdict == "unsure" else set()
        told |= {place for place in places if self._is_reason(place, elements)}
        told |= self._ruled_out(elements, places - told)
        told |= self._remarked(elements, places - told)
        wishes = [e for e in self._unconditional(elements) if self._of(e) not in told]
        wishes = [e for e in wishes if not self._is_gone(e)]
        wishes = self._with_ends(wishes)
        left = self._is_left_over(elements, told) or self._leaves_on(elements)
        left |= bool(wishes) and bool(told) and self._points_back()
        wished = {self._of(e) for e in wishes if e.kind in _TIMES}
        unsure |= self._torn(wishes)
        is_sure = bool(wished - unsure) or any(
            e.mention is not None and e.mention.kind == "weekday" for e in wishes
        )
        return Doubts(wishes, frozenset(unsure - told), left, is_sure)

    def _with_ends(self, wishes: Sequence[Element]) -> list[Element]:
        """``Friday from 10:30, at 12 I have to leave``: where the stretch ends."""
        opened = [self._of(e) for e in wishes if e.kind == "after" and e.clock]
        ends = {place for place in self.said.get("leave", {}) if any(o < place for o in opened)}
        kept = [e for e in wishes if e.kind not in {"cant", "not"} or self._of(e) not in ends]
        return [
            replace(e, kind="before")
            if e.kind == "clock" and e.to is None and self._of(e) in ends
            else e
            for e in kept
        ]

    def _turns_to_a_day(self, at: int) -> bool:
        """``today I'm ill, but Friday at 3``; not ``Friday, but after 3``"""
        if self.items[at].kind != "but":
            return False
        clause = self.items[at].token.clause
        coming = [i for i in self.items[at + 1 : at + 1 + _NEAR] if i.token.clause == clause]
        return any(i.kind in {"weekday", "day"} for i in coming)

    def _place(self, at: int) -> Place:
        token = self.items[at].token
        return self._spot(token.clause, token.start)

    def _of(self, element: Element) -> Place:
        return self._spot(element.clause, element.start)

    def _spot(self, clause: int, start: int) -> Place:
        """The sentence, and which stretch of it: up to a comma or a "so"."""
        turns = sum(1 for at in self.turns if at <= start)
        return clause, self.text.count(", ", 0, start) + turns

    def _verdict(self, place: Place, elements: Sequence[Element]) -> str:
        if (
            self._is_denied_twice(place, elements)
            or place in self.turned
            or place in self.said.get("either", {})
        ):
            return "unsure"
        has_cue = (
            place in self.said.get("cue", {})
            or self._is_asked(place)
            or any(e.kind in _CHOOSING and self._of(e) == place for e in elements)
        )
        strange = self._strange_words(place)
        is_never = bool(strange) and place in self.said.get("never", {})
        if is_never or place in self.said.get("over", {}):
            return "told"
        if has_cue:
            return ""
        if place in self.said.get("told", {}) and strange:
            return "told"
        said = [e for e in elements if self._of(e) == place]
        if place in self.said.get("thing", {}):
            return "told" if _is_vague(said) else "unsure"
        is_bare = all(e.kind in {"day", "or", "and", "to"} for e in said) or _is_vague(said)
        is_bare |= not any(e.kind == "day" for e in elements)  # "mart mattina": which day?
        has_less = is_bare or self._has_subject(place, said)
        enough = 1 if is_bare else _STRANGE * (1 if has_less else 2)
        return "unsure" if strange >= (1 if _is_vague(said) else enough) else ""

    def _turned(self, hits: Sequence[Hit]) -> set[Place]:
        """Where a word of denial or absence is left that no reading took up.

        Such a word may turn the time beside it into its opposite, whatever else speaks of meeting.
        """
        calm = {at for hit in hits if hit.label == "calm" for at in range(hit.first, hit.last)}
        return {
            self._place(hit.first)
            for hit in hits
            if hit.label == "turn"
            and any(self.items[at].kind == "word" for at in range(hit.first, hit.last))
            and hit.first not in calm
        } | {self._place(at) for at in range(len(self.items)) if self._denies_unknown(at)}

    def _torn(self, wishes: Sequence[Element]) -> set[Place]:
        """``next week barring Wednesday``: a word that no one knows may divide the two."""
        days = [e for e in wishes if e.kind == "day" and e.mention is not None]
        return {
            self._of(one)
            for one, other in pairwise(days)
            if self._of(one) == self._of(other)
            and (_is_week(one) or _is_week(other))
            and not any(e.kind in _CHOOSING and one.end <= e.start < other.start for e in wishes)
            and any(
                self._is_strange(i) and one.end <= i.token.start < other.start for i in self.items
            )
        }

    def _denies_unknown(self, at: int) -> bool:
        """``every day outside summertime``: what is left out of the days has no name here."""
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        if self.items[at].kind != "not" or after is None or after.token.after_mark:
            return False
        return after.token.clause == self.items[at].token.clause and self._is_strange(after)

    def _is_denied_twice(self, place: Place, elements: Sequence[Element]) -> bool:
        """``everything but Friday is gone``"""
        kinds = [e.kind for e in elements if self._of(e) == place]
        return "cant" in kinds and ("not", "day") in pairwise(kinds)

    def _ruled_out(self, elements: Sequence[Element], places: set[Place]) -> set[Place]:
        """``Friday the whole office is shut, Thursday at 3``: a day, and then another instead."""
        days = {self._of(e) for e in elements if e.kind == "day"} & places
        hours = {self._of(e) for e in elements if e.kind in _TIMES - {"day", "part"}}
        wished = days - self.turned
        return (days & self.turned) - hours if wished else set()

    def _remarked(self, elements: Sequence[Element], places: set[Place]) -> set[Place]:
        """``Wednesday at noon, I fly home Sunday``: after a day and its hour, a day with no cue."""
        hours = {self._of(e) for e in elements if e.kind in _TIMES - {"day", "part"}}
        days = {self._of(e) for e in elements if e.kind == "day"}
        joined = {self._of(e) for e in elements if e.kind not in _TIMES}
        wished = {p for p in hours & days & places if p not in self.turned}
        return {
            place
            for place in (days & places) - hours - joined
            if any(w[0] == place[0] and w < place for w in wished)
            and place not in self.said.get("cue", {})
            and self._strange_words(place)
        }

    def _has_subject(self, place: Place, said: Sequence[Element]) -> bool:
        """``our kickoff is Monday``: who tells of a time says of what; a wish begins with it."""
        first = min(e.start for e in said)
        return any(
            i.token.start < first and self._is_strange(i) and self._place(at) == place
            for at, i in enumerate(self.items)
        )

    def _strange_words(self, place: Place) -> int:
        return sum(
            1 for at, i in enumerate(self.items) if self._is_strange(i) and self._place(at) == place
        )

    def _is_strange(self, item: Item) -> bool:
        word = item.value
        if item.kind == "we_are":
            return True
        if item.kind != "word" or len(word) <= 1 or word.startswith("<"):
            return False
        return word not in self.words.neutral and word not in self.lore.plain

    def _is_asked(self, place: Place) -> bool:
        """Whether the sentence ends in a question mark."""
        last = max((i.token.end for i in self.items if i.token.clause == place[0]), default=0)
        end = next((c for c in self.text[last:] if c in _ENDS), "")
        return end == "?"

    def _is_reason(self, place: Place, elements: Sequence[Element]) -> bool:
        """``my flight lands Thursday, so Friday at 10``: what stands before "so" is no wish."""
        if place in self.said.get("cue", {}):
            return False
        turns = set(self.said.get("so", {}))
        if self._strange_words(place):  # "the 12th is a holiday, better the 13th"
            turns |= {self._of(e) for e in elements if e.kind == "prefer"}
        days = {self._of(e) for e in elements if e.kind == "day"}
        return any(turn > place and turn in days for turn in turns)

    def _leaves_on(self, elements: Sequence[Element]) -> bool:
        """``next week I'm away, danach gern``: from where on, only the denial tells."""
        denied = any(e.kind == "cant" for e in elements)
        return denied and any(i.kind == "word" and i.value in _THEREAFTER for i in self.items)

    def _points_back(self) -> bool:
        """``I finish at 5, so any day after that``: the limit is what was told."""
        return any(
            one.kind in {"after", "before"} and two.kind == "word" and two.value in _THAT
            for one, two in pairwise(self.items)
        )

    def _is_gone(self, element: Element) -> bool:
        """``I spoke to Anna last Thursday``: told, and no time to meet."""
        mention = element.mention
        is_past = mention is not None and (
            mention.modifier == "last" or (mention.kind == "day" and mention.number < 0)
        )
        return is_past and self._strange_words(self._of(element)) > 0

    def _unconditional(self, elements: Sequence[Element]) -> list[Element]:
        """``Friday morning, unless you only have afternoons``: the condition wishes for nothing."""
        conditions, reasons = self.said.get("unless", {}), self.said.get("because", {})
        wished = [
            e for e in elements
            if not any(p[0] == e.clause and e.start > at for p, at in conditions.items())
        ]  # fmt: skip
        kept = [e for e in wished if e.start < reasons.get(self._of(e), e.start + 1)]
        return kept if any(e.kind in _TIMES for e in kept) else wished

    def _is_left_over(self, elements: Sequence[Element], told: set[Place]) -> bool:
        timed = [e for e in elements if e.kind in _TIMES and self._of(e) not in told]
        clauses = {e.clause for e in timed} | (self._short_clauses() if timed else set())
        return any(
            item.token.clause in clauses
            and self._place(at) not in told
            and not self._is_accounted(at, elements)
            for at, item in enumerate(self.items)
        )

    def _short_clauses(self) -> set[int]:
        """``Monday works. 3 maybe``: sentences in which nothing else is spoken of."""
        strange = {i.token.clause for i in self.items if self._is_strange(i)}
        return {item.token.clause for item in self.items} - strange

    def _is_accounted(self, at: int, elements: Sequence[Element]) -> bool:
        item = self.items[at]
        if item.kind in _SILENT or any(e.start <= item.token.start < e.end for e in elements):
            return True
        if item.kind in {"num", "numword", "dayword"}:
            return self._is_count(at) or self._opens_dates(at, elements)
        ahead = [i for i in self.items[at + 1 : at + 1 + _NEAR]
                 if i.token.clause == item.token.clause]  # fmt: skip
        starts = {e.start for e in elements if e.kind in _TIMES or e.kind == "instant"}
        if item.kind in _LEADING and any(i.token.start in starts for i in ahead):
            return True
        ends = {e.end for e in elements if e.kind in _TIMES}
        limited = next((i for i in ahead if i.kind not in {"dayprefix", "than", "of"}), None)
        is_limit = item.kind in {"after", "before", "past", "to_hour"} and limited is not None
        if is_limit and limited and self._is_moot(limited, elements):
            return True
        if item.kind == "pos" and at and self.items[at - 1].kind in {"not", "cant"}:
            return True  # "not too early"
        return item.kind in _TRAILING and any(0 <= item.token.start - end <= _NEAR for end in ends)

    def _is_moot(self, following: Item, elements: Sequence[Element]) -> bool:
        """``at noon, before everyone leaves``: a limit that no clock tells, beside one that is."""
        if following.kind != "word" or following.value in _THAT:
            return False
        if following.value in _THEN:
            return True
        is_told = any(
            e.kind in {"clock", "after", "before"}
            or (e.mention is not None and e.mention.kind in _DATED)
            for e in elements
        )
        return is_told or following.value == "close"

    def _is_count(self, at: int) -> bool:
        """A number of something, or one too large for a day or an hour."""
        item = self.items[at]
        if at in self.people:
            return True
        number, before = item.number, self.items[at - 1] if at else None
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        if number is not None and number > LONGEST and ":" not in item.text:
            return not self._is_no_day(at)
        if item.kind == "numword" and number == 1:
            return True
        if item.text.startswith("0") and item.text.isdigit() and len(item.text) > 2:  # noqa: PLR2004
            return True
        is_hour = item.kind == "numword" and before is not None and before.kind == "weekday"
        is_apart = is_hour and after is not None and after.token.after_mark == ","
        named = after is not None and (
            after.kind == "mark"
            or after.value in self.words.counted
            or (self._is_strange(after) and not is_apart)  # "Freitag elf, gell"
        )
        return named or (before is not None and before.kind == "mark")

    def _is_no_day(self, at: int) -> bool:
        """``Friday the 32nd``: where a day of the month stands, and there is no such day."""
        opener = at - 1 - (at > 0 and self.items[at - 1].kind == "dayprefix")
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        is_day = opener >= 0 and self.items[opener].kind == "weekday"
        is_named = (
            after is not None
            and not after.token.after_mark
            and (
                after.kind in {"mark", "oclock"}
                or after.value in self.words.counted
                or self._is_strange(after)
            )
        )
        return is_day and not is_named and (self.items[at].number or 0) <= NO_DAY

    def _opens_dates(self, at: int, elements: Sequence[Element]) -> bool:
        """``3. oder 4.12.``: an open day that took its month from the next."""
        place = at + 1 + (self.items[at + 1].kind == "ordinal" if at + 1 < len(self.items) else 0)
        joint = self.items[place] if place < len(self.items) else None
        return (
            joint is not None
            and joint.kind in {"or", "and", "to"}
            and any(
                e.kind == "day" and 0 < e.start - joint.token.start <= len(joint.text) + _ARTICLE
                for e in elements
            )
        )


def _as_one(item: Item) -> Token:
    """``stop by`` is a visit, and no stopping."""
    if item.kind != "aside" or item.length == 1:
        return item.token
    return replace(item.token, forms=(fold(item.text),))


def _is_week(element: Element) -> bool:
    return element.mention is not None and element.mention.kind in {"week", "month", "isoweek"}


def _is_vague(elements: Sequence[Element]) -> bool:
    """A month or a term with no day or hour in it: less is needed to doubt it."""
    days = [e for e in elements if e.kind == "day" and e.mention is not None]
    if not any(e.kind == "day" for e in elements):
        return not any(e.kind in {"part", "instant"} or _is_point(e) for e in elements)
    times = any(e.kind in _TIMES - {"day"} for e in elements)
    return (
        bool(days)
        and not times
        and all(
            e.bound in {"until", "before", "closebefore"}
            or (e.mention and e.mention.kind in _STRETCHES)
            for e in days
        )
    )


def _is_point(element: Element) -> bool:
    return element.kind == "clock" and element.to is None
