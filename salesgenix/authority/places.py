"""Where a person may be, and when it is night nowhere there.

Of a person whose clock is unknown every clock counts that may be theirs: all of their country when
that is known; otherwise all of the countries in which the workspace or one of its people is, since
a company sells where it has people. The world as a whole is no answer: it is always night
somewhere, and nothing would ever leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from salesgenix.authority.terms import QuietHours, Situation

HORIZON = timedelta(days=8)  # a week has every weekday, and a change of the clocks at most


def clocks(situation: Situation) -> tuple[ZoneInfo, ...]:
    """Every clock that may be the recipient's; ``ZoneInfoNotFoundError`` for one nobody knows."""
    if situation.recipient_zone:
        return (ZoneInfo(situation.recipient_zone),)
    country = situation.person.country if situation.person else None
    named = zones_of(country) if country else ()
    return tuple(ZoneInfo(name) for name in named or _at_home(situation))


def zones_of(country: str) -> tuple[str, ...]:
    """The IANA zones of an ISO 3166 country; none for one that has none."""
    return _zones()[0].get(country.upper(), ())


def country_of(zone: str) -> str | None:
    """Where the zone lies; ``None`` for one that lies nowhere, such as UTC."""
    return _zones()[1].get(zone)


def next_awake(
    quiet: Sequence[QuietHours], zones: Sequence[ZoneInfo], now: datetime
) -> datetime | None:
    """The first moment from ``now`` on that is quiet nowhere; ``None`` when there is none."""
    moment = now
    while moment - now <= HORIZON:
        ends = list(_quiet_ends(quiet, zones, moment))
        if not ends:
            return moment
        moment = max(ends)
    return None


def _quiet_ends(
    quiet: Sequence[QuietHours], zones: Sequence[ZoneInfo], moment: datetime
) -> Iterator[datetime]:
    for zone in zones:
        local = moment.astimezone(zone)
        yield from (hours.over_at(moment, zone) for hours in quiet if hours.covers(local))


def _at_home(situation: Situation) -> tuple[str, ...]:
    homes = {situation.workspace_zone, *situation.team_zones}
    return tuple(sorted(frozenset(_whole_country(homes))))


def _whole_country(zones: Iterable[str]) -> Iterator[str]:
    for zone in zones:
        country = country_of(zone)
        yield from (zones_of(country) if country else (zone,))


@cache
def _zones() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Zones by country and countries by zone, as ``zone.tab`` of the time zone database says."""
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    zones: dict[str, list[str]] = {}
    for country, _, zone, *_ in lines:
        zones.setdefault(country, []).append(zone)
    return (
        {country: tuple(named) for country, named in zones.items()},
        {zone: country for country, _, zone, *_ in lines},
    )
