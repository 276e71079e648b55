"""The house's own letters, in every language."""

from email import message_from_bytes, policy
from string import Formatter

import pytest

from integrations.email.notice import LANGUAGES, Notice, compose_notice, notice_words
from salesgenix.actions.rules import NOTICE_FACTS

FACTS = {
    "size": "256",
    "note": "salesgenix/log\n256\nabc=\n",
    "kind": "erase",
    "link": "https://shop.example/privacy/confirm/abc",
    "until": "2026-12-01",
    "received_on": "2026-11-23",
    "due_on": "2026-12-08",
    "days": "5",
    "kept": "request_file,suppression,decisions",
    "reason": "legal_duty",
}


def read(mail: bytes) -> tuple[str, str]:
    message = message_from_bytes(mail, policy=policy.default)
    return message["Subject"], message.get_content()


def letter(house, now, purpose: str, language: str, **more: str) -> tuple[str, str]:
    facts = {name: FACTS[name] for name in NOTICE_FACTS[purpose]} | more
    notice = Notice(purpose=purpose, email="carla@b.example", language=language, facts=facts)
    return read(compose_notice(notice, house=house, message_id="n1@a.example", now=now))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", NOTICE_FACTS)
def test_every_letter_can_be_written_in_every_language(house, now, purpose, language):
    """No purpose and no language lacks its words, and no placeholder is left standing."""
    subject, text = letter(house, now, purpose, language)
    assert subject
    assert "{" not in subject + text
    assert house.company in text


def shape(words: object) -> object:
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    return {name for _, name, _, _ in Formatter().parse(str(words)) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language):
    """Each has the same entries with the same placeholders as English."""
    assert shape(notice_words(language)) == shape(notice_words("en"))


@pytest.mark.parametrize("purpose", ["request_answered", "request_refused", "export_ready"])
def test_every_answer_names_who_is_responsible_and_where_else_to_go(house, now, purpose):
    """The controller, the authority and the court stand in each answer to a request."""
    _, text = letter(house, now, purpose, "en")
    assert f"Responsible for your data: {house.company}." in text
    assert "data protection authority" in text
    assert "go to court" in text
    assert "asked for it in the chat" not in text


def test_an_answer_says_what_was_done_and_what_was_kept_and_why(house, now):
    """An erasure's answer tells the deed and each thing that stays with its reason."""
    _, text = letter(house, now, "request_answered", "en", words="We are sorry.")
    flat = " ".join(text.split())
    assert "Your data was deleted" in flat
    assert "36 months" in flat
    assert "keyed mark" in flat
    assert "In the words of" in flat
    assert "We are sorry." in flat


def test_a_date_that_has_passed_is_told_as_passed(house, now):
    """The warning before the day and the reminder after it are different letters."""
    before, _ = letter(house, now, "request_due", "en")
    after, _ = letter(house, now, "request_due", "en", days="-1")
    assert "due on" in before
    assert "overdue" in after
