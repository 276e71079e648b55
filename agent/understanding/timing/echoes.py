"""Words that take up what was said before: ``this Friday or next``."""

from collections.abc import Sequence

from agent.understanding.timing.elements import Element
from agent.understanding.timing.items import Item
from agent.understanding.timing.vocabulary import Vocabulary
from agent.understanding.words import fold

_WEEKS = {"week", "woche", "semaine", "semana", "settimana", "tydzien", "tygodniu", "tygodnia"}
_THE = 3  # letters of an article
_PAIR = 2


class Echoes:
    """Looks back at the items and at the elements read so far."""

    def __init__(
        self, items: Sequence[Item], elements: Sequence[Element], words: Vocabulary
    ) -> None:
        self.items, self.elements, self.words = items, elements, words

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def is_week_after(self, at: int) -> bool:
        """``this week or next``"""
        return self.is_like_before(at, "week")

    def is_like_before(self, at: int, kind: str) -> bool:
        """``this Friday or next``: nothing follows, so the kind is the one before."""
        word = self.items[at - 1] if at else None
        is_joined = self.kind(at - 1) in {"or", "and", "dayprefix", "at"}
        is_small = word is not None and (word.value in self.words.neutral or len(word.text) <= _THE)
        mention = next((e.mention for e in reversed(self.elements) if e.mention), None)
        begins = self.items[at].token.after_mark == ","
        if not is_joined and not is_small and not begins:
            return False
        follows = self.items[at + 1] if at + 1 < len(self.items) else None
        is_done = follows is not None and follows.value in self.words.neutral
        ends = is_done or follows is None or follows.token.clause != self.items[at].token.clause
        is_her = word is not None and word.value in {"la", "na"}  # "la que viene, el miércoles"
        ends = ends or (is_her and self.kind(at + 1) in {"dayprefix", "weekday"})
        ends = ends or self.kind(at + 1) == "but"  # "volgende wel"
        return ends and mention is not None and mention.kind == kind

    def is_weekday_after(self, at: int, kind: str) -> bool:
        """``this Friday or next``, ``not this Thursday but the one after``"""
        if kind == "next":
            return self.is_like_before(at, "weekday")
        mention = next((e.mention for e in reversed(self.elements) if e.mention), None)
        is_week = bool(_WEEKS & {fold(w) for w in self.items[at].text.split()})
        is_said = mention is not None and mention.kind == "weekday"
        return kind == "week_after" and is_said and not is_week

    def last_week(self) -> int:
        weeks = [e.mention.number for e in self.elements if e.mention and e.mention.kind == "week"]
        return weeks[-1] if weeks else 0

    def shared_modifier(self) -> str:
        """``next Tuesday or Thursday``: what is said of the one is said of the other."""
        if len(self.elements) < _PAIR or self.elements[-1].kind not in {"or", "and", "to"}:
            return ""
        before = self.elements[-2].mention
        is_next = before is not None and before.kind == "weekday" and before.modifier == "next"
        return "next" if is_next else ""
