"""What is put to the pages, whatever it sounds like: a doubt, a bargain, a meeting, a demand."""

import pytest

from tests.agent.brains.conftest import ALL_TOOLS

NO_DISCOUNT = tuple(tool for tool in ALL_TOOLS if tool != "offer_discount")
PUT = {
    "a term, in the words of a doubt": [
        ("en", "can we cancel any time"),
        ("it", "possiamo disdire quando vogliamo"),
        ("nl", "kunnen we elk moment opzeggen"),
        ("pl", "czy mozemy zrezygnowac w kazdej chwili"),
    ],
    "who pays less, in the words of a bargain": [
        ("en", "do you give discounts to charities?"),
        ("es", "somos una ONG registrada, nos haceis algun descuento?"),
        ("fr", "vous faites un prix pour les associations"),
        ("pt", "há preço especial para escolas"),
    ],
    "when somebody is there, in the words of a meeting": [
        ("en", "are you open on bank holidays"),
        ("de", "wie lange geht bei euch samstags jemand ans telefon"),
        ("es", "hasta qué hora os puedo llamar un sábado"),
        ("pl", "do ktorej wieczorem mozna dzwonic na serwis w tygodniu"),
    ],
    "a case that is thought of": [
        ("de", "was passiert wenn wir mitten im jahr aussteigen"),
        ("fr", "et si on paie en retard"),
        ("it", "se paghiamo in ritardo cosa succede"),
        ("nl", "wat als we te laat betalen"),
    ],
}
SENTENCES = [(why, *one) for why, listed in PUT.items() for one in listed]
KEPT = [
    ("en", "that's too expensive for us", "handle_objection"),
    ("de", "das ist uns viel zu teuer", "handle_objection"),
    ("it", "perché dovrei fidarmi di voi?", "handle_objection"),
    ("en", "why should I trust you?", "handle_objection"),
    ("en", "can we talk on thursday at 3?", "find_slots"),
    ("de", "wann hätten sie zeit für ein gespräch", "find_slots"),
    ("es", "¿cuándo podemos quedar?", "find_slots"),
    ("en", "what data do you have about me?", "open_data_request"),
    ("fr", "quelles données avez-vous sur moi ?", "open_data_request"),
    ("de", "ich will mit einem menschen reden", "hand_over"),
    ("en", "please stop writing to me", "opt_out"),
]
THOUGHT_OF = [
    ("de", "löscht ihr unsere daten wenn wir kündigen", "open_data_request"),
    ("en", "do you delete our data when we leave?", "open_data_request"),
    ("de", "ist am samstag jemand da falls es klemmt", "hand_over"),
    ("nl", "is er zondagavond iemand als het stuk gaat", "hand_over"),
]
HAGGLING = [
    ("en", "any chance of a discount?"),
    ("de", "können sie mir einen rabatt geben?"),
    ("es", "¿me puedes hacer un descuento?"),
    ("nl", "kunnen jullie iets aan de prijs doen?"),
    ("pl", "dostaniemy jakiś rabat?"),
]


@pytest.mark.parametrize(("why", "language", "text"), SENTENCES)
def test_a_question_of_fact_is_put_to_the_pages(talk, why, language, text):
    """It is looked up whatever its words sound like: answered from a page, or left with the team,
    and met neither as a doubt nor as a wish to meet.
    """
    prospect = talk(languages=(language,), tools=NO_DISCOUNT)
    reply = prospect.say(text)
    assert prospect.made("search_knowledge"), why
    assert not prospect.made("handle_objection"), why
    assert not prospect.made("find_slots"), why
    assert prospect.made("ask_team") or "(" in reply, why  # what a page says names the page


@pytest.mark.parametrize(("language", "text", "tool"), KEPT)
def test_what_is_no_question_of_fact_stays_what_it_is(talk, language, text, tool):
    """A doubt is met, a meeting offered, a demand about data opened, a stop kept."""
    prospect = talk(languages=(language,))
    prospect.say(text)
    assert prospect.made(tool)


@pytest.mark.parametrize(("language", "text", "tool"), THOUGHT_OF)
def test_a_case_thought_of_is_no_demand(talk, language, text, tool):
    """What would be done with data, or who would be there, is asked and not wanted now."""
    prospect = talk(languages=(language,))
    prospect.say(text)
    assert not prospect.made(tool)
    assert prospect.made("search_knowledge")


@pytest.mark.parametrize(("language", "text"), HAGGLING)
def test_who_only_haggles_is_asked_for_how_much(talk, language, text):
    """No page is quoted as unknown to somebody who names nothing that a page could speak of."""
    prospect = talk(languages=(language,))
    prospect.say(text)
    assert not prospect.made("ask_team")
    assert "percent" in prospect.asked


def test_a_variant_that_no_page_has_is_not_answered_for(talk):
    """``Roast Plus`` is another plan than Roast: its price is nobody's guess."""
    known = talk(languages=("en",)).say("how much is the Roast plan?")
    reply = talk(languages=("en",)).say("how much is the Roast Plus plan?")
    assert "7.50" in known
    assert not any(digit.isdigit() for digit in reply)
