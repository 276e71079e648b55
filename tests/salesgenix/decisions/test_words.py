"""Eight languages say the same: equal keys, equal gaps, and none of them left in English."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from string import Formatter

import pytest

from prompts import loader
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.sentences import Words, explain, languages, reason, words

OTHERS = [language for language in languages() if language != "en"]
FORMS = {"pl": {"one", "few", "many"}}


def _flat(said: Words) -> dict[str, str]:
    """Every text of a language by its path; the plural forms of a noun count as one text."""
    texts: dict[str, str] = {}
    for table, content in asdict(said).items():
        if table == "language":
            continue
        if not isinstance(content, Mapping):
            texts[table] = content
            continue
        for code, text in content.items():
            texts[f"{table}.{code}"] = text if isinstance(text, str) else " / ".join(text.values())
    return texts


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_log_speaks_every_language_of_the_agent() -> None:
    """Whoever is answered in a language can also be told why in it."""
    assert set(languages()) == set(loader.languages())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys_and_gaps(language: str) -> None:
    """No code is without words anywhere, and no sentence loses what it is about."""
    english, said = _flat(words()), _flat(words(language))
    assert said.keys() == english.keys()
    assert {key: _gaps(text) for key, text in said.items()} == {
        key: _gaps(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", languages())
def test_every_noun_has_the_plural_forms_of_its_language(language: str) -> None:
    """Polish counts 2-4 apart; everybody else has one and many."""
    for forms in words(language).entities.values():
        assert set(forms) == FORMS.get(language, {"one", "many"})


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language: str) -> None:
    """Each text of several words differs from the English one, and so does nearly each word."""
    english, said = _flat(words()), _flat(words(language))
    same = [key for key, text in said.items() if text == english[key]]
    assert not [key for key in same if " " in said[key]]
    assert len(same) <= 4


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", list(DecisionType))
def test_every_type_is_told_in_every_language(kind: DecisionType, language: str) -> None:
    """A bare record and a full one both give a finished sentence without holes or doubled dots."""
    full = {
        "facts": {
            "kind": "appointment.book",
            "to": "won",
            "signals": ["stop"],
            "objection": "need",
        },
        "tool": {"name": "offer_discount"},
        "guardrail": {"stage": "inbound", "counts": {"PERSON": 2}},
        "strategy": {"id": "benefit"},
        "model": {"name": "embedded"},
        "reasons": ["stop", "smtp.550"],
    }
    for body in ({"type": kind.value}, {"type": kind.value, **full}):
        sentence = explain(body, language)
        assert sentence[0].isupper()
        assert sentence.endswith((".", ".)", ".»"))
        assert not {"{", "}"} & set(sentence)
        assert ".." not in sentence
        assert "  " not in sentence


def test_an_unknown_language_reads_its_base_and_then_english() -> None:
    """Swiss German reads German; a language nobody wrote words for reads English."""
    body = {"type": "reply.withheld", "reasons": ["paused"]}
    assert explain(body, "de-CH") == explain(body, "de_AT") == explain(body, "de")
    assert explain(body, "de") == "Es wurde keine Antwort gesendet. Grund: alles ist angehalten."
    assert explain(body, "ja") == explain(body, "../en") == explain(body)
    assert reason("paused", "ja") == "everything is paused"


def test_a_language_without_a_word_for_a_code_says_the_code_readably() -> None:
    """A code from a newer house is shown as words rather than not at all."""
    assert explain({"type": "moon.reached"}, "fr") == "Moon reached."
    assert reason("smtp.550", "es") == "el servidor de correo lo rechazó"


@pytest.mark.parametrize(
    ("count", "noun"),
    [
        (1, "numer telefonu"),
        (3, "numery telefonu"),
        (12, "numerów telefonu"),
        (22, "numery telefonu"),
        (25, "numerów telefonu"),
    ],
)
def test_polish_counts_as_polish_does(count: int, noun: str) -> None:
    """1, 2-4 and the rest, with the teens among the rest."""
    body = {
        "type": "guardrail.masked",
        "guardrail": {"stage": "inbound", "counts": {"PHONE": count}},
    }
    assert explain(body, "pl") == f"W wiadomości rozmówcy ukryto: {count} {noun}."


def test_no_words_are_read_before_they_are_needed() -> None:
    """Importing the log parses no file; each language is read once, when it is first spoken."""
    code = (
        "from salesgenix.decisions import sentences as s;"
        "a = s._read.cache_info().misses; s.explain({'type': 'reply.sent'});"
        "s.explain({'type': 'reply.sent'}); print(a, s._read.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
