"""From items to the elements of a request for a time: days, parts, clocks, bounds, joints."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.understanding.timing.clocks import Clock, ClockReader
from agent.understanding.timing.counts import after_people
from agent.understanding.timing.dates import DateReader, Said
from agent.understanding.timing.days import Mention
from agent.understanding.timing.echoes import Echoes
from agent.understanding.timing.elements import Element
from agent.understanding.timing.expecting import Expecting
from agent.understanding.timing.items import Item
from agent.understanding.timing.lending import Lending
from agent.understanding.timing.limits import Limits
from agent.understanding.timing.mentions import MentionReader
from agent.understanding.timing.vocabulary import Vocabulary

_JOINTS = {"or", "and", "but", "cant", "not", "any", "asap", "to", "between", "correction",
           "weekdays", "move"}  # fmt: skip
_MODIFIERS = {"next": "next", "coming": "coming", "this": "this", "last": "last",
              "next_week_day": "next_week", "week_on": "week_on", "week_of": "week_of"}  # fmt: skip
_PARTED_DAYS = {"evening_today": 0, "today_part": 0, "tomorrow_part": 1}
_EARLY_LATE = {"start": "early_morning", "end": "late_afternoon"}
_PLACED = {
    ("start", "morning"): "early_morning", ("end", "morning"): "late_morning",
    ("middle", "morning"): "late_morning", ("start", "afternoon"): "early_afternoon",
    ("end", "afternoon"): "late_afternoon", ("middle", "afternoon"): "late_afternoon",
}  # fmt: skip
_UNITS = {"hours_in": 60, "minutes_in": 1}
_HALVES = {"quarter_hour_in": 15, "half_hour_in": 30, "three_quarter_hour_in": 45,
           "hour_half_in": 90}  # fmt: skip
_LEANING = {"same_time": 0, "this_time": 0, "same_day": 0, "later": 1, "earlier": -1}
_LIMITS = {"latest": "before", "earliest": "after"}
_FAR_ENOUGH = 15  # "explained in 5 minutes" is no appointment, "call me in 5 minutes" is one
_LOOK_AHEAD = 2
_A_DAY = "1440"  # minutes
_ONE_DAY = {"christmas": "christmasday", "newyear": "newyearsday"}
_WEEKS_OF_DAYS = {7: "week_on1", 8: "week_on1", 14: "week_on2", 15: "week_on2"}
_CLOSE = 8  # characters: as many as stand between a day and the limit beside it


@dataclass(slots=True)
class _Pending:
    modifier: str = ""
    position: str = ""
    at: int = -9
    is_of_part: bool = False  # "early" of a morning, and not of a week


@dataclass(slots=True)
class Row:
    """Walks over the items once."""

    items: Sequence[Item]
    words: Vocabulary
    text: str
    elements: list[Element] = field(default_factory=list)
    pending: _Pending = field(default_factory=_Pending)
    prefers: int = -1  # the clause in which one day is preferred to another

    def read(self) -> list[Element]:
        self.clocks = ClockReader(self.items, self.words)
        self.dates = DateReader(self.items, self.words, self.text)
        self.mentions = MentionReader(self.items, self.words)
        self.expecting = Expecting(self.items, self.elements, self.clocks)
        self.limits = Limits(self.items, self.words)
        self.lending = Lending(self.items, self.elements)
        self.echoes = Echoes(self.items, self.elements, self.words)
        at = 0
        while at < len(self.items):
            at = self._step(at)
        return self.elements

    def strange(self) -> set[tuple[int, int]]:
        """The clauses and segments in which something is said that is not about meeting."""
        return {
            (item.token.clause, self._segment(item.token.start))
            for item in self.items
            if item.kind == "word" and len(item.value) > 1 and item.value not in self.words.neutral
        }

    def _segment(self, start: int) -> int:
        return self.text.count(", ", 0, start)

    clocks: ClockReader = field(init=False)
    dates: DateReader = field(init=False)
    mentions: MentionReader = field(init=False)
    expecting: Expecting = field(init=False)
    lending: Lending = field(init=False)
    limits: Limits = field(init=False)
    echoes: Echoes = field(init=False)

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def _step(self, at: int) -> int:
        kind = self.kind(at)
        if kind == "we_are":
            return after_people(self.items, at)
        if kind == "around" and self.limits.is_close_to_day(at):
            return self._close_bound(at)
        if kind == "to" and self._ends_open(at):
            return self._bound(at, "before")
        if self._qualifies(at, kind):
            return at + 1
        for read in (self._day, self._clock):
            end = read(at)
            if end is not None:
                return end
        return self._rest(at, kind)

    def _qualifies(self, at: int, kind: str) -> bool:
        """Words that say which day, week or part is meant by those around them."""
        if kind in {"next", "coming", "week_on"} and self.echoes.is_week_after(at):
            weeks = max(self.echoes.last_week() + 1, 2 if kind == "week_on" else 0)
            self._add("day", at, at + 1, mention=Mention("week", weeks))
        elif self.echoes.is_weekday_after(at, kind):
            days = [e.mention.number for e in self.elements if e.mention]
            again = Mention("weekday", days[-1], modifier="week_on1")
            self._add("day", at, at + 1, mention=again)
        elif kind in _MODIFIERS:
            modifier = _MODIFIERS[kind] + self.items[at].value
            self.pending = _Pending(modifier, self.pending.position, at)
        elif kind == "pos":
            self._place_position(at)
        elif kind == "at" and self._joins_days(at):
            self._add("to", at, at + 1)
        else:
            return False
        return True

    def _as_bound(self, kind: str) -> str:
        """``past 3``, ``nach 15 Uhr``, ``vor 10``: the words of minutes also set a limit."""
        language = self.words.language
        if kind == "past" and language != "nl":
            return "after"
        return "before" if kind == "to_hour" and language in {"de", "nl"} else kind

    def _ends_open(self, at: int) -> bool:
        """``bis Freitag``, ``do piątku``: nothing stands before it that could begin a stretch."""
        last = self.elements[-1] if self.elements else None
        if self.words.language not in {"de", "nl", "pl"}:
            return False
        opens = last is not None and last.kind in {"day", "clock", "after", "part", "before"}
        near = last is not None and self.items[at].token.clause == last.clause
        if last is not None and near and last.kind == "day" and self._is_hour_after(at, last):
            return True
        return self.kind(at + 1) in {"weekday", "day", "dayprefix", "week"} and not (opens and near)

    def _is_hour_after(self, at: int, day: Element) -> bool:
        """``heute bis 18 Uhr``: an hour stands where a stretch of days would end in a day."""
        touches = self.items[at].token.start - day.end <= _CLOSE
        if touches and self.limits.part(at + 1, "before", self.items[at].text) is not None:
            return True  # "Donnerstag bis mittags"
        if not touches or self.kind(at + 1) not in {"num", "numword", "noon"}:
            return False
        is_date = self.dates.read(at + 1) is not None
        return not is_date and self.clocks.read(at + 1, is_expected=True) is not None

    def _joins_days(self, at: int) -> bool:
        """``lundi à mercredi``: the word for "at" also leads to the end of a stretch of days."""
        after = self.kind(at + 1)
        last = self.elements[-1] if self.elements else None
        return after == "weekday" and last is not None and last.kind == "day"

    def _add(self, kind: str, first: int, last: int, **more: object) -> None:
        token, end = self.items[first].token, self.items[last - 1]
        stop = end.token.start + len(end.text)
        segment = self._segment(token.start)
        element = Element(kind, token.start, stop, token.clause, token.after_mark, segment)
        self.elements.append(replace(element, **more))  # type: ignore[arg-type]

    def _rest(self, at: int, kind: str) -> int:
        item = self.items[at]
        kind = self._as_bound(kind)
        if kind == "part":
            is_placed = self.pending.is_of_part and self.pending.at == at - 1
            placed = self.pending.position if is_placed else ""
            part = _PLACED.get((placed, item.value), item.value)
            if self.pending.modifier == "this" and self.pending.at == at - 1:
                self._add("day", at, at + 1, mention=Mention("day", 0))
            self._add("part", at, at + 1, part=part)
        elif kind in _JOINTS:
            self._add(kind, at, at + 1)
        elif kind in {"am", "pm"}:
            self._half_of_day(at, kind)
        elif kind in {"prefer", "than"}:
            self._preference(at, kind)
        elif kind in {"after", "before"}:
            return self._bound(at, kind)
        elif kind == "onwards":
            self._trail("after")
        elif kind in _LIMITS:
            return self._limit(at, _LIMITS[kind])
        elif kind in _LEANING:
            minutes = _LEANING[kind] * (item.number or 1) * int(item.value or 0)
            name = kind if kind.endswith(("time", "day")) else "later"
            self._add(name, at, at + 1, minutes=minutes)
        else:
            self._instant(at, item)
        return at + 1

    def _half_of_day(self, at: int, kind: str) -> None:
        """``Monday or Tuesday, pm``"""
        if self._ends_in_day() or self.kind(at + 1) == "weekday":
            part = "morning" if kind == "am" else "afternoon"
            self._add("part", at, at + 1, part=part)

    def _preference(self, at: int, kind: str) -> None:
        """``rather Friday than Thursday`` rules Thursday out."""
        clause = self.items[at].token.clause
        if kind == "prefer":
            self.prefers = clause
            self._add("prefer", at, at + 1)
        elif self.prefers == clause and any(e.kind == "day" for e in self.elements):
            self._add("not", at, at + 1)

    def _instant(self, at: int, item: Item) -> None:
        minutes = _HALVES.get(item.kind, 0)
        if item.kind in _UNITS and (item.number or item.kind == "hours_in"):
            minutes = (item.number or int(item.value or 1)) * _UNITS[item.kind]
        if item.kind == "minutes_in" and minutes < _FAR_ENOUGH and not self._calls():
            return
        if minutes:
            self._add("instant", at, at + 1, minutes=minutes)

    def _calls(self) -> bool:
        return any(i.token.forms[0].startswith(self.words.calling) for i in self.items)

    # days

    def _day(self, at: int) -> int | None:
        if self.kind(at) == "weekday":
            return self._weekday(at)
        for read in (self._parted, self._beside, self._stretch, self._simple):
            end = read(at)
            if end is not None:
                return end
        said = self.dates.read(at)
        if said is None:
            return self._month(at) if self.kind(at) == "month" else None
        return self._said(at, *said)

    def _parted(self, at: int) -> int | None:
        """``tonight``, ``domattina``; and the week of a month that was said before it."""
        kind = self.kind(at)
        if kind in _PARTED_DAYS:
            self._add("day", at, at + 1, mention=Mention("day", _PARTED_DAYS[kind]))
            self._add("part", at, at + 1, part=self.items[at].value or "evening")
            return at + 1
        return at + 1 if kind == "the_week" and self.lending.is_week_of_month(at) else None

    def _stretch(self, at: int) -> int | None:
        stretch = self.mentions.stretch(at)
        if stretch is None:
            return None
        self._add("day", at, stretch[2], mention=stretch[0], until=stretch[1])
        return stretch[2]

    def _simple(self, at: int) -> int | None:
        near = self.pending if at - self.pending.at <= _LOOK_AHEAD else _Pending()
        simple = self.mentions.simple(at, position=near.position, last_week=self.echoes.last_week())
        if simple is None:
            return None
        if self.kind(at) == "the_week" and near.modifier in {"next", "coming"}:
            simple = replace(simple, number=1)  # "gegen Ende der kommenden Woche"
        mention, end = self.mentions.shifted(simple, at, modifier=near.modifier)
        self._add("day", at, end, mention=mention)
        return end

    def _beside(self, at: int) -> int | None:
        """``the day after Thanksgiving``, ``la veille de Noël``: a day beside one that is named."""
        item, place = self.items[at], at + 1
        is_next = item.kind == "later" and item.value == _A_DAY
        if item.kind not in {"day_after", "day_before"} and not is_next:
            return None
        while self.kind(place) in {"dayprefix", "of"}:
            place += 1
        count = len(self.elements)
        end = self._day(place) if place < len(self.items) else None
        added = self.elements[count:]
        self.elements[count:] = []
        if end is not None and len(added) == 1 and added[0].mention is not None:
            step = -1 if item.kind == "day_before" else 1
            named = added[0].mention
            named = replace(named, position=_ONE_DAY.get(named.position, named.position))
            self._add("day", at, end, mention=Mention("shifted", step, beside=named))
            return end
        if item.kind == "day_after":
            self._add("day", at, at + 1, mention=Mention("day", 2))
            return at + 1
        return None

    def _month(self, at: int) -> int:
        position = self.pending.position if at - self.pending.at <= _LOOK_AHEAD else ""
        month = int(self.items[at].value)
        place = at + 1 + (self.kind(at + 1) in {"of", "after"})
        year = self.items[place].number if self.kind(place) == "num" else None
        year = year if year is not None and 2000 <= year <= 2100 else None  # noqa: PLR2004
        end = at + 1 if year is None else place + 1
        mention = Mention("month", month, position=position, year=year)
        self._add("day", at, end, mention=mention)
        return end

    def _weekday(self, at: int) -> int:
        modifier = self.pending.modifier if at - self.pending.at <= _LOOK_AHEAD else ""
        end = at + 1
        if not modifier and self.kind(end) in _MODIFIERS and self.kind(end + 1) != "weekday":
            modifier, end = _MODIFIERS[self.kind(end)] + self.items[end].value, end + 1
        if self.kind(end) == "days_in" and self.items[end].number in _WEEKS_OF_DAYS:
            modifier, end = _WEEKS_OF_DAYS[self.items[end].number or 0], end + 1
        modifier = modifier or self.echoes.shared_modifier()
        number = int(self.items[at].value)
        nth = self.mentions.nth(at, number)
        if nth is not None:
            self._add("day", at - 1, nth[1], mention=nth[0])
            return nth[1]
        place = end + (self.kind(end) == "dayprefix")
        said = self.dates.read(place)
        if said is None and self.mentions.is_day_of_month(end):
            said = Said(self.items[end].number or 0), end + 1
        if said is not None and self.items[place].token.clause == self.items[at].token.clause:
            mention = Mention("said", said=said[0])
            self.lending.lend_month(said[0])
            self._add("day", at, said[1], mention=mention, weekday=number)
            return said[1]
        self._add("day", at, end, mention=Mention("weekday", number, modifier=modifier))
        return end

    def _said(self, at: int, said: Said, end: int) -> int:
        """``3 or 4 December``: an open day before takes the month of the one after it."""
        first = self.lending.open_day_before(at) if said.month is not None else None
        if first is not None:
            self.elements[:] = [e for e in self.elements if not self.lending.is_open_day(e)]
            mention = Mention("said", said=replace(said, day=first))
            joint = (
                self.elements.pop() if self.elements[-1:] and self.lending.is_joint(-1) else None
            )
            self._add("day", at, end, mention=mention)
            if joint is not None:
                self.elements.append(joint)
        if self.kind(at) == "month" and self.lending.is_last_day(end):
            ends = Mention("said", said=replace(said, day=self.items[end + 1].number or 0))
            self._add("day", at, end + 2, mention=Mention("said", said=said), until=ends)
            return end + 2
        is_week = self.pending.modifier == "week_of" and at - self.pending.at <= _LOOK_AHEAD
        modifier = "week_of" if is_week else ""
        self._add("day", at, end, mention=Mention("said", said=said, modifier=modifier))
        return end

    def _ends_in_day(self) -> bool:
        return bool(self.elements) and self.elements[-1].kind == "day"

    def _place_position(self, at: int) -> None:
        """``early``, ``end of``: of what follows; beside a single day they are parts of it."""
        coming = [self.kind(at + n) for n in range(1, 4)]
        position = self.items[at].value
        weekly = {"week", "month", "month_ref", "the_week", "the_month", "the_year", "year_ref",
                  "next", "this", "coming"}  # fmt: skip
        if coming[0] == "part":
            self.pending = _Pending("", position, at, is_of_part=True)
        elif any(kind in weekly for kind in coming):
            self.pending = _Pending("", position, at + 1)
        elif position in _EARLY_LATE and (self._ends_in_day() or "weekday" in coming):
            self._add("part", at, at + 1, part=_EARLY_LATE[position])

    # clocks

    def _is_dated(self, at: int) -> bool:
        said = self.dates.read(at)
        return said is not None and said[0].month is not None

    def _clock(self, at: int) -> int | None:
        kind, place = self.kind(at), at
        is_hour_next = kind == "oclock" and self.kind(at + 1) == "num"  # "godz. 14"
        if is_hour_next or kind in {"at", "around", "between"}:
            place += 1
        if place != at and self._is_dated(place):
            return None  # "a 12 de maio"
        is_expected = is_hour_next or self.expecting.is_expected(place)
        found = self.clocks.read(place, is_expected=is_expected)
        if found is None or (place != at and kind == "between" and self.kind(found[1]) not in {
            "and", "to", "or",
        }):  # fmt: skip
            return None
        clock, end = found
        last = self.elements[-1] if self.elements else None
        if last is not None and self.expecting.closes_range(last):
            self._close_range(clock, end)
            return end
        if last is not None and kind == "at" and self.expecting.leads_on(last, at):
            self._add("to", at, at + 1)
            self._close_range(clock, end)
            return end
        opened = "from" if kind == "between" else ""
        self._add("clock", at, end, clock=clock, bound=opened)
        return end

    def _close_range(self, clock: Clock, end: int) -> None:
        self.elements.pop()
        opener = self.elements.pop()
        stop = self.items[end - 1]
        closed = replace(opener, kind="clock", to=clock, bound="from")
        self.elements.append(replace(closed, end=stop.token.start + len(stop.text)))

    # bounds

    def _bound(self, at: int, kind: str) -> int:
        place = at + 1
        is_end_named = False
        while self.limits.is_beside(place):
            if self.kind(place) in _MODIFIERS:
                self.pending = _Pending(_MODIFIERS[self.kind(place)], "", place)
            elif self.kind(place) == "pos":
                self._place_position(place)
                is_end_named = True
            place += 1
        count = len(self.elements)
        end = self._day(place) if place < len(self.items) else None
        if end is not None and len(self.elements) > count:
            if not self.limits.is_meant_for(at, end):
                bound = self.limits.named(at, kind, is_end_named=is_end_named)
                self.elements[count] = replace(self.elements[count], bound=bound)
            return end
        found = self.clocks.read(place, is_expected=True) if place < len(self.items) else None
        found = found or self.limits.part(place, kind, self.items[at].text)
        if found is None:
            return at + 1
        if kind == "before" and self._closes_open_start():
            self._add("to", at, at + 1)
            self._close_range(*found)
        else:
            self._add(kind, at, found[1], clock=found[0])
        return found[1]

    def _close_bound(self, at: int) -> int:
        count, place = len(self.elements), self.limits.after_articles(at + 1)
        end = self._day(place)
        if end is None or len(self.elements) == count:
            return at + 1
        bound = "closebefore" if self.limits.is_before(at) else "after"
        self.elements[count] = replace(self.elements[count], bound=bound)
        return end

    def _limit(self, at: int, kind: str) -> int:
        """``spätestens Freitag`` and ``Friday at the latest``: before what it limits, or after."""
        count, end = len(self.elements), at + 1
        follows = self.items[end] if end < len(self.items) else None
        if follows is not None and follows.kind == kind:
            return end  # "frühestens ab elf"
        if follows is not None and not follows.token.after_mark:
            end = self._bound(at, kind)
        if self.elements and self.elements[-1].clause == self.items[at].token.clause:
            self._trail(kind, is_first=len(self.elements) > count)
        return end

    def _trail(self, kind: str, *, is_first: bool = False) -> None:
        """``Monday onwards``, ``3pm at the latest``: the limit stands after what it limits."""
        last = self.elements[-1] if self.elements else None
        if last is None or last.until is not None:
            return
        if last.kind == "day" and (is_first or not last.bound):
            bound = "until" if kind == "before" else "from"
            self.elements[-1] = replace(last, bound=bound)
        elif last.kind == "clock" and last.to is None:
            self.elements[-1] = replace(last, kind=kind)

    def _closes_open_start(self) -> bool:
        """``from 9 until 11``, ``at 9 till 11``."""
        last = self.elements[-1] if self.elements else None
        return last is not None and last.kind in {"clock", "after"} and last.to is None
