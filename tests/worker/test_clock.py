"""The clock only ticks: it starts with the block, waits for what is under way, and survives."""

import threading
import time
from dataclasses import dataclass, field

from worker.clock import ticking


@dataclass
class Counting:
    """Rounds that are counted. ``slow`` is held by a turn that takes its time."""

    leader = None
    draining = None

    settled: int = 0
    thought: int = 0
    is_stopped: bool = False
    slow: threading.Event = field(default_factory=threading.Event)

    def settle(self) -> int:
        self.settled += 1
        if self.settled == 1:
            raise RuntimeError("a bad round")
        return 0

    def think(self) -> int:
        self.thought += 1
        self.slow.wait(5)
        return 0

    def collect(self) -> int:
        return 0

    def keep(self) -> int:
        return 0

    def simulate(self) -> int:
        return 0

    def stop(self) -> None:
        self.is_stopped = True


def test_it_ticks_on_after_a_bad_round_and_stops_with_its_block() -> None:
    """A fault costs one round; after the block nothing is done any more, and a trial is let go."""
    rounds = Counting()
    rounds.slow.set()
    with ticking(rounds, seconds=0.02):
        _until(lambda: rounds.settled >= 3)
    after = rounds.settled
    time.sleep(0.1)
    assert rounds.settled == after
    assert rounds.is_stopped


def test_a_slow_turn_holds_up_no_delivery() -> None:
    """While one turn thinks, deliveries go on; the block waits for the turn to end."""
    rounds = Counting()
    with ticking(rounds, seconds=0.02):
        _until(lambda: rounds.settled >= 3)
        assert rounds.thought == 1
        threading.Timer(0.1, rounds.slow.set).start()
    assert rounds.slow.is_set()


def test_it_can_be_stopped_without_waiting() -> None:
    """What stops it early returns at once, even from where the turn needs to be served."""
    rounds = Counting()
    with ticking(rounds, seconds=0.02) as stop:
        _until(lambda: rounds.thought == 1)
        began = time.monotonic()
        stop()
        assert time.monotonic() - began < 5
        rounds.slow.set()


def _until(claim) -> None:
    deadline = time.monotonic() + 10
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.01)
