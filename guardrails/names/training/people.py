"""Invented people: names put together from lists of given names and surnames of many origins."""

import gzip
import json
import re
import unicodedata
from pathlib import Path
from random import Random
from typing import cast

from guardrails.names.features import fold

_DATA = Path(__file__).parent / "data"
_AT_HOME = {
    "en": "en en_US en_GB en_IE en_NZ +in +ng",
    "de": "de_DE de_AT de_CH tr_TR +tr hr_HR",
    "fr": "fr_FR fr_BE fr_CA fr_CH fr_DZ +ar +ng",
    "es": "es_ES es_MX es_CO es_AR es_CL es_CA",
    "it": "it_IT it_IT it_IT ro_RO",
    "pt": "pt_PT pt_BR pt_BR pt_PT +ng",
    "nl": "nl_NL nl_BE nl_NL tr_TR +ar",
    "pl": "pl_PL pl_PL +pl2 uk_UA",
}
_LINKS = {
    "de": ("von", "von der", "zu", "van", "von und zu"),
    "fr": ("de", "de la", "d'", "Le", "du", "de La", "des"),
    "es": ("de", "de la", "del", "y"),
    "it": ("De", "Di", "Della", "D'", "di", "Dell'", "La", "Lo", "Dal"),
    "pt": ("da", "de", "dos", "do"),
    "nl": ("van", "van der", "de", "van den", "ter", "van 't"),
    "pl": ("de", "von"),
    "en": ("O'", "Mc", "van", "St."),
}
_SOFT = {"k": "c", "g": "dz", "r": "rz", "t": "ci", "d": "dzi", "ł": "l", "n": "ni", "m": "mi"}


def load(name: str) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(gzip.decompress((_DATA / name).read_bytes())))


class People:
    def __init__(self, chance: Random) -> None:
        self._chance = chance
        lists = cast("dict[str, dict[str, list[str]]]", load("people.json.gz"))
        self.given = {origin: kinds["given"] for origin, kinds in lists.items() if kinds["given"]}
        self.surnames = {at: kinds["surnames"] for at, kinds in lists.items() if kinds["surnames"]}

    def _from(self, lists: dict[str, list[str]], language: str) -> str:
        """Mostly of the language's own countries; every other origin often enough."""
        chance = self._chance
        home = [origin for origin in _AT_HOME[language].split() if origin in lists]
        origin = chance.choice(home if home and chance.random() < 0.55 else sorted(lists))
        return chance.choice(lists[origin])

    def a_given(self, language: str) -> str:
        name = self._from(self.given, language)
        if self._chance.random() < 0.06 and "-" not in name:
            joint = self._chance.choice(("-", " "))
            name += joint + self._from(self.given, language)
        return name

    def a_surname(self, language: str) -> str:
        name, chance = self._from(self.surnames, language), self._chance.random()
        if chance < 0.06:
            return f"{name}-{self._from(self.surnames, language)}"
        if chance < 0.17 and language in _LINKS:
            link = self._chance.choice(_LINKS[language])
            return link + ("" if link.endswith(("'", "Mc")) else " ") + name
        if chance < 0.26 and language in {"es", "pt"}:
            return f"{name} {self._from(self.surnames, language)}"
        return name

    def a_full_name(self, language: str) -> str:
        given, surname = self.a_given(language), self.a_surname(language)
        chance = self._chance.random()
        if chance < 0.08:
            initials = f"{given[0].upper()}." + self._chance.choice(("", " M.", "J."))
            return f"{initials} {surname}"
        if chance < 0.11:
            return f"{given} {self._chance.choice('ABCDEFGHJKLMNPRSTW')}. {surname}"
        if chance < 0.15:
            return f"{surname} {given}"
        return f"{given} {surname}"

    def last_first(self, language: str) -> str:
        comma = self._chance.choice((", ", ", ", ",", " "))
        name = f"{self.a_surname(language)}{comma}{self.a_given(language)}"
        return name.upper() if self._chance.random() < 0.2 else name

    def anybody(self, language: str) -> str:
        chance = self._chance.random()
        if chance < 0.42:
            return self.a_given(language)
        if chance < 0.86:
            return self.a_full_name(language)
        return self.a_surname(language)


def bent(name: str, case: str) -> str:
    """A Polish name in another case: good enough to teach the endings, not a grammar."""
    parts = name.split(" ")
    female = any(part.endswith("a") for part in parts)
    return " ".join(_bent_one(part, case, female=female) for part in parts)


def _bent_one(name: str, case: str, *, female: bool) -> str:
    if name.endswith(("ska", "cka")):
        return name[:-1] + {"i": "ą", "g": "iej", "d": "iej", "v": "a"}[case]
    if name.endswith(("ski", "cki")):
        return name[:-1] + {"i": "im", "g": "iego", "d": "iemu", "v": "i"}[case]
    if name.endswith("a"):
        stem = name[:-1]
        soft = stem[:-1] + _SOFT.get(stem[-1:], stem[-1:]) if stem else stem
        genitive = "i" if stem.endswith(("k", "g", "i", "l", "j")) else "y"
        dative = soft + ("e" if not soft.endswith(("l", "j")) else "i")
        return {"i": stem + "ą", "g": stem + genitive, "d": dative, "v": stem + "o"}[case]
    if female or not name or name[-1] in "eiouyąęéóáà":
        return name
    linked = "i" if name.endswith(("k", "g")) else ""
    if name.endswith("ek"):
        name, linked = name[:-2] + "k", "i"
    return name + {"i": linked + "em", "g": "a", "d": "owi", "v": "ie"}[case]


def letters_only(name: str) -> list[str]:
    return [fold(part) for part in re.split(r"[^\w-]+", name) if part]


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(
        str.maketrans("łŁøØ", "lLoO")
    )
