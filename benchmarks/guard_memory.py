"""Whether the guard's memory stays bounded: it reads many messages of words nobody ever said.

Run ``python -m benchmarks.guard_memory [messages | --full]``: 10,000 by default (half a minute,
enough for a cache without bounds to show), 100,000 with ``--full``. Prints, asserts nothing.
Each message comes in with a vault of its own and holds names no model has seen, so a vocabulary, a
cache by text or a remembered answer that is not bounded would grow with every one.
"""

import gc
import sys
import time

import psutil

from benchmarks.figures import table
from guardrails.guard import Guard
from guardrails.vault import Vault

MESSAGES, FULL = 10_000, 100_000
STEPS = 5
_SYLLABLES = ("za", "vor", "qui", "lem", "tas", "bru", "nio", "kel", "xan", "dro", "fim", "gul")
_SAID = (
    "we met {} {} yesterday, write to {}@firm.example",
    "the {} {} numbers are fine, order 4{}7",
    "wir sprachen mit {} {} wegen {}",
    "is {} part of the {} plan for {}?",
    "call {} {} on +49 30 9018{}",
)


def main() -> None:
    asked = sys.argv[1] if len(sys.argv) > 1 else str(MESSAGES)
    wanted = FULL if asked == "--full" else int(asked)
    guard = Guard.load()
    me = psutil.Process()
    rows = [_row(0, me, guard, 0.0)]
    began = time.process_time()
    for number in range(1, wanted + 1):
        guard.inbound(_message(number), vault=Vault())
        if number % max(1, wanted // STEPS) == 0:
            rows.append(_row(number, me, guard, time.process_time() - began))
    table(("messages", "RSS MiB", "answers kept", "CPU ms each"), rows)


def _row(number: int, me: psutil.Process, guard: Guard, seconds: float) -> tuple[str, ...]:
    gc.collect()
    answers = len(guard._detector._seen._answers)  # type: ignore[attr-defined]  # noqa: SLF001 - bounded, or not
    each = f"{seconds * 1000 / number:.2f}" if number else "-"
    return f"{number:,}", f"{me.memory_info().rss / 2**20:.0f}", f"{answers:,}", each


def _message(number: int) -> str:
    words = [_word(number * 3 + place) for place in range(3)]
    return _SAID[number % len(_SAID)].format(words[0].title(), words[1].title(), words[2])


def _word(number: int) -> str:
    letters = []
    for _ in range(6):
        number, place = divmod(number, len(_SYLLABLES))
        letters.append(_SYLLABLES[place])
    return "".join(letters)


if __name__ == "__main__":
    main()
