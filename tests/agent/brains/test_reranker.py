"""The reranker: read together, an answer stands out; what was not reviewed is not used."""

import numpy as np
import pytest

from agent.brains.playbook.finding import reranker
from agent.brains.playbook.finding.learning.written import Asking, askings, pairs
from agent.brains.playbook.finding.units import units
from agent.understanding import meaning
from agent.understanding.encoder import LAYERS, SIZE, Base, packed, padded, through, unpacked
from tests.meaning import needs_model

PIECES = (
    "Delivery. We deliver to Austria and Poland within nine days.",
    "Delivery. Assembly by our fitters costs 45 EUR.",
    "About us. The founders met at a school of carpentry.",
)


@pytest.fixture(scope="module")
def asked() -> list[Asking]:
    return list(askings())


@needs_model
@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("quanto tempo ci mette ad arrivare a Vienna?", 0),
        ("was kostet es, wenn ihr es aufbaut?", 1),
        ("who started the firm?", 2),
    ],
)
def test_the_piece_that_answers_stands_out(question, best):
    """In whatever language it is asked, and the same number twice."""
    found = reranker.relevance(question, PIECES)
    assert int(np.argmax(found)) == best
    assert np.array_equal(found, reranker.relevance(question, PIECES))


def test_another_file_is_refused(tmp_path, monkeypatch):
    """Only the file whose digest the code names is read."""
    other = tmp_path / "reranker.npz"
    np.savez(other, head=np.zeros(SIZE, np.float32), bias=np.float32(0))
    monkeypatch.setattr(reranker, "FILE", other)
    with pytest.raises(ValueError, match="not the file that was reviewed"):
        reranker._trained()


@needs_model
def test_the_encoder_reads_as_the_wheels_engine_does():
    """The same number of tokens and, but for eight bits, the same vector; a pair alone weighs what
    it does among others.
    """
    base, layers = Base(), [Base().layer(number) for number in range(LAYERS)]
    for text in ("Könnt ihr  donnerstags, ½ Stunde früher? 日本", "ile to kosztuje?"):
        ids = padded([base.tokens(f"query: {text}", 96), [0] * 60])
        mask = np.array([[1.0] * len(row) for row in ids], np.float32) * (ids != 1)
        mean = (through(layers, base.embedded(ids), mask)[0] * mask[0][:, None]).sum(axis=0)
        asked = meaning.vector(text)
        assert mean @ asked / np.linalg.norm(mean) > 0.999


def test_four_bits_are_packed_as_they_are_read():
    """What is packed comes back to within a seventh of the greatest of its block."""
    numbers = np.random.default_rng(3).normal(size=(6, 64)).astype(np.float32)
    once = unpacked(packed(numbers)).reshape(numbers.shape)
    most = np.abs(numbers).reshape(-1, 32).max(axis=1).repeat(32).reshape(numbers.shape)
    assert (np.abs(once - numbers) <= most / 7).all()
    assert np.array_equal(packed(once), packed(numbers))


def test_every_key_stands_in_a_piece_of_its_page(asked):
    """Of every company two questions of three are answered, each by a piece; the others by none."""
    astray = [
        (one.company, one.text)
        for one in asked
        if one.keys and not any(one.is_answered_by(u) for p in one.passages for u in units(p))
    ]
    assert astray == []
    counts = {name: [a for a in asked if a.company == name] for name in {a.company for a in asked}}
    told = {(len(held), sum(not a.keys for a in held)) for held in counts.values()}
    assert told <= {(60, 20), (64, 22)}
    assert len(counts) >= 66


def test_every_pair_has_two_questions_and_one_beside():
    """Nothing is empty and no question of a pair is another's."""
    held = list(pairs())
    assert len(held) == 1801
    assert all(len({*pair.questions, pair.beside}) == 3 and pair.sentence for pair in held)
    assert all(all(map(str.strip, (*pair.questions, pair.beside))) for pair in held)
