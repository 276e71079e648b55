"""What is ruled out: days, and hours of days; "can't before 10" turns into "after 10"."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from agent.understanding.timing.barring import Barred, barred_minutes
from agent.understanding.timing.days import OPEN_DAYS, bounded, spans_of
from agent.understanding.timing.elements import Element
from agent.understanding.timing.grouping import TIMES, segments
from agent.understanding.timing.limits import says_denial

_DAY = timedelta(days=1)
_ANY_DAYS = 14
_WORKWEEK = 5
_PLURALS = ("days", "tags", "dis", "rki", "tki", "boty")  # "not Tuesdays" is not one of them


@dataclass(slots=True)
class Denials:
    """``excluded`` days and ``barred`` hours, gathered from one message.

    ``is_any``: the message is open to every day; ``stretches``: where stretches of days begin.
    ``is_far``: a denied date lies weeks ahead ("not Easter Monday"), so that a weekday beside it
    may be of that week. ``is_hour_denied``: "Friday at 3 doesn't work" says nothing of Friday at 5,
    and ``is_week_denied``, "not next week", nothing of which week instead.
    """

    text: str
    today: date
    is_any: bool = False
    stretches: Sequence[int] = ()
    excluded: set[date] = field(default_factory=set)
    barred: list[Barred] = field(default_factory=list)
    is_far: bool = False
    is_hour_denied: bool = False
    is_week_denied: bool = False
    is_unclear: bool = False

    def left_of(self, elements: Sequence[Element]) -> list[Element]:
        """Drops days that cannot be; "can't before 10" turns into "after 10"."""
        kept: list[Element] = []
        every = segments(elements)
        for at, segment in enumerate(every):
            trails = len(segment) > 1 and segment[-1].kind == "not"  # "nur Dienstag nicht"
            negated = trails or any(e.kind == "cant" for e in segment)
            if not negated:
                kept += self._without_not(segment)
                continue
            if _is_limited_by(segment, every[at + 1 : at + 2]):
                kept += [e for e in segment if e.kind == "day"]
                continue
            if not any(e.kind == "day" for e in segment):
                self._bar(segment)
            limits = any(e.kind in {"after", "before"} for e in segment)
            hours = any(e.kind == "clock" for e in segment)
            self.is_hour_denied |= hours and any(e.kind == "day" for e in segment)
            for element in segment:
                if element.kind == "day" and limits:
                    kept.append(element)
                elif element.kind == "day":
                    self._rule_out(element)
                elif element.kind in {"after", "before"}:
                    kept.append(self._turned(element))
        return kept

    def _turned(self, limit: Element) -> Element:
        """The other side of a limit; ``je ne peux pas avant 10h`` carries its denial itself."""
        if says_denial(self.text[limit.start : limit.end]):
            return limit
        return replace(limit, kind="before" if limit.kind == "after" else "after")

    def _bar(self, segment: Sequence[Element]) -> None:
        """``I can't do mornings``: hours that no day is free for."""
        for element in segment:
            minutes = barred_minutes(element) if element.kind in {"part", "clock"} else None
            self.barred += [Barred(minutes)] if minutes else []
            self.is_unclear |= element.kind == "clock" and element.to is None  # "gone at 3"

    def _without_not(self, segment: Sequence[Element]) -> list[Element]:
        kept: list[Element] = []
        denied = False
        for at, element in enumerate(segment):
            if element.kind == "not":
                denied = True
            elif denied and self._bars_part_of_day(element, segment[at - 1]):
                continue
            elif denied and element.kind == "day" and not _is_week_beside(element, kept, segment):
                self._rule_out(element)
            elif denied and element.kind in {"after", "before"}:
                kept.append(self._turned(element))
            elif denied and element.kind in TIMES:
                minutes = barred_minutes(element)
                self.barred += [Barred(minutes)] if minutes else []
            else:
                denied = denied and element.kind in {"or", "and"}
                kept.append(element)
        return kept

    def _bars_part_of_day(self, element: Element, before: Element) -> bool:
        """``any time except Monday morning``: the rest of that Monday stays."""
        if before.kind == "day" and element.kind in TIMES:
            minutes, day = barred_minutes(element), before
            self.is_unclear |= element.kind == "clock"  # of that day, or of all the others?
        elif before.kind in TIMES and element.kind == "day":
            minutes, day = barred_minutes(before), element
            self.barred = self.barred[:-1]
            self.is_unclear = True  # "Monday, but not in the morning"?
        else:
            return False
        if minutes is None or element.kind in {"after", "before"}:
            return False
        days = self._days_of(day)
        self.excluded -= days
        self.barred.append(Barred(minutes, frozenset(days)))
        return True

    def _rule_out(self, element: Element) -> None:
        days = self._days_of(element)
        self.excluded |= days
        mention = element.mention
        self.is_week_denied |= mention is not None and mention.kind == "week" and mention.number > 0
        is_dated = element.mention is not None and element.mention.kind in {"feast", "said"}
        self.is_far |= is_dated and min(days, default=self.today) > self.today + _DAY * OPEN_DAYS

    def _days_of(self, element: Element) -> set[date]:
        """The days that a denial of this one covers: of every week, or of the next."""
        if element.mention is None:
            return set()
        found: set[date] = set()
        is_plural = self.text[element.start : element.end].lower().endswith(_PLURALS)
        in_stretch = any(at < element.start for at in self.stretches)
        is_every = is_plural or self.is_any or in_stretch
        weeks = range(_ANY_DAYS) if is_every and element.mention.kind == "weekday" else (0,)
        for named in spans_of(element.mention, self.today)[0]:
            span = bounded(named, element.bound, self.today)
            for number in range((span.last - span.first).days + 1):
                day = span.first + _DAY * number
                found |= {day + _DAY * 7 * n for n in weeks}
        return found

    def rule_out_weekends(self) -> None:
        ahead = (self.today + _DAY * n for n in range(5 * _ANY_DAYS))
        self.excluded |= {day for day in ahead if day.weekday() >= _WORKWEEK}


def _is_limited_by(segment: Sequence[Element], following: Sequence[Sequence[Element]]) -> bool:
    """``I'm out tomorrow, but free from 4``: the day itself, from that hour on."""
    if not following or not following[0] or following[0][0].kind != "but":
        return False
    kinds = {e.kind for e in following[0]}
    days = [e for e in segment if e.kind == "day"]
    is_hour = bool(kinds & {"after", "before", "clock"})
    return len(days) == 1 and is_hour and not kinds & {"day", "cant", "not"}


def _is_week_beside(element: Element, kept: Sequence[Element], segment: Sequence[Element]) -> bool:
    """``anything but Monday next week``: the week is wished for, less its Monday."""
    at = segment.index(element)
    before = segment[at - 1].mention if at else None
    is_week = element.mention is not None and element.mention.kind in {"week", "month"}
    is_day = before is not None and before.kind == "weekday"
    return is_week and is_day and not any(e.kind == "day" for e in kept)
