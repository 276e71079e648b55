"""One turn, in processor time and in wall time, beside what others pay for less.

Every server runs in a process of its own against one local model server; rounds of a few turns are
taken from each in turn (A B C A B C …), each round in a new conversation; medians over the rounds.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory

from benchmarks.children import Child, serving
from benchmarks.figures import median, ratio, table
from benchmarks.talking import PLAIN, WITH_TOOL, OurTalk, PeerTalk, Talk, new_text, timed

ROUNDS = 9
TURNS = 4
WARM_UP = 3
Figures = dict[str, list[tuple[float, float]]]
OURS = {
    "salesgenix, complete": "guarded",
    "salesgenix, unguarded": "unguarded",
}
PEERS = {
    "openai client alone": "bare",
    "FastAPI relay": "relay",
    "LangGraph, SQLite saver": "langgraph",
}
WITH_TOOLS = ("salesgenix, complete", "salesgenix, unguarded", "LangGraph, SQLite saver")
EMBEDDED = "salesgenix, embedded"


@contextmanager
def servers() -> Iterator[dict[str, tuple[Child, Callable[[Child], Talk]]]]:
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="salesgenix-bench-"))
        model = stack.enter_context(serving("benchmarks.model_server"))
        found: dict[str, tuple[Child, Callable[[Child], Talk]]] = {}
        for name, which in PEERS.items():
            child = stack.enter_context(serving("benchmarks.peers", which, model.url, folder))
            found[name] = (child, PeerTalk)
        for name, guarding in OURS.items():
            own = stack.enter_context(TemporaryDirectory(prefix="salesgenix-bench-"))
            child = stack.enter_context(serving("benchmarks.ours", model.url, guarding, own))
            found[name] = (child, OurTalk)
        own = stack.enter_context(TemporaryDirectory(prefix="salesgenix-bench-"))
        child = stack.enter_context(serving("benchmarks.ours", "embedded", "guarded", own))
        found[EMBEDDED] = (child, OurTalk)
        yield found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with servers() as running:
        plain = _measure(running, tuple(running), PLAIN, rounds)
        _print("one model call, a reply of fifty words", plain)
        called = _measure(running, WITH_TOOLS, WITH_TOOL, rounds)
        _print("a search in the knowledge first, so two model calls", called)
    complete, unguarded = (_cpu(plain, name) for name in OURS)
    print(
        f"complete / relay {ratio(complete, _cpu(plain, 'FastAPI relay'))} (aim 2.50); "
        f"unguarded / LangGraph {ratio(unguarded, _cpu(plain, 'LangGraph, SQLite saver'))} "
        f"(aim 0.70)"
    )


def _measure(
    running: dict[str, tuple[Child, Callable[[Child], Talk]]],
    names: tuple[str, ...],
    patterns: tuple[str, ...],
    rounds: int,
) -> Figures:
    figures: Figures = {name: [] for name in names}
    for at in range(rounds + 1):
        for name in names:
            child, open_talk = running[name]
            talk = open_talk(child)
            turns = WARM_UP if at == 0 else TURNS
            figure = timed(talk, child, [new_text(patterns) for _ in range(turns)])
            talk.close()
            if at:
                figures[name].append(figure)
    return figures


def _cpu(figures: Figures, name: str) -> float:
    return median(cpu for cpu, _ in figures[name])


def _print(title: str, figures: Figures) -> None:
    print(f"\n{title}")
    table(
        ("", "CPU ms", "best", "wall ms"),
        [
            (
                name,
                f"{_cpu(figures, name):.1f}",
                f"{min(cpu for cpu, _ in found):.1f}",
                f"{median(wall for _, wall in found):.1f}",
            )
            for name, found in figures.items()
        ],
    )


if __name__ == "__main__":
    main()
