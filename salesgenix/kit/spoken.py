"""How an instant is written to a person: in their language, on their clock, with the zone named."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom",
    "it": "lun mar mer gio ven sab dom",
    "pt": "seg ter qua qui sex sáb dom",
    "nl": "ma di wo do vr za zo",
    "pl": "pon. wt. śr. czw. pt. sob. niedz.",
}
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
}
ORDERS = {"de": "{weekday} {day}. {month}, {clock} ({place})"}
ORDER = "{weekday} {day} {month}, {clock} ({place})"


def spoken(instant: datetime, zone: str, language: str) -> str:
    """``Thu 26 Nov, 15:30 (Berlin)``; English for a language that is not listed."""
    local = instant.astimezone(ZoneInfo(zone))
    tongue = language[:2] if language[:2] in WEEKDAYS else "en"
    return ORDERS.get(tongue, ORDER).format(
        weekday=WEEKDAYS[tongue].split()[local.weekday()],
        day=local.day,
        month=MONTHS[tongue].split()[local.month - 1],
        clock=f"{local:%H:%M}",
        place=place_of(zone),
    )


def spoken_day(day: date, language: str) -> str:
    """``Tue 8 Dec 2026``; English for a language that is not listed."""
    tongue = language[:2] if language[:2] in WEEKDAYS else "en"
    weekday, month = WEEKDAYS[tongue].split()[day.weekday()], MONTHS[tongue].split()[day.month - 1]
    return f"{weekday} {day.day}{'.' if tongue == 'de' else ''} {month} {day.year}"


def place_of(zone: str) -> str:
    """``America/New_York`` as people say it: ``New York``."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
