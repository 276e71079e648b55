"""The RFC 6962 hash tree over a log: its root, its proofs, and the little that an appender keeps.

Leaves are SHA-256(0x00 || record), inner nodes SHA-256(0x01 || left || right). A *frontier* is the
list of the perfect subtrees of a tree, the largest first (at most log2 n hashes): enough to append
and to name the root, and all that must be kept of a prefix whose records are gone.
"""

import hashlib
from collections.abc import Sequence

from salesgenix.kit.errors import Invalid

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def extend(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The frontier of ``size`` + 1 leaves from that of ``size``."""
    hashes, node = list(frontier), leaf
    while size & 1:
        node = node_hash(hashes.pop(), node)
        size >>= 1
    return [*hashes, node]


def root_of(frontier: Sequence[bytes]) -> bytes:
    if not frontier:
        return EMPTY_ROOT
    *rest, node = frontier
    for left in reversed(rest):
        node = node_hash(left, node)
    return node


class Tree:
    """A log's tree. ``leaves`` are those after the first ``pruned``, whose ``frontier`` is kept.

    Sizes and indexes count from the log's beginning, pruned or not. ``Invalid`` for what lies
    outside the tree or inside the part that is gone.
    """

    def __init__(
        self, leaves: Sequence[bytes], *, pruned: int = 0, frontier: Sequence[bytes] = ()
    ) -> None:
        if len(frontier) != pruned.bit_count():
            raise Invalid("tree.frontier", "The frontier does not fit the pruned size.")
        self.size = pruned + len(leaves)
        self._pruned, self._leaves = pruned, leaves
        self._known: dict[tuple[int, int], bytes] = {}
        start = 0
        for bit, node in zip(_bits(pruned), frontier, strict=True):
            self._known[start, start + bit] = node
            start += bit

    def root(self, size: int | None = None) -> bytes:
        size = self.size if size is None else size
        self._require(0 <= size <= self.size)
        return self._hash(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The path from leaf ``index`` to the root of ``size`` leaves (RFC 6962 §2.1.1)."""
        size = self.size if size is None else size
        self._require(self._pruned <= index < size <= self.size)
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """What shows that the tree of ``old`` leaves is the beginning of that of ``new``
        (RFC 6962 §2.1.2).
        """
        new = self.size if new is None else new
        self._require(0 < old <= new <= self.size)
        path: list[bytes] = []
        start, end, is_whole = 0, new, True
        while old < end:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, is_whole = middle, False
        if not is_whole:
            path.append(self._hash(start, end))
        return path[::-1]

    def frontier(self, size: int) -> list[bytes]:
        """The perfect subtrees of the first ``size`` leaves, the largest first."""
        self._require(self._pruned <= size <= self.size)
        hashes, start = [], 0
        for bit in _bits(size):
            hashes.append(self._hash(start, start + bit))
            start += bit
        return hashes

    def _hash(self, start: int, end: int) -> bytes:
        if end - start == 1 and start >= self._pruned:
            return self._leaves[start - self._pruned]
        known = self._known.get((start, end))
        if known is not None:
            return known
        self._require(end - start > 1)  # else it is a leaf that has been pruned
        middle = start + _split(end - start)
        node = node_hash(self._hash(start, middle), self._hash(middle, end))
        if (end - start).bit_count() == 1:  # a perfect subtree never changes
            self._known[start, end] = node
        return node

    @staticmethod
    def _require(holds: bool) -> None:  # noqa: FBT001 a claim
        if not holds:
            raise Invalid("tree.outside", "The tree has no such place, or it has been pruned.")


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _bits(size: int) -> list[int]:
    """The powers of two that make up ``size``, the largest first."""
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]
