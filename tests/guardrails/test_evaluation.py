"""The held-out sets are what their README says: kinds, languages, shares, halves, all new."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from guardrails.entities import Entity
from tests.guardrails.evaluation.scoring import DOUBTFUL, Marked, read_messages

_HERE = Path(__file__).parent / "evaluation"
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_HALVES = ("a", "b")
_SETS = ("chat", "service", "adversarial")


def _read(name: str) -> list[Marked]:
    return read_messages(_HERE / f"{name}.tsv")


def _whole(name: str) -> list[Marked]:
    return [m for half in _HALVES for m in _read(f"held_out_{name}_{half}")]


def _shape(text: str) -> str:
    """What stays when case, digits and punctuation are forgotten."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\d", "0", text.casefold())).strip()


@pytest.mark.parametrize("name", _SETS)
def test_every_mark_is_one_of_ours(name: str):
    """A misspelt kind would be scored as missed for ever; a brace left over is a broken mark."""
    kinds = {kind for m in _whole(name) for kind, _, _ in (*m.gold, *m.doubtful)}
    assert kinds <= {*Entity, DOUBTFUL}
    assert not [m.text for m in _whole(name) if re.search(r"\{[A-Z_]*\||\|\}", m.text)]
    assert not [m.text for m in _whole(name) for _, s, e in m.gold if not m.text[s:e].strip()]


def test_chat_speaks_eight_languages_about_every_kind():
    """At least 560 messages, 70 in each language, all kinds, a third and more without values."""
    messages = _whole("chat")
    assert len(messages) >= 560
    spoken = Counter(m.language for m in messages)
    assert set(spoken) == set(_LANGUAGES)
    assert min(spoken.values()) >= 70
    assert {kind for m in messages for kind, _, _ in m.gold} == set(Entity)
    clean = [m for m in messages if not m.gold and not m.doubtful]
    assert len(clean) / len(messages) >= 0.35


def test_service_and_adversarial_are_as_large_as_they_say():
    """150 utterances of service dialogues; 120 hidden values and as many that only look like it."""
    service, adversarial = _whole("service"), _whole("adversarial")
    assert len(service) >= 150
    assert {m.language for m in service} == {"en"}
    assert sum(len(m.gold) for m in adversarial) >= 120
    assert sum(not m.gold for m in adversarial) >= 120
    assert {m.language for m in adversarial} == set(_LANGUAGES)


@pytest.mark.parametrize("name", _SETS)
def test_a_message_stands_in_the_half_its_digest_names(name: str):
    """Nobody chose what is mended against and what stays unseen."""
    for number, half in enumerate(_HALVES):
        for message in _read(f"held_out_{name}_{half}"):
            plain = message.text.replace("\n", "\\n").encode()
            assert sha256(plain).digest()[0] & 1 == number, message.text


def test_nothing_is_written_twice_or_taken_from_the_tuning_sets():
    """A held-out message that was tuned to would measure memory."""
    tuned = {_shape(m.text) for name in ("messages", "harder", "later") for m in _read(name)}
    for name in ("chat", "service"):
        shapes = Counter(_shape(m.text) for m in _whole(name) if len(_shape(m.text)) > 12)
        assert not {shape for shape in shapes if shape in tuned}
        assert shapes.total() - len(shapes) <= shapes.total() * 0.02, shapes.most_common(5)
    raw = [m.text for name in _SETS for m in _whole(name)]
    assert len(set(raw)) >= len(raw) - 3


def test_no_mailbox_could_be_somebodys():
    """Whatever is written as an address stands under a name that is reserved for examples."""
    texts = [m.text for name in ("chat", "service") for m in _whole(name)]
    mailbox = re.compile(r"@\s?([\w.-]+\.[a-z]{2,})\b", re.IGNORECASE)
    hosts = {host for text in texts for host in mailbox.findall(text)}
    assert hosts
    assert not {host for host in hosts if "example" not in host.casefold().split(".")}


def test_replies_are_eighty_and_new():
    """What an agent writes in eight languages, none of it among the replies that were tuned to."""
    held_out = (_HERE / "replies_held_out.txt").read_text("utf-8").split("\n")[:-1]
    tuned = {_shape(line) for line in (_HERE / "replies.txt").read_text("utf-8").split("\n")}
    assert len(held_out) == len(set(held_out)) >= 80
    assert not {line for line in held_out if _shape(line) in tuned or "{" in line}
