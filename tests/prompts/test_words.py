"""The words of the house: complete in every language, grounded, and never pretending."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from agent.understanding.kinds import LANGUAGES
from prompts.loader import Prompt, languages, load, phrases, versions
from salesgenix.kit.errors import NotFound

ROOT = Path(__file__).parents[2]
HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# "I am a person", in every language spoken: nothing the house says may claim it.
CLAIMS_TO_BE_HUMAN = re.compile(
    r"\bI(?:'m| am) (?:a |an )?(?:real )?(?:human|person|man|woman)\b|\bich bin (?:ein )?Mensch\b"
    r"|\bje suis (?:un |une )?(?:humain|personne|vraie)"
    r"|(?<!no )\bsoy (?:un |una )?(?:humano|persona)"
    r"|(?<!non )\bsono (?:un |una )?(?:umano|persona)|(?<!não )\bsou (?:um |uma )?(?:humano|pessoa)"
    r"|\bik ben (?:een )?mens\b|(?<!nie )\bjestem człowiekiem",
    re.IGNORECASE,
)
HOUSE_FAMILIES = (
    "explore_", "request_", "source_", "field_", "time_", "sum_", "topic_", "said_", "seats_",
    "units_",
)  # fmt: skip


def test_every_language_understood_is_spoken():
    """Whoever is understood is answered in their language, and English comes first."""
    assert languages()[0] == "en"
    assert set(languages()) == set(LANGUAGES)


@pytest.mark.parametrize("language", languages())
def test_each_language_has_the_same_phrases_with_the_same_facts(language):
    """No phrase is missing in any language, and every wording uses the same facts."""
    english, spoken = phrases("en").wordings, phrases(language).wordings
    assert spoken.keys() == english.keys()
    for key, wordings in spoken.items():
        facts = {hole for wording in english[key] for hole in HOLE.findall(wording)}
        assert {hole for w in wordings for hole in HOLE.findall(w)} == facts, key


@pytest.mark.parametrize("language", languages())
def test_the_tone_is_calm_and_honest(language):
    """No exclamation marks, no emoji, no figures, and nobody claims to be a person."""
    for key, wordings in phrases(language).wordings.items():
        for wording in wordings:
            assert not re.search(r"[!¡]|[\U0001f300-\U0001faff☀-➿]", wording), key
            assert not re.search(r"\d", HOLE.sub("", wording)), key
            assert not CLAIMS_TO_BE_HUMAN.search(wording), key
            assert wording == wording.strip()


def test_every_phrase_has_a_use():
    """A phrase nobody says is removed: each key is named in the code, or by its family."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "agent").rglob("*.py"))
    unused = [
        key
        for key in phrases("en").wordings
        if not key.startswith(HOUSE_FAMILIES) and not re.search(f"[\"']{key}[\"']", code)
    ]
    assert unused == []


def test_an_unknown_language_is_answered_in_english_and_a_region_in_its_language():
    """``de-AT`` speaks German; a language without a file falls back."""
    assert phrases("de-AT").language == "de"
    assert phrases("fi").language == "en"


def test_a_forgotten_fact_is_an_error():
    """A sentence is never said with a gap in it."""
    with pytest.raises(UndefinedError):
        phrases("en").one("booked")


def test_changed_words_are_a_new_version():
    """Whoever changes a prompt gives it the next version and keeps its digest beside the earlier
    ones: a decision that names a version means exactly these words, for ever.
    """
    kept = versions()
    assert kept.keys() == {path.stem for path in (ROOT / "prompts").glob("*.md")}
    for name, digests in kept.items():
        prompt = load(name)
        assert list(digests) == list(range(1, prompt.version + 1)), f"{name}: raise its version"
        assert digests[prompt.version] == prompt.digest, f"{name}: raise its version"
        assert len(set(digests.values())) == len(digests)
        assert prompt.reference == {
            "id": name,
            "version": prompt.version,
            "digest": digests[prompt.version],
        }


def test_a_digest_changes_with_the_words_and_only_then():
    """Stable for the same bytes, different between files."""
    assert load("system").digest == load("system").digest
    assert len({phrases(language).digest for language in languages()}) == len(languages())


def test_a_prompt_that_does_not_exist_is_named():
    """A wrong name is an error of the business, not of the file system."""
    with pytest.raises(NotFound):
        load("no-such-prompt")


def test_a_template_cannot_reach_the_program():
    """Facts are data: the sandbox keeps a template from touching what lies behind them."""
    with pytest.raises(SecurityError):
        Prompt("x", "{{ fact.__class__.__mro__ }}", "0").render(fact="text")
