"""What was written by hand to learn from: companies' pages with questions to them, and pairs.

``pages/TRADE/NAME.md`` has a company's pages, each from its ``# title`` on; ``NAME.tsv`` a question
a line: its language, the key (a piece of the page that answers it, or ``row|column|value``; several
divided by `` ;; ``; nothing where no page answers) and the question. ``pairs/*.tsv`` has a sentence
a line: its language and heading, the sentence, two questions that it answers, each after its
language, and one beside it that it does not answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.brains.playbook.finding.units import Unit
from agent.brains.playbook.quoting.fragments import Passage
from salesgenix.knowledge.rules import PageDraft, split

HERE = Path(__file__).parent
KEPT_APART = "apart"  # nothing is trained by this trade, so that weights can be fitted by it
_PAGE = re.compile(r"(?m)^(?=# )")
_REMARK = re.compile(r"<!--.*?-->\n?")
_UNTIDY = re.compile(r"[\s*]+")
_PARTS_OF_A_CELL = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to a company; ``keys`` is empty where its pages do not answer."""

    company: str
    trade: str
    language: str
    text: str
    keys: tuple[str, ...]
    passages: tuple[Passage, ...]

    def is_answered_by(self, unit: Unit) -> bool:
        return any(_is_in(key, unit) for key in self.keys)


@dataclass(frozen=True, slots=True)
class Pair:
    heading: str
    sentence: str
    questions: tuple[str, str]
    beside: str

    @property
    def piece(self) -> str:
        return f"{self.heading}. {self.sentence}"


def askings() -> Iterator[Asking]:
    for file in sorted(HERE.glob("pages/*/*.md")):
        passages = _passages(file)
        for line in file.with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
            language, keys, text = line.split("\t")
            held = tuple(key.strip() for key in keys.split(" ;; ") if key.strip())
            yield Asking(file.stem, file.parent.name, language, text, held, passages)


def pairs() -> Iterator[Pair]:
    for file in sorted(HERE.glob("pairs/*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            _, heading, sentence, _, first, _, second, beside = line.split("\t")
            yield Pair(heading, sentence, (first, second), beside)


def _passages(file: Path) -> tuple[Passage, ...]:
    pages = _PAGE.split(_REMARK.sub("", file.read_text(encoding="utf-8")))
    return passages_of(
        [(page.splitlines()[0].removeprefix("# ").strip(), page) for page in pages if page.strip()]
    )


def passages_of(pages: Sequence[tuple[str, str]]) -> tuple[Passage, ...]:
    """Of pages by title and text, as the product cuts them."""
    found: list[Passage] = []
    for title, text in pages:
        for place, piece in enumerate(split(PageDraft(title, title, text))):
            at = len(found)
            found.append(Passage(str(at), title, piece.heading, piece.text, at, place))
    return tuple(found)


def _is_in(key: str, unit: Unit) -> bool:
    parts = [_tidy(part) for part in key.split("|")]
    if len(parts) == _PARTS_OF_A_CELL:
        return [_tidy(unit.label), _tidy(unit.column)] == parts[:2]
    return not unit.is_cell and _tidy(key).removeprefix("- ") in _tidy(unit.text)


def _tidy(text: str) -> str:
    return _UNTIDY.sub(" ", text).strip()
