"""Pages in the smallest pieces that can answer: cells of tables, sentences, items of lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.brains.playbook.finding.reading import Word, tokens, words
from agent.brains.playbook.quoting.figures import MONEY
from agent.brains.playbook.quoting.fragments import Fragment, Passage, fragments
from salesgenix.knowledge.bridge import language_of

_ASIDE = re.compile(r"(?<=\w)\s*\([^)]*\)\s*$")  # "Large (up to 2 m)" is called Large
SHORTEST = 2  # words
_NAMED = re.compile(r"\b[A-ZÀ-Ý][\w+]{2,}(?: (?:\d{1,4}|[A-Z]))\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` is what would be said. A cell has its row's name and its column's head."""

    fragment: Fragment
    text: str
    own: tuple[Word, ...]
    head: tuple[Word, ...]
    title: tuple[Word, ...]
    around: tuple[Word, ...]
    label: str = ""
    column: str = ""
    value: str = ""

    @property
    def passage(self) -> Passage:
        return self.fragment.passage

    @property
    def is_cell(self) -> bool:
        return bool(self.column)

    @property
    def has_money(self) -> bool:
        return MONEY.search(self.value or self.text) is not None


@lru_cache(maxsize=512)
def units(passage: Passage) -> tuple[Unit, ...]:
    return tuple(_units(passage))


def _units(passage: Passage) -> Iterator[Unit]:
    spoken = (language_of(f"{passage.title}. {passage.heading}. {passage.text}"),)
    heading = "" if passage.heading == passage.title else passage.heading
    head, title = words(heading, spoken), words(passage.title, spoken)
    pieces = _joined(fragments(passage))
    for piece in pieces:
        if not piece.is_row:
            near = [p.text for p in pieces if not p.is_row and abs(p.order - piece.order) == 1]
            around = words(" ".join(near), spoken)
            yield Unit(piece, piece.text, words(piece.text, spoken), head, title, around)
            continue
        (first, label), *cells = piece.cells
        about = head + words(first, spoken)
        yield Unit(piece, piece.text, words(piece.text, spoken), about, title, (), label=label)
        for column, value in cells:
            if value:
                own = words(f"{label} {column} {value}", spoken)
                text = piece.row([column])
                yield Unit(
                    piece, text, own, about, title, (), label=label, column=column, value=value
                )


def _joined(pieces: Sequence[Fragment]) -> list[Fragment]:
    """``No.`` says nothing without the sentence after it, nor a question without its answer."""
    joined: list[Fragment] = []
    for piece in pieces:
        if joined and not piece.is_row and _is_open(joined[-1]):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def _is_open(piece: Fragment) -> bool:
    return not piece.is_row and (
        len(piece.text.split()) < SHORTEST or piece.text.rstrip().endswith("?")
    )


def labels(passages: Sequence[Passage]) -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Names of things on the pages, each with those that stand beside it: one is not another."""
    groups: list[set[tuple[str, ...]]] = []
    for passage in passages:
        rows = [piece for piece in fragments(passage) if piece.is_row]
        if rows:
            groups.append({tokens(_ASIDE.sub("", row.cells[0][1])) for row in rows})
            groups.append({tokens(column) for column, _ in rows[0].cells[1:]})
    named = {tokens(found) for p in passages for found in _NAMED.findall(f"{p.heading}. {p.text}")}
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for name in named:
        by_first.setdefault(name[0], set()).add(name)
    groups += by_first.values()
    beside: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for group in groups:
        for name in group:
            if name:
                beside[name] = beside.get(name, frozenset()) | (frozenset(group) - {name, ()})
    return beside
