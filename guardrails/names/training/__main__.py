"""Trains the name tagger anew: ``python -m guardrails.names.training``.

Offline and seeded. It needs about three minutes and writes ``guardrails/names/tagger.npz``; its
digest stands in ``guardrails/names/tagger.py`` and changes with every change here.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import cast

import numpy as np

from guardrails.names import features as seen
from guardrails.names.features import Lexicon, Words, fold, number_of
from guardrails.names.not_names import NEVER
from guardrails.names.training.corpus import Corpus, Example
from guardrails.names.training.fit import Chain, Sequence
from guardrails.names.training.people import letters_only, load

SEED = 5
_EXAMPLES = 280_000
_ROUNDS = 5
_BATCH = 32
_REMEMBERED = 16  # after so many batches, from the middle of the training on
_LONGEST = 60
_SHORTEST_PLACE = 4
_FREQUENT = 800  # of the common words of a language, how many are very common
_SCALE = 16  # a weight is kept in sixteenths, as one byte
_FORGOTTEN = 0.25  # how often a person of the corpus is in no list


def flags_of(corpus: Corpus) -> dict[int, int]:
    """Which words are given names, surnames, common words, places, or never names."""
    flags: dict[int, int] = defaultdict(int)
    for flag, words in _lists(corpus):
        for word in words:
            flags[number_of(word)] |= flag
    return dict(flags)


def _lists(corpus: Corpus) -> Iterator[tuple[int, Iterable[str]]]:
    for names in corpus.people.given.values():
        yield seen.GIVEN, _parts(names, 1)
    for names in corpus.people.surnames.values():
        yield seen.SURNAME, _parts(names, 2)
    for ranked in cast("dict[str, list[str]]", load("common.json.gz")).values():
        yield seen.FREQUENT, map(fold, ranked[:_FREQUENT])
        yield seen.COMMON, map(fold, ranked[_FREQUENT:])
    for sentences in cast("dict[str, list[str]]", load("sentences.json.gz")).values():
        words = {word for sentence in sentences for word in sentence.split()}
        yield seen.COMMON, (fold(word) for word in words if word.islower() and word.isalpha())
    yield seen.PLACE, _parts(cast("list[str]", load("places.json.gz")), _SHORTEST_PLACE)
    yield seen.NEVER, map(fold, NEVER)


def _parts(names: Iterable[str], shortest: int) -> Iterator[str]:
    return (part for name in names for part in letters_only(name) if len(part) >= shortest)


class _Forgetful(Lexicon):
    """A lexicon that does not know some people, so that the words round a name are learnt too."""

    def __init__(self, flags: dict[int, int]) -> None:
        super().__init__(flags)
        self.unknown: set[str] = set()

    def look_up(self, word: str) -> int:
        found = super().look_up(word)
        return found & ~(seen.GIVEN | seen.SURNAME | seen.BENT) if word in self.unknown else found


def sequence_of(example: Example, lexicon: Lexicon) -> Sequence | None:
    words = Words(example.text, lexicon)
    if not words.spans or len(words.spans) > _LONGEST:
        return None
    labels = [
        int(any(start <= word[0] and word[1] <= end for start, end in example.people))
        for word in words.spans
    ]
    rows = seen.features(words)
    return Sequence(np.array(rows, dtype=np.int32), np.array(labels, dtype=np.int8))


def train(count: int, rounds: int, *, say: bool = False) -> tuple[Chain, dict[int, int]]:
    corpus = Corpus(SEED)
    flags = flags_of(corpus)
    lexicon = _Forgetful(flags)
    chance = Random(SEED)
    by_length: dict[int, list[Sequence]] = defaultdict(list)
    for example in corpus.examples(count):
        lexicon.unknown = {
            word.casefold()
            for start, end in example.people
            if example.is_telling and chance.random() < _FORGOTTEN
            for word in letters_as_written(example.text[start:end])
        }
        sequence = sequence_of(example, lexicon)
        if sequence:
            by_length[len(sequence.labels)].append(sequence)
    chain = Chain(SEED)
    for turn in range(rounds):
        batches = [
            group[at : at + _BATCH]
            for group in _shuffled(by_length, chance)
            for at in range(0, len(group), _BATCH)
        ]
        chance.shuffle(batches)
        loss = 0.0
        for number, batch in enumerate(batches):
            loss += chain.learn(batch)
            if turn >= rounds // 2 and number % _REMEMBERED == 0:
                chain.remember()
        if say:
            sys.stdout.write(f"round {turn + 1}: loss {loss / count:.4f}\n")
            sys.stdout.flush()
    chain.settle()
    return chain, flags


def _shuffled(by_length: dict[int, list[Sequence]], chance: Random) -> list[list[Sequence]]:
    for group in by_length.values():
        chance.shuffle(group)
    return [by_length[length] for length in sorted(by_length)]


def letters_as_written(name: str) -> list[str]:
    return name.replace("'", " ").replace(",", " ").replace(".", " ").split()


def save(path: Path, chain: Chain, flags: dict[int, int]) -> None:
    words = sorted(flags)
    weights = np.clip(np.rint(chain.weights * _SCALE), -127, 127).astype(np.int8)
    np.savez_compressed(
        path,
        weights=weights,
        links=np.rint(chain.links * _SCALE).astype(np.int16),
        words=np.array(words, dtype=np.uint32),
        flags=np.array([flags[word] for word in words], dtype=np.uint8),
    )


if __name__ == "__main__":
    trained, lists = train(_EXAMPLES, _ROUNDS, say=True)
    save(
        Path(sys.argv[1]) if sys.argv[1:] else Path(seen.__file__).with_name("tagger.npz"),
        trained,
        lists,
    )
