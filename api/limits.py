"""How often one visitor, one address or one member may do a thing, counted in this process."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from salesgenix.accounts.rules import normalise_email
from salesgenix.kit.errors import LimitExceeded

KEPT_KEYS = 50_000


class Rate:
    """At most ``count`` per ``seconds`` and key, refilled evenly (a token bucket)."""

    def __init__(
        self, count: int, seconds: float, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._per_second = count / seconds
        self._ticks = ticks
        self._buckets: dict[str, tuple[float, float]] = {}  # key -> (tokens, at)

    def take(self, key: str, code: str) -> None:
        """``LimitExceeded`` with ``retry_after`` in seconds when the bucket is empty."""
        now = self._ticks()
        tokens, at = self._buckets.pop(key, (float(self._count), now))
        tokens = min(float(self._count), tokens + (now - at) * self._per_second)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            wait = max(1, round((1 - tokens) / self._per_second))
            raise LimitExceeded(code, "Too many at once. Please wait a moment.", retry_after=wait)
        self._buckets[key] = (tokens - 1, now)
        if len(self._buckets) > KEPT_KEYS:  # the key that has been still the longest
            self._buckets.pop(next(iter(self._buckets)))


def mark_of(email: str) -> str:
    """An address as a key: nothing personal waits in a process's memory."""
    return hashlib.sha256(normalise_email(email).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Limits:
    """How often what costs us something may be asked for; ``wide()`` is for a sandbox."""

    messages: Rate = field(default_factory=lambda: Rate(60, 60))
    requests: Rate = field(default_factory=lambda: Rate(20, 60))
    transcripts: Rate = field(default_factory=lambda: Rate(3, 3_600))  # mail to any address
    sessions: Rate = field(default_factory=lambda: Rate(120, 600))
    # Requests about data and chats by mail: by the browser they come from, whatever its session,
    forms: Rate = field(default_factory=lambda: Rate(20, 3_600))
    # and by the address they name, so that nobody can have us fill another's mailbox.
    letters: Rate = field(default_factory=lambda: Rate(6, 86_400))

    rehearsals: Rate = field(default_factory=lambda: Rate(20, 60))  # by member: the agent works

    @classmethod
    def wide(cls) -> "Limits":
        return cls(*(Rate(100_000, 60) for _ in fields(cls)))
