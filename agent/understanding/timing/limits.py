"""Limits: "before Friday", "not before the 10th", "just before Christmas", "dopo la Befana"."""

from collections.abc import Sequence

from agent.understanding.timing.clocks import Clock
from agent.understanding.timing.items import Item
from agent.understanding.timing.parts import PARTS
from agent.understanding.timing.vocabulary import Vocabulary
from agent.understanding.words import fold

_STRICTLY_BEFORE = {"before", "vor", "avant", "antes", "prima", "voor", "przed", "earlier"}
_STRICTLY_AFTER = {"after", "nach", "apres", "despues", "dopo", "depois", "na", "po"}
_NAMED_DAYS = {"feast", "weekday", "weekend", "month"}
_LEADS = {"erst", "dopiero", "only", "poczawszy", "but", "aber", "mais", "mas", "pero", "ma",
          "maar", "ale"}  # fmt: skip
_DENIALS = {"not", "no", "nicht", "pas", "non", "nao", "niet", "nie", "nothing", "none", "nichts",
            "rien", "nada", "niente", "niets", "nic", "never", "nunca", "jamais", "mai",
            "niemals", "nooit", "nigdy"}  # fmt: skip
_BESIDE_BOUNDS = {"dayprefix", "at", "around", "this", "next", "coming", "pos", "of"}
_ARTICLES = {"la", "le", "les", "las", "los", "lo", "i", "gli", "il", "l", "die", "das", "der",
             "den", "dem", "de", "het", "o", "a", "os", "as", "dos", "do", "da",
             "the"}  # fmt: skip
_OWN = {"my", "our", "meinem", "mijn", "mon", "mi", "mio", "meu"}
_ENDING_PARTS = {"lunch", "evening"}  # "until the afternoon" may take it in or leave it out


def says_denial(said: str) -> bool:
    """``not before 10``: of a limit as written, whether it is itself a denial."""
    return any(fold(word) in _DENIALS for word in said.split()[:2])


class Limits:
    """Looks at the items around a word that sets a limit."""

    def __init__(self, items: Sequence[Item], words: Vocabulary) -> None:
        self.items, self.words = items, words

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def is_beside(self, at: int) -> bool:
        """Small words between a limit and what it limits: ``dopo la Befana``."""
        if self.kind(at) in _BESIDE_BOUNDS:
            return True
        if self.kind(at) == "word" and self.items[at].value in _OWN and self.kind(at + 1) == "num":
            return True  # "before my 3pm"
        is_article = self.kind(at) == "word" and self.items[at].value in _ARTICLES
        return is_article and self.kind(at + 1) in {"feast", "weekend", "week", "month_ref"}

    def part(self, at: int, kind: str, said: str) -> tuple[Clock, int] | None:
        """``bis mittags``, ``ab nachmittags``: a part of the day where an hour could stand."""
        part = self.items[at].value if self.kind(at) == "part" else ""
        is_from = kind == "after" and fold(said.split(maxsplit=1)[0]) in self.words.inclusive
        is_until = kind == "before" and part in _ENDING_PARTS
        if part not in PARTS or not (is_from or is_until):
            return None
        return Clock(PARTS[part][0] // 60, is_sure=True), at + 1

    def is_meant_for(self, at: int, end: int) -> bool:
        """``la cita para el viernes a las 15`` limits nothing."""
        says_for = self.items[at].token.forms[0] == "para" and self.words.language == "es"
        return says_for and self.kind(end) in {"at", "num"}

    def is_close_to_day(self, at: int) -> bool:
        """``just before Christmas``; ``just before 3`` is about three."""
        said = set(fold(self.items[at].text).split())
        place = self.after_articles(at + 1)
        return bool(said & (_STRICTLY_BEFORE | _STRICTLY_AFTER)) and self.kind(place) in _NAMED_DAYS

    def after_articles(self, place: int) -> int:
        while self.kind(place) in {"dayprefix", "of"} or (
            self.kind(place) == "word" and self.items[place].value in _ARTICLES
        ):
            place += 1
        return place

    def is_before(self, at: int) -> bool:
        return bool(set(fold(self.items[at].text).split()) & _STRICTLY_BEFORE)

    def named(self, at: int, kind: str, *, is_end_named: bool) -> str:
        """``not before Friday`` begins with it; ``before the end of May`` goes to its last day."""
        said = [fold(w) for w in self.items[at].text.split()]
        leads = _LEADS | ({"pas"} if self.words.language == "nl" else set())
        first = next((w for w in said if w not in leads), said[0])
        denied = len(said) > 1 and first in _DENIALS
        if kind == "after":
            return "from" if denied or first in self.words.inclusive else "after"
        strict = first in _STRICTLY_BEFORE and not is_end_named
        return "before" if strict else "until"
