"""The small words of a conversation: greeting, thanks, farewell, small talk, a harsh word."""

import re

from agent.brains.playbook import learning
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.floor import hand_over
from agent.understanding.kinds import Intent

_APART = frozenset({Intent.RUDE, Intent.GOODBYE, Intent.GREETING})
_INTRODUCING = frozenset({"name", "email", "phone", "position", "company"})
_SMALL = frozenset({Intent.THANKS, Intent.AFFIRM, Intent.DENY, Intent.SMALL_TALK})
_ANGRY = re.compile("[\U0001f620\U0001f621\U0001f92c\U0001f624\U0001f595\U0001f44e]")
_THUMB = re.compile("[\U0001f44d\U0001f44c\U00002705\U0001f64f]")  # thumb, ok, tick, hands


def alone(desk: Desk) -> str | None:
    """The answer to a message that is nothing but courtesy."""
    intents = desk.state.signals.intents
    told = {fact.field for fact in learning.told(desk)}
    is_apart = bool(_APART.intersection(intents)) and not (told - _INTRODUCING)
    if told and not learning.is_courtesy(desk) and not is_apart:
        return None  # "fine, 8 people" tells something
    for intent, answer in _ANSWERS:
        if intent in intents:
            return desk.say("after_no") if _goes_on(desk, intent) else answer(desk)
    if _ANGRY.search(desk.text):
        return rude(desk)
    return agreed(desk) if _THUMB.search(desk.text) else None


def _goes_on(desk: Desk, intent: Intent) -> bool:
    """After a no, a small word gets a small answer that asks and offers nothing."""
    return desk.has_declined and intent in _SMALL


def greeting(desk: Desk) -> str:
    """The disclosure may have introduced us already; who comes back is greeted as such."""
    state = desk.state
    if not desk.last_reply:
        return desk.say("greeting_first", agent=state.agent_name, company=state.company.name)
    has_spoken = any(not line.is_ours for line in desk.history)
    return desk.words.one("greeting_again" if has_spoken else "greeting")


def small_talk(desk: Desk) -> str:
    return desk.say("small_talk", company=desk.state.company.name)


def goodbye(desk: Desk) -> str:
    appointment = desk.state.appointment
    if appointment is None:
        return desk.say("goodbye")
    return desk.say("goodbye_booked", when=desk.when(appointment.starts))


def agreed(desk: Desk) -> str:
    """A yes to several times chooses none of them."""
    if desk.has_declined:
        return desk.say("after_no")
    if desk.state.waits_for_person:
        return desk.say("person_waiting")
    if desk.just_asked == "slot":
        return desk.say("ask_which_slot")
    return desk.words.one("go_on") if desk.state.appointment else desk.say("go_on")


def rude(desk: Desk) -> str:
    """Once calmly; a second harsh word brings a person."""
    if desk.has_asked("person"):
        return hand_over(desk, "frustration")
    return desk.say("rude")


_ANSWERS = (
    (Intent.RUDE, rude),
    (Intent.GOODBYE, goodbye),
    (Intent.THANKS, lambda desk: desk.say("thanks")),
    (Intent.SMALL_TALK, small_talk),
    (Intent.GREETING, greeting),
    (Intent.AFFIRM, agreed),
    (Intent.POSITIVE, agreed),
    (Intent.DENY, lambda desk: desk.say("no_problem")),
)
