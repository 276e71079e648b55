"""A pasted mail is read without its history, and a remark without being taken for a question."""

import pytest

from agent.brains.playbook import once
from agent.brains.playbook.vocabulary import asks_amount
from agent.understanding.kinds import Floor, Intent
from agent.understanding.letters import unquoted, unsigned
from agent.understanding.remarks import Remark, named_later, remark, wished_language
from agent.understanding.signals import read_message

OWN = "Could you tell me where the data lie?"
HISTORIES = (
    "On Mon, 3 Nov 2026 at 10:12, Nora <nora@x.example> wrote:\n> Not interested? Tell us to stop.",
    "Am 12.11.2026 um 09:15 schrieb Mira <mira@x.example>:\n> Kein Interesse? Stopp.",
    "Le lun. 3 nov. 2026 à 10:12, Nora <n@x.example> a écrit :\n> Stop ?",
    "El lun, 3 nov 2026 a las 10:12, Nora (<n@x.example>) escribió:\n> ¿Baja?",
    "W dniu 3.11.2026 o 10:12 Nora napisała:\n> Proszę przestać.",
    "-----Original Message-----\nFrom: Nora <n@x.example>\nSubject: stop\n\nplease stop",
    "From: Nora <n@x.example>\nSent: Monday\nTo: me\n\nplease stop",
    "> please stop",
)
REMARKS = {
    Remark.WHY: ["why do you need that?", "Wozu brauchen Sie das?", "po co panu ta informacja?"],
    Remark.KEEPS: ["I'd rather not say my name", "prefiero no dar mi correo", "geef ik niet"],
    Remark.WITHDRAWS: ["forget it", "Vergessen Sie es", "laissez tomber", "lascia perdere"],
    Remark.THINKS: ["ok let me think", "ich melde mich", "je reviens vers vous", "pomyślę"],
    Remark.OPINION: ["what do you think?", "was empfehlen Sie?", "que me recomienda?"],
    Remark.LAUGHS: ["haha", "lol good one", "😂", "mdr"],
    Remark.MUSES: ["hmm", "...", "naja", "boh"],
    Remark.PUZZLES: ["?", "huh?", "??", "wie bitte?"],
    Remark.OTHERS: ["what do your competitors charge?", "was kostet die Konkurrenz?"],
    None: ["what does it cost?", "can we stop by at 3?", "does it work offline?", "Thursday at 10",
           "we use Excel", "that is too expensive", "can I cancel monthly?", "Wir sind 50 Leute",
           "is there a trial?", "why does setup take 12 hours?", ""],
}  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES)
def test_what_a_mail_answers_is_not_theirs(history):
    """History goes in every client's shape; a text that is nothing but quotes stays as it is."""
    signed = f"Hi,\n\n{OWN}\n\nBest regards\nMartin\nHead of Maintenance\nTel 020 7946 0958"
    assert unquoted(f"{signed}\n\n{history}") == signed
    assert unsigned(f"{signed}\n\n{history}") == f"Hi,\n\n{OWN}"
    assert unquoted("> please stop") == "> please stop"
    assert unsigned("thanks\nand what does it cost?") == "thanks\nand what does it cost?"


def test_remarks_are_told_from_business():
    """Each kind in several languages, and none in what asks about the offer."""
    wrong = [(text, remark(text), kind) for kind, texts in REMARKS.items() for text in texts
             if remark(text) is not kind]  # fmt: skip
    assert wrong == []


def test_a_language_is_wished_for_and_not_only_named():
    """A wish names a language with a verb or nothing else; a feature in a language is no wish."""
    assert wished_language("können wir bitte Deutsch sprechen?") == "de"
    assert wished_language("in English please") == "en"
    assert wished_language("français") == "fr"
    for text in (
        "is the app available in French?",
        "Can I write tickets in German?",
        "we are in Polen",
    ):
        assert wished_language(text) is None


def test_another_moment_is_named_in_their_words():
    """In the words of the message, or not at all."""
    for text, words in (
        ("maybe next quarter", "next quarter"),
        ("erst nächstes Jahr wieder", "erst nächstes Jahr"),
        ("après les vacances", "après les vacances"),
        ("el año que viene", "el año que viene"),
        ("w przyszłym roku", "w przyszłym roku"),
        ("not now", None),
    ):
        assert named_later(text) == words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "En fait laissez tomber le rendez-vous de vendredi, on annule."),
        ("de", "Lassen wir den Termin am Freitag doch sausen, wir sagen ab."),
        ("nl", "Laat de afspraak van vrijdag maar zitten, we annuleren."),
    ],
)
def test_a_meeting_let_go_is_no_no_to_everything(language: str, said: str) -> None:
    """Who drops the meeting in free words calls that off, and has not lost interest."""
    intents = read_message(said, languages=(language,), by_rules=True).intents
    assert Intent.CANCEL_APPOINTMENT in intents
    assert Intent.NOT_INTERESTED not in intents


def test_what_the_company_is_certified_for_is_no_doubt_about_who_speaks() -> None:
    """``Vous êtes certifiés quoi`` asks for certificates and not whether a machine answers."""
    seen = read_message(
        "vous êtes certifiés quoi niveau sécurité ?", languages=("fr",), by_rules=True
    )
    assert Floor.BOT_QUESTION not in seen.floor
    assert Intent.SECURITY_QUESTION in seen.intents


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("et pour 6 personnes en Team, au mois, ça fait combien", True),
        ("what would 8 of us pay", True),
        ("combien de temps dure l'essai ?", False),
        ("we need 30 seats", False),
    ],
)
def test_an_amount_is_asked_for_a_number_of_something(said: str, *, asks: bool) -> None:
    """A sum is asked for where both a number and the question after it stand."""
    assert asks_amount(said) is asks


def test_a_time_in_a_reply_keeps_its_day() -> None:
    """``ven. 27 nov., 09:00`` is one piece: no half of it is left out as said before."""
    welcome = "Heureux de vous revoir ici. Votre rendez-vous est : ven. 27 nov., 09:00 (Paris)."
    before = "C'est déplacé : votre nouveau rendez-vous est ven. 27 nov., 09:00 (Paris)."
    assert once.put([welcome], before) == welcome
