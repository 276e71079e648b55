"""A model whose endpoint fails again and again is left alone for a while.

Who writes meanwhile is answered by the embedded brain at once, and waits for no time-out. After the
pause one turn tries again (half-open); the others go on without the model until that one has had an
answer. What counts is the endpoint, not what it says: an answer that nobody can read costs little
time, and a prospect who provokes it must not switch the model off for others.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

FAILURES = 3  # calls in a row
PAUSE_S = 30.0
LONGEST_PAUSE_S = 480.0
RESTING = "circuit_open"  # why a turn did not ask the model; a code of the decision log
ENDPOINT = frozenset(
    {"timeout", "rate_limited", "provider_down", "provider_refused", "connection", "model_error"}
)


@dataclass(frozen=True, slots=True)
class Rest:
    """``code`` is how the last call failed; ``seconds`` it has lasted, ``left`` until a trial."""

    code: str
    seconds: float
    left: float


@dataclass(slots=True)
class Breaker:
    """Of one process, for one endpoint; safe in any thread. Each pause after a failed trial is
    twice as long as the one before, up to ``longest``.
    """

    failures: int = FAILURES
    pause: float = PAUSE_S
    longest: float = LONGEST_PAUSE_S
    clock: Callable[[], float] = time.monotonic
    _in_a_row: int = 0
    _code: str = ""
    _since: float = 0.0
    _next: float = 0.0
    _pause: float = 0.0
    _is_on_trial: bool = False
    _lock: Lock = field(default_factory=Lock)

    def may_ask(self) -> bool:
        """Whether a turn may ask the model. While it rests this is True once after each pause: that
        turn is the trial, and one that never comes to an end blocks no later one.
        """
        with self._lock:
            if self._in_a_row < self.failures:
                return True
            if (now := self.clock()) < self._next:
                return False
            self._next, self._is_on_trial = now + self._pause, True
            return True

    def answered(self) -> None:
        with self._lock:
            self._in_a_row, self._pause, self._is_on_trial = 0, 0.0, False

    def failed(self, code: str) -> None:
        with self._lock:
            now = self.clock()
            self._in_a_row, self._code = self._in_a_row + 1, code
            if self._in_a_row < self.failures:
                return
            if self._in_a_row == self.failures:
                self._since, self._pause = now, self.pause
            elif self._is_on_trial:
                self._pause = min(self._pause * 2, self.longest)
            else:
                return  # begun before the others had failed
            self._next, self._is_on_trial = now + self._pause, False

    def note(self, code: str | None) -> None:
        """How a call has ended: with this failure, or (none) with something to read."""
        if code in ENDPOINT:
            self.failed(str(code))
        else:
            self.answered()

    @property
    def rest(self) -> Rest | None:
        """That the model rests and how; none while it is asked."""
        with self._lock:
            if self._in_a_row < self.failures:
                return None
            now = self.clock()
            return Rest(self._code, now - self._since, max(0.0, self._next - now))
