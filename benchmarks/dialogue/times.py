"""Booking expressions: right, asked, missed or confidently wrong; beside dateparser.

dateparser (BSD-3) is what people take for this. It has no questions to ask; a found date without a
clock time counts as the whole day, one with a clock time as that time, and several as several; a
day and a clock time that it found apart are put together, and a "date" of two letters is dropped.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from dateparser.search import search_dates

from agent.understanding.times import resolve
from benchmarks.figures import table
from tests.agent.evaluation.reading import HALVES, Answer, Interval, Time, Verdict, times, verdict

Resolver = Callable[[Time], Answer]


def measure() -> list[str]:
    rows, faults = [], []
    for half in HALVES:
        sayings = list(times(half))
        for name, resolver in (("salesgenix", ours), ("dateparser", theirs)):
            rows.append(_row(f"{half} {name}", sayings, resolver))
        if half == "a":
            faults = _faults(sayings)
        again = sum(ours(saying) != ours(saying) for saying in sayings)
        print(
            f"half {half}: {len(sayings)} expressions; {again} answered otherwise when asked again"
        )
    table(("", *(one.value for one in Verdict)), rows)
    return faults


def ours(saying: Time) -> Answer:
    found = resolve(
        saying.text, now=saying.now.astimezone(UTC), zone=saying.zone, language=saying.language
    )
    windows = tuple((one.start, one.end) for one in found.windows)
    return Answer(windows, found.question.value if found.question else None)


def theirs(saying: Time) -> Answer:
    base = saying.now.replace(tzinfo=None)
    found = search_dates(
        saying.text,
        languages=[saying.language],
        settings={
            "RELATIVE_BASE": base,
            "TIMEZONE": saying.zone,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "MDY" if saying.zone in AMERICAN else "DMY",
        },
    )
    dates = [at for words, at in found or () if any(map(str.isdigit, words)) or len(words) > SHORT]
    days = [at for at in dates if not _has_clock(at, base)]
    clocks = [at for at in dates if _has_clock(at, base)]
    if len(days) == 1 and clocks:
        dates = [datetime.combine(days[0], at.timetz()) for at in clocks]
    return Answer(tuple(_window(at, base) for at in dates))


AMERICAN = ("America/New_York", "America/Chicago", "America/Los_Angeles")
SHORT = 3


def _has_clock(at: datetime, base: datetime) -> bool:
    return at.time() not in {time(), base.time()}


def _window(at: datetime, base: datetime) -> Interval:
    if _has_clock(at, base):
        return at, at + timedelta(hours=1)
    begins = datetime.combine(at.date(), time(), tzinfo=at.tzinfo)
    return begins, begins + timedelta(days=1)


def _row(name: str, sayings: list[Time], resolver: Resolver) -> tuple[str, ...]:
    count = Counter(verdict(saying.readings, resolver(saying)) for saying in sayings)
    return name, *(f"{count[one]} ({count[one] / len(sayings):.0%})" for one in Verdict)


def _faults(sayings: list[Time]) -> list[str]:
    told = []
    for saying in sayings:
        answer = ours(saying)
        judged = verdict(saying.readings, answer)
        if judged is not Verdict.RIGHT:
            said = [f"{begins.astimezone(saying.now.tzinfo):%a %d.%m. %H:%M}"
                    for begins, _ in answer.windows[:3]]  # fmt: skip
            about = f"{saying.language} {saying.now:%a %d.%m. %H:%M} {saying.text!r}"
            told.append(f"{judged}: {about}: {said} {answer.question or ''}")
    return told
