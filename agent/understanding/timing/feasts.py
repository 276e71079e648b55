"""Days that have a name instead of a date: Christmas Eve, Easter Monday, the first of May."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from salesgenix.kit.house_yaml import read_yaml

_DAY = timedelta(days=1)
_CHRISTMAS = (12, 26)
VAGUE = frozenset({"christmasbreak", "summerbreak", "easterbreak"})  # no one knows their ends


@cache
def _almanac() -> dict[str, Any]:
    path = files("agent.understanding.timing") / "feasts.yaml"
    declared: dict[str, Any] = read_yaml(path.read_text("utf-8"))
    return declared


def feast_names(language: str) -> dict[str, str]:
    """The patterns that name each feast in a language, one a line."""
    return {f"feast.{name}": lines for name, lines in _almanac()["names"][language].items()}


def feast(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a feast, the next time that it is not over."""
    if name == "holidays" and (today.month, today.day) > _CHRISTMAS:
        name = "newyear"  # once Christmas is over, those that are left
    return next(days for days in _ahead(name, today.year) if days[1] >= today)


def _ahead(name: str, year: int) -> Iterator[tuple[date, date]]:
    yield from (_in_year(name, year + ahead) for ahead in range(-1, 3))


def _in_year(name: str, year: int) -> tuple[date, date]:
    if name == "newyear":  # the eve, and the day after midnight
        return date(year, 12, 31), date(year + 1, 1, 1)
    if name in _almanac()["nth"]:
        month, weekday, which = (int(n) for n in _almanac()["nth"][name].split())
        every = [date(year, month, 1) + _DAY * n for n in range(31)]
        named = [day for day in every if day.month == month and day.weekday() == weekday]
        day = named[which - (which > 0)]
        return day, day
    moved = _almanac()["from_easter"].get(name)
    if moved is not None:
        ahead = [int(n) for n in str(moved).split()]
        return easter(year) + _DAY * ahead[0], easter(year) + _DAY * ahead[-1]
    said = str(_almanac()["fixed"][name]).split()
    first, last = (date.fromisoformat(f"{year}-{said[n]}") for n in (0, -1))
    return first, last


def easter(year: int) -> date:
    """Easter Sunday, after Butcher (Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
