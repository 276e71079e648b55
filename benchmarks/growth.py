"""What 100,000 messages leave in memory: ``python -m benchmarks.growth 100000 [presidio|argus]``.

No two messages are alike: each is one of the marked ones with a word that was never seen before,
because caches and vocabularies are what grows. The figures are this process's resident memory.
"""

import logging
import random
import sys
from collections.abc import Iterator

import psutil

from benchmarks.detectors import Ours, argus, presidio
from benchmarks.figures import table
from benchmarks.marked import read_sets
from tests.guardrails.evaluation.scoring import Marked

SHORT, WHOLE = 20_000, 100_000
_WARM_UP = 2_000  # fills what is meant to be filled


def main() -> None:
    logging.disable(logging.CRITICAL)
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else WHOLE
    name = sys.argv[2] if len(sys.argv) > 2 else "salesgenix"
    detect = {"salesgenix": Ours, "presidio": presidio, "argus": argus}[name]()
    texts = _endless(read_sets()["tuning"])
    rows = []
    for read in range(messages + 1):
        if read in {_WARM_UP, messages // 4, messages // 2, messages}:
            rows.append((f"{read:,}", f"{psutil.Process().memory_info().rss / 2**20:.1f}"))
        detect(next(texts))
    table((f"messages read by {name}", "MiB"), rows)


def _endless(messages: list[Marked]) -> Iterator[Marked]:
    chance = random.Random(5)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    while True:
        message = chance.choice(messages)
        word = "".join(chance.choices(syllables, k=4))
        word = chance.choice((word, word.title()))  # half of them could be names
        yield Marked(message.language, f"{message.text} {word}", message.gold)


if __name__ == "__main__":
    main()
