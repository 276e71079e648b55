"""A row of a table as a person would say it: the name and its value, then what the value is.

``labels.tsv`` has one column head a line, one column a language; in a cell the wording that is
said stands first, others that pages use after bars. ``#`` stands for a number.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from agent.brains.playbook.quoting.fragments import Fragment
from agent.understanding.words import fold
from salesgenix.knowledge.bridge import LANGUAGES

_NUMBER = re.compile(r"\d+")
_PRICES = re.compile(
    "prices?|costs?|fee|rate|preis|kosten|gebuhr|prix|tarif|cout|precio|coste|prezzo|costo|preco|"
    "custo|prijs|cena|koszt"
)
_ASIDE = re.compile(r"^(?P<head>[^(]+?)(?P<aside>\s*\([^)]*\))$")


def label(head: str, language: str) -> str:
    """A column's head in a language, where it is known; else as the page has it."""
    aside = _ASIDE.match(head)
    plain, rest = (aside["head"], aside["aside"]) if aside else (head, "")
    wordings = _known().get(_shape(plain), {}).get(language)
    if wordings is None or _shape(plain) in map(_shape, wordings):
        return head
    said = wordings[0]
    numbers = iter(_NUMBER.findall(plain))
    return re.sub("#", lambda _: next(numbers, ""), said) + rest


def told(row: Fragment, language: str, marks: Mapping[str, str]) -> str:
    """What a row says in the columns that its text is cut to; ``marks`` say yes and no."""
    (_, name), *cells = row.cells
    chosen = [(head, value) for head, value in cells if value and f"{head}: {value}" in row.text]
    said = [(label(head, language), marks.get(value, value)) for head, value in chosen]
    if len(said) == 1 and said[0][0] and any(sign.isdigit() for sign in said[0][1]):
        head, value = said[0]
        if _PRICES.fullmatch(_shape(head)) and not value.isdigit():
            return f"{name}: {value}."  # that it is a price is seen
        return f"{name}: {value} ({_lowered(head, language)})."
    return f"{name} – " + "; ".join(f"{head}: {value}" for head, value in said) + "."


def _lowered(head: str, language: str) -> str:
    """Within a sentence; German nouns keep their capital, and so does an abbreviation."""
    if language == "de" or not head[1:2].islower():
        return head
    return head[0].lower() + head[1:]


@cache
def _known() -> dict[str, dict[str, list[str]]]:
    page = files("agent.brains.playbook.quoting") / "labels.tsv"
    known: dict[str, dict[str, list[str]]] = {}
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.split("|") for cell in line.split("\t")]
        said = dict(zip(LANGUAGES, cells, strict=True))
        for cell in cells:
            for wording in cell:
                known.setdefault(_shape(wording), said)
    return known


def _shape(head: str) -> str:
    return _NUMBER.sub("#", " ".join(re.findall(r"[\w#]+", fold(head))))
