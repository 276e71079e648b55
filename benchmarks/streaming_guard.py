"""What the outbound guard costs a reader: how much is held before the first words leave.

Run ``python -m benchmarks.streaming_guard``. Prints, asserts nothing. The replies are those of the
guard's own tests and every fixed phrase of the house, fed letter by letter. "by sentence" is the
same stream when it holds whole sentences, as it does where an order bars words; "floor" would be a
stream that lets go of every word at its blank.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.figures import median, p95, table
from guardrails.guard import Guard
from guardrails.vault import Vault

ROOT = Path(__file__).parents[1]
Held = tuple[int, int]  # characters and words that had come when the first ones left


def main() -> None:
    guard = Guard.load()
    for name, replies in {"replies of the tests": _replies(), "phrases": _phrases()}.items():
        texts = list(replies)
        cpu = [_cpu_ms(guard, text) for text in texts]  # first: nothing is remembered yet
        print(f"\n{name}: {len(texts)} texts, held before the first words leave")
        rows = [_row("word by word", texts, [_held(guard, t, whole=False) for t in texts])]
        rows.append(_row("by sentence", texts, [_held(guard, t, whole=True) for t in texts]))
        rows.append(_row("floor", texts, [_floor(text) for text in texts]))
        table(("", "chars p50", "p95", "words p50", "p95", "at once"), rows)
        print(f"CPU for a reply: p50 {median(cpu):.2f} ms, p95 {p95(cpu):.2f} ms")


def _row(name: str, texts: list[str], held: list[Held]) -> tuple[str, ...]:
    characters, words = [h[0] for h in held], [h[1] for h in held]
    at_once = sum(h[0] < len(text) for h, text in zip(held, texts, strict=True)) / len(texts)
    figures = (median(characters), p95(characters))
    figures += (median(words), p95(words))
    return (name, *(f"{figure:.0f}" for figure in figures), f"{at_once:.0%}")


def _held(guard: Guard, text: str, *, whole: bool) -> Held:
    stream = guard.outbound_stream(Vault(), whole_sentences=whole)
    for place, letter in enumerate(text, 1):
        if stream.feed(letter):
            return place, len(text[:place].split())
    return len(text), len(text.split())


def _floor(text: str) -> Held:
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return min(len(text), text.index(first) + len(first) + 1), 1


def _cpu_ms(guard: Guard, text: str) -> float:
    began = time.process_time()
    stream = guard.outbound_stream(Vault())
    for start in range(0, len(text), 12):
        stream.feed(text[start : start + 12])
    stream.end()
    return (time.process_time() - began) * 1000


def _replies() -> Iterator[str]:
    path = ROOT / "tests" / "guardrails" / "evaluation" / "replies.txt"
    for line in path.read_text("utf-8").splitlines():
        yield line.replace("\\n", "\n")


def _phrases() -> Iterator[str]:
    for path in sorted((ROOT / "prompts" / "replies").glob("*.yaml")):
        yield from _leaves(yaml.safe_load(path.read_text("utf-8")))


def _leaves(branch: object) -> Iterator[str]:
    if isinstance(branch, str):
        yield branch
    elif isinstance(branch, dict | list):
        for leaf in branch.values() if isinstance(branch, dict) else branch:
            yield from _leaves(leaf)


if __name__ == "__main__":
    main()
