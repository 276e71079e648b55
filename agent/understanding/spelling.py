"""Which known word a mistyped one stands for: deletions index, then Damerau-Levenshtein."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

_SHORTEST = 4  # shorter words have too many neighbours
_TWO_ERRORS_FROM = 9


def distance(left: str, right: str) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two short words."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def squeeze(word: str) -> str:
    """``pleeeease`` to ``please``, ``stooop`` to ``stop``; pairs are left alone."""
    out: list[str] = []
    for at, letter in enumerate(word):
        run_before = out and out[-1] == letter
        is_long = word[at : at + 3] == letter * 3 or word[max(0, at - 1) : at + 2] == letter * 3
        if run_before and (is_long or word[max(0, at - 2) : at + 1] == letter * 3):
            continue
        out.append(letter)
    return "".join(out)


def _deletions(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


class Speller:
    """Corrects towards ``wanted`` words only, and never a word that is in ``common``."""

    def __init__(
        self, wanted: Iterable[str], common: Iterable[str], digraphs: Mapping[str, str]
    ) -> None:
        self.digraphs = digraphs
        self.wanted = {word for word in wanted if word.isalpha()}
        self.known = self.wanted | set(common)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in self.wanted:
            if len(word) >= _SHORTEST:
                for shorter in _deletions(word):
                    self._near[shorter].append(word)

    def forms(self, word: str) -> tuple[str, ...]:
        """The word itself, and the wanted words it is most likely meant to be."""
        if word in self.known or not word.isalpha():
            return (word,)
        for written, meant in self.digraphs.items():
            if word.replace(written, meant) in self.known:
                return (word, word.replace(written, meant))
        short = squeeze(word)
        if short != word and short in self.known:
            return (word, short)
        if len(short) < _SHORTEST:
            return (word,) if short == word else (word, short)
        found = sorted(self._candidates(short))
        best = [w for d, w in found if d == found[0][0]][:3]
        return tuple(dict.fromkeys([word, short, *best]))

    def _candidates(self, word: str) -> set[tuple[int, str]]:
        found: set[tuple[int, str]] = set()
        for shorter in _deletions(word):
            for wanted in self._near.get(shorter, ()):
                away = distance(word, wanted)
                if away <= _allowed(word, wanted) and _starts_alike(word, wanted):
                    found.add((away, wanted))
        return found


def _allowed(word: str, wanted: str) -> int:
    return 2 if min(len(word), len(wanted)) >= _TWO_ERRORS_FROM else 1


def _starts_alike(word: str, wanted: str) -> bool:
    """Typing slips seldom hit the first letter; a short word must not change its sound at all."""
    if word[0] == wanted[0]:
        return len(wanted) > _SHORTEST or sorted(word) == sorted(wanted) or len(word) != len(wanted)
    return word[1] == wanted[0] and word[0] == wanted[1]
