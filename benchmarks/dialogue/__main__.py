"""How the embedded brain understands, answers and sells, on sets that nobody tuned to.

``python -m benchmarks.dialogue [times signals intents grounding prospects …]`` (default: all);
``--faults`` also prints what was got wrong in the ``a`` halves, never in the ``b`` halves. Beside
each part stands a floor measured in the same run, and a second run, which has to give the same
answers. What the sets are worth stands in ``tests/agent/evaluation/README.md``.
"""

import argparse
import time
from importlib import import_module
from typing import NamedTuple

PARTS = {  # loaded when they are measured: no part waits for the peers of another
    "times": ("times", "measure"),
    "signals": ("signals", "measure"),
    "intents": ("signals", "measure_intents"),
    "grounding": ("grounding", "measure"),
    "prospects": ("prospects", "measure"),
}


class Asked(NamedTuple):
    parts: list[str]
    faults: bool


def main() -> None:
    asked = _asked()
    print("no hosted model takes part: no figure here is about one")
    for name in asked.parts:
        began = time.monotonic()
        print(f"\n-- {name}", flush=True)
        module, function = PARTS[name]
        faults = getattr(import_module(f"benchmarks.dialogue.{module}"), function)()
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
        for fault in faults if asked.faults else ():
            print(f"  {fault}")


def _asked() -> Asked:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.dialogue")
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    reader.add_argument("--faults", action="store_true")
    given = reader.parse_args()
    return Asked(given.parts or list(PARTS), given.faults)


if __name__ == "__main__":
    main()
