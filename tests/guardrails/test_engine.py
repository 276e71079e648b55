"""The engine under stress: it fails closed, stays quiet, shares between threads, stays linear."""

import logging
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails import Guard, GuardFailure, Vault
from guardrails.engine import Detector
from guardrails.entities import Span
from guardrails.guard import REGIONS
from guardrails.inspection import MAX_CHARACTERS
from guardrails.names.finder import NameFinder
from guardrails.names.tagger import Tagger
from guardrails.text.normalise import normalise


class _Broken:
    """A detector that fails with the text in its mouth."""

    name = "broken"

    def find(self, text: str, regions: tuple[str, ...]) -> tuple[Span, ...]:
        raise RuntimeError(f"cannot read {text}")


def test_a_broken_detector_closes_every_way():
    """No verdict, no text, and no word of what the detector choked on."""
    guard = Guard(_Broken())
    vault = Vault()
    for ask in (
        lambda: guard.inbound("I'm Carla", vault=vault),
        lambda: guard.for_model("I'm Carla", vault=vault),
        lambda: guard.outbound("I'm Carla", vault=vault),
        lambda: guard.for_log("I'm Carla", vault=vault),
        lambda: guard.publish("I'm Carla", vault=vault),
    ):
        with pytest.raises(GuardFailure) as failure:
            ask()
        assert failure.value.code == "guard.engine"
        assert "Carla" not in str(failure.value)
        assert failure.value.__suppress_context__


def test_a_late_answer_is_none():
    """Past its deadline the engine gives up instead of letting a turn hang."""
    guard = Guard(Detector(deadline_s=-1.0))
    with pytest.raises(GuardFailure) as failure:
        guard.inbound("yesterday Zorvan Quillmere called us", vault=Vault())
    assert failure.value.code == "guard.late"


def test_reading_names_leaves_nothing_in_memory():
    """The tagger holds as much after thousands of new names as before: no slow leak of data."""
    finder = NameFinder(Tagger())
    said = [
        f"we met Xan{chr(97 + number % 26)}ther Quill{chr(97 + number // 26)}mere there"
        for number in range(400)
    ]
    for text in said[:100]:  # what is looked up once and kept
        list(finder.find(text))
    tracemalloc.start()
    try:
        for text in said[100:]:
            list(finder.find(text))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20_000


def test_importing_the_room_does_not_load_presidio():
    """Only ``Guard.load`` pays: a help text must not wait for a language model."""
    code = (
        "import guardrails, sys; "
        "print([m for m in ('presidio_analyzer', 'spacy', 'phonenumbers') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_nothing_of_a_text_reaches_a_log(guard: Guard, caplog: pytest.LogCaptureFixture):
    """Not even at the most talkative level."""
    with caplog.at_level(logging.DEBUG):
        guard.inbound("I'm Thandiwe Mokoena, thandiwe@acme.example", vault=Vault())
        guard.outbound("Robert Hallström said so to Thandiwe Mokoena.", vault=Vault())
    for word in ("Thandiwe", "Mokoena", "acme", "Robert"):
        assert word not in caplog.text


def test_threads_get_the_answers_one_would_get(guard: Guard):
    """The guard is shared by every worker thread of the process."""
    said = [
        f"Hi, I'm Zorvan Quillmere{chr(97 + i % 26)}, call +49 30 9018{i:03}" for i in range(60)
    ]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda text: guard.inbound(text, vault=Vault()).model, said))
    alone = [Guard(guard._detector).inbound(text, vault=Vault()).model for text in said]
    assert together == alone
    assert all(text == "Hi, I'm <<PERSON_1>>, call <<PHONE_1>>" for text in together)


@pytest.mark.parametrize(
    "unit",
    [
        "a", "1", "1 ", "a.", "a@", "@", "a at ", "A ", "Aa ", "Ana ", "my name is ", "password: ",
        "+1 ", "<<", "<<PERSON_", "https://a?token=", "-----BEGIN RSA PRIVATE KEY-----",
        "1 rue de ",
        "1 Main ", "via Roma ", "I'm ", "my my ", "eyJa.",
        "::", "1.1.", "\n", "é\u0301", "\u200b", "A. ",
    ],
)  # fmt: skip
def test_no_text_makes_it_slow(guard: Guard, unit: str):
    """The longest allowed text of the worst kind is read in seconds, not hours."""
    text = (unit * MAX_CHARACTERS)[:MAX_CHARACTERS]
    began = time.process_time()
    guard.inbound(text, vault=Vault())
    assert time.process_time() - began < 8


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.text(alphabet="aA1@. \u200bｅ\u0301<>_+-\n", max_size=60))
def test_any_text_gets_an_answer(guard: Guard, text: str):
    """Whatever characters come, there is a text and a verdict, and offsets fit the text."""
    guard.inbound(text, vault=Vault())
    guard.outbound(text, vault=Vault())
    for span in guard._detector.find(text, REGIONS):
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(max_size=80))
def test_normalising_keeps_the_way_back(text: str):
    """Every plain character knows which original characters it came from, in order."""
    plain = normalise(text)
    places = [plain.original(i, i + 1) for i in range(len(plain.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_a_random_id_holds_nobody(guard: Guard):
    """Ids of times, pages and people are left alone, whatever their letters spell: a model has to
    give them back as they are.
    """
    dice = Random(5)
    for _ in range(600):
        slot = f"{dice.getrandbits(25):x}-{dice.getrandbits(32):08x}"
        text = f'{{"id": "{slot}", "passage": "{UUID(int=dice.getrandbits(128))}"}}'
        assert guard.for_model(text, vault=Vault()).text == text
