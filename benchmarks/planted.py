"""Conversations in eight languages with planted values: who reads them that should not?

``python -m benchmarks.planted [how many]`` (80; the claim is about 1,000, some ten minutes). Each
person introduces themselves, gives number and address, a card, an account or a password, and books;
a hosted model behind the real client repeats whatever it is shown. Looked for, in any spelling: in
its requests, the log, the decision records, every byte on disk. Beside it: what stock Presidio
would have left in the very same messages.
"""

import logging
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.detectors import presidio
from benchmarks.figures import table
from guardrails.guard import Guard
from tests.guardrails.evaluation.scoring import Marked
from tests.journeys.planted.people import person
from tests.journeys.planted.plot import messages, run, seen

MANY = 80
KINDS = ("name", "email", "phone", "address", "card", "iban", "secret")


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
        outcome = run(Path(folder), Guard.load(), numbers=range(many))
    ours = Counter(kind for kind, place, _ in outcome.leaks if place == "model")
    elsewhere = Counter(place for _, place, _ in outcome.leaks if place != "model")
    stock = _left_by_presidio(range(many))
    rows = [(kind, str(ours[kind]), str(stock[kind])) for kind in KINDS]
    print(f"{outcome.people} conversations; in how many a value of the kind was told to the model")
    table(("", "salesgenix", "presidio"), rows)
    print(f"log, decisions, disk: {dict(elsewhere) or 'none'}")
    print(f"invited at the right address by the right name: {outcome.arrived} of {outcome.people}")
    for fault in outcome.faults[:20]:
        print(f"  {fault}")


def _left_by_presidio(numbers: Iterable[int]) -> Counter[str]:
    """It knows no reserved top-level domain, so it reads real ones."""
    logging.disable(logging.CRITICAL)  # it would fetch a list of them from the network
    stock = presidio()
    left: Counter[str] = Counter()
    for number in numbers:
        planted = person(number)
        planted = replace(planted, email=planted.email.replace(".example", ".company"))
        texts = []
        for _, message in messages(planted, number):
            letters = list(message)
            for _, start, end in stock(Marked("en", message, ())):
                letters[start:end] = " " * (end - start)
            texts.append("".join(letters))
        left.update(seen(planted, texts))
    return left


if __name__ == "__main__":
    main()
