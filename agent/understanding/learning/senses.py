"""What words mean: a small vector for each of some ten thousand words of the eight languages.

``senses.npz`` was drawn once from multilingual-e5-small (MIT): the vector of each word alone, cut
to its main directions. It holds numbers of words, not words. ``docs/understanding-model.md`` tells
how it was made.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("senses.npz")


class Senses:
    """``of`` gives the mean of the words that are known, the commonest counting least."""

    def __init__(self, numbers: NDArray[np.uint32], vectors: NDArray[np.int8]) -> None:
        self._at = {number: place for place, number in enumerate(numbers.tolist())}
        self._vectors = vectors
        self.size = int(vectors.shape[1])

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """A vector of length one, or of nothing where no word is known."""
        found = [self._at[n] for n in (crc32(w.encode()) for w in words) if n in self._at]
        total = self._vectors[found].astype(np.float32).sum(axis=0)
        length = float(np.sqrt((total * total).sum()))
        return np.asarray(total / length if length else total, dtype=np.float32)


@cache
def senses() -> Senses:
    """The ones that ship; read once per process."""
    with np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False) as file:
        return Senses(file["numbers"], file["vectors"])
