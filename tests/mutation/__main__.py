"""Takes each guard away in turn and asks whether a test notices: ``make mutants``.

``make mutants ARGS="claim permit"`` tries those whose names say one of the words. Exits with 1 when
one survives.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.mutation.mutants import ROOT, Mutant, every

KILLED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
FAILED = 1  # pytest's exit code for tests that failed; anything else is no verdict


def killer_of(mutant: Mutant) -> str | None:
    """The test that noticed; none: it survived."""
    told = [
        sys.executable, "-m", "pytest", "-x", "-q", "-p", "tests.mutation.plugin",
        "-p", "no:cacheprovider", "-p", "no:xdist", *mutant.killers,
    ]  # fmt: skip
    run = subprocess.run(
        told,
        cwd=ROOT,
        env={**os.environ, "MUTANT": mutant.name, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = KILLED.search(run.stdout)
    if run.returncode == FAILED and found:
        return found[1]
    if run.returncode != 0:
        raise RuntimeError(f"{mutant.name}:\n{run.stdout[-2_000:]}\n{run.stderr[-2_000:]}")
    return None


def main(words: list[str]) -> int:
    chosen = [one for one in every().values() if not words or any(w in one.name for w in words)]
    survivors = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for mutant, killer in zip(chosen, pool.map(killer_of, chosen), strict=True):
            print(f"{mutant.name:48} {killer or 'SURVIVED'}", flush=True)
            survivors += [] if killer else [mutant.name]
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
