"""Clock times: ``15:30``, ``3pm``, ``halb drei``, ``trois heures moins le quart``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.understanding.timing.items import Item
from agent.understanding.timing.vocabulary import Vocabulary

NOON = 12
DAY_END = 24
_LATIN_AT = {"a la", "alla", "all", "à", "as", "às"}
_HALF, _QUARTER, _HOUR = 30, 15, 60
_FEWEST_SPOKEN = 5  # minutes that are said in words; fewer are articles and people
_OPENERS = {"at", "around", "after", "before", "between"}
_FIGURES = re.compile(r"^(\d{1,2})[:.](\d{2})$")
_RUN_ON = re.compile(r"^(\d{1,2})([0-5]\d)$")  # 930am
_MILITARY = re.compile(r"^([01]\d|2[0-3])([0-5]\d)$")
_SPOKEN_MINUTES = {5, 10, 15, 20, 25}
_AFTER_A_TIME = {"on", "please", "works", "would", "is", "if", "for", "then"}
_REACHING = {"à", "a", "auf", "bis", "do", "tot"}
_TELLING = {"oclock", "am", "pm", "and_half", "and_quarter", "less_quarter", "my_time", "your_time"}
_PER = {"por", "per", "par", "pro", "dziennie", "al"}
_LASTING = {"hours", "hour", "hrs", "heures", "heure", "horas", "hora", "ore", "uur", "godziny"}
_LATEST_BARE_PM = 6  # "at 6" is the evening, "at 7" may be either, "at 8" is the morning
_EITHER = 7
_SMALL_HOURS = 5  # "2:30 at night"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as said.

    ``is_sure``: nothing about the half of the day is left open."""

    hour: int
    minute: int = 0
    is_sure: bool = False
    is_odd: bool = False  # said in a way that different regions read differently
    is_impossible: bool = False  # 25:00

    def settled(self, part: str | None) -> "Clock | None":
        """With the half of the day decided by its part or by business hours; None if neither."""
        if self.is_odd:
            return None
        if self.is_sure or self.hour >= NOON or self.hour == 0:
            return self
        if part is not None:
            return self._within(part)
        if self.hour <= _LATEST_BARE_PM:
            return replace(self, hour=self.hour + NOON, is_sure=True)
        return None if self.hour == _EITHER else replace(self, is_sure=True)

    def _within(self, part: str) -> "Clock":
        is_early = "morning" in part or part == "before_lunch"
        late = (
            self.hour + NOON if not is_early or (part == "late_morning" and self.hour == 0) else 0
        )
        if part == "night" and self.hour <= _SMALL_HOURS:
            late = self.hour
        if part in {"lunch", "early_afternoon"} and self.hour >= 11:  # noqa: PLR2004
            late = self.hour
        return replace(self, hour=late or self.hour, is_sure=True)

    @property
    def minutes(self) -> int:
        return self.hour * 60 + self.minute


class ClockReader:
    """Reads a clock that starts at a place in the row; says where it ends."""

    def __init__(self, items: Sequence[Item], words: Vocabulary) -> None:
        self.items, self.words = items, words

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def read(self, at: int, *, is_expected: bool) -> tuple[Clock, int] | None:
        """``is_expected``: the words before make a bare number a time (at, after, Thursday)."""
        kind = self.kind(at)
        if kind == "noon":
            minutes = self.items[at + 1].number if self.kind(at + 1) in {"num", "numword"} else None
            if self.words.language == "fr" and minutes in {_QUARTER, _HALF, 45}:
                return Clock(NOON, minutes or 0, is_sure=True), at + 2  # "midi trente"
            return self._halved(Clock(NOON, 0, is_sure=True), at + 1)
        if kind == "midnight":
            return Clock(0, 0, is_sure=True), at + 1
        spoken = self._spoken(at)
        if spoken is not None:
            return spoken
        return self._figures(at, is_expected=is_expected) or self._bare(at, is_expected=is_expected)

    def _hour(self, at: int) -> int | None:
        if self.kind(at) not in {"num", "numword"}:
            return None
        number = self.items[at].number
        return number if number is not None and 0 <= number <= DAY_END else None

    def _spoken(self, at: int) -> tuple[Clock, int] | None:
        """``half past three``, ``halb drei``, ``quarter to four``, ``ten past three``."""
        hour = self._hour(at + 1)
        shifts = {"half_past": _HALF, "half_to": -_HALF, "quarter_past": _QUARTER,
                  "quarter_to": -_QUARTER, "three_quarter_to": -_QUARTER}  # fmt: skip
        shift = shifts.get(self.kind(at))
        if shift is not None and hour is not None:
            return self._marked(_shifted(hour, shift), at + 2)
        if self.kind(at) == "quarter_bare" and hour is not None and self.kind(at + 2) != "word":
            return Clock(hour, _QUARTER, is_odd=True), at + 2
        minutes, hour = self._hour(at), self._hour(at + 2)
        if minutes in _SPOKEN_MINUTES and hour is not None and 1 <= hour <= NOON:
            turns = {"past": minutes, "to_hour": -minutes, "past_half": -_HALF + minutes,
                     "to_half": -_HALF - minutes, "after": minutes, "before": -minutes,
                     "to": -minutes}  # fmt: skip
            turn = turns.get(self.kind(at + 1))
            if self.items[at].kind == "num" and self.kind(at + 1) in {"to", "after", "before"}:
                return None
            if turn is not None:
                return self._marked(_shifted(hour, turn), at + 3)
        return None

    def _figures(self, at: int, *, is_expected: bool) -> tuple[Clock, int] | None:
        """``15:30``, ``9.15``, and ``1530`` after "at"."""
        if self.kind(at) != "num":
            return None
        text = self.items[at].value
        is_after_day = self.kind(at - 1) in {"weekday", "at", "around"}
        match = _FIGURES.match(text.replace(",", ":") if is_after_day else text)
        is_told = self.kind(at + 1) in {"oclock", "weekday"} or self.kind(at - 1) == "at"
        is_told = is_told or self.kind(at + 2) == "weekday"
        if match is None and (is_expected or is_told):
            match = _MILITARY.match(text)
            if match and (int(match[2]) % 5 or (_looks_like_year(text) and not is_told)):
                match = None
        if match is None and self.kind(at + 1) in {"am", "pm"}:
            match = _RUN_ON.match(text)
        if match is None or self._is_amount(at):
            return None
        hour, minute = int(match[1]), int(match[2])
        told = is_expected or self.kind(at + 1) in {"oclock", "am", "pm"}
        if "." in text and not told and (minute % _QUARTER or not self._has_day_after(at)):
            return None
        if hour > DAY_END or minute > 59 or (hour == DAY_END and minute):  # noqa: PLR2004
            is_meant = ":" in text and (is_expected or len(self.items) == 1)
            return (Clock(hour, minute, is_impossible=True), at + 1) if is_meant else None
        sure = match[1].startswith("0") or text.isdigit()
        return self._marked(Clock(hour % DAY_END, minute, is_sure=sure), at + 1)

    def _has_day_after(self, at: int) -> bool:
        """Where ``11.30`` may be an amount, a day must follow: "11.30 on Thursday"."""
        coming = {self.kind(at + 1), self.kind(at + 2)}
        return bool(self.words.is_day_first) or bool(coming & {"weekday", "day", "part"})

    def _bare(self, at: int, *, is_expected: bool) -> tuple[Clock, int] | None:
        hour = self._hour(at)
        if hour is None or self._is_amount(at) or self._is_article(at):
            return None
        after = self.kind(at + 1)
        is_hour_word = self.items[at].kind == "numword" and self.items[at].value == "hour"
        is_ish = after == "around" and self.items[at + 1].token.forms[0] == "ish"
        told = is_ish or after in _TELLING or self._is_bare_with_minutes(at)
        if self._has_spoken_minutes(at):
            minute = self.items[at + 1].number or 0
            return self._marked(Clock(hour % DAY_END, minute), at + 2)
        if not told and not is_hour_word and not is_expected:
            return None
        if after == "oclock" and not is_expected and self._is_stretch_of_time(at):
            return None
        if is_hour_word and not told and not is_expected and self.kind(at - 1) not in {"to", "or"}:
            return None
        return self._marked(Clock(hour % DAY_END), at + 1)

    def _is_article(self, at: int) -> bool:
        """``on a une réunion``, ``om een demo``: no one o'clock."""
        follows = self.items[at + 1] if at + 1 < len(self.items) else None
        if (self.kind(at), self.items[at].number) != ("numword", 1) or follows is None:
            return False
        if follows.kind != "word" or follows.token.clause != self.items[at].token.clause:
            return False
        before = self.items[at - 1].text.lower() if at else ""
        if before in _LATIN_AT:
            return False  # "a la una hora inglesa"
        if self.words.language == "fr" or (self.words.language in {"es", "it"} and before == "a"):
            return True
        return follows.value not in self.words.neutral or follows.value in self.words.meetings

    def _is_stretch_of_time(self, at: int) -> bool:
        """``j'ai attendu 2 heures``, ``a training of 3 hours``: how long, not when."""
        before = self.items[at - 1] if at else None
        is_rate = at + 2 < len(self.items) and self.items[at + 2].token.forms[0] in _PER
        if is_rate and self.items[at + 1].text.lower() in _LASTING:
            return True
        if (
            before is None
            or before.kind != "word"
            or before.token.clause != self.items[at].token.clause
        ):
            return False
        is_long = self.items[at + 1].text.lower() in _LASTING
        return is_long and self.kind(at + 2) not in {"weekday", "day", "part", "num", "and_half"}

    def _has_spoken_minutes(self, at: int) -> bool:
        """``four thirty``, ``eleven fifteen``: and what follows is a day or nothing."""
        if {self.kind(at), self.kind(at + 1)} != {"numword"} or self.words.language != "en":
            return False
        minute, follows = self.items[at + 1].number, self.kind(at + 2)
        is_noun = follows == "word" and self.items[at + 2].value not in _AFTER_A_TIME
        return minute in {_QUARTER, _HALF} and follows != "mark" and not is_noun

    def _is_amount(self, at: int) -> bool:
        """``5 people``, ``10 %``, ``$ 20``: a number of something."""
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        if self._begins_amounts(at):
            return True
        if following is not None and following.token.clause == self.items[at].token.clause:
            if following.kind == "mark" and following.value != "+":
                return True
            is_aside = following.kind == "aside" and not following.token.after_mark
            names = following.token.forms[0] if is_aside else following.value
            if names in self.words.counted and (following.kind == "word" or is_aside):
                return True
            if following.kind in {"week", "weekend"} or following.value in {"<phone>", "<email>"}:
                return True
        return self.kind(at - 1) == "mark" and self.items[at - 1].value in "€$£+"

    def _begins_amounts(self, at: int) -> bool:
        """``from 10 to 20 people``: what is counted stands after the second number."""
        reaches = self.kind(at + 1) in {"to", "and", "or"} or (
            at + 1 < len(self.items) and self.items[at + 1].text.lower() in _REACHING
        )
        last = self.items[at + 2] if reaches and self.kind(at + 2) in {"num", "numword"} else None
        noun = self.items[at + 3] if last is not None and at + 3 < len(self.items) else None
        return noun is not None and (
            (noun.kind == "word" and noun.value in self.words.counted) or noun.kind == "mark"
        )

    def _marked(self, clock: Clock, at: int) -> tuple[Clock, int]:
        """What may follow the hour: o'clock, minutes, halves, am and pm."""
        if self.kind(at) == "oclock":
            at += 1
            if self.kind(at) == "num" and self.items[at].text == "00" and clock.minute == 0:
                at += 1  # "15h00"
            elif clock.minute == 0 and self._is_minute(at) and not self._is_amount(at):
                clock, at = replace(clock, minute=self.items[at].number or 0), at + 1
        clock, at = self._halved(clock, at)
        if clock.minute == 0 and self._has_joined_minutes(at):
            clock, at = replace(clock, minute=self.items[at + 1].number or 0), at + 2
        if self.kind(at) == "oclock":
            at += 1
        if self.kind(at) in {"am", "pm"} and 1 <= clock.hour <= NOON:
            hour = clock.hour % NOON + (NOON if self.kind(at) == "pm" else 0)
            return replace(clock, hour=hour, is_sure=True), at + 1
        return clock, at

    def _is_minute(self, at: int) -> bool:
        """``15h30``, ``15 Uhr dreißig``; not ``um 15 Uhr eine Demo``."""
        least = {"num": 1, "numword": _FEWEST_SPOKEN}.get(self.kind(at))
        return least is not None and least <= (self.items[at].number or 0) < _HOUR

    def _is_bare_with_minutes(self, at: int) -> bool:
        """``jueves tres y diez``: right after the day, so no two numbers of something."""
        is_after_day = self.kind(at - 1) in {"weekday", "day"} and self.kind(at) == "numword"
        return is_after_day and self._has_joined_minutes(at + 1)

    def _has_joined_minutes(self, at: int) -> bool:
        """``alle 15 e 30``, ``a las 10 y 15``"""
        is_latin = self.words.language in {"it", "es", "pt"}
        minutes = self.items[at + 1].number if at + 1 < len(self.items) else None
        is_joined = self.kind(at) == "and" and self.kind(at + 1) in {"num", "numword"}
        is_hour = self.kind(at + 2) in {"oclock", "mark", "word"}
        is_word = {self.kind(at - 1), self.kind(at + 1)} == {"numword"}  # "tres y diez"
        fitting = {_QUARTER, _HALF, 45} | (_SPOKEN_MINUTES if is_word else set())
        return is_latin and is_joined and not is_hour and minutes in fitting

    def _halved(self, clock: Clock, at: int) -> tuple[Clock, int]:
        """``et demie``, ``y cuarto``, ``meno un quarto``, ``menos cinco`` after the hour."""
        kind = self.kind(at)
        if kind == "and_half":
            return replace(clock, minute=_HALF), at + 1
        if kind == "and_quarter":
            return replace(clock, minute=_QUARTER), at + 1
        if kind == "and_three_quarters":
            return replace(clock, minute=_HOUR - _QUARTER), at + 1
        if kind == "less_quarter":
            return replace(_shifted(clock.hour, -_QUARTER), is_sure=clock.is_sure), at + 1
        if kind == "less" and self._hour(at + 1) in _SPOKEN_MINUTES:
            return _shifted(clock.hour, -(self._hour(at + 1) or 0)), at + 2
        return clock, at


def _looks_like_year(text: str) -> bool:
    return text.startswith(("19", "20")) and text not in {"1900", "1930", "2000", "2030"}


def opens_clock(kind: str) -> bool:
    return kind in _OPENERS


def _shifted(hour: int, minutes: int) -> Clock:
    total = (hour * 60 + minutes) % (DAY_END * 60)
    shifted = Clock(total // 60, total % 60)
    return replace(shifted, hour=NOON) if shifted.hour == 0 and hour in {1, NOON} else shifted
