"""The trained tagger: which words of a text are people, in eight languages, with a score.

A linear chain over hashed features (``guardrails.names.features``), trained from a generated corpus
by ``python -m guardrails.names.training``; ``docs/names-model.md`` is its card. A pure function of
the text; nothing it reads is kept.
"""

import hashlib
import io
from collections.abc import Iterator
from math import exp, log1p
from pathlib import Path

import numpy as np

from guardrails.names.features import LINE, Lexicon, Words, features
from guardrails.verdicts import GuardFailure

FILE = Path(__file__).with_name("tagger.npz")
DIGEST = "a4a7ce9eb0fcfe37db5d090a98c448cfd46463e6ed46129be409169fef8a2cb1"
_SCALE = 16.0
# A word less likely than this is no part of a name; one that is in a list of names and in no list
# of other words needs less, for over-masking in doubt is the smaller harm.
LEAST, LEAST_LISTED = 0.4, 0.15


class Tagger:
    """Loads the weights; refuses a file that is not the one this code was measured with."""

    def __init__(self, path: Path = FILE, digest: str = DIGEST) -> None:
        held = path.read_bytes()
        if digest and hashlib.sha256(held).hexdigest() != digest:
            raise GuardFailure("guard.engine")
        with np.load(io.BytesIO(held), allow_pickle=False) as file:
            self._weights = memoryview(file["weights"])
            links = (file["links"] / _SCALE).tolist()
            self.lexicon = Lexicon(
                dict(zip(file["words"].tolist(), file["flags"].tolist(), strict=True))
            )
        self._links = links

    def read(self, text: str) -> tuple[Words, list[float]]:
        """The words of a text, and how likely each is to be part of a name."""
        words = Words(text, self.lexicon)
        return words, self._likely(words)

    def runs(self, words: Words, likely: list[float]) -> Iterator[tuple[int, int, float]]:
        """The names among the words: first and last word, and a score from 0.5 to 0.95."""
        least = [LEAST_LISTED if words.is_listed(at) else LEAST for at in range(len(likely))]
        at, count = 0, len(likely)
        while at < count:
            if likely[at] < least[at] or words.shapes[at][0] == ".":
                at += 1
                continue
            end, last = at, at
            while end < count and likely[end] >= least[end] and words.texts[end] != LINE:
                last = end if words.shapes[end][0] != "." else last
                end += 1
            named = [place for place in range(at, last + 1) if words.shapes[place][0] != "."]
            scores = [_score(likely[place], least[place]) for place in named]
            yield at, last, (max(scores) + min(scores)) / 2
            at = end

    def _likely(self, words: Words) -> list[float]:
        weights = self._weights
        scores = [sum([weights[at] for at in row]) / _SCALE for row in features(words)]
        return _inside(scores, self._links)


def _inside(scores: list[float], links: list[list[float]]) -> list[float]:
    """The chance of each token to be in a name, over all ways to read the whole (two passes)."""
    (out_out, out_in), (in_out, in_in) = links
    odds: list[float] = []  # log of "inside" over "outside", of what stands up to here
    now = 0.0
    for score in scores:
        now = score + (_joined(out_in, in_in + now) - _joined(out_out, in_out + now) if odds else 0)
        odds.append(now)
    after = 0.0
    likely = [0.0] * len(scores)
    for at in range(len(scores) - 1, -1, -1):
        both = max(-60.0, min(60.0, odds[at] + after))
        likely[at] = 1.0 / (1.0 + exp(-both))
        ahead = scores[at] + after
        after = _joined(in_out, in_in + ahead) - _joined(out_out, out_in + ahead)
    return likely


def _joined(first: float, second: float) -> float:
    high, low = (first, second) if first > second else (second, first)
    return high + log1p(exp(max(-60.0, low - high)))


def _score(chance: float, least: float) -> float:
    return 0.5 + 0.45 * (chance - least) / (1 - least)
