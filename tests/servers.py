"""Real servers beside the tests: where they lie, which of them ran, and what their absence means.

On a machine that lacks one, the tests that need it are skipped with the reason; where ``CI`` is set
they fail, so that nothing is believed to be proven that was not. What ran is told at the end.
"""

import os
import shutil
import socket
import time
from contextlib import closing

import pytest

PLACES = os.pathsep.join(
    (
        os.environ.get("PATH", ""),
        "/usr/sbin",
        "/usr/local/sbin",
        "/usr/lib/postfix/sbin",
        "/usr/lib/dovecot",
    )
)
TRIES_PER_SECOND = 50
_ran: set[str] = set()
_missing: set[str] = set()


def program(server: str, *names: str) -> list[str]:
    """The paths of a server's programs; without one of them the test ends here."""
    found = [shutil.which(name, path=PLACES) for name in names]
    absent = [name for name, path in zip(names, found, strict=True) if path is None]
    if absent:
        lacks(server, f"{', '.join(absent)} is not installed")
    return [path for path in found if path is not None]


def lacks(server: str, why: str) -> None:
    """Skips, or fails where ``CI`` is set."""
    _missing.add(server)
    told = f"the real {server} is needed: {why}"
    if os.environ.get("CI"):
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


def ran(server: str) -> None:
    _ran.add(server)


def free_ports(count: int) -> list[int]:
    """All held at once, so that no two are the same."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def wait_for(port: int, *, seconds: float = 15) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + seconds
    while True:
        with closing(socket.socket()) as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > until:
            raise TimeoutError(f"nobody listens on port {port}")
        time.sleep(1 / TRIES_PER_SECOND)


# What each process of a divided run has seen comes together in the one that reports.


def told_by_a_process() -> dict[str, list[str]]:
    return {"ran": sorted(_ran), "missing": sorted(_missing)}


def heard(told: dict[str, list[str]]) -> None:
    _ran.update(told["ran"])
    _missing.update(told["missing"])


def summary() -> str | None:
    """``real servers: postfix ran, radicale missing``; none where no test asked for one."""
    states = {**dict.fromkeys(_missing, "missing"), **dict.fromkeys(_ran, "ran")}
    if not states:
        return None
    return "real servers: " + ", ".join(f"{name} {state}" for name, state in sorted(states.items()))
