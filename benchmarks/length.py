"""Turn 500 of one conversation beside turn 5: what was said long ago must cost nothing now.

Complete turns through the widget's API with a hosted brain on the local model server.
"""

import sys
from tempfile import TemporaryDirectory

from benchmarks.children import Child, serving
from benchmarks.figures import median, ratio, table
from benchmarks.talking import PLAIN, OurTalk, new_text, timed

LAST = 500
WINDOW = 9


def main() -> None:
    last = int(sys.argv[1]) if len(sys.argv) > 1 else LAST
    with (
        TemporaryDirectory(prefix="salesgenix-bench-") as folder,
        serving("benchmarks.model_server") as model,
        serving("benchmarks.ours", model.url, "guarded", folder) as child,
    ):
        warm_up = OurTalk(child)
        _window(warm_up, child, 3)
        warm_up.close()
        early, late = _measure(child, last)
    rows = [
        ("turn 5", f"{early[0]:.1f}", f"{early[1]:.1f}"),
        (f"turn {last}", f"{late[0]:.1f}", f"{late[1]:.1f}"),
        ("ratio", ratio(late[0], early[0]), ratio(late[1], early[1])),
    ]
    table(("", "CPU ms", "wall ms"), rows)
    print(
        "the model is told the newest 60 events, so its input is longer at the end than at turn 5"
    )


def _measure(child: Child, last: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Medians of the turns round the fifth, over several conversations, and of the last ones."""
    early: list[tuple[float, float]] = []
    talk = OurTalk(child)
    for _ in range(WINDOW):
        talk.close()
        talk = OurTalk(child)
        _window(talk, child, 4)
        early += _window(talk, child, 1)
    _window(talk, child, last - 5 - WINDOW)
    late = _window(talk, child, WINDOW)
    talk.close()
    return _medians(early), _medians(late)


def _window(talk: OurTalk, child: Child, turns: int) -> list[tuple[float, float]]:
    return [timed(talk, child, [new_text(PLAIN)]) for _ in range(turns)]


def _medians(figures: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, _ in figures), median(wall for _, wall in figures)


if __name__ == "__main__":
    main()
