"""The brain listens: what is said about the talk itself is met as a person would meet it."""

from itertools import pairwise

import pytest

from agent.state import Signals
from tests.agent.brains.test_dialogues import is_said

A_PRICE = "how much is the Roast plan per user?"
ENDS = ("no_meeting", "not_interested")
OPENING = {
    "en": (A_PRICE, "why do you ask?", "let me think about it", "just looking"),
    "de": ("Was kostet das pro Nutzer?", "Warum fragen Sie?", "ich muss überlegen",
           "nur mal schauen"),
    "fr": ("Ça coûte combien par utilisateur ?", "pourquoi cette question ?", "je vais réfléchir",
           "je regarde seulement"),
    "es": ("¿Cuánto cuesta por usuario?", "¿por qué pregunta?", "lo voy a pensar", "solo miro"),
    "it": ("Quanto costa per utente?", "perché me lo chiede?", "ci devo pensare",
           "sto solo guardando"),
    "pt": ("Quanto custa por utilizador?", "por que pergunta?", "vou pensar", "só estou a ver"),
    "nl": ("Wat kost het per gebruiker?", "waarom vraagt u dat?", "ik moet er even over nadenken",
           "ik kijk alleen even"),
    "pl": ("Ile to kosztuje za użytkownika?", "dlaczego pan pyta?", "muszę się zastanowić",
           "tylko się rozglądam"),
}  # fmt: skip


@pytest.mark.parametrize("language", OPENING)
def test_a_why_a_pause_and_a_look_around(talk, language):
    """Who asks why is told why, who thinks gets time, who looks is let look, in their language."""
    price, why, thinks, looks = OPENING[language]
    prospect = talk()
    assert is_said("qualify_size", prospect.say(price), language)
    assert is_said("why_size", prospect.say(why), language)
    assert is_said("take_time", prospect.say(thinks), language)
    assert is_said("look_around", prospect.say(looks), language)
    assert not prospect.made("ask_team")


def test_no_wording_follows_itself(talk):
    """Whatever small thing is said again and again, no reply is the one before it."""
    for word in ("ok", "no", "hm", "thanks", "?", "bye", "lol", "tell me a joke"):
        prospect = talk()
        said = [prospect.say(word) for _ in range(3)]
        again = {"?", "lol"}  # one wording is enough for what nobody says three times
        assert word in again or all(a != b for a, b in pairwise(said)), said


def test_a_no_in_the_middle_of_a_booking_ends_the_booking(talk):
    """No more times are offered; who keeps their name is told what that means, and not pressed."""
    for word in ("no, forget it", "changed my mind", "laat maar", "doch nicht", "mejor no"):
        prospect = talk()
        prospect.say("can we have a meeting?")
        reply = prospect.say(word)
        ends = [is_said(key, reply, one) for key in ENDS for one in ("en", "de", "es", "nl")]
        assert any(ends), reply
        assert len(prospect.made("find_slots")) == 1
    prospect = talk()
    prospect.say("can we have a meeting?")
    prospect.say("the first one")
    assert is_said("keep_it", prospect.say("I prefer not to, no name"))
    assert is_said("ask_contact", prospect.say("ok then take the second one"))


def test_nothing_is_asked_or_offered_after_a_no(talk):
    """A question is still answered; courtesy, doubts and musing get no question and no offer."""
    prospect = talk(strategies=("small_step", "discovery_question", "benefit"))
    prospect.say("hello")
    assert is_said("not_interested", prospect.say("no thanks, I'm not interested"))
    for word in ("ok", "thanks", "that's too expensive anyway", "hm", "maybe", "👍"):
        reply = prospect.say(word)
        assert is_said("after_no", reply), (word, reply)
        assert "?" not in reply
    reply = prospect.say(A_PRICE)
    assert "7.50 EUR" in reply
    assert "?" not in reply
    assert not prospect.made("choose_strategy")


def test_a_new_doubt_is_met_in_place_of_an_answer(talk):
    """A doubt of another kind after our question is explored itself, and not answered for."""
    prospect = talk()
    assert is_said("explore_contract", prospect.say("I don't want to be locked into a contract"))
    assert is_said("explore_price", prospect.say("that's too expensive for us"))
    assert is_said("respond", prospect.say("compared with the shop around the corner"))
    prospect = talk()
    prospect.say("that's too expensive")
    for small in ("ok thanks", "ok", "hm"):
        assert not is_said("respond", prospect.say(small)), small


def test_several_doubts_are_all_heard(talk):
    """The first is asked about, the others are named; only one question is put."""
    signals = Signals(
        intents=("objection",), objection="price", objections=("price", "effort", "trust")
    )
    reply = talk().say("too dear, too much work, and who are you", signals=signals)
    assert is_said("also_heard", reply)
    assert "the effort, whether one can rely on it" in reply
    assert is_said("explore_price", reply)
    assert reply.count("?") == 1


def test_what_may_be_a_doubt_is_asked_about_once(talk):
    """Doubtful words get one short question, never an argument."""
    signals = Signals(intents=("other",), doubtful=("objection.need",))
    prospect = talk()
    assert is_said("doubt_ask", prospect.say("well I wonder", signals=signals))
    assert not is_said("doubt_ask", prospect.say("well I wonder", signals=signals))
    assert not prospect.made("handle_objection")[1:]


def test_a_better_moment_is_noted_and_not_argued_with(talk):
    """A named time is kept with its words; there is no response and no promise to come back."""
    prospect = talk()
    assert is_said("explore_timing", prospect.say("we have no time for this right now"))
    reply = prospect.say("maybe next quarter")
    assert is_said("timing_noted", reply)
    assert prospect.known["timeline"] == "next quarter"
    assert not any(args["step"] == "respond" for args in prospect.made("handle_objection"))


def test_after_a_doubt_was_let_be_their_choice_is_followed(talk):
    """A person, or nothing more: and never the same sentence, nor times nobody asked for."""
    choices = {"a colleague please": "person_asked", "ok": "let_be", "what now?": "let_be"}
    for choice, key in choices.items():
        prospect = talk()
        for word in (
            "too expensive",
            "than the kiosk",
            "still too expensive",
            "still too expensive",
        ):
            last = prospect.say(word)
        assert is_said("let_be", last)
        reply = prospect.say(choice)
        assert is_said(key, reply), choice
        assert reply != last
        assert not prospect.made("find_slots")


def test_information_by_mail_goes_where_they_say(talk):
    """Told where it stands, asked what it should be about and whereto; the mail is offered once."""
    prospect = talk()
    reply = prospect.say("just send me some information")
    assert is_said("explore_send_info", reply)
    assert is_said("info_by_mail", reply)
    assert "https://fernwald.example" in reply
    assert not is_said("info_by_mail", prospect.say("prices, for my boss"))
    assert is_said("transcript_done", prospect.say("<<EMAIL_1>>"))
    assert prospect.made("send_transcript") == [{"email": "<<EMAIL_1>>"}]


def test_who_comes_back_is_welcomed_once_with_what_is_stored(talk):
    """What they told is not asked again; contact data are not read out; a question is answered."""
    known = {"size": "30", "current_tool": "Excel", "email": "<<EMAIL_1>>"}
    prospect = talk(known=known)
    prospect.say("hello")
    reply = prospect.say("hi, me again", is_back=True)
    assert is_said("welcome_back", reply)
    assert "number of people: 30" in reply
    assert "EMAIL" not in reply
    reply = prospect.say(A_PRICE, is_back=True)
    assert is_said("welcome_back", reply)
    assert "7.50 EUR" in reply
    assert not is_said("qualify_size", reply)
    assert not is_said("qualify_tool", reply)


def test_a_language_asked_for_is_taken_up(talk):
    """The wish is met in that language, as long as the workspace answers in it."""
    prospect = talk()
    prospect.say("Hallo")
    wish = "can we do this in English please?"
    assert is_said("language_switched", prospect.say(wish, language="en"))
