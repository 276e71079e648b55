"""Loads the program with one guard taken away: ``-p tests.mutation.plugin`` and the name of it in
``MUTANT``.
"""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

from tests.mutation.mutants import ROOT, Mutant, every


class _Cut(SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> object:  # not from the cache, and not into it
        source = self.mutant.applied_to(self.get_data(self.path).decode())
        return self.source_to_code(source.encode(), self.path)


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._module = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._module:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None and spec.origin is not None
        spec.loader = loader = _Cut(name, spec.origin)
        loader.mutant = self._mutant
        return spec


def _say_yes(name: str) -> None:
    from salesgenix.authority import checks, rules  # noqa: PLC0415 - not before it is needed

    def passes(*_: object) -> checks.Found:
        return checks._passed(name.strip("_"))

    passes.__name__ = name
    for place in (checks, rules):
        for which in ("ALL_CHECKS", "FLOOR_CHECKS"):
            kept = getattr(place, which)
            changed = tuple(passes if one.__name__ == name else one for one in kept)
            setattr(place, which, changed)


chosen = every()[os.environ["MUTANT"]]
if chosen.check is not None:
    _say_yes(chosen.check)
else:
    module = chosen.file.removesuffix(".py").replace("/", ".")
    chosen.applied_to((ROOT / chosen.file).read_text())
    assert module not in sys.modules, f"{module} is loaded already"
    sys.meta_path.insert(0, _Finder(chosen))
