"""The hash tree is RFC 6962's: known answers, and its own definition for every small size."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.kit.errors import Invalid
from salesgenix.kit.merkle import EMPTY_ROOT, Tree, extend, leaf_hash, root_of

LARGEST = 70
# The eight records, and the roots of the first one to eight of them, by which implementations of
# Certificate Transparency are tested.
RECORDS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def by_definition(records: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not records:
        return sha()
    if len(records) == 1:
        return sha(b"\x00", records[0])
    k = 1
    while k * 2 < len(records):
        k *= 2
    return sha(b"\x01", by_definition(records[:k]), by_definition(records[k:]))


def is_included(leaf: bytes, index: int, size: int, *, path: list[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha(b"\x01", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\x01", r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]
) -> bool:
    """RFC 9162 §2.1.4.2."""
    if first == second:
        return not path and first_root == second_root
    if first & (first - 1) == 0:
        path = [first_root, *path]
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b"\x01", c, fr), sha(b"\x01", c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\x01", sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def tree_of(count: int) -> tuple[list[bytes], list[bytes], Tree]:
    records = [f"record {number}".encode() for number in range(count)]
    leaves = [leaf_hash(record) for record in records]
    return records, leaves, Tree(leaves)


def frontier_of(leaves: list[bytes]) -> list[bytes]:
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = extend(frontier, size, leaf)
    return frontier


def test_the_known_roots() -> None:
    """The eight well-known records have the well-known roots, and nothing has the empty one."""
    tree = Tree([leaf_hash(record) for record in RECORDS])
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert tree.root(0) == EMPTY_ROOT == Tree([]).root() == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(
    ("number", "size", "path"),
    [
        (1, 1, []),
        (1, 8, [A, B, C]),
        (6, 8, [D, E, ROOTS[3]]),
        (3, 3, [ROOTS[1]]),
        (2, 5, [ROOTS[0], B, D]),
    ],
)
def test_the_known_inclusion_proofs(number: int, size: int, path: list[str]) -> None:
    """Paths as other implementations give them."""
    tree = Tree([leaf_hash(record) for record in RECORDS])
    assert [node.hex() for node in tree.inclusion(number - 1, size)] == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[3]]), (2, 5, [B, D])],
)
def test_the_known_consistency_proofs(old: int, new: int, path: list[str]) -> None:
    """Paths as other implementations give them."""
    tree = Tree([leaf_hash(record) for record in RECORDS])
    assert [node.hex() for node in tree.consistency(old, new)] == path


def test_every_small_root_is_the_definitions() -> None:
    """Definition, appender and tree agree on each size up to 70."""
    records, leaves, tree = tree_of(LARGEST)
    for size in range(LARGEST + 1):
        expected = by_definition(records[:size])
        assert root_of(frontier_of(leaves[:size])) == tree.root(size) == expected
        assert tree.frontier(size) == frontier_of(leaves[:size])


def test_every_small_inclusion_holds() -> None:
    """Each record of each size up to 70 is proven, and no other record by its proof."""
    _, leaves, tree = tree_of(LARGEST)
    for size in range(1, LARGEST + 1):
        root = tree.root(size)
        for index in range(size):
            path = tree.inclusion(index, size)
            assert is_included(leaves[index], index, size, path=path, root=root)
            assert not is_included(leaves[index - 1], index, size, path=path, root=root) or (
                size == 1
            )


def test_every_small_consistency_holds() -> None:
    """Each pair of sizes up to 70 is proven, and not with another old root."""
    _, _, tree = tree_of(LARGEST)
    roots = [tree.root(size) for size in range(LARGEST + 1)]
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            path = tree.consistency(old, new)
            assert is_consistent(old, new, roots[old], roots[new], path)
            assert not is_consistent(old, new, roots[old - 1], roots[new], path)


def test_a_pruned_tree_proves_the_same() -> None:
    """For every size and cut up to 40: same roots, same proofs, and none of what is gone."""
    _, leaves, tree = tree_of(40)
    for cut in range(41):
        pruned = Tree(leaves[cut:], pruned=cut, frontier=tree.frontier(cut))
        for size in range(cut, 41):
            assert pruned.root(size) == tree.root(size)
            assert pruned.frontier(size) == tree.frontier(size)
            if cut and size:
                assert pruned.consistency(cut, size) == tree.consistency(cut, size)
            for index in range(cut, size):
                assert pruned.inclusion(index, size) == tree.inclusion(index, size)
        for gone in range(cut):
            with pytest.raises(Invalid):
                pruned.inclusion(gone)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=LARGEST), st.data())
def test_any_records_make_the_tree_of_the_definition(records: list[bytes], data) -> None:
    """Whatever the records and wherever the cut, root and proofs are those of the definition."""
    leaves = [leaf_hash(record) for record in records]
    cut = data.draw(st.integers(0, len(records)))
    tree = Tree(leaves[cut:], pruned=cut, frontier=frontier_of(leaves[:cut]))
    assert tree.root() == by_definition(records)
    for old, new in pairwise(range(max(cut, 1), len(records) + 1)):
        path = tree.consistency(old, new)
        old_root, new_root = by_definition(records[:old]), by_definition(records[:new])
        assert is_consistent(old, new, old_root, new_root, path)


@pytest.mark.parametrize(
    "outside",
    [
        lambda tree: tree.root(9),
        lambda tree: tree.root(-1),
        lambda tree: tree.inclusion(8),
        lambda tree: tree.inclusion(-1),
        lambda tree: tree.inclusion(3, 3),
        lambda tree: tree.consistency(0),
        lambda tree: tree.consistency(5, 4),
        lambda tree: tree.consistency(1, 9),
        lambda tree: tree.frontier(9),
        lambda tree: Tree([], pruned=3, frontier=[EMPTY_ROOT]),
    ],
)
def test_what_lies_outside_is_refused(outside) -> None:
    """No proof is made up for a place that the tree does not have."""
    with pytest.raises(Invalid):
        outside(tree_of(8)[2])
