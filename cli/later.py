"""Parts that take seconds to load (Presidio, LangChain) are built while the house already
answers.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

import structlog

LOG = structlog.get_logger()
T = TypeVar("T")
PATIENCE_SECONDS = 60.0


class Later(Generic[T]):
    """``get`` waits until the part is there, and raises what its building raised."""

    def __init__(self, build: Callable[[], T], *, name: str) -> None:
        self._future: Future[T] = Future()
        self._build = build
        self._name = name
        Thread(target=self._run, name=name, daemon=True).start()

    def get(self, seconds: float = PATIENCE_SECONDS) -> T:
        return self._future.result(seconds)

    @property
    def is_ready(self) -> bool:
        return self._future.done()

    def _run(self) -> None:
        try:
            self._future.set_result(self._build())
        except BaseException as error:
            LOG.exception("part.failed", job=self._name)
            self._future.set_exception(error)
