"""Parts that take seconds to load (Presidio, LangChain) are built while the house already
answers, and not before: loading them first would keep everybody waiting for the first page.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

import structlog

LOG = structlog.get_logger()
T = TypeVar("T")
PATIENCE_SECONDS = 60.0


class Later(Generic[T]):
    """``get`` waits until the part is there, and raises what its building raised. The building
    starts with ``begin``, at the latest with the first ``get``.
    """

    def __init__(self, build: Callable[[], T], *, name: str) -> None:
        self._future: Future[T] = Future()
        self._build = build
        self._name = name
        self._lock = Lock()
        self._is_begun = False

    def begin(self) -> None:
        with self._lock:
            if self._is_begun:
                return
            self._is_begun = True
        Thread(target=self._run, name=self._name, daemon=True).start()

    def get(self, seconds: float = PATIENCE_SECONDS) -> T:
        self.begin()
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
