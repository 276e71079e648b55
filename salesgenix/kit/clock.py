"""The only way to learn the time. Rules take ``now``; entrances own a ``Clock``."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from salesgenix.kit.errors import Invalid


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """The sandbox's clock: runs on from where it was set; ``source`` is the clock it runs by."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or SystemClock().now
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return self._source() + self._offset

    def set(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise Invalid("clock.naive", "The instant needs a time zone.")
        self._offset = instant.astimezone(UTC) - self._source()
