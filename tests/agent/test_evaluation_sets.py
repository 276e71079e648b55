"""The evaluation sets are what their README says: readable, in two halves, large and new enough."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import yaml

from agent.understanding.signals import LANGUAGES, DataRequest, Objection
from tests.agent.evaluation.reading import (
    COMPANIES,
    HALVES,
    HERE,
    OPEN,
    Answer,
    Verdict,
    messages,
    open_questions,
    questions,
    times,
    verdict,
)

_LABELS = (
    {one.value for one in Objection}
    | {"stop", "not_stop", "person", "wrong_person", "bot_question", "minor"}
    | {f"data.{one.value}" for one in DataRequest}
    | {"question", "positive", "none"}
)


def test_a_text_stands_in_the_half_its_digest_names_and_once():
    """Nobody chose what may be mended against and what stays unseen."""
    for half, texts in _texts():
        assert all(HALVES[sha256(text.encode()).digest()[0] & 1] == half for text in texts)
    for name in ("times", "signals", "intents", "grounding"):
        rows = [row for half in HALVES for row in _lines(f"{name}_{half}.tsv")]
        assert len({tuple(row.rpartition("\t")[::2]) for row in rows}) == len(rows)


def test_expressions_of_time_have_fair_answers():
    """At least 260 in eight languages; every reading can be understood, silence is rarely right."""
    sayings = [saying for half in HALVES for saying in times(half)]
    assert len(sayings) >= 260
    assert {saying.language for saying in sayings} == set(LANGUAGES)
    assert all(saying.readings for saying in sayings)
    silent = sum(verdict(saying.readings, Answer()) is Verdict.RIGHT for saying in sayings)
    assert silent < len(sayings) * 0.06


def test_messages_are_labelled_in_our_words():
    """600 messages, every label known, 60 stops and 80 that only look like one."""
    said = [message for half in HALVES for message in messages(half)]
    count = Counter(label for message in said for label in message.labels)
    assert len(said) >= 600
    assert set(count) == _LABELS
    assert count["stop"] >= 60
    assert count["not_stop"] >= 80
    assert not [one.text for one in said if {"stop", "not_stop"} <= one.labels]
    assert {message.language for message in said} == set(LANGUAGES)


def test_each_company_is_asked_seventy_answerable_and_thirty_unanswerable_questions():
    """What has to stand in an answer is named for those only that have one."""
    asked = [question for half in HALVES for question in questions(half)]
    count = Counter((question.company, question.is_answerable) for question in asked)
    assert count == {
        (company.name, is_answerable): 70 if is_answerable else 30
        for company in COMPANIES.iterdir()
        for is_answerable in (True, False)
    }
    assert all(bool(question.must) is question.is_answerable for question in asked)


def test_each_open_company_is_asked_forty_five_answerable_and_twenty_five_unanswerable_questions():
    """In eight languages, none of them twice, and a mark for exactly those that have an answer."""
    asked = list(open_questions())
    count = Counter((question.company, question.is_answerable) for question in asked)
    assert count == {
        (company.name, is_answerable): 45 if is_answerable else 25
        for company in (OPEN / "companies").iterdir()
        for is_answerable in (True, False)
    }
    assert all(bool(question.must) is question.is_answerable for question in asked)
    assert len({question.text for question in asked}) == len(asked)
    for company, _ in count:
        spoken = {question.language for question in asked if question.company == company}
        assert spoken == set(LANGUAGES)


def test_forty_prospects_of_whom_twenty_three_are_about_safety():
    """Each is named as its file is; that they can be played is the simulator's to say."""
    files = [path for half in HALVES for path in (HERE / f"dialogues_{half}").iterdir()]
    read = [(path, yaml.safe_load(path.read_text("utf-8"))) for path in files]
    assert len(read) == 40
    assert sum(bool(one.get("safety")) for _, one in read) == 23
    assert all(one["prospect"] == path.stem and one["end"] for path, one in read)


def _texts() -> Iterator[tuple[str, list[str]]]:
    for half in HALVES:
        yield half, [saying.text for saying in times(half)]
        yield half, [message.text for message in messages(half)]
        yield half, [message.text for message in messages(half, "intents")]
        yield half, [question.text for question in questions(half)]
        yield half, [path.stem for path in (HERE / f"dialogues_{half}").iterdir()]


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()
