"""What stands before a number and makes an hour of it."""

from collections.abc import Sequence

from agent.understanding.timing.clocks import ClockReader, opens_clock
from agent.understanding.timing.elements import Element
from agent.understanding.timing.items import Item

_ON = {"on", "am", "le", "el", "il", "op", "w", "we", "na", "no", "the"}


class Expecting:
    """Looks back from a place in the row: at its items, and at the elements read so far."""

    def __init__(
        self, items: Sequence[Item], elements: Sequence[Element], clocks: ClockReader
    ) -> None:
        self.items, self.elements, self.clocks = items, elements, clocks

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def is_expected(self, at: int) -> bool:
        before = self.kind(at - 1)
        if (
            opens_clock(before)
            or (before == "correction" and self._is_hour_said())
            or (before == "dayprefix" and opens_clock(self.kind(at - 2)))
        ):
            return True
        if self._is_plain_range(at, before) or self._is_spoken_range(at):
            return True
        if before in {"or", "and", "to"} and len(self.elements) > 1:
            is_hour = self.elements[-2].kind in {"clock", "after", "before"}
            return is_hour or (before == "to" and self._is_moved_there(at))
        return self.kind(at) == "num" and self._is_figure_expected(at, before)

    def _is_hour_said(self) -> bool:
        """``at 3, no, 4``; not ``Tuesday, that is the 8``"""
        last = self.elements[-2] if len(self.elements) > 1 else None
        return last is None or last.kind != "day"

    def _is_figure_expected(self, at: int, before: str) -> bool:
        if self._ends_told(at) or self._is_choice_of_hours(at):
            return True
        if self.kind(at + 1) in {"part", "day"} or (before == "to" and self._is_moved_there(at)):
            return True
        last = self.elements[-1] if self.elements else None
        touches = last is not None and last.end >= self.items[at].token.start - 2
        return touches and last is not None and last.kind in {"day", "part", "clock"}

    def _is_moved_there(self, at: int) -> bool:
        """``push it to 3 on Monday``, and no stretch that ends at three."""
        if self.kind(at) != "num":
            return False
        words = {i.token.forms[0] for i in self.items[at + 1 : at + 2]}
        return any(e.kind == "move" for e in self.elements) and (
            bool(words & _ON) or self.kind(at + 1) in {"weekday", "day", ""}
        )

    def _is_choice_of_hours(self, at: int) -> bool:
        """``10 or 11 on the 20th``, ``2 oder 3 am Montag``: two numbers, and then a day."""
        if self.kind(at + 1) not in {"or", "and", "to"} or self.kind(at + 2) != "num":
            return False
        place = at + 3
        is_on = place < len(self.items) and self.items[place].token.forms[0] in _ON
        if not is_on and self.kind(place) not in {"weekday", "day"}:
            return False
        place += is_on
        place += self.kind(place) == "dayprefix"
        if self.kind(place) in {"weekday", "day"}:
            return True
        return self.kind(place) == "num" and self.kind(place + 1) in {"ordinal", "month", "of"}

    def _is_plain_range(self, at: int, before: str) -> bool:
        """``except 12 to 1``, ``tomorrow's fine, 4 to 6 works``, ``9.30 onwards``."""
        if self.kind(at + 1) == "onwards":
            return True
        if before == "not" and any(e.kind in {"part", "clock"} for e in self.elements):
            return True  # "Tuesday morning except 9"
        if (self.kind(at), self.kind(at + 1), self.kind(at + 2)) != ("num", "to", "num"):
            return False
        clause = self.items[at].token.clause
        return before == "not" or any(e.kind == "day" and e.clause == clause for e in self.elements)

    def _is_spoken_range(self, at: int) -> bool:
        """``Wednesday, one till two``"""
        are_words = self.kind(at) == self.kind(at + 2) == "numword"
        if not are_words or self.kind(at + 1) not in {"to", "before"}:
            return False
        clause = self.items[at].token.clause
        return any(e.kind == "day" and e.clause == clause for e in self.elements)

    def _ends_told(self, at: int) -> bool:
        """``2-4pm``, ``9 to 11 Uhr``: the end of the range says what the start is."""
        if self.kind(at + 1) not in {"to", "and"} or not self.clocks.items:
            return False
        if self.kind(at + 2) not in {"num", "numword"}:
            return False
        follows = self.clocks.read(at + 2, is_expected=False)
        return follows is not None and (self.kind(at + 1) == "to" or self.kind(at - 1) == "between")

    def closes_range(self, last: Element) -> bool:
        opener = self.elements[-2] if len(self.elements) > 1 else None
        if opener is None or opener.to is not None:
            return False
        if last.kind == "to":
            return opener.kind in {"clock", "after"}
        return last.kind in {"and", "or"} and opener.bound == "from"

    def leads_on(self, last: Element, at: int) -> bool:
        """``de 14h à 16h``, ``dalle 14 alle 16``: "at" right after a start closes the range."""
        touches = self.items[at].token.start - last.end <= 1
        return last.kind == "after" and last.to is None and touches
