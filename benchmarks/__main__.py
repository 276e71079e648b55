"""What we claim, measured: ``python -m benchmarks [turns streams start length …]`` (default: all).

Figures stand beside a floor or a peer measured in the same run, alternated with it, because the
machine's own mood moves both. Nothing is asserted: a figure is judged by whoever reads it.
"""

import os
import platform
import subprocess
import sys
import time

RIGS = (
    "turns",
    "length",
    "streams",
    "start",
    "decisions",
    "exports",
    "guardrails",
    "streaming_guard",
    "guard_memory",
    "planted",
    "dialogue",
    "dialogue_modes",
    "quoting",
    "booking",
    "outbox",
)


def main() -> None:
    asked = tuple(sys.argv[1:]) or RIGS
    unknown = [name for name in asked if name not in RIGS]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]!r}; there are: {' '.join(RIGS)}.")
    began = time.monotonic()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    failed = [name for name in asked if not _run(name)]
    print(f"\n{time.monotonic() - began:.0f} s in all, load average {os.getloadavg()[0]:.1f}")
    if failed:
        sys.exit(f"These could not be measured: {' '.join(failed)}.")


def _run(name: str) -> bool:
    """Each rig in a process of its own: what one has imported weighs on no other."""
    print(f"\n== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode == 0


if __name__ == "__main__":
    main()
