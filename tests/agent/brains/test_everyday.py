"""Everyday wording: what it asks is found, and what it only sounds like is not heard."""

from datetime import UTC, datetime

import pytest

from agent.brains.playbook import billing, restating
from agent.brains.playbook.lines import apart, asked_through
from agent.understanding.kinds import LANGUAGES, Floor, Objection
from agent.understanding.remarks import doubts_nothing
from agent.understanding.signals import read_message
from agent.understanding.times import resolve

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        "stop sending me there, just tell me",
        "don't send me links, just answer here",
        "hör auf mich da hinzuschicken, sag es mir einfach hier",
        "ne m'envoyez pas là-bas, dites-le moi ici",
        "no me mandes ahí, dímelo aquí directamente",
        "non mandarmi lì, dimmelo qui",
        "não me mande para lá, diga aqui",
        "stuur me niet daarheen, zeg het gewoon hier",
        "nie odsyłaj mnie tam, powiedz tutaj",
    ],
)
def test_who_will_not_be_sent_elsewhere_stops_nobody(told):
    """To be told here is wished for, and no end of the talk."""
    assert Floor.STOP not in read_message(told, languages=LANGUAGES, by_rules=True).floor
    assert doubts_nothing(told)


@pytest.mark.parametrize(
    "told",
    ["stop sending me emails", "no me mandes más correos", "hör auf mir Mails zu schicken"],
)
def test_who_wants_no_mail_still_stops_us(told):
    """The look-alike covers a place, and no message of ours."""
    assert Floor.STOP in read_message(told, languages=LANGUAGES, by_rules=True).floor


@pytest.mark.parametrize(
    "told",
    ["thanks, I'll pass it on to him", "ok, gebe ich so weiter", "merci, je lui transmets"],
)
def test_to_pass_it_on_is_no_refusal(told):
    """Whatever the classifier makes of it, nobody has said no."""
    assert Objection.NOT_INTERESTED not in read_message(told, languages=LANGUAGES).objections
    assert not doubts_nothing("I'll pass on this one")


@pytest.mark.parametrize(
    ("asked", "weighs"),
    [
        ("Lohnt sich das Jahr gegenüber monatlich?", True),
        ("is it cheaper to pay yearly?", True),
        ("c'est plus intéressant à l'année ou au mois ?", True),
        ("can we switch from monthly to yearly later?", False),
        ("do you send a report each month of the year?", False),
    ],
)
def test_a_year_is_held_against_the_month(asked, weighs):
    """Where both are named, or one is said to be worth it; to change it is another matter."""
    assert billing.weighs(asked) is weighs


def test_a_question_through_somebody_is_that_question():
    """Each that they are to ask, apart; what is quoted with its mark; nothing else."""
    relayed = "ask them what it costs for 25 of us, if there's an app, and whether we can stop"
    assert asked_through(relayed) == [
        "what it costs for 25 of us?", "there's an app?", "we can stop?",
    ]  # fmt: skip
    assert apart('he wrote back "and on the yearly one?"') == ["and on the yearly one?"]
    assert asked_through("what does it cost for 25 of us?") == []


@pytest.mark.parametrize(
    ("language", "told", "day"),
    [
        ("nl", "nee wacht, donderdag bedoelde ik", 26),
        ("de", "nein, Donnerstag meinte ich", 26),
        ("es", "no, el jueves quería decir", 26),
        ("en", "a demo would be nice but sunday is my only day off", 29),
        ("en", "thursday or not at all", 26),
    ],
)
def test_the_day_that_is_meant_is_no_guess(language, told, day):
    """A correction names it, a day off may be the one that is free, and else there is none."""
    when = resolve(told, now=MONDAY, zone="UTC", language=language)
    assert when.question is None
    assert {window.start.day for window in when.windows} == {day}


def test_each_way_to_ask_has_its_question():
    """Every entry says what it asks, and by which words it is known."""
    for meant in restating._declared():
        assert meant.asks
        assert meant.heard


def test_a_doubt_put_as_a_case_is_answered_with_the_terms(talk):
    """What if we do not like it: how one can get out of it, in whatever language."""
    assert "cancel" in talk().say("what if we don't like it after two months?").casefold()
