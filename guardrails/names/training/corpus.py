"""Messages with the people in them marked, written from skeletons and made as untidy as real ones.

Everything is drawn from one seeded source of chance: the same seed gives the same corpus.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple, cast

from guardrails.names.training.people import People, bent, load, without_accents

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_HERE = Path(__file__).parent
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PIECE = re.compile(r"[^\W\d_]+|[\W\d_]+")
_SLOT = re.compile(r"\{(\w)(?::(\w))?\}")
_PEOPLE = frozenset("NFGSL")
_BRAND_STARTS = (
    "Nord Sky Data Cloud Blue Lumen Velo Terra Aqua Nova Inter Pro Net Opti Smart Flex Euro Trans "
    "Bio Medi Fin Log Agri Solar Hyper Meta Omni Uni Neo Alpha Delta Vita Kern Stadt Berg Wald See "
    "Green Bright Clear Fast Iron Silver Pico Quant Astra Orbit Pixel Echo Zen Arc"
)
_BRAND_ENDS = (
    "ly io ix ara tec soft ware halle werk hub base flow wave point path gate line bit desk mind "
    "works labs beam forge loop stack pay cart ship track logic via ium era on ista force dock"
)
_FIRM_WORDS = (
    "Logic Digital Labs Analytics Partners Group Media Foods Motors Studios Systems Logistics "
    "Consulting Capital Bank Energy Software Solutions Ventures Airlines Hotels Pharma Industries "
    "GmbH AG Ltd Inc LLC S.A. SL SARL Srl BV Sp. KG SE Lda & Co"
)
_TITLES = {
    "en": "Mr|Mrs|Ms|Mr.|Mrs.|Dr|Dr.|Prof.|Miss|Sir|mister|doctor|professor",
    "de": "Herr|Frau|Herrn|Hr.|Fr.|Dr.|Prof.|Herr Dr.|Frau Dr.|Familie|Dipl.-Ing.",
    "fr": "M.|Mme|Monsieur|Madame|Mlle|Me|Maître|Dr|docteur|mr|mme|la famille",
    "es": "Sr.|Sra.|señor|señora|el señor|la señora|don|doña|Srta.|Dr.|Dra.|Lic.|Ing.|los",
    "it": "sig.|sig.ra|Sig.|Sig.ra|signor|signora|il signor|la signora|dott.|dott.ssa|Ing.|avv.|"
    "geom.|l'avvocato|l'ingegner|l'architetto",
    "pt": "Sr.|Sra.|senhor|senhora|o senhor|a senhora|dona|seu|D.|Dr.|Dra.|Eng.|Eng.º|Prof.|"
    "a dona|o dr.",
    "nl": "dhr.|mevr.|mevrouw|meneer|de heer|mw.|dr.|drs.|ir.|mr.|fam.|familie",
    "pl": "pan|pani|Pan|Pani|p.|dr|mgr|inż.|mgr inż.|prof.|państwo",
}
# Up to here the drawn number asks for a thing with a name, from 0.17 on.
_OF_THINGS = 0.37
_MAIL_HOSTS = "acme.com mail.de web.de orange.fr gmail.com company.org firma.pl studio.it"


class _Marked(NamedTuple):
    text: str
    people: list[tuple[int, int]]
    is_telling: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """``is_telling``: what stands round the people says that they are people."""

    text: str
    people: tuple[tuple[int, int], ...]
    is_telling: bool = True


class Corpus:
    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self.people = People(self._chance)
        self._slots = _slots()
        common = cast("dict[str, list[str]]", load("common.json.gz"))
        self._common = common
        self._places = cast("list[str]", load("places.json.gz"))
        self._clean = cast("dict[str, list[str]]", load("sentences.json.gz"))
        every = _lines("any")
        self._skeletons = {language: (_lines(language), every) for language in LANGUAGES}
        self._things = {language: _lines(f"things/{language}") for language in LANGUAGES}
        self._fillers: dict[str, Callable[[str], str]] = {
            "N": self.people.anybody, "F": self.people.a_full_name, "G": self.people.a_given,
            "S": self.people.a_surname, "L": self.people.last_first, "C": self._firm,
            "B": self._brand, "E": self._mail, "H": self._phone, "X": self._word,
            "P": self._phrase, "T": self._place, "Y": self._thing,
            "U": self._kind_after,
        }  # fmt: skip

    def examples(self, count: int) -> Iterator[Example]:
        for _ in range(count):
            language = self._chance.choice(LANGUAGES)
            drawn = self._chance.random()
            if drawn < 0.07:
                marked = _Marked(self._chance.choice(self._clean[language]), [])
            else:
                marked = self._written(language)
                if self._chance.random() < 0.2:
                    marked = self._joined(marked, self._written(language))
            yield self._untidy(marked, language)

    def _written(self, language: str) -> _Marked:
        own, every = self._skeletons[language]
        drawn = self._chance.random()
        things = self._things[language]
        source = every if drawn < 0.17 else things if drawn < _OF_THINGS else own
        return self._filled(self._chance.choice(source), language)

    def _joined(self, first: _Marked, second: _Marked) -> _Marked:
        between = self._chance.choice((". ", ", ", "\n", "? ", "! ", " ", "\n\n", " - "))
        start = len(first.text) + len(between)
        moved = [(start + a, start + b) for a, b in second.people]
        return _Marked(
            first.text + between + second.text,
            first.people + moved,
            first.is_telling and second.is_telling,
        )

    def _filled(self, skeleton: str, language: str) -> _Marked:
        chosen = _CHOICE.sub(lambda m: self._chance.choice(m[1].split("|")), skeleton)
        chosen = chosen.replace("\\n", "\n").replace(" {U}", "{U}")
        text, people, position = "", list[tuple[int, int]](), 0
        firm_before = re.search(r"\[[^\]]*(?:Hotel|Hôtel|Autohaus)[^\]]*\] \{S\}", skeleton)
        for slot in _SLOT.finditer(chosen):
            text += chosen[position : slot.start()]
            filled = self._fill(slot[1], slot[2], language)
            if slot[1] == "N" and self._chance.random() < 0.14:
                text += self._chance.choice(_TITLES[language].split("|")) + " "
                if self._chance.random() < 0.7:
                    filled = self._fill("S", slot[2], language)
            if slot[1] in _PEOPLE and not firm_before:
                people.append((len(text), len(text) + len(filled)))
            text += filled
            position = slot.end()
        text += chosen[position:]
        if self._chance.random() < 0.12 and "\n" not in text:
            more = self._phrase(language)
            text += self._chance.choice((". ", ", ", "\n", "? ", "! ")) + more
        return _Marked(text, people, is_telling="{X}" not in skeleton)

    def _fill(self, kind: str, case: str | None, language: str) -> str:
        if kind in self._fillers:
            filled = self._fillers[kind](language)
        else:
            pool = self._slots[kind].get(language) or self._slots[kind]["any"]
            filled = self._chance.choice(pool)
        return bent(filled, case) if case and self._chance.random() < 0.9 else filled

    def _firm(self, language: str) -> str:
        chance, drawn = self._chance, self._chance.random()
        if drawn < 0.35:
            return chance.choice(self._slots["C"]["any"])
        word = chance.choice(_FIRM_WORDS.split())
        if drawn < 0.6:
            return f"{self._brand(language)} {word}"
        if drawn < 0.85:
            return f"{self.people.a_surname(language)} {word}"
        return self._brand(language)

    def _brand(self, language: str) -> str:
        del language
        chance = self._chance
        if chance.random() < 0.65:
            return chance.choice(self._slots["B"]["any"])
        first, second = (chance.choice(parts.split()) for parts in (_BRAND_STARTS, _BRAND_ENDS))
        return first + chance.choice((second, second, second.capitalize(), " " + second.title()))

    def _mail(self, language: str) -> str:
        local = without_accents(self.people.a_given(language)).lower().replace(" ", ".")
        host = self._chance.choice(_MAIL_HOSTS.split())
        return f"{local}{self._chance.choice(('', '.k', '77'))}@{host}"

    def _phone(self, language: str) -> str:
        del language
        number = "".join(self._chance.choice("0123456789") for _ in range(8))
        return self._chance.choice(("+49 ", "06", "0", "+48 ")) + number

    def _word(self, language: str) -> str:
        word = self._chance.choice(
            self._common[language][: self._chance.choice((300, 4000, 20000, 40000))]
        )
        if language == "de" and self._chance.random() < 0.2:
            word += self._chance.choice(self._common["de"][:12000])
        capital = 0.5 if language == "de" else 0.08  # German writes its nouns so
        return word.capitalize() if self._chance.random() < capital else word

    def _place(self, language: str) -> str:
        del language
        return self._chance.choice(self._chance.choice((self._places, self._slots["T"]["any"])))

    def _thing(self, language: str) -> str:
        """What a hotel, a product or a street is called: mostly after a person."""
        drawn = self._chance.random()
        if drawn < 0.35:
            return self.people.a_given(language)
        if drawn < 0.55:
            return self.people.a_surname(language)
        if drawn < 0.72:
            return self.people.a_full_name(language)
        if drawn < 0.88:
            return self._place(language)
        return self._word(language).capitalize()

    def _kind_after(self, language: str) -> str:
        word = self._chance.choice(self._slots["U"][language])
        return word if word.startswith("'") else f" {word}"

    def _phrase(self, language: str) -> str:
        drawn = self._chance.random()
        if drawn < 0.35:
            return self._chance.choice(self._slots["P"][language])
        words = self._chance.choice(self._clean[language]).split()
        return " ".join(words[: self._chance.randint(2, 7)])

    def _untidy(self, marked: _Marked, language: str) -> Example:
        text, people, is_telling = marked
        if self._chance.random() < 0.4:
            text, people = self._reworded(text, people, language)
        text = self._recased(text, people)
        if self._chance.random() < 0.12:
            text = _same_length(text, without_accents)
        if self._chance.random() < 0.12:
            text = self._mistyped(text, people)
        if self._chance.random() < 0.1 and text[-1:] in ".!?":
            text = text[:-1]
        return Example(text, tuple(people), is_telling)

    def _reworded(
        self, text: str, people: list[tuple[int, int]], language: str
    ) -> tuple[str, list[tuple[int, int]]]:
        """Some of the words round the names give way to others, fall out or are joined by one."""
        parts: list[str] = []
        moved: list[tuple[int, int]] = []
        position = 0
        for start, end in [*people, (len(text), len(text))]:
            for piece in _PIECE.findall(text[position:start]):
                drawn = self._chance.random()
                if not piece[0].isalpha() or drawn > 0.2:
                    parts.append(piece)
                elif drawn < 0.1:
                    parts.append(self._word(language))
                elif drawn < 0.15:
                    parts.append(f"{self._word(language)} {piece}")
            length = sum(map(len, parts))
            if end > start:
                parts.append(text[start:end])
                moved.append((length, length + end - start))
            position = end
        return "".join(parts), moved

    def _recased(self, text: str, people: list[tuple[int, int]]) -> str:
        drawn = self._chance.random()
        if drawn < 0.3:
            return _same_length(text, str.lower)
        if drawn < 0.345:
            return _same_length(text, str.upper)
        if drawn < 0.375:
            return _same_length(text, str.title)
        if drawn < 0.6:
            change = str.lower if drawn < 0.44 else (str.upper if drawn < 0.47 else str)
            for start, end in people:
                name = _same_length(text[start:end], change)
                text = text[:start] + name + text[end:]
            if drawn > 0.5:
                text = text[:1].upper() + text[1:]
        return text

    def _mistyped(self, text: str, people: list[tuple[int, int]]) -> str:
        """Two neighbouring letters change places, in the length the marks were made for."""
        at = self._chance.randrange(max(1, len(text) - 1))
        pair = text[at : at + 2]
        edge = {place for span in people for place in span}
        if pair.isalpha() and len(pair) > 1 and at + 1 not in edge:
            text = text[:at] + pair[::-1] + text[at + 2 :]
        return text


def _same_length(text: str, change: Callable[[str], str]) -> str:
    changed = change(text)
    return changed if len(changed) == len(text) else text


def _lines(name: str) -> list[str]:
    written = (_HERE / "skeletons" / f"{name}.txt").read_text("utf-8")
    return [line for line in written.split("\n") if line]


def _slots() -> dict[str, dict[str, list[str]]]:
    slots: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in (_HERE / "slots.txt").read_text("utf-8").splitlines():
        head, *values = line.split("|")
        kind, language = head.split()
        slots[kind][language] = values
    every = [job for jobs in slots["J"].values() for job in jobs]
    slots["J"]["any"] = every
    return slots
