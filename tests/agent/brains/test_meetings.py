"""A meeting found, kept, moved and given up, in the ways in which people write about it."""

from datetime import timedelta

import pytest

from tests.agent.brains.conftest import NOW
from tests.agent.brains.test_dialogues import MEET, is_said

THREE = tuple(NOW.replace(hour=hour) + timedelta(days=2) for hour in (9, 13, 14))
CONTACT = {"name": "<<PERSON_1>>", "email": "<<EMAIL_1>>"}
# a choice that any of the three satisfies; a no to all; what moves a meeting by an hour
WAYS = {
    "en": ("any is fine", "none of these work", "an hour later please"),
    "de": ("mir egal", "keiner davon passt", "bitte eine Stunde später"),
    "fr": ("peu importe", "aucun ne me convient", "une heure plus tard svp"),
    "es": ("cualquiera", "ninguna me viene bien", "una hora más tarde por favor"),
    "it": ("qualsiasi", "nessuno mi va bene", "un'ora più tardi per favore"),
    "pt": ("tanto faz", "nenhuma me serve", "uma hora mais tarde por favor"),
    "nl": ("maakt niet uit", "geen van deze past", "een uur later graag"),
    "pl": ("obojętnie", "żaden mi nie pasuje", "godzinę później proszę"),
}
NO_MAIL = {
    "en": "I'd rather not give my email",
    "de": "meine E-Mail möchte ich nicht angeben",
    "fr": "je préfère ne pas donner mon e-mail",
    "es": "prefiero no dar mi correo",
    "it": "preferisco non dare la mia email",
    "pt": "prefiro não dar o meu e-mail",
    "nl": "ik geef liever geen mailadres",
    "pl": "wolę nie podawać adresu e-mail",
}


def with_times(talk, language="en", **how):
    prospect = talk(languages=(language,), **how)
    prospect.free = list(THREE)
    prospect.say(MEET[language])
    return prospect


@pytest.mark.parametrize("language", WAYS)
def test_the_main_ways_in_every_language(talk, language):
    """Any of the times takes the first; an hour later moves it; a no to all asks for their times,
    a second one offers the waiting list, and a yes joins it.
    """
    any_of_them, none_of_them, later = WAYS[language]
    prospect = with_times(talk, language, known=CONTACT)
    assert is_said("booked_with", prospect.say(any_of_them), language)
    prospect.free = [THREE[0] + timedelta(hours=1)]
    assert is_said("moved", prospect.say(later), language)
    other = with_times(talk, language)
    assert is_said("ask_time", other.say(none_of_them), language)
    assert is_said("waitlist_offer", other.say(none_of_them), language)
    assert is_said(
        "waitlist_joined", other.say({"pl": "tak", "fr": "oui"}.get(language, "ok")), language
    )
    assert is_said("waitlist_on", other.say(MEET[language]), language) or other.made("find_slots")


@pytest.mark.parametrize("language", NO_MAIL)
def test_without_an_address_a_meeting_is_booked_without_an_invitation(talk, language):
    """A refusal to give a mail is accepted, never pressed; only a name is needed, and nothing
    that was not sent is said to be.
    """
    prospect = with_times(talk, language)
    prospect.say("1")
    assert is_said("ask_name", prospect.say(NO_MAIL[language]), language)
    assert prospect.made("open_data_request") == []
    reply = prospect.say("<<PERSON_1>>")
    assert prospect.made("book_appointment") == [{"slot_id": "s250900", "name": "<<PERSON_1>>"}]
    assert is_said("no_invitation", reply, language)
    assert not is_said("invitation", reply, language)


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("the second one", "s251300"), ("the later one", "s251400"), ("15:00", "s251400"),
        ("the one at 2", "s251300"), ("earliest please", "s250900"), ("the middle one", "s251300"),
        ("2.", "s251300"), ("wednesday at 3pm", "s251400"), ("whichever", "s250900"),
    ],
)  # fmt: skip
def test_a_time_is_chosen_by_place_hour_or_none_in_particular(talk, said, taken):
    """One of the three is set aside, and it is the one they mean."""
    prospect = with_times(talk)
    assert is_said("ask_contact", prospect.say(said))
    assert prospect.made("hold_slot") == [{"slot_id": taken}]


@pytest.mark.parametrize("said", ["yesterday at 3", "30 February", "hmm dunno", "not sure", "yes"])
def test_what_names_no_time_takes_none(talk, said):
    """A past hour, an impossible date, a doubt, a bare yes: none of them holds anything."""
    prospect = with_times(talk)
    assert prospect.say(said)
    assert prospect.made("hold_slot") == prospect.made("book_appointment") == []


def test_an_hour_that_was_not_offered_is_taken_if_it_is_free(talk):
    """And if it is not, the nearest are offered instead of a shrug."""
    prospect = with_times(talk)
    prospect.free = [THREE[0] + timedelta(hours=2)]
    assert is_said("ask_contact", prospect.say("is 12:00 possible?"))
    other = with_times(talk)
    assert is_said("slots_other", other.say("17:00"))


def test_both_clocks_are_read_back_where_they_differ(talk):
    """Weekday, date and hour for the prospect, and the hour where the team is."""
    prospect = talk(known=CONTACT)
    prospect.zone = "Asia/Dubai"
    prospect.free = list(THREE)
    prospect.say("book me a demo")
    assert "Wed 25 Nov, 13:00 (Dubai) = 10:00 (Berlin)" in prospect.say("the first one")
    assert " = " not in with_times(talk, known=CONTACT).say("the first one")


def test_of_two_readings_the_one_they_name_is_taken(talk):
    """ "The 1st or the 8th?" is answered by a day or a place; a bare yes is asked again."""
    for answer, is_settled in (("the 1st", True), ("the second one", True), ("yes", False)):
        prospect = talk()
        prospect.free = [NOW.replace(hour=16) + timedelta(days=days) for days in (1, 8)]
        assert is_said("time_choose", prospect.say("book a demo next tuesday at 5pm"))
        assert is_said("ask_contact", prospect.say(answer)) is is_settled
        assert bool(prospect.made("hold_slot")) is is_settled


def test_a_day_told_of_something_else_is_confirmed_by_its_date(talk):
    """What may not be a wish is named with its date, and a yes to it is enough."""
    prospect = with_times(talk)
    prospect.free = [NOW.replace(hour=hour) + timedelta(days=7) for hour in (9, 13)]
    reply = prospect.say("our partner kickoff happens 30 November")
    assert is_said("time_choose", reply)
    assert "30 Nov" in reply
    assert is_said("slots", prospect.say("yes"))


def test_name_and_address_come_in_any_order_and_are_corrected(talk):
    """The address first, then the name; a new address afterwards brings a new invitation."""
    prospect = with_times(talk)
    prospect.say("the first one")
    assert is_said("ask_name", prospect.say("my mail is <<EMAIL_1>>"))
    assert is_said("booked_with", prospect.say("<<PERSON_1>>"))
    prospect.known["email"] = "<<EMAIL_1>>"
    reply = prospect.say("sorry, it is <<EMAIL_2>>")
    assert is_said("reinvited", reply)
    assert "<<EMAIL_2>>" in reply
    assert prospect.made("move_appointment") == [{"appointment_id": "a1", "slot_id": "s250900"}]


def test_who_has_a_meeting_changes_it_in_their_words(talk):
    """Same hour on another day, a new day in place of a cancelled one, a bare word to cancel; a
    second meeting and another guest are for people to arrange, and that is said.
    """
    prospect = with_times(talk, known=CONTACT)
    prospect.say("the first one")
    friday = THREE[0] + timedelta(days=2)
    prospect.free = [friday]
    assert is_said("moved", prospect.say("same time on friday"))
    assert is_said("second_meeting", prospect.say("can I book another demo for my colleague?"))
    assert is_said("one_guest", prospect.say("please invite my boss too"))
    prospect.free = [THREE[1] + timedelta(days=1)]
    assert is_said("moved", prospect.say("cancel that and book thursday 2pm instead"))
    assert is_said("cancelled", prospect.say("cancel please"))
    assert len(prospect.made("cancel_appointment")) == 1


def test_a_change_of_mind_is_let_be(talk):
    """ "Actually no" to times on the table, or once one is set aside, asks nothing more of them."""
    prospect = with_times(talk)
    assert is_said("no_problem", prospect.say("actually no"))
    held = with_times(talk)
    held.say("the first one")
    assert is_said("no_meeting", held.say("never mind"))
    assert held.made("book_appointment") == []


def test_without_an_order_to_book_the_agent_says_so(talk):
    """It neither pretends that nothing is free nor asks for an address: a person is asked."""
    prospect = talk(tools=("search_knowledge", "ask_team"))
    assert is_said("booking_not_mine", prospect.say("book me a demo on thursday"))
    assert prospect.made("ask_team")


def test_what_a_person_decides_about_a_meeting_is_told(talk):
    """Agreed: the meeting with its time. Refused: said, with other times in the same reply."""
    prospect = with_times(talk)
    refused = prospect.told({"kind": "appointment.book", "state": "rejected"})
    assert is_said("booking_refused", refused)
    assert is_said("slots_ask", refused)
    booked = with_times(talk, known=CONTACT)
    booked.say("the first one")
    assert is_said("booked", booked.told({"kind": "appointment.book", "state": "approved"}))


def test_the_waiting_list_is_left_on_a_word_and_no_stop_is_read_into_it(talk):
    """ "Take me off the waiting list" means that list; with a stop beside it, it means both."""
    prospect = with_times(talk)
    prospect.say("let me know if something frees up")
    assert prospect.is_waiting
    assert is_said("waitlist_left", prospect.say("take me off the waiting list please"))
    assert prospect.made("opt_out") == []
    prospect.is_waiting = True
    prospect.say("take me off the waiting list and stop writing to me")
    assert prospect.made("opt_out")
