"""Word lists, written as people read them."""


def words_of(block: str) -> frozenset[str]:
    return frozenset(block.split())
