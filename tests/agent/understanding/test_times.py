"""What people write when they book, against a table read at one fixed moment."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.understanding.signals import LANGUAGES
from agent.understanding.times import Question, When, resolve

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BERLIN = "Europe/Berlin"
_DAY = re.compile(r"^(?:(\d{4})-)?(\d\d)-(\d\d)$")


def table() -> Iterator[tuple[str, str, str]]:
    path = Path(__file__).parent / "expressions.yaml"
    for language, lines in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for line in lines.splitlines():
            said, _, meant = line.rpartition(" | ")
            yield language, said, meant.strip()


def day(text: str) -> datetime:
    match = _DAY.match(text)
    assert match, text
    return datetime(int(match[1] or 2026), int(match[2]), int(match[3]), tzinfo=UTC)


def window(text: str, zone: str, *, exact: bool) -> tuple[datetime, datetime]:
    """``12-03``, ``12-03..12-04``, ``12-03 10:00-12:00`` or, exact, ``12-03 10:00``."""
    days, _, hours = text.partition(" ")
    first, _, last = days.partition("..")
    start, _, end = hours.partition("-")
    begins = day(first) + _clock(start or "00:00")
    ends = day(last or first) + _clock(end or "24:00")
    if exact:
        ends = begins + timedelta(hours=1)
    local = ZoneInfo(zone)
    return tuple(t.replace(tzinfo=local).astimezone(UTC) for t in (begins, ends))  # type: ignore[return-value]


def _clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def expected(meant: str) -> When:
    words = meant.split(" ")
    question = next((Question(w[1:]) for w in words if w.startswith("?")), None)
    zone = next((w[1:] for w in words if w.startswith("@")), None)
    rest = " ".join(w for w in words if w[0] not in "?@=-").strip()
    exact = "=" in words
    spans = [window(t.strip(), zone or BERLIN, exact=exact) for t in rest.split("/") if t.strip()]
    return When(tuple(spans), question, zone, exact)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "said", "meant"), list(table()))
def test_the_table(language: str, said: str, meant: str) -> None:
    """Each expression becomes exactly these windows, this question and this zone."""
    when = resolve(said, now=NOW, zone=BERLIN, language=language)
    want = expected(meant)
    assert when.question == want.question
    assert when.zone == want.zone
    if want.windows or not want.question:
        found = [(max(w.start, NOW), w.end) for w in when.windows]
        assert found == [(max(start, NOW), end) for start, end in want.windows]
        assert when.exact == want.exact


def test_the_table_is_long() -> None:
    """The table holds at least 150 expressions and all eight languages."""
    rows = list(table())
    assert len(rows) >= 150
    assert {language for language, _, _ in rows} == set(LANGUAGES)


def test_a_time_that_a_clock_change_skips_is_never_returned() -> None:
    """02:30 on the night clocks go forward does not exist; it is asked about, not moved."""
    now = datetime(2027, 3, 20, 9, tzinfo=UTC)
    when = resolve("28 march at 02:30", now=now, zone=BERLIN, language="en")
    assert when.question is Question.IMPOSSIBLE_DATE
    assert not when.windows


def test_a_time_that_a_clock_change_repeats_is_asked_about() -> None:
    """02:30 on the night clocks go back happens twice; both are given with the question."""
    now = datetime(2027, 10, 20, 9, tzinfo=UTC)
    when = resolve("31 october at 02:30", now=now, zone=BERLIN, language="en")
    assert when.question is Question.AMBIGUOUS_TIME
    assert len(when.windows) == 2


def test_next_tuesday_said_on_a_monday_is_asked_about() -> None:
    """On a Monday "next Tuesday" may be tomorrow or a week later."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    when = resolve("next Tuesday at 5", now=now, zone=BERLIN, language="en")
    assert when.question is Question.AMBIGUOUS_DAY
    assert [w.start.astimezone(ZoneInfo(BERLIN)).day for w in when.windows] == [24, 1]


def test_the_same_words_mean_the_same_wall_clock_across_a_clock_change() -> None:
    """Ten o'clock stays ten o'clock on the wall before and after the change."""
    now = datetime(2027, 3, 24, 9, tzinfo=UTC)
    for said in ("friday at 10", "monday at 10"):
        when = resolve(said, now=now, zone=BERLIN, language="en")
        assert when.windows[0].start.astimezone(ZoneInfo(BERLIN)).hour == 10


def test_the_clock_said_is_kept_for_choosing_a_slot() -> None:
    """ "The 15:30" names no day, but says which of the offered times is meant."""
    when = resolve("the one at 15:30", now=NOW, zone=BERLIN, language="en")
    assert [(c.hour, c.minute) for c in when.clocks] == [(15, 30)]


WORDS = """thursday next at 3 5pm 14:30 31 3.12. 12/3 tomorrow not before after or and between
week in two december 99 24:00 25:61 noon morning - to the 3rd CET berlin any"""
words = st.sampled_from(WORDS.split())


@settings(max_examples=150, deadline=None)
@given(said=st.lists(words, max_size=8).map(" ".join), language=st.sampled_from(LANGUAGES))
def test_any_row_of_words_gives_sound_windows(said: str, language: str) -> None:
    """Whatever is typed, windows are aware, ordered, in the future and say their words."""
    when = resolve(said, now=NOW, zone="America/Sao_Paulo", language=language)
    for one in when.windows:
        assert one.start.tzinfo is UTC
        assert NOW <= one.start < one.end
        assert one.words
