"""The hash tree of RFC 6962: roots from an appender's frontier, and its two kinds of proof.

The proofs follow the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2, step by step.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The perfect subtrees over the first ``size`` leaves, the largest first."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError("the frontier does not fit the size")
        self.size, self._hashes = size, list(hashes)

    def append(self, leaf: bytes) -> None:
        rest, node = self.size, leaf
        while rest % 2:
            node = node_hash(self._hashes.pop(), node)
            rest //= 2
        self._hashes.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self._hashes:
            return hashlib.sha256(b"").digest()
        node = self._hashes[-1]
        for left in self._hashes[-2::-1]:
            node = node_hash(left, node)
        return node


def is_included(leaf: bytes, index: int, path: Sequence[bytes], *, size: int, root: bytes) -> bool:
    """Whether ``path`` leads from the leaf at ``index`` (from 0) to the root of ``size`` leaves."""
    if not 0 <= index < size:
        return False
    number, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if number % 2 or number == last:
            node = node_hash(step, node)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            node = node_hash(node, step)
        number, last = number >> 1, last >> 1
    return last == 0 and node == root


def is_continued(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Whether ``path`` shows the tree (size, root) ``old`` to be the beginning of ``new``."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    steps = list(path)
    if old_size.bit_count() == 1:
        steps.insert(0, old_root)
    if not steps:
        return False
    number, last = old_size - 1, new_size - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    old_node = new_node = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number % 2 or number == last:
            old_node, new_node = node_hash(step, old_node), node_hash(step, new_node)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            new_node = node_hash(new_node, step)
        number, last = number >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root
