"""Days that share one month: ``3 or 4 December``, ``Wednesday 9 or Thursday 10 December``."""

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.timing.dates import Said
from agent.understanding.timing.elements import Element
from agent.understanding.timing.items import Item

_WEEKS = {1: "first_week", 2: "second_week", 3: "third_week"}


class Lending:
    """Looks back at the items and at the elements read so far, whose open days it may complete."""

    def __init__(self, items: Sequence[Item], elements: list[Element]) -> None:
        self.items, self.elements = items, elements

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def lend_month(self, said: Said) -> None:
        """``Wednesday 9 or Thursday 10 December``: one month for both."""
        at = len(self.elements)
        while said.month is not None and at > 1 and self.is_joint(at - 1):
            element = self.elements[at - 2]
            if not self.is_open_day(element) or element.mention is None:
                return
            first = element.mention.said
            lent = replace(first, month=said.month, year=said.year) if first else None
            mention = replace(element.mention, said=lent)
            self.elements[at - 2] = replace(element, mention=mention)
            at -= 2

    def is_last_day(self, at: int) -> bool:
        """``Dec 7-9``: days of the month, and no hours."""
        if self.kind(at) != "to" or self.kind(at + 1) != "num":
            return False
        is_hour = self.kind(at + 2) in {"oclock", "am", "pm", "weekday"}
        return not is_hour and (self.items[at + 1].number or 0) in range(1, 32)

    def is_joint(self, at: int) -> bool:
        return self.elements[at].kind in {"or", "and", "to"}

    def is_open_day(self, element: Element) -> bool:
        mention = element.mention
        return mention is not None and mention.said is not None and mention.said.month is None

    def open_day_before(self, at: int) -> int | None:
        joint = at - 1 - (self.kind(at - 1) == "dayprefix")
        if self.kind(joint) not in {"or", "and", "to"}:
            return None
        before = joint - 1 - (self.kind(joint - 1) == "ordinal")
        number = self.items[before].number if self.kind(before) in {"num", "dayword"} else None
        said = [e.kind for e in self.elements if e.kind not in {"or", "and", "to"}]
        is_free = not said or said[-1] not in {"clock", "after", "before"}
        return number if number is not None and 1 <= number <= 31 and is_free else None  # noqa: PLR2004

    def is_week_of_month(self, at: int) -> bool:
        """``em setembro, na primeira semana``: the week is one of the month said before."""
        before = self.items[at - 1] if at else None
        named = self.elements[-1].mention if self.elements else None
        if before is None or before.kind != "dayword" or named is None or named.kind != "month":
            return False
        week = _WEEKS.get(before.number or 0)
        if week is None or named.position:
            return False
        end = self.items[at].token.start + len(self.items[at].text)
        mention = replace(named, position=week)
        self.elements[-1] = replace(self.elements[-1], mention=mention, end=end)
        return True
