"""Days, weeks and months as said, read from one place in the row."""

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.timing.dates import Said
from agent.understanding.timing.days import Mention
from agent.understanding.timing.items import Item
from agent.understanding.timing.vocabulary import Vocabulary

_OPENS_DAYS = {"after", "dayprefix", "of", "between", "than"}
_JOINS_DAYS = {"to", "at", "dayprefix", "and"}
_ORDINALS = {"dayword", "numword", "last"}
_COUNTING = {"in", "dans", "en", "dentro", "tra", "fra", "daqui", "em", "over", "za"}
_SHORT = 3  # items
_MAKE_AN_HOUR = {"oclock", "am", "pm", "to", "mark", "my_time", "your_time",
                 "and_half", "and_quarter", "less_quarter"}  # fmt: skip
_BEGIN_AN_HOUR = {"num", "numword", "noon", "half_to", "half_past", "quarter_to", "quarter_past",
                  "three_quarter_to", "quarter_bare"}  # fmt: skip
_TIME_OF_A_PLACE = {"ora", "hora", "heure", "horario", "time", "zeit", "tijd", "czasu"}


class MentionReader:
    """Reads a mention that starts at a place in the row; says where it ends."""

    def __init__(self, items: Sequence[Item], words: Vocabulary) -> None:
        self.items, self.words = items, words

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def shifted(self, mention: Mention, at: int, *, modifier: str) -> tuple[Mention, int]:
        """``a week from tomorrow``, ``heute in einer Woche``, ``de hoy en ocho``."""
        end = at + 1
        if mention.kind != "day":
            return mention, end
        days = 7 * int(modifier.removeprefix("week_on") or 1) if "week_on" in modifier else 0
        follows = self.items[end] if end < len(self.items) else None
        if not days and follows is not None and not follows.token.after_mark:
            days = _days_on(follows)
            end += bool(days)
        return replace(mention, number=mention.number + days), end

    def simple(self, at: int, *, position: str, last_week: int) -> Mention | None:
        item = self.items[at]
        offset = int(item.value) if item.value.lstrip("-").isdigit() else 0
        number = item.number or 0
        if item.kind in {"week", "month_ref"} and offset < 0 and len(self.items) > _SHORT:
            return None  # "we did that last week" asks for nothing
        named = {
            "day": Mention("day", offset),
            "week": Mention("week", offset, position=position, modifier=_counted(item)),
            "weekend": Mention("week", offset, position="weekend"),
            "month_ref": Mention("month", offset, modifier="ref", position=position),
            "weeks_in": Mention("week", number, modifier="in"),
            "days_in": Mention("day", number),
            "weeks_exact": Mention("day", number * 7),
            "weeks_within": Mention("within", (number or offset) * 7),
            "months_in": Mention("month", item.number or 1, modifier="ref"),
            "later_this_week": Mention("week", 0, position="end"),
            "feast": Mention("feast", position=item.value),
            "isoweek": Mention("isoweek", number) if 1 <= number <= 53 else None,  # noqa: PLR2004
            "quarter": _quarter(number or offset),
            "few_days": Mention("few", 1),
            "few_weeks": Mention("few", 7),
            "eom": Mention("month", 0, modifier="ref", position=item.value or "end"),
            "days_within": Mention("within", number or 3),
            "workdays_in": Mention("workdays", number),
            "week_after": Mention("week", last_week + 1),
            "year_ref": Mention("year", offset, position=position),
        }
        if item.kind == "the_year" and position:
            return Mention("year", 0, position=position)
        if item.kind in {"the_week", "the_month"} and position:
            ref = item.kind == "the_month"
            return Mention("month" if ref else "week", 0, modifier="ref" if ref else "",
                           position=position)  # fmt: skip
        return named.get(item.kind)

    def stretch(self, at: int) -> tuple[Mention, Mention, int] | None:
        """``del 14 al 16 de diciembre``, ``od 14 do 16 grudnia``: one stretch of days."""
        first = at + 1 + (self.kind(at + 1) == "dayprefix")
        joint, last = first + 1, first + 2
        if self.kind(at) not in _OPENS_DAYS or self.kind(joint) not in _JOINS_DAYS:
            return None
        if {self.kind(first), self.kind(last)} != {"num"}:
            return None
        days = [self.items[first].number, self.items[last].number]
        end = last + 1 + (self.kind(last + 1) == "of")
        is_told = self.items[joint].token.forms[0] in {"au", "al"} and self.kind(at) != "between"
        is_told = is_told and self.kind(last + 1) not in {"oclock", "am", "pm"}
        month = int(self.items[end].value) if self.kind(end) == "month" else None
        are_days = all(d is not None and 1 <= d <= 31 for d in days)  # noqa: PLR2004
        if not are_days or (month is None and not is_told):
            return None
        end = end + 1 if month is not None else last + 1
        begins, ends = (Mention("said", said=Said(day or 0, month)) for day in days)
        return begins, ends, end

    def nth(self, at: int, weekday: int) -> tuple[Mention, int] | None:
        """``first Monday in December``"""
        before = self.items[at - 1] if at else None
        months = {"month", "the_month"}
        end = next((n for n in range(at + 1, at + 4) if self.kind(n) in months), None)
        if before is None or before.kind not in _ORDINALS or end is None:
            return None
        between = {self.kind(n) for n in range(at + 1, end)}
        if between & {"num", "numword", "or", "and", "to"} or (before.number or 0) > 4:  # noqa: PLR2004
            return None
        month = int(self.items[end].value or 0)
        mention = Mention("nth", month, week=before.number or 0,
                          modifier=str(weekday))  # fmt: skip
        return mention, end + 1

    def is_day_of_month(self, at: int) -> bool:
        """``Thursday 17``: too late for an hour of business, so a date."""
        number = self.items[at].number if self.kind(at) == "num" else None
        if number is None:
            return False
        is_any_hour = self.kind(at + 1) == "any"
        if is_any_hour or self._leads_list_of_dates(at) or self._is_before_hour(at):
            return 1 <= number <= 31  # noqa: PLR2004
        if self.kind(at + 1) in _MAKE_AN_HOUR or self._is_beside_an_hour(at):
            return False
        if at + 1 < len(self.items) and self.items[at + 1].value in _TIME_OF_A_PLACE:
            return False
        is_latin = self.words.language in {"fr", "es", "it", "pt"}
        if self.kind(at + 1) == "part":  # beside a part of the day, hours stop at twelve
            return is_latin and 12 < number <= 31  # noqa: PLR2004
        has_clock = self.kind(at + 1) == "at" and self.kind(at + 2) in _BEGIN_AN_HOUR
        return 18 < number <= 31 or (1 <= number <= 31 and (is_latin or has_clock))  # noqa: PLR2004

    def _is_beside_an_hour(self, at: int) -> bool:
        """``mer 10 o 15:30``"""
        joined = self.items[at + 2] if at + 2 < len(self.items) else None
        return self.kind(at + 1) in {"or", "and"} and joined is not None and ":" in joined.text

    def _leads_list_of_dates(self, at: int) -> bool:
        """``Wednesday 9 or Thursday 10 December``"""
        place = at + 1 + (self.kind(at + 1) == "ordinal")
        if self.kind(place) not in {"or", "and", "to"}:
            return False
        place += 1 + (self.kind(place + 1) == "dayprefix")
        if self.kind(place) != "weekday" or self.kind(place + 1) != "num":
            return False
        month = place + 2
        month += self.kind(month) in {"ordinal", "of"}
        return self.kind(month) == "month"

    def _is_before_hour(self, at: int) -> bool:
        """``gio 28 h 14.30``"""
        clock = self.items[at + 2].text if self.kind(at + 2) == "num" else ""
        return self.kind(at + 1) == "oclock" and ("." in clock or ":" in clock)


def _days_on(item: Item) -> int:
    """How many days a word adds to the day before it: ``heute in vierzehn Tagen``."""
    said = {
        "week_on": 7 * int(item.value or 1) if item.value.isdigit() or not item.value else 0,
        "week": 7 * max(int(item.value), 0) if item.value.lstrip("-").isdigit() else 0,
        "weeks_in": 7 * (item.number or 0),
        "days_in": item.number or 0,
    }
    return said.get(item.kind, 0)


def _counted(item: Item) -> str:
    """``in einer Woche`` counts from today; ``nächste Woche`` does not."""
    return "in" if item.token.forms[0] in _COUNTING else ""


def _quarter(number: int) -> Mention | None:
    return Mention("quarter", number) if 1 <= number <= 4 else None  # noqa: PLR2004
