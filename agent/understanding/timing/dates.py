"""Days as said: ``3 December``, ``12/3``, ``the 3rd``, ``2026-12-03``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.understanding.timing.items import Item
from agent.understanding.timing.shapes import Question
from agent.understanding.timing.vocabulary import Vocabulary

_MONTHS = 12
LONGEST = 31
NO_DAY = 39  # so far a number before a month is a slip, and no number of something
_LAST_YEAR = 2100
_MOST_OFFERED = 3
_RECENT = 60  # a date without a year that lies less far back was meant for the past
_ARTICLES = (" del", " du", " do", " dem", " dal", "u'au", " al", " dia")
_OF_THE = {"del", "du", "dal", "do"}
_DENIED_DAYS = (" am", " le", " el", " il", " op", " dia")
_RATING = {"say", "a", "it", "rate", "rating", "solid", "note", "nota", "gebe", "voto", "ocena"}
_ISO = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
_PARTS = re.compile(r"^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?$")


@dataclass(frozen=True, slots=True)
class Said:
    """A day as said; ``month`` and ``year`` may be open. ``swapped``: 12/3 may also be 3/12."""

    day: int
    month: int | None = None
    year: int | None = None
    swapped: bool = False


class DateReader:
    """Reads a date that starts at a place in the row; says where it ends."""

    def __init__(self, items: Sequence[Item], words: Vocabulary, text: str) -> None:
        self.items, self.words, self.text = items, words, text

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def read(self, at: int) -> tuple[Said, int] | None:
        return self._figures(at) or self._named(at) or self._month_first(at) or self._alone(at)

    def _day(self, at: int, *, last: int = LONGEST) -> int | None:
        if self.kind(at) not in {"num", "dayword", "numword"}:
            return None
        number = self.items[at].number
        return number if number is not None and 1 <= number <= last else None

    def _figures(self, at: int) -> tuple[Said, int] | None:
        if self.kind(at) != "num":
            return None
        text = self.items[at].value
        iso = _ISO.match(text)
        if iso:
            return Said(int(iso[4]), int(iso[3]), int(iso[1])), at + 1
        match = _PARTS.match(text)
        if match is None or not self._looks_like_date(at, match):
            return None
        said = self._in_order(match)
        return None if said is None else (said, at + 1)

    def _in_order(self, match: re.Match[str]) -> Said | None:
        """Day and month told apart by the mark, the language or the numbers; else both ways."""
        first, second = int(match[1]), int(match[3])
        year = int(match[4]) if match[4] else None
        year = year + 2000 if year is not None and year < 100 else year  # noqa: PLR2004
        fits = (second <= _MONTHS, first <= _MONTHS)
        if not any(fits) or (year is not None and year > _LAST_YEAR):
            return None  # "order 10-12-4471"
        is_day_first = match[2] == "." or bool(self.words.is_day_first)
        if all(fits) and first != second and not is_day_first:
            return Said(first, second, year, swapped=True)
        day, month = (first, second) if fits[0] else (second, first)
        return Said(day, month, year)

    def _looks_like_date(self, at: int, match: re.Match[str]) -> bool:
        """Figures with a dot or a dash are dates only when something around them says so."""
        first, mark, second = int(match[1]), match[2], int(match[3])
        if not (1 <= first <= LONGEST and 1 <= second <= LONGEST) or (first, second) == (24, 7):
            return False
        if match[4]:
            return True
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        if following is not None and (
            (following.kind in {"mark", "oclock", "am", "pm"} and not self._is_hour_told(at + 1))
            or following.value in self.words.counted
            or following.kind == "of"
        ):
            return False
        if mark == "/":
            before = self.items[at - 1].token.forms[0] if at else ""
            return not (second == 10 and before in _RATING)  # noqa: PLR2004
        named = self.kind(at - 1) in {"dayprefix", "weekday"} or self._is_list_after_date(at)
        if following is not None and following.kind in {"at", "around"} and mark != ":":
            named = named or bool(self.words.is_day_first)
        if mark == "-":
            return named and bool(self.words.is_day_first) and second <= _MONTHS
        end = self.items[at].token.end
        dotted = self.text[end : end + 1] == "." and (
            bool(self.words.is_day_first)
            or (following is not None and following.kind == "num")
            or (following is not None and following.token.clause == self.items[at].token.clause)
        )
        return second <= _MONTHS and (dotted or named)

    def _is_hour_told(self, at: int) -> bool:
        """``5.11 godz. 14``: the word for the hour belongs to the number after it."""
        return self.kind(at) == "oclock" and self.kind(at + 1) == "num"

    def _is_list_after_date(self, at: int) -> bool:
        return self.kind(at - 1) in {"or", "to", "and"} and self.kind(at - 2) == "num"

    def _named(self, at: int) -> tuple[Said, int] | None:
        """``3 December``, ``3rd of December 2026``, ``3 de diciembre``; also a 32nd."""
        day = self._day(at, last=NO_DAY)
        if day is None:
            return None
        end = at + 1
        end += self.kind(end) == "ordinal"
        end += self.kind(end) == "of"
        if self.kind(end) != "month":
            return None
        return self._with_year(Said(day, int(self.items[end].value)), end + 1)

    def _month_first(self, at: int) -> tuple[Said, int] | None:
        if self.kind(at) != "month":
            return None
        place = at + 1
        place += self.kind(place) == "dayprefix"
        day = self._day(place)
        if day is None or self.kind(place + 1) in {"am", "pm", "oclock", "month"}:
            return None
        end = place + 1
        end += self.kind(end) == "ordinal"
        return self._with_year(Said(day, int(self.items[at].value)), end)

    def _with_year(self, said: Said, end: int) -> tuple[Said, int]:
        place = end + (self.kind(end) == "of")
        number = self.items[place].number if self.kind(place) == "num" else None
        if number is not None and 2000 <= number <= 2100:  # noqa: PLR2004
            return Said(said.day, said.month, number), place + 1
        return said, end

    def _alone(self, at: int) -> tuple[Said, int] | None:
        """``the 3rd``, ``am 3.``, ``le 3``, ``el 3``; not ``the 3 of us``."""
        day = self._day(at)
        if day is None or self.kind(at) == "numword":
            return None
        if self.kind(at) == "num" and self.kind(at + 1) == "ordinal":
            return None if self._is_counted(at + 2) else (Said(day), at + 2)
        return (Said(day), at + 1) if self._stands_for_day(at) else None

    def _stands_for_day(self, at: int) -> bool:
        """A number with no month: ``am 3.``, ``le 3``, ``trzeciego``."""
        is_figure = self.kind(at) == "num"
        if not is_figure and self.words.language == "pl":
            is_listed = self.kind(at - 1) in {"or", "and"} and self.kind(at - 2) == "dayword"
            return is_listed or self.kind(at + 1) not in {"word", "weekday"}
        if self._is_dotted_pair(at) or self._is_dotted_pair(at - 2):
            return True
        if is_figure and self.kind(at - 1) == "weekday" and self._has_dot_within(at):
            return True
        opens = self._follows_article(at) or self._is_in_list_of_days(at)
        if self._is_nth_of_something(at) or not opens:
            return False
        if self.words.is_day_first is None:  # "the first" may be one of three times
            return not is_figure and (self.items[at].number or 0) > _MOST_OFFERED
        if not is_figure:
            fits = self._is_day_word(at)
        else:
            fits = self.words.language not in {"de", "nl"} or self._has_dot(at)
        is_other = self.kind(at + 1) in {"oclock", "mark"} or self._is_counted(at + 1)
        return fits and not is_other

    def _is_dotted_pair(self, at: int) -> bool:
        """``15. oder 16.``"""
        if self.words.language != "de" or at < 0 or self.kind(at + 1) not in {"or", "and"}:
            return False
        are_figures = self.kind(at) == self.kind(at + 2) == "num"
        return are_figures and self._has_dot(at) and self._has_dot(at + 2)

    def _is_nth_of_something(self, at: int) -> bool:
        """``am dritten Advent``"""
        follows = self.items[at + 1] if at + 1 < len(self.items) else None
        is_word = follows is not None and follows.kind == "word" and self.kind(at) == "dayword"
        if follows is None or not is_word or follows.token.clause != self.items[at].token.clause:
            return False
        return not follows.token.after_mark and follows.value not in self.words.neutral

    def _follows_article(self, at: int) -> bool:
        """``el 10``, ``después del 10``: the article may be part of a longer item."""
        if at == 0 or self.kind(at - 1) in {"dayprefix", "week_of"}:
            return at > 0
        if self.kind(at - 1) == "at" and self.kind(at + 1) == "at":
            return self.words.language == "pl"  # "na 27 o 9:30"
        said = self.items[at - 1].text.lower()
        if self.kind(at - 1) == "of" and said in _OF_THE and self.kind(at + 1) == "onwards":
            return True  # "del 10 en adelante"
        if self.kind(at - 1) == "not":  # "nicht am 9., sondern am 10."
            return said.endswith(_DENIED_DAYS)
        is_limit = self.kind(at - 1) in {"after", "before"}
        return is_limit and (said == "dal" or said.endswith(_ARTICLES))

    def _is_day_word(self, at: int) -> bool:
        """``am Dritten``; not ``den dritten nehme ich``, which may be the third of three times."""
        before = self.items[at - 1].token.forms[0]
        is_named = self.kind(at - 2) == "weekday"  # "Donnerstag, den dritten"
        return (
            is_named
            or before in {"am", "zum", "vom", "bis", "ab", "op"}
            or self._is_in_list_of_days(at)
        )

    def _is_in_list_of_days(self, at: int) -> bool:
        """``dia 3 ou 4``: a number beside a day of the month is one too."""
        if self.kind(at - 1) not in {"or", "and"} or self.kind(at + 1) in {"at", "oclock", "to"}:
            return False
        first = self.items[at - 2] if at > 1 else None
        is_like = first is not None and first.kind == self.kind(at)
        return is_like and self.kind(at - 3) == "dayprefix"

    def _is_counted(self, at: int) -> bool:
        return at < len(self.items) and self.items[at].value in self.words.counted

    def _has_dot_within(self, at: int) -> bool:
        """``Fr. 4. um fünf``: the dot makes a day of the number, and ends no sentence."""
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        goes_on = following is not None and following.token.clause == self.items[at].token.clause
        return self.words.language == "de" and goes_on and self._has_dot(at)

    def _has_dot(self, at: int) -> bool:
        end = self.items[at].token.end
        return self.text[end : end + 1] == "."


def settle(said: Said, today: date) -> tuple[list[date], Question | None]:
    """The dates that a said day may be, and what to ask when it is not just one ahead."""
    if said.month is None:
        return _next_such_day(said.day, today)
    if said.swapped:
        pairs = ((said.day, said.month), (said.month, said.day))
        readings = {d for one in pairs for d in settle(Said(*one, said.year), today)[0]}
        return sorted(readings), Question.AMBIGUOUS_DAY
    if said.year is not None:
        day = _real(said.year, said.month, said.day)
        if day is None:
            return [], Question.IMPOSSIBLE_DATE
        return ([day], None) if day >= today else ([], Question.PAST)
    return _without_year(said.month, said.day, today)


def _without_year(month: int, day: int, today: date) -> tuple[list[date], Question | None]:
    this, after = (_real(today.year + ahead, month, day) for ahead in (0, 1))
    if this is not None and this >= today:
        return [this], None
    if this is not None and (today - this).days <= _RECENT:
        return [], Question.PAST
    is_ahead = (month, day) >= (today.month, today.day)  # the 29th of February is not in a year
    return (
        ([after], None)
        if after and not (this is None and is_ahead)
        else ([], Question.IMPOSSIBLE_DATE)
    )


def _next_such_day(number: int, today: date) -> tuple[list[date], Question | None]:
    for ahead in range(3):
        month = today.month - 1 + ahead
        day = _real(today.year + month // _MONTHS, month % _MONTHS + 1, number)
        if day is not None and day >= today:
            return [day], None
    return [], Question.IMPOSSIBLE_DATE


def _real(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= _MONTHS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
