"""What may be taken from a stranger's page: typed fields, nothing else.

The page is read here and ends here. A field is a choice from a closed list, or a short phrase that
is checked letter by letter: no address, no figure, nothing that speaks to its reader. What does not
pass is dropped, never mended. The acting model is given the fields and never sees the page.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from salesgenix.kit.house_yaml import read_yaml
from salesgenix.knowledge.ports import SitePage

MOST_READ = 20_000  # characters
_LISTS = Path(__file__).with_name("strangers.yaml")


@cache
def _lists() -> Mapping[str, Mapping[str, Any]]:
    lists: dict[str, Any] = read_yaml(_LISTS.read_text(encoding="utf-8"))
    return lists


class SizeBand(StrEnum):
    MICRO = "1-9"
    SMALL = "10-49"
    MEDIUM = "50-249"
    LARGE = "250-999"
    HUGE = "1000+"


_BANDS = (
    (10, SizeBand.MICRO),
    (50, SizeBand.SMALL),
    (250, SizeBand.MEDIUM),
    (1_000, SizeBand.LARGE),
)
_NAME = re.compile(r"[^\W\d_][\w&.'’+\- ]{0,58}[\w.]|[^\W\d_]")
_PHRASE = re.compile(r"[^\W\d_]+(?:(?:[ \-/'’]|, )[^\W\d_]+){0,9}")
_LONGEST_SHORT_NAME = 4  # words
_PLACE = re.compile(r"[^\W\d_]+(?:[ .'’\-]{1,2}[^\W\d_]+){0,3}")
_SPACE = re.compile(r"\s+")


def _plain(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError("no text")  # noqa: TRY004 pydantic turns this one into a refused field
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def speaks(text: str) -> bool:
    """Whether a phrase gives orders, names our own trade or speaks to its reader."""
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    words = re.findall(r"[^\W\d_]+", folded)
    whole, stems = _spoken()
    return any(word in whole or word.startswith(stems) for word in words)


@cache
def _spoken() -> tuple[frozenset[str], tuple[str, ...]]:
    told = str(_lists()["orders"]).split()
    whole = frozenset(word for word in told if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in told if word.endswith("*"))


def _one_of(letters: re.Pattern[str], longest: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > longest or not letters.fullmatch(text):
            raise ValueError("letters")
        if not all(
            unicodedata.name(sign, "").startswith(("LATIN", "SPACE")) or not sign.isalpha()
            for sign in text
        ):
            raise ValueError("script")
        if speaks(text):
            raise ValueError("speaks")
        return text

    return AfterValidator(check)


def _known(kind: str) -> AfterValidator:
    def check(values: tuple[str, ...]) -> tuple[str, ...]:
        if not set(values) <= _lists()[kind].keys():
            raise ValueError("unknown")
        return values

    return AfterValidator(check)


def _country(code: str) -> str:
    if code not in _lists()["countries"]:
        raise ValueError("unknown")
    return code


_Text = Annotated[str, BeforeValidator(_plain)]
Name = Annotated[_Text, _one_of(_NAME, 60)]
Phrase = Annotated[_Text, _one_of(_PHRASE, 80)]
Place = Annotated[_Text, _one_of(_PLACE, 40)]
Listed = tuple[Annotated[str, Field(max_length=30)], ...]


class CompanySheet(BaseModel):
    """What a page says of its company. Every field may be missing."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False)

    name: Name | None = None
    industries: Annotated[Listed, Field(max_length=3), _known("industries")] = ()
    sells: Phrase | None = None
    size: SizeBand | None = None
    city: Place | None = None
    country: Annotated[str, AfterValidator(_country)] | None = None
    technologies: Annotated[Listed, Field(max_length=12), _known("technologies")] = ()
    languages: Annotated[Listed, Field(max_length=8), _known("languages")] = ()
    has_contact: bool = False

    def told(self) -> dict[str, Any]:
        """What there is, as JSON."""
        return self.model_dump(mode="json", exclude_defaults=True)


def sheet_of(claimed: object) -> CompanySheet:
    """The fields of ``claimed`` that are sound; a list loses its unsound items, not the rest."""
    given = claimed if isinstance(claimed, dict) else {}
    sound: dict[str, Any] = {}
    for field in CompanySheet.model_fields:
        value = given.get(field)
        items = value if isinstance(value, list | tuple) else None
        if items is not None and field in _LISTED:
            known = _lists()[field].keys()
            value = tuple(
                dict.fromkeys(one for one in items[:50] if isinstance(one, str) and one in known)
            )[: _LISTED[field]]
        try:
            CompanySheet.model_validate({field: value})
        except ValueError:
            continue
        sound[field] = value
    return CompanySheet.model_validate(sound)


_LISTED = {"industries": 3, "technologies": 12, "languages": 8}


def read_page(page: SitePage) -> CompanySheet:
    """The fields as code finds them; the same page gives the same fields."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", f"{page.title}. {page.text}"))[:MOST_READ]
    folded = text.casefold()
    return sheet_of(
        {
            "name": _name_in(page.title, text),
            "industries": list(_found("industries", folded))[:3],
            "sells": _first(_SELLS, text),
            "size": _size_in(folded),
            "city": _first(_CITY, text),
            "country": next(iter(_found("countries", folded)), None),
            "technologies": list(_found("technologies", folded))[:12],
            "languages": list(_found("languages", folded))[:8],
            "has_contact": bool(_CONTACT.search(folded)),
        }
    )


def joined(first: CompanySheet, second: CompanySheet) -> CompanySheet:
    """``first``, with what only ``second`` knows."""
    return first.model_copy(
        update={
            field: getattr(second, field)
            for field in CompanySheet.model_fields
            if not getattr(first, field)
        }
    )


def schema_text() -> str:
    """What a model is asked for: each field with its closed list."""
    lists = {name: sorted(_lists()[name]) for name in ("industries", "technologies", "languages")}
    lines = [f"- `{name}`: a list, each one of {', '.join(words)}" for name, words in lists.items()]
    lines += [
        f"- `size`: one of {', '.join(SizeBand)}",
        f"- `country`: one of {', '.join(sorted(_lists()['countries']))}",
        "- `name`: at most 60 letters",
        "- `sells`: a noun phrase of at most ten words, letters only",
        "- `city`: at most 40 letters",
        "- `has_contact`: true or false",
    ]
    return "\n".join(lines)


_LEGAL = (
    r"(?:GmbH(?: & Co\. ?KG)?|AG|SE|Ltd|Limited|Inc|LLC|PLC|S\.?A\.?S?|S\.?r\.?l|S\.?p\.?A|S\.?L|"
    r"B\.?V|N\.?V|Sp\. z o\.o|Lda|Oy|AB|ApS)"
)
_WITH_LEGAL = re.compile(rf"\b((?:[A-Z\u00c0-\u00de0-9][\w&'’+\-]*\s){{1,4}}{_LEGAL})\b\.?")
_TITLE_CUT = re.compile(r"\s+[|–—·:»-]\s+|\s*[|»]\s*")
_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)?"
_SELLS = re.compile(
    r"\b(?:we|wir|nous|nosotros|noi|nós|wij|my)\s(?:\w+\s)?"
    r"(?:make|build|sell|offer|provide|produce|manufacture|develop|bieten|bauen|entwickeln|verkaufen|"
    r"liefern|vendons|proposons|fabriquons|vendemos|ofrecemos|fabricamos|vendiamo|offriamo|produciamo|"
    r"verkopen|leveren|maken|oferujemy|produkujemy|sprzedajemy)\s"
    rf"({_WORD}(?:(?: |, ){_WORD}){{0,9}})(?=\s?[.;:!?(]|\s?$)",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"\b(?:based in|headquartered in|located in|offices? in|sitz in|basée? à|située? à|"
    r"con sede en|con sede a|com sede em|gevestigd in|z siedzibą w|\d{5}) "
    r"((?-i:[A-Z\u00c0-\u00de])[^\W\d_]+(?:[ \-](?-i:[A-Z\u00c0-\u00de])[^\W\d_]+){0,2})",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(\d{1,3}(?:[.,' ]\d{3})?|\d{1,6})\s?\+?\s(?:\w+\s){0,2}"
    r"(?:employees|people|colleagues|staff|mitarbeite\w+|kolleg\w+|beschäftigte|salariés|collaborateurs|empleados|dipendenti|collaboratori|colaboradores|"
    r"funcionários|medewerkers|pracownik\w+)\b"
)
_CONTACT = re.compile(
    r"\b(?:contact(?:o|er|ez)?|kontakt\w*|impressum|contatt\w+|contato|get in touch|talk to us)\b"
)


def _name_in(title: str, text: str) -> str | None:
    found = _WITH_LEGAL.search(text)
    parts = [part.strip() for part in _TITLE_CUT.split(title) if part.strip()]
    short = min(parts, key=len, default=None) if len(parts) > 1 else (parts[0] if parts else None)
    if short is not None and len(short.split()) <= _LONGEST_SHORT_NAME:
        return short
    return found[1].strip() if found else None


def _size_in(folded: str) -> SizeBand | None:
    found = _PEOPLE.search(folded)
    if found is None:
        return None
    count = int(re.sub(r"\D", "", found[1]))
    return next((band for limit, band in _BANDS if count < limit), SizeBand.HUGE)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1].strip() if found else None


def _found(kind: str, folded: str) -> Iterable[str]:
    """The codes whose words the page uses, the most used first."""
    counts = {code: len(pattern.findall(folded)) for code, pattern in _patterns(kind).items()}
    return sorted((code for code, n in counts.items() if n), key=lambda code: -counts[code])


@cache
def _patterns(kind: str) -> dict[str, re.Pattern[str]]:
    return {
        code: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
        for code, words in _lists()[kind].items()
    }
