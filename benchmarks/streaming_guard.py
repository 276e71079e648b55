"""What the outbound guard costs a reader: how much is held before the first words leave.

Run ``python -m benchmarks.streaming_guard``. Prints, asserts nothing. The replies are those of the
guard's and of the claims' own tests and every fixed phrase of the house, fed letter by letter.
"the product" is the way a reply goes: in pieces, through personal data and links, barred words and
claims. "courteous" are the claims' replies as a hosted model likes to open them.
"whole sentences" is what it would be if no courtesy left before its sentence is known; "the guard
alone" lets harmless words go one by one; "floor" would let go of every word at its blank.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import yaml

from agent.brains.pieces import is_enough
from agent.claiming import Claims
from agent.saying import Sayable
from agent.state import TurnState
from benchmarks.figures import median, p95, table
from guardrails.claims import Backing
from guardrails.guard import Guard
from guardrails.text.sentences import cut
from guardrails.vault import Vault
from salesgenix.authority.rules import ActionKind, ActiveRule, Rule

ROOT = Path(__file__).parents[1]
STATE = TurnState.model_validate(
    {"now": "2026-11-23T09:00:00Z", "company": {"name": "Korvanto"}, "agent_name": "Kim"}
)
NO_SUPERLATIVES = Rule(
    actions=frozenset({ActionKind.REPLY_SEND}),
    effect="bound",
    barred_words=frozenset({"best price"}),
)
BARRING = ActiveRule(UUID(int=1), 1, "bar", NO_SUPERLATIVES)
Held = tuple[int, int]  # characters and words that had come when the first ones left


def main() -> None:
    guard = Guard.load()
    sets = {"replies": _replies(), "claims": _claims(), "phrases": _phrases()}
    sets["courteous"] = (f"Thank you for asking, {text}" for text in _claims())
    for name, replies in sets.items():
        texts = list(replies)
        cpu = [_cpu_ms(guard, text) for text in texts]  # first: nothing is remembered yet
        print(f"\n{name}: {len(texts)} texts, held before the first words leave")
        rows = [_row("whole sentences", texts, [_sentence(text) for text in texts])]
        rows.append(_row("the product", texts, [_shown(guard, text) for text in texts]))
        rows.append(_row("the guard alone", texts, [_held(guard, text) for text in texts]))
        rows.append(_row("floor", texts, [_floor(text) for text in texts]))
        table(("", "chars p50", "p95", "words p50", "p95", "at once"), rows)
        print(f"CPU for a reply: p50 {median(cpu):.2f} ms, p95 {p95(cpu):.2f} ms")


def _row(name: str, texts: list[str], held: list[Held]) -> tuple[str, ...]:
    characters, words = [h[0] for h in held], [h[1] for h in held]
    at_once = sum(h[0] < len(text) for h, text in zip(held, texts, strict=True)) / len(texts)
    figures = (median(characters), p95(characters))
    figures += (median(words), p95(words))
    return (name, *(f"{figure:.0f}" for figure in figures), f"{at_once:.0%}")


def _sentence(text: str) -> Held:
    for place in range(1, len(text) + 1):
        if cut(text[:place]) is not None:
            return place, len(text[:place].split())
    return len(text), len(text.split())


def _shown(guard: Guard, text: str) -> Held:
    sayable = Sayable(Claims(lambda: Backing(texts=(text,)), STATE), (BARRING,))
    stream = guard.outbound_stream(Vault(), whole_sentences=True, hosts=frozenset())
    pending, opens = "", True
    for place, letter in enumerate(text, 1):
        pending += letter
        if not is_enough(pending, opens=opens):
            continue
        if sayable.passed(stream.segments(pending), ending=False):
            return place, len(text[:place].split())
        pending, opens = "", False
    return len(text), len(text.split())


def _held(guard: Guard, text: str) -> Held:
    stream = guard.outbound_stream(Vault())
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


def _claims() -> Iterator[str]:
    """The honest ones."""
    for path in sorted((ROOT / "tests" / "guardrails" / "claims").glob("replies_*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("+"):
                yield line.split("|", 2)[2]


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
