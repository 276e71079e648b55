"""The marked messages of the tests, as the benchmark reads them."""

import re
import sys
from pathlib import Path

from guardrails.entities import Entity
from tests.guardrails.evaluation.scoring import DOUBTFUL, Marked, read_messages

SETS = Path(__file__).parents[1] / "tests" / "guardrails" / "evaluation"
TUNING = ("messages", "harder", "later")
HELD_OUT = ("chat_a", "chat_b", "service_a", "service_b", "adversarial_a", "adversarial_b")
_KIND = re.compile(r"\{([A-Z_]+)\|")
_RESERVED = re.compile(r"\.example\b")


def read_sets() -> dict[str, list[Marked]]:
    """The tuning sets as one, which flatter us, and each half of the held-out ones."""
    sets = {"tuning": [m for name in TUNING for m in read(SETS / f"{name}.tsv")]}
    return sets | {name: read(SETS / f"held_out_{name}.tsv") for name in HELD_OUT}


def read(path: Path) -> list[Marked]:
    """A peer knows no reserved top-level domain, so that one becomes a real one of equal length."""
    _refuse_what_is_not_marked(path)
    return [
        Marked(m.language, _RESERVED.sub(".company", m.text), m.gold, m.doubtful)
        for m in read_messages(path)
    ]


def _refuse_what_is_not_marked(path: Path) -> None:
    """A slip in somebody's own file would otherwise be scored as a miss."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        unknown = set(_KIND.findall(line)) - {*Entity, DOUBTFUL}
        if unknown:
            sys.exit(f"{path.name}, line {number}: there is no kind {unknown.pop()!r}.")
        if line and "\t" not in line:
            sys.exit(f"{path.name}, line {number}: no tab between the language and the text.")


def read_replies(name: str) -> list[Marked]:
    lines = (SETS / f"{name}.txt").read_text("utf-8").split("\n")
    return [Marked("en", line, ()) for line in lines if line]
