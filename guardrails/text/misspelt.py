"""Long words as hurried fingers write them."""

_SHORTEST = 6


def misspelt(words: frozenset[str]) -> frozenset[str]:
    """Long words with one letter dropped, doubled or swapped with its neighbour."""
    wrong: set[str] = set()
    for word in words:
        if len(word) < _SHORTEST:  # a shorter word is too near to another
            continue
        for i in range(1, len(word)):
            wrong |= {word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:]}
            wrong.add(word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :])
    return frozenset(wrong)
