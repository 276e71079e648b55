"""From elements to windows: which times belong to which days, and what is ruled out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from agent.understanding.timing.barring import without
from agent.understanding.timing.clocks import NOON, Clock
from agent.understanding.timing.corrections import corrected
from agent.understanding.timing.days import (
    OPEN_DAYS,
    Mention,
    Span,
    at_an_hour,
    bounded,
    on_its_last_day,
    spans_of,
)
from agent.understanding.timing.denials import Denials
from agent.understanding.timing.elements import Element
from agent.understanding.timing.enclosing import without_enclosing
from agent.understanding.timing.grouping import Group, apart, grouped
from agent.understanding.timing.joining import (
    days_meant,
    is_plain_weekday,
    is_stretch,
    joined_days,
    joint_before,
    shares_segment,
)
from agent.understanding.timing.leaning import leant
from agent.understanding.timing.parts import DAY_MINUTES, PARTS
from agent.understanding.timing.ranges import meet, narrowest, settled_range
from agent.understanding.timing.shapes import Question, When, Window

_DAY = timedelta(days=1)
_ANY_DAYS = 14
_EXACT = 60
_MOST_WINDOWS = 40
_OF = ("von ", "de ", "da ", "das ", "do ", "van ", "of ")
_WORTH = timedelta(hours=3)  # of what has begun: less is no longer called by the day's name
_CLOSING = 17  # "Wednesday", said on a Wednesday after five, is the next one
_RANK = (
    Question.IMPOSSIBLE_DATE,
    Question.IMPOSSIBLE_TIME,
    Question.WHICH_ZONE,
    Question.PAST,
    Question.AMBIGUOUS_DAY,
    Question.AMBIGUOUS_TIME,
)


@dataclass(slots=True)
class Composer:
    """One message read at one moment in one zone."""

    text: str
    now: datetime
    zone: ZoneInfo
    strange: Collection[tuple[int, int]] = ()
    slot: datetime | None = None  # the one time on the table, where the person is
    questions: list[Question] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    clocks: list[time] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)  # where days begin that "or" joins to others
    last_day: date | None = None
    joints: list[int] = field(default_factory=list)
    named: set[date] = field(default_factory=set)
    timed: Group | None = None  # the last one with times
    denials: Denials = field(init=False)
    is_any: bool = False
    is_exact: bool = False

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def compose(self, elements: Sequence[Element]) -> When:
        settled, is_lost = leant(corrected(elements), self.slot, now=self.now.astimezone(self.zone))
        bound = joined_days(settled)
        self.is_any = any(e.kind in {"any", "asap", "weekdays"} for e in bound)
        stretches = [e.start for e in bound if is_stretch(e)]
        self.denials = Denials(self.text, self.today, self.is_any, stretches)
        if any(e.kind == "weekdays" for e in bound):
            self.denials.rule_out_weekends()
        wanted, is_torn = without_enclosing(
            self.denials.left_of(bound), lambda e: self._spans(e)[0]
        )
        self.questions += [Question.AMBIGUOUS_DAY] if is_torn or self.denials.is_unclear else []
        self.joints = [e.start for e in bound if e.kind in {"or", "and"}]
        days = [e for e in bound if e.kind == "day"]
        self.listed = {e.start for e in days if joint_before(bound, e) in {"or", "and"}}
        groups = grouped(wanted)
        for group in groups:
            self._group(group)
        if not self.questions and self._is_in_doubt(wanted):
            self.questions.append(Question.AMBIGUOUS_DAY)
        if is_lost and groups:
            self.questions.append(Question.AMBIGUOUS_TIME)
        self._instants(wanted)
        if not groups and not self.windows:
            self._without_days(wanted)
        is_emptied = bool(groups) and bool(self.denials.excluded) and not self.windows
        is_open = self.denials.is_hour_denied or (self.denials.is_week_denied and not self.is_any)
        if is_emptied or (not groups and is_open):
            self.questions.append(Question.AMBIGUOUS_DAY)
        if not self.is_exact:
            self.windows = without(self.windows, self.denials.barred, self.zone)
        return self._answer()

    def _answer(self) -> When:
        ahead = [replace(w, start=max(w.start, self.now)) for w in self.windows if w.end > self.now]
        if self.windows and self.is_exact:
            ahead = [w for w in self.windows if w.start >= self.now]
        if self.windows and not ahead:
            self.questions.append(Question.PAST)
        asked = [q for q in self.questions if q is not Question.PAST or not ahead]
        question = next((q for q in _RANK if q in asked), None)
        unique = tuple(dict.fromkeys(ahead))[:_MOST_WINDOWS]
        if question in {Question.IMPOSSIBLE_DATE, Question.IMPOSSIBLE_TIME}:
            unique = ()
        exact = self.is_exact and bool(unique)
        return When(unique, question, None, exact, tuple(dict.fromkeys(self.clocks)))

    def _is_in_doubt(self, wanted: Sequence[Element]) -> bool:
        """``We launch on Monday. Thursday at 3?``: a day may be told, and not proposed."""
        days = [e for e in wanted if e.kind == "day"]
        for one, other in pairwise(days):
            joint = joint_before(wanted, other)
            apart = not shares_segment(one, other) or joint == "but"
            told = (one.clause, one.segment) in self.strange
            if apart and told and joint not in {"or", "and", "to"}:
                return True
        return False

    # groups

    def _group(self, group: Group) -> None:
        elements = group.elements
        words = self.text[elements[0].start : max(e.end for e in elements)]
        if not group.days:
            self._dayless(group, words)
            return
        for element in group.days:
            spans, question = self._spans(element, group.times)
            told = [
                self._windows_of(part, group.times, words, bound=element.bound)
                for span in spans
                for part in days_meant(span, element)
            ]
            if question is Question.AMBIGUOUS_DAY and len(told) > 1 and element.weekday is None:
                alive = [windows for windows in told if any(map(self._is_ahead, windows))]
                told, question = (told, question) if len(alive) != 1 else (alive, None)
            for windows in told:
                self.windows += windows
            if self.denials.is_far and is_plain_weekday(element):
                question = Question.AMBIGUOUS_DAY
            if question is not None:
                self.questions.append(question)
            elif spans:
                self.last_day = spans[0].first
                self._ask_about_repeated(spans[0], element, group)
        self._ask_about_rivals(group.times)

    def _ask_about_repeated(self, span: Span, element: Element, group: Group) -> None:
        """``the 20th or 21st, but on the 21st from 3``: which of its times holds for the day?

        ``Next Monday. Monday at 2?`` is one day, and one time of it.
        """
        is_day = span.first == span.last and element.only is None
        is_twice_timed = bool(group.times) and self.timed not in (None, group)
        is_torn = is_twice_timed or (len(self.named) > 1 and (group.times or self.timed))
        if is_day and span.first in self.named and is_torn:
            self.questions.append(Question.AMBIGUOUS_TIME)
        self.named |= {span.first} if is_day else set()
        self.timed = group if group.times else self.timed

    def _ask_about_rivals(self, times: Sequence[Element]) -> None:
        """Two hours, or two parts of a day that do not meet, with words between that join none."""
        hours = [e for e in times if e.kind == "clock" and e.to is None]
        parts = [e for e in times if e.kind == "part"]
        apart = [p for p in pairwise(parts) if not meet(*(PARTS[e.part] for e in p))]
        for one, other in [*pairwise(hours), *apart]:
            between = self.text[one.end : other.start]
            is_joined = any(one.end <= at < other.start for at in self.joints)
            is_same = bool(  # "12 del mediodía"
                one.clock and other.clock and one.clock.minutes == other.clock.minutes
            )
            if not is_joined and not is_same and any(c.isalpha() for c in between):
                self.questions.append(Question.AMBIGUOUS_TIME)

    def _windows_of(
        self, span: Span, times: Sequence[Element], words: str, *, bound: str
    ) -> list[Window]:
        kept, self.windows = self.windows, []
        deadline = times[0].clock if len(times) == 1 and times[0].to is None else None
        parts = [e.part for e in times if e.kind == "part"]
        if bound == "until" and deadline is not None and times[0].kind == "clock":
            last = self._settle(deadline, None)[-1].minutes  # "by Friday noon"
            self._window(span.first, span.last, (0, last), words)
        elif bound == "until" and parts and len(parts) == len(times):
            noon = parts[0] == "lunch"  # "bis Freitagmittag"
            last = PARTS[parts[0]][not noon]
            self._window(span.first, span.last, (0, last), words)
        else:
            self._span(span, times, words)
        told, self.windows = self.windows, kept
        return told

    def _is_ahead(self, window: Window) -> bool:
        """Whether a reading can still be meant: an hour not begun, a day whose work is not done."""
        if self.is_exact:
            return window.start >= self.now
        local = self.now.astimezone(self.zone)
        is_today = window.start.astimezone(self.zone).date() == self.today
        is_whole = window.end - window.start >= timedelta(hours=23)
        if not is_today or is_whole:
            return window.end > self.now and not (is_today and local.hour >= _CLOSING)
        return window.start > self.now or window.end - self.now >= _WORTH

    def _spans(
        self, element: Element, times: Sequence[Element] = ()
    ) -> tuple[list[Span], Question | None]:
        if element.mention is None:
            return [], None
        is_hour = any(e.kind == "clock" and e.to is None for e in times)
        counted = at_an_hour(element.mention, self.today) if is_hour else None
        ending = on_its_last_day(element.mention, self.today) if not element.bound else None
        spans, question = counted or ending or spans_of(element.mention, self.today)
        named_so = [s for s in spans if s.first.weekday() == element.weekday]
        later = [s for s in spans if self.last_day is not None and s.first > self.last_day]
        if question is Question.AMBIGUOUS_DAY and len(later) == 1 and element.start in self.listed:
            return later, None  # "Monday or Tuesday", said on a Tuesday
        if question is Question.AMBIGUOUS_DAY and len(named_so) == 1:
            return named_so, None  # "Tues 3/9": the day of the week tells month from day
        if element.weekday is not None and question is None and spans:
            named, _ = spans_of(Mention("weekday", element.weekday), self.today)
            if spans[0].first.weekday() != element.weekday:
                spans, question = [*spans, *named[:1]], Question.AMBIGUOUS_DAY
        if element.until is not None and spans:
            ends = self._ends(element.until, spans[0])
            if element.bound == "between" and ends and ends[0].first > spans[0].last + _DAY:
                return [Span(spans[0].last + _DAY, ends[0].first - _DAY)], question
            last = next((e.last for e in ends if e.last >= spans[0].first), spans[0].last)
            return [Span(spans[0].first, last)], question
        return [bounded(span, element.bound, self.today) for span in spans], question

    def _ends(self, mention: Mention, begins: Span) -> list[Span]:
        """``Monday to Thursday``, said on a Wednesday: the Thursday after that Monday."""
        spans, _ = spans_of(mention, self.today)
        if mention.kind == "weekday":
            ahead = (mention.number - begins.first.weekday()) % 7
            return [Span(begins.first, begins.first + _DAY * ahead)]
        return spans

    def _span(self, span: Span, times: Sequence[Element], words: str) -> None:
        if not times and not self.denials.excluded:
            self._window(span.first, span.last, (0, DAY_MINUTES), words)
            return
        day = span.first
        while day <= span.last:
            if day not in self.denials.excluded:
                self._day(day, times, words)
            day += _DAY

    def _dayless(self, group: Group, words: str) -> None:
        """A clock time without a day asks for the day; a mere limit holds for any day."""
        times = group.times
        if (
            len(times) == 1
            and times[0].to is None
            and self.text[times[0].start :].lower().startswith(_OF)
        ):
            return  # "three of five" limits nothing
        exact = [e for e in group.times if e.kind == "clock" and e.to is None]
        days = OPEN_DAYS
        if exact and not self.is_any:
            self.questions.append(Question.AMBIGUOUS_DAY)
            days = 2
        for ahead in range(days):
            day = self.today + _DAY * ahead
            if day not in self.denials.excluded:
                self._day(day, group.times, words)

    def _without_days(self, wanted: Sequence[Element]) -> None:
        """ "Any time", or only what is ruled out: "not this week" looks on from the next."""
        open_words = [e for e in wanted if e.kind in {"any", "asap", "weekdays"}]
        if (
            not open_words
            and not self.denials.excluded
            and not any(b.days for b in self.denials.barred)
        ):
            return
        days = _ANY_DAYS if self.is_any else OPEN_DAYS
        said = open_words[0] if open_words else None
        words = self.text[said.start : said.end] if said else self.text.strip()
        first = self.today
        while first in self.denials.excluded:
            first += _DAY
        self._span(Span(first, first + _DAY * (days - 1)), (), words)

    def _instants(self, wanted: Sequence[Element]) -> None:
        if any(e.kind == "day" for e in wanted) and not self.joints:
            return  # "squeeze in 20 mins on Friday"
        for element in wanted:
            if element.kind == "instant":
                start = self.now + timedelta(minutes=element.minutes)
                end = start + timedelta(minutes=_EXACT)
                self.windows.append(Window(start, end, self.text[element.start : element.end]))
                self.is_exact = True

    # times of one day

    def _day(self, day: date, times: Sequence[Element], words: str) -> None:
        for chunk in apart(times, self.joints) or [[]]:
            self._hours(day, chunk, words)

    def _hours(self, day: date, times: Sequence[Element], words: str) -> None:
        parts = [e.part for e in times if e.kind == "part"]
        part = parts[0] if len(set(parts)) == 1 else None
        ranges = narrowest([self._part(p, day) for p in parts]) or [(0, DAY_MINUTES)]
        low, high = self._bounds(times, part)
        points = [e for e in times if e.kind == "clock"]
        if not points or self._is_overruled(points, times):
            limited = [(max(first, low), min(last, high)) for first, last in ranges]
            told = [(first, last) for first, last in limited if first < last]
            for minutes in told or [(low, high)]:  # "this afternoon, after 6"
                self._window(day, day, minutes, words)
            return
        for element in points:
            self._point(day, element, part, words)
        for limit in self._limits_apart(points, times):
            self._window(day, day, self._bounds([limit], part), words)

    def _is_overruled(self, points: Sequence[Element], times: Sequence[Element]) -> bool:
        """``back at noon on Friday, so from 2``: an hour that a later limit leaves out."""
        limits = [e for e in times if e.kind in {"after", "before"} and e.start > points[-1].start]
        clocks = [e.clock for e in points if e.clock is not None and e.to is None]
        if not limits or len(clocks) != len(points) or self._limits_apart(points, times):
            return False
        low, high = self._bounds(limits, None)
        hours = [clock.settled(None) or clock for clock in clocks]
        return all(not low <= clock.minutes <= high for clock in hours)

    def _limits_apart(self, points: Sequence[Element], times: Sequence[Element]) -> list[Element]:
        """``9 to 11, or from 3 on``: a limit that another stretch of hours is joined to."""
        last = max(e.start for e in points)
        limits = [e for e in times if e.kind in {"after", "before"} and e.start > last]
        if not limits or any(e.to is None for e in points):
            return []
        return [e for e in limits if any(last < at < e.start for at in self.joints)]

    def _part(self, part: str, day: date) -> tuple[int, int]:
        """Late in the evening "tonight" still means what is left of it."""
        first, last = PARTS[part]
        local = self.now.astimezone(self.zone)
        if part == "evening" and day == self.today and local.hour * 60 + local.minute >= last:
            return first, DAY_MINUTES
        return first, last

    def _bounds(self, times: Sequence[Element], part: str | None) -> tuple[int, int]:
        low, high = 0, DAY_MINUTES
        for element in times:
            if element.clock is None or element.kind not in {"after", "before"}:
                continue
            if element.clock.is_impossible:
                self.questions.append(Question.IMPOSSIBLE_TIME)
                continue
            settled = self._settle(element.clock, part)
            if element.kind == "after":
                low = max(low, settled[0].minutes)
            else:
                high = min(high, settled[-1].minutes)
        return low, high

    def _settle(self, clock: Clock, part: str | None) -> list[Clock]:
        settled = clock.settled(part)
        if settled is not None:
            return [settled]
        if Question.AMBIGUOUS_TIME not in self.questions:
            self.questions.append(Question.AMBIGUOUS_TIME)
        return [replace(clock, is_sure=True), replace(clock, hour=clock.hour + NOON, is_sure=True)]

    def _point(self, day: date, element: Element, part: str | None, words: str) -> None:
        if element.clock is None:
            return
        if element.clock.is_impossible or (element.to and element.to.is_impossible):
            self.questions.append(Question.IMPOSSIBLE_TIME)
            return
        if element.to is not None:
            first, last = settled_range(element.clock, element.to, part)
            self._window(day, day, (first.minutes, last.minutes), words)
            return
        self._ask_at_night(day, element.clock, part)
        for clock in self._settle(element.clock, part):
            self.is_exact = True
            self.clocks.append(time(clock.hour, clock.minute))
            self._exactly(day, clock, words)

    def _ask_at_night(self, day: date, clock: Clock, part: str | None) -> None:
        """``2:30`` is the afternoon, save on the day whose clocks change at that hour."""
        if part == "night" and clock.hour == NOON:
            self.questions.append(Question.AMBIGUOUS_TIME)  # "12 o'clock Thursday night"
        if clock.is_sure or clock.is_odd or part is not None or clock.hour > NOON:
            return
        local = datetime.combine(day, time(clock.hour, clock.minute), self.zone)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            self.questions.append(Question.AMBIGUOUS_TIME)

    def _exactly(self, day: date, clock: Clock, words: str) -> None:
        local = datetime.combine(day, time(clock.hour, clock.minute), self.zone)
        instant = local.astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.questions.append(Question.IMPOSSIBLE_DATE)
            return
        instants = [instant]
        again = local.replace(fold=1).astimezone(UTC)
        if again != instant:
            self.questions.append(Question.AMBIGUOUS_TIME)
            instants.append(again)
        for start in instants:
            self.windows.append(Window(start, start + timedelta(minutes=_EXACT), words))

    def _window(self, first: date, last: date, minutes: tuple[int, int], words: str) -> None:
        start = self._local(first, minutes[0])
        end = self._local(last, minutes[1])
        if start < end:
            self.windows.append(Window(start, end, words))

    def _local(self, day: date, minutes: int) -> datetime:
        """The instant of a wall-clock time; one that a clock change skips moves to the change."""
        day += _DAY * (minutes // DAY_MINUTES)
        at = time(minutes % DAY_MINUTES // 60, minutes % 60)
        return datetime.combine(day, at, self.zone).astimezone(UTC)
