"""A passage in pieces that can be quoted as they are: sentences, list items, rows of a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“(]?[A-ZÀ-ÝŁŚŻŹĆ0-9¿¡])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|z\.B|bzw|ca|etc|approx|no|vs|Dr|Mr|Mrs|St|Nr)\.$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_MARKS = {"✓": "yes", "✔": "yes", "✅": "yes", "x": "yes", "X": "yes", "●": "yes",
          "–": "no", "-": "no", "—": "no", "✗": "no", "✘": "no", "❌": "no", "×": "no"}  # fmt: skip
_RULER = re.compile(r"^\|?\s*:?-{2,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """What ``search_knowledge`` found, best first."""

    id: str
    title: str
    heading: str
    text: str
    rank: int
    place: int = 0  # where it stands on its page


@dataclass(frozen=True, slots=True)
class Fragment:
    """A quotable piece. A row keeps its cells by column, so that a question can ask for one."""

    passage: Passage
    order: int
    text: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_row(self) -> bool:
        return bool(self.cells)

    def row(self, columns: Sequence[str] = ()) -> str:
        """The row in words, with only the named columns if any are named."""
        (_, name), *values = self.cells
        wanted = [(head, value) for head, value in values if not columns or head in columns]
        return f"{name} – " + "; ".join(f"{head}: {value}" for head, value in wanted if value) + "."


def passages(found: Sequence[Mapping[str, Any]]) -> list[Passage]:
    return [
        Passage(
            str(item.get("id", "")),
            str(item.get("title") or ""),
            str(item.get("heading") or ""),
            str(item.get("text") or ""),
            rank,
            int(item.get("place") or 0),
        )
        for rank, item in enumerate(found)
    ]


def fragments(passage: Passage) -> list[Fragment]:
    """The passage's pieces in the order of the page."""
    pieces = [piece for block in passage.text.split("\n\n") for piece in _block(passage, block)]
    return [
        Fragment(passage, order, text, cells) for order, (text, cells) in enumerate(pieces) if text
    ]


def sentences(text: str) -> list[str]:
    """Sentences as written. An abbreviation or a decimal point ends none."""
    found: list[str] = []
    for piece in _SENTENCE.split(" ".join(text.split())):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return [sentence for sentence in found if sentence]


def _block(passage: Passage, block: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    lines = block.strip().splitlines()
    if lines and lines[0].lstrip().startswith("|"):
        yield from _table(passage, lines)
        return
    items: list[tuple[bool, list[str]]] = [(False, [])]
    for line in lines:
        if _BULLET.match(line):
            items.append((True, [_BULLET.sub("", line).strip()]))
        elif items[-1][0] and not line.startswith(" "):  # after a list, unless it is indented
            items.append((False, [line]))
        else:
            items[-1][1].append(line.strip())
    for is_item, said in items:
        whole = " ".join(said)
        yield from ((one, ()) for one in ([whole] if is_item and whole else sentences(whole)))


def _table(
    passage: Passage, lines: Sequence[str]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    rows = [_cells(line) for line in lines if not _RULER.match(line.strip())]
    head = rows[0]
    for row in rows[1:]:
        cells = tuple(zip(head, row, strict=False))
        if len(cells) > 1:
            yield Fragment(passage, 0, "", cells).row(), cells


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cells[0], *(_MARKS.get(cell, cell) for cell in cells[1:])]
