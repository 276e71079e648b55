"""How the embedded brain understands, answers and sells, on sets that nobody tuned to.

``python -m benchmarks.dialogue [times signals intents grounding prospects …]`` (default: all);
``--open [company …]`` measures grounding on the open companies, which are there to be tuned on.
``--faults`` also prints what was got wrong there and in the ``a`` halves, never in the ``b``
halves. Beside each part stands a floor measured in the same run, and (but for the open companies) a
second run, which has to give the same answers. What the sets are worth stands in
``tests/agent/evaluation/README.md``.
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
    open_companies: list[str] | None


def main() -> None:
    asked = _asked()
    print("no hosted model takes part: no figure here is about one")
    for name in asked.parts:
        began = time.monotonic()
        print(f"\n-- {name}", flush=True)
        faults = _measured(name, asked.open_companies)
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
        for fault in faults if asked.faults else ():
            print(f"  {fault}")


def _measured(name: str, open_companies: list[str] | None) -> list[str]:
    module, function = PARTS[name]
    part = import_module(f"benchmarks.dialogue.{module}")
    faults: list[str] = (
        getattr(part, function)() if open_companies is None else part.measure_open(open_companies)
    )
    return faults


def _asked() -> Asked:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.dialogue")
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    reader.add_argument("--faults", action="store_true")
    reader.add_argument("--open", nargs="*", metavar="company", help="grounding to tune on")
    given = reader.parse_args()
    if given.open is not None and given.parts not in ([], ["grounding"]):
        reader.error("only grounding has an open set")
    parts = ["grounding"] if given.open is not None else given.parts or list(PARTS)
    return Asked(parts, given.faults, given.open)


if __name__ == "__main__":
    main()
