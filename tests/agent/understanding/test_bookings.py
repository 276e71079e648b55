"""Lists of what strangers write when they book, each read at its own moment and place."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent.understanding.signals import LANGUAGES
from agent.understanding.times import Question, When, resolve

HERE = Path(__file__).parent
LISTS = (
    "bookings.yaml",
    "bookings_more.yaml",
    "bookings_again.yaml",
    "bookings_strangers.yaml",
)
Span = tuple[datetime, datetime]


def groups(name: str) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: list[dict[str, Any]] = yaml.load(
        (HERE / name).read_text(encoding="utf-8"), Loader=loader
    )
    return loaded


def lines_of(group: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for line in group["says"].splitlines():
        said, _, meant = line.rpartition(" | ")
        yield said, meant.strip()


def spans(meant: str, now: datetime, zone: str) -> list[Span]:
    """``12-03..12-05 10:00-12:00`` is two hours of each day; ``= 12-03 10:00`` one hour."""
    rest = " ".join(w for w in meant.split(" ") if w[0] not in "?@=-")
    found: list[Span] = []
    for said in filter(None, (part.strip() for part in rest.split("/"))):
        days, _, hours = said.partition(" ")
        first, _, last = days.partition("..")
        begin, end = _day(first, now), _day(last or first, now)
        if not hours:
            found.append((begin, end + timedelta(days=1)))
        while hours and begin <= end:
            start, _, stop = hours.partition("-")
            opens = begin + _clock(start)
            found.append((opens, begin + _clock(stop) if stop else opens + timedelta(hours=1)))
            begin += timedelta(days=1)
    local = ZoneInfo(zone)
    return [(a.replace(tzinfo=local), b.replace(tzinfo=local)) for a, b in found]


def _day(text: str, now: datetime) -> datetime:
    parts = [int(p) for p in text.split("-")]
    year, month, day = parts if len(parts) > 2 else (now.year, *parts)
    return datetime(year, month, day)  # noqa: DTZ001 - a wall clock, whose zone is put on it later


def _clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def merged(found: list[Span], now: datetime, *, exact: bool) -> list[Span]:
    """In UTC, nothing of what has passed, days that touch as one."""
    out: list[Span] = []
    for start, end in sorted((a.astimezone(UTC), b.astimezone(UTC)) for a, b in found):
        begins = start if exact else max(start, now)
        if out and out[-1][1] >= begins:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begins, end))
    return out


def is_right(when: When, meant: str, now: datetime, zone: str) -> bool:
    words = meant.split(" ")
    question = next((Question(w[1:]) for w in words if w.startswith("?")), None)
    stated = next((w[1:] for w in words if w.startswith("@")), None)
    if (when.question, when.zone) != (question, stated):
        return False
    wanted = spans(meant, now, stated or zone)
    if question is not None and not wanted:
        return True
    exact = "=" in words
    found = [(w.start, w.end) for w in when.windows]
    same = merged(found, now, exact=exact) == merged(wanted, now, exact=exact)
    return same and (when.exact == exact or not wanted)


@pytest.mark.parametrize("name", LISTS)
def test_what_strangers_write_is_read_as_they_meant_it(name: str) -> None:
    """Every line of the list becomes its windows, its question and its zone."""
    wrong = []
    for group in groups(name):
        zone = group["zone"]
        now = datetime.fromisoformat(group["now"]).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for said, meant in lines_of(group):
            when = resolve(said, now=now, zone=zone, language=group["language"])
            if not is_right(when, meant, now.astimezone(ZoneInfo(zone)), zone):
                wrong.append((group["language"], said, meant, when))
    assert not wrong


def test_the_lists_are_long_and_speak_all_languages() -> None:
    """At least 800 lines, each language in each list, a dozen moments in six parts of the world."""
    every = [group for name in LISTS for group in groups(name)]
    assert sum(1 for group in every for _ in lines_of(group)) >= 800
    assert all({g["language"] for g in groups(name)} == set(LANGUAGES) for name in LISTS)
    assert len({group["now"] for group in every}) >= 12
    assert len({group["zone"].partition("/")[0] for group in every}) >= 4


SLOT = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in Berlin


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "an hour later please", "= 12-01 11:00"),
        ("en", "same time friday", "= 11-27 10:00"),
        ("en", "could you do the following day at 3?", "= 12-02 15:00"),
        ("de", "eine halbe Stunde später?", "= 12-01 10:30"),
        ("fr", "le lendemain, à la même heure", "= 12-02 10:00"),
        ("es", "media hora antes", "= 12-01 09:30"),
        ("it", "un'ora dopo", "= 12-01 11:00"),
        ("pt", "uma hora mais tarde", "= 12-01 11:00"),
        ("nl", "een uur later", "= 12-01 11:00"),
        ("pl", "o tej samej porze w piątek", "= 11-27 10:00"),
    ],
)
def test_words_lean_on_the_one_time_on_the_table(language: str, said: str, meant: str) -> None:
    """With one slot offered, "an hour later" is a time; with none it is asked about or nothing."""
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    zone = "Europe/Berlin"
    when = resolve(said, now=now, zone=zone, language=language, slot=SLOT)
    assert is_right(when, meant, now.astimezone(ZoneInfo(zone)), zone)
    alone = resolve(said, now=now, zone=zone, language=language)
    assert alone.question is not None or not alone.exact or "3" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We launch on Monday with ten people. Thursday at 3?"),
        ("de", "Montag beginnt unsere Messe. Donnerstag um 15 Uhr?"),
        ("fr", "Lundi nous déménageons. Jeudi à 15h ?"),
    ],
)
def test_a_day_that_is_told_beside_one_that_is_proposed_is_asked_about(
    language: str, said: str
) -> None:
    """Where another thing is said of a day, both days are readings and none is taken."""
    when = resolve(
        said, now=datetime(2026, 11, 25, 9, tzinfo=UTC), zone="Europe/Berlin", language=language
    )
    assert when.question is Question.AMBIGUOUS_DAY
    assert len({w.start.date() for w in when.windows}) == 2
