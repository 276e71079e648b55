"""What is taken away, one at a time, and which tests must notice.

Each check of the decision point is a mutant by itself: it is answered with yes. The guards on the
way from a proposal to its effect are lines of source, left out while the module is loaded; nothing
is written to disk. A line that is no longer there stops the run: the list would guard nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from salesgenix.authority import checks

ROOT = Path(__file__).parents[2]
ORDERS = "tests/salesgenix/authority"
PURE = tuple(f"{ORDERS}/test_{name}.py" for name in ("checks", "rules", "killers"))
# These only say in the record what they looked at; there is nothing to fail.
SAYS_ONLY = frozenset({"_floor"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """``old`` becomes ``new`` where it stands for the ``nth`` time; or ``check`` says yes."""

    name: str
    killers: tuple[str, ...]
    check: str | None = None
    file: str = ""
    old: str = ""
    new: str = ""
    nth: int = 1

    def applied_to(self, source: str) -> str:
        parts = source.split(self.old)
        if len(parts) <= self.nth:
            raise LookupError(f"{self.name}: this no longer stands in {self.file}")
        return self.old.join(parts[: self.nth]) + self.new + self.old.join(parts[self.nth :])


def of_checks() -> list[Mutant]:
    """Whatever stands in the lists today."""
    named = dict.fromkeys([*checks.ALL_CHECKS, *checks.FLOOR_CHECKS])
    names = [question.__name__ for question in named if question.__name__ not in SAYS_ONLY]
    return [Mutant(f"check {name.strip('_')}", PURE, check=name) for name in names]


def of_the_way() -> list[Mutant]:
    """From the proposal to the effect, as ``way.yaml`` lists it."""
    groups = yaml.safe_load(Path(__file__).with_name("way.yaml").read_text(encoding="utf-8"))
    return [
        Mutant(killers=tuple(group["killers"]), file=group["file"], **cut)
        for group in groups
        for cut in group["cuts"]
    ]


def every() -> dict[str, Mutant]:
    return {mutant.name: mutant for mutant in [*of_checks(), *of_the_way()]}
