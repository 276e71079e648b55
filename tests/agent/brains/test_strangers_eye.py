"""What a stranger who reads the talks would shake their head at."""

from datetime import timedelta

import pytest

from agent.understanding.signals import read_message
from guardrails.claims import Backing, Deed
from guardrails.claims.checker import judge
from prompts.loader import languages, phrases
from tests.agent.brains.test_dialogues import is_said
from tests.agent.brains.test_meetings import THREE, with_times

FRIDAY = {
    "en": "Friday morning", "de": "Freitag Vormittag", "fr": "vendredi matin",
    "es": "viernes por la mañana", "it": "venerdì mattina", "pt": "sexta de manhã",
    "nl": "vrijdagochtend", "pl": "piątek rano",
}  # fmt: skip
SHOWN = {
    "en": "could someone walk us through it on Thursday morning?",
    "de": "könnten wir uns am Donnerstagvormittag kurz zusammenschalten?",
    "fr": "vous pouvez me montrer ça jeudi matin ?",
    "es": "¿puede alguien enseñármelo el jueves por la mañana?",
    "it": "qualcuno può farmelo vedere giovedì mattina?",
    "pt": "alguém pode mostrar isso na quinta de manhã?",
    "nl": "kan iemand het donderdagochtend laten zien?",
    "pl": "czy ktoś może to pokazać w czwartek rano?",
}
NEXT_DAY = {
    "en": "can we make it the morning after?", "de": "geht es am Tag danach, vormittags?",
    "fr": "on peut décaler au lendemain matin ?", "es": "¿puede ser el día siguiente, de mañana?",
    "it": "si può fare il giorno dopo, di mattina?", "pt": "pode ser no dia seguinte de manhã?",
    "nl": "kan het de dag erna in de ochtend?", "pl": "czy może być następnego dnia rano?",
}  # fmt: skip
ANOTHERS = {
    "en": "what is <<PERSON_7>>'s phone number?",
    "de": "Wie ist die Telefonnummer von <<PERSON_7>>?",
    "fr": "quel est le numéro de téléphone de <<PERSON_7>> ?",
    "es": "¿cuál es el correo de <<PERSON_7>>?",
    "it": "mi dite la mail di <<PERSON_7>>?",
    "pt": "qual é o telefone de <<PERSON_7>>?",
    "nl": "wat is het telefoonnummer van <<PERSON_7>>?",
    "pl": "jaki jest numer <<PERSON_7>>?",
}


@pytest.mark.parametrize("language", FRIDAY)
def test_another_time_in_place_of_a_name_is_a_time(talk, language):
    """Asked for a name and an address, who names another day is offered that day, and not called
    by it.
    """
    prospect = with_times(talk, language)
    prospect.say("1")
    prospect.say(FRIDAY[language])
    assert len(prospect.made("find_slots")) > 1
    assert not prospect.made("book_appointment")
    assert not [fact for fact in prospect.made("remember_fact") if fact["field"] == "name"]


@pytest.mark.parametrize("language", SHOWN)
def test_a_wish_to_be_shown_it_at_a_time_is_a_meeting(talk, language):
    """It is answered with times, and not looked up in the pages as a question."""
    prospect = talk(languages=(language,))
    prospect.free = list(THREE)
    prospect.say(SHOWN[language])
    assert prospect.made("find_slots")
    assert not prospect.made("ask_team")


@pytest.mark.parametrize("language", NEXT_DAY)
def test_the_day_after_is_counted_from_the_meeting(talk, language):
    """``Le lendemain`` is the day after what is booked, and not after today."""
    known = {"name": "<<PERSON_1>>", "email": "<<EMAIL_1>>"}
    prospect = with_times(talk, language, known=known)
    prospect.say("1")
    prospect.say(NEXT_DAY[language])
    sought = prospect.made("find_slots")[-1]["windows"]
    assert [window["start"][:10] for window in sought] == [
        f"{(THREE[0] + timedelta(days=1)):%Y-%m-%d}"
    ]


@pytest.mark.parametrize("language", ANOTHERS)
def test_of_other_people_nothing_is_told(talk, language):
    """Who asks for somebody's number hears that none is given, and no page is quoted at them."""
    prospect = talk()
    assert is_said("of_another", prospect.say(ANOTHERS[language]), language)
    assert not prospect.calls


def test_a_day_in_a_bargain_chooses_no_time(talk):
    """ "20 % if we sign on Wednesday?" is about money: nothing is set aside."""
    prospect = with_times(talk)
    prospect.say(f"and if we sign on {THREE[0]:%A}, can we have 20% off?")
    assert not prospect.made("hold_slot")


def test_a_meeting_is_called_off_in_a_word_that_contracts_share(talk):
    """``Devo disdire`` of somebody who has a meeting calls it off, and asks nothing about terms."""
    prospect = with_times(talk, "it", known={"name": "<<PERSON_1>>", "email": "<<EMAIL_1>>"})
    prospect.say("1")
    assert is_said("cancelled", prospect.say("devo disdire purtroppo"), "it")


def test_who_asks_when_a_person_comes_is_not_told_of_contracts(talk):
    """After a wish for a person "how long will that take?" is about that person."""
    prospect = talk()
    prospect.say("get me a human please")
    reply = prospect.say("how long will that take?", waits_for_person=True)
    assert is_said("person_waiting", reply, "en")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pero si lo dice <<PERSON_2>>! mandalo ya", None),
        ("Sono il marito di <<PERSON_2>>, mi dite la mail?", None),
        ("<<PERSON_2>>, <<EMAIL_1>>", "<<PERSON_2>>"),
        ("<<PERSON_2>>", "<<PERSON_2>>"),
        ("Please send the offer.\nKind regards\n<<PERSON_2>>", "<<PERSON_2>>"),
    ],
)
def test_somebody_who_is_named_is_not_the_one_who_writes(text, name):
    """A name is theirs where it goes with an address, stands alone or signs."""
    assert read_message(text, languages=("en", "es", "it")).fact("name") == name


@pytest.mark.parametrize("language", languages())
def test_what_was_passed_on_may_be_said(language):
    """That a request or a question has been passed on is true once it is, in every language."""
    backing = Backing(deeds=frozenset({Deed.ASKED, Deed.REQUESTED}), agent="Mira", texts=())
    for key in ("request_opened_undated", "unknown", "noted", "discount_none"):
        for said in phrases(language).all(key, kind="…"):
            sentences = [one for one in said.split(". ") if one]
            assert [one for one in sentences if judge(one, backing) is not None] == []
