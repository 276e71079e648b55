"""What first lines call for: pasted mails, counts, cases, colleagues, what the team has said."""

import pytest

from agent.brains.playbook.lines import uncounted, unrelayed, unwrapped
from agent.brains.playbook.once import put
from prompts.loader import languages, phrases


def test_a_mail_that_was_wrapped_is_whole_again():
    """A long line without an end goes on in the next; a list and a greeting stay lines."""
    wrapped = "Third: what would 10 seats on the large plan cost\nus a year?\n- one\n- two\nBye"
    assert unwrapped(wrapped) == [
        "Third: what would 10 seats on the large plan cost us a year?", "- one", "- two", "Bye",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counted", "asked"),
    [
        ("Second: which certificates do you have?", "which certificates do you have?"),
        ("Und zuletzt: wie lange läuft der Vertrag?", "wie lange läuft der Vertrag?"),
        ("Enfin, combien coûte le forfait ?", "combien coûte le forfait ?"),
        ("The second, please", "The second, please"),
        ("Team: how much is it?", "Team: how much is it?"),
    ],
)
def test_a_number_in_a_list_is_no_part_of_the_question(counted, asked):
    """What only counts is left out; what names something, or is nearly all of it, stays."""
    assert uncounted(counted) == asked


@pytest.mark.parametrize(
    ("relayed", "asked"),
    [
        ("Mich würde interessieren, wo die Daten liegen", "wo die Daten liegen"),
        ("I was wondering how long the trial is.", "how long the trial is."),
        ("J'aimerais savoir combien coûte le forfait.", "combien coûte le forfait."),
        ("I was wondering about you", "I was wondering about you"),
    ],
)
def test_a_wish_to_know_is_no_part_of_the_question(relayed, asked):
    """What is asked stands behind it; where nothing is asked all of it stays."""
    assert unrelayed(relayed) == asked


def test_a_sentence_is_not_said_twice_running():
    """What stood in the reply before is left out, as long as something else is said."""
    words = phrases("en")
    before, now = words.one("no_meeting"), words.one("forgiven")
    assert put([now], before) == "No harm done."
    assert put([before], before) == before


def test_one_reply_asks_one_question():
    """Of two questions the one stays that a booking waits for, else the first."""
    words = phrases("en")
    price, size = "It costs 5 EUR.", words.one("qualify_size")
    slot = words.one("ask_which_slot")
    assert put([price, size, slot], "") == f"{price}\n\n{slot}"
    assert put([size, words.one("qualify_tool")], "") == size


@pytest.mark.parametrize("language", languages())
def test_short_replies_have_another_wording(language):
    """What is likely to be said twice running can be said in two ways."""
    words = phrases(language).wordings
    for key in ("ask_which_slot", "no_meeting", "here", "look_around", "still_waiting", "laughs"):
        assert len(words[key]) > 1, key


@pytest.mark.parametrize(
    ("said", "count"),
    [("how much for 25 users?", "25"), ("combien pour 12 utilisateurs ?", "12"),
     ("Was kostet das für 8 Leute?", "8"), ("We need 30 seats.", "30")],
)  # fmt: skip
def test_the_seats_of_a_price_question_are_kept(talk, said, count):
    """For how many they ask is their size, with the words that say it."""
    prospect = talk()
    prospect.say(said)
    (kept,) = [one for one in prospect.made("remember_fact") if one["field"] == "size"]
    assert kept["value"] == count
    assert kept["quote"] in said
    assert count in kept["quote"]


def test_a_number_that_is_tried_out_changes_nothing(talk):
    """``And for 50?`` after 25 is answered, and is not their size."""
    prospect = talk()
    prospect.say("how much for 25 users?")
    prospect.say("and for 50?")
    assert [one["value"] for one in prospect.made("remember_fact")] == ["25"]


def test_a_case_told_unasked_is_kept(talk):
    """What they look for and when they want it are kept in their words, and no time is offered."""
    prospect = talk()
    reply = prospect.say("We are looking for a machine for our office. We want to start in March.")
    kept = {one["field"]: one["quote"] for one in prospect.made("remember_fact")}
    assert kept["need"] == "We are looking for a machine for our office."
    assert kept["timeline"].endswith("March")
    assert not prospect.made("find_slots")
    assert "1." not in reply


def test_what_the_team_decided_is_told_again(talk):
    """Who asks what the team said hears the decision; before it, that there is none yet."""
    prospect = talk()
    prospect.say("can you do 15% off?")
    waiting = prospect.say("any news from your team?")
    assert "yet" in waiting or "decided" in waiting
    prospect.told({"kind": "discount.offer", "state": "approved", "percent": 15})
    assert "15 %" in prospect.say("So, what did your team say?")


def test_a_named_colleague_is_called(talk):
    """A wish for one of the team is handed over with the name, and said so."""
    prospect = talk()
    reply = prospect.say("Can I speak to Ben?", colleague="Ben Okafor")
    assert prospect.made("hand_over") == [{"reason": "asked", "note": "Can I speak to Ben?"}]
    assert "Ben Okafor" in reply
    assert "1." not in reply


def test_a_time_with_a_named_colleague_is_looked_up_with_them(talk):
    """The name goes along to the calendar."""
    prospect = talk()
    prospect.say("could I get a demo with Ben on Wednesday?", colleague="Ben Okafor")
    assert prospect.made("find_slots")[0]["member"] == "Ben Okafor"


def test_a_bot_that_is_not_believed_says_it_again(talk):
    """``Come on, you're a human`` after our word is answered with our word, and asks nobody."""
    prospect = talk()
    prospect.say("are you a bot?")
    reply = prospect.say("come on, be honest. you're a human pretending, right?")
    assert "software" in reply or "AI" in reply
    assert not prospect.made("ask_team")


def test_an_insult_does_not_hide_the_question(talk):
    """The price that is asked for beside it is told."""
    reply = talk().say("You useless piece of junk, just tell me what it costs!")
    assert "EUR" in reply or "€" in reply
