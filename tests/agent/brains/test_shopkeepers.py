"""What shopkeepers and foremen write to the brain: weather, bargains in words, long sentences."""

from agent.brains.playbook.memory import is_said
from agent.state import Signals


def test_weather_and_scolding_are_no_doubts(talk):
    """Small talk gets small talk and a harsh word an apology, whatever else they sound like."""
    heard = Signals(intents=("small_talk", "objection"), objection="timing")
    assert is_said("small_talk", talk().say("awful weather today, isn't it", signals=heard))
    heard = Signals(intents=("rude", "objection"), objection="trust")
    assert is_said("rude", talk().say("another useless bot, you lot are crap", signals=heard))


def test_a_number_in_words_bargains_on(talk):
    """After a percentage that has to be asked about, "then ten" is the next one."""
    prospect = talk()
    prospect.say("can you do 25 %?")
    prospect.say("then ten")
    assert [args["percent"] for args in prospect.made("offer_discount")][-1] == 10


def test_an_hour_later_counts_from_the_times_on_the_table(talk):
    """Several times were offered: the search goes on from an hour after the first."""
    prospect = talk()
    prospect.say("can we meet on Thursday morning?")
    first = min(slot.starts for slot in prospect.offered)
    prospect.say("could we make it an hour later?")
    window = prospect.made("find_slots")[-1]["windows"][0]
    assert window["start"][11:16] > first.isoformat()[11:16]
    assert not prospect.made("ask_team")


def test_whom_the_wrong_person_names_is_passed_on(talk):
    """The address of somebody else is no fact about them."""
    prospect = talk()
    prospect.say("you have the wrong person, I only do the books")
    reply = prospect.say("try <<EMAIL_1>>, that is Joe")
    assert is_said("noted", reply)
    assert not prospect.made("remember_fact")
    assert len(prospect.made("ask_team")) == 2


def test_a_yes_that_goes_on_asks_for_no_person(talk):
    """After a harsh word, "fine" in front of a question accepts no colleague."""
    prospect = talk()
    prospect.say("you lot are crap", signals=Signals(intents=("rude",)))
    prospect.say("fine. we are 9 people and what does it cost for all of us per month?")
    assert not prospect.made("hand_over")
