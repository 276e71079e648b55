"""Who writes for something other than buying: in danger, with a fault, with a complaint, to sell to
us, for a job, for the press. They are not sold to; a person of the team is told. And who was met in
despair is not sold to either. The words are data in ``service.yaml``.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from agent.brains.playbook import knowing, memory
from agent.brains.playbook.contact import email
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.floor import LONGEST_NOTE
from agent.brains.playbook.vocabulary import plain
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.understanding.kinds import Floor, Intent
from agent.understanding.words import fold
from salesgenix.kit.house_yaml import read_yaml

_FEW = 12  # words of somebody who asks on
_BUSINESS = frozenset(
    {
        Intent.PRICE, Intent.BOOKING_REQUEST, Intent.CHOOSE_SLOT, Intent.TRIAL_QUESTION,
        Intent.INTEGRATION_QUESTION, Intent.SECURITY_QUESTION, Intent.CANCEL_APPOINTMENT,
        Intent.MOVE_APPOINTMENT, Intent.DISCOUNT_REQUEST, Intent.SEND_TRANSCRIPT,
    }
)  # fmt: skip
_OF_THEIRS = frozenset({"tool", "need"})
_PASSED_ON = ("service_trouble", "service_dispute", "service_other")
_DESPAIR = ("distress", "distress_again")


def emergency(desk: Desk) -> str | None:
    """The way to real help, and a person of the team, before anything else that is asked."""
    if not _says(desk, "emergency"):
        return None
    desk.call("hand_over", reason="policy", note=desk.text[:LONGEST_NOTE])
    return desk.say("service_emergency")


def still_in_despair(desk: Desk) -> str | None:
    """After despair nothing is sold or asked, until they come back to business by themselves."""
    if not any(memory.is_said(key, desk.last_reply) for key in _DESPAIR):
        return None
    signals = desk.state.signals
    if signals.floor or _BUSINESS.intersection(signals.intents):
        return None
    return desk.say("distress_again")


def met(desk: Desk) -> str | None:
    """What is no sale, in the way that it needs; None where it may be one."""
    kind = _kind(desk)
    if kind is None or memory.is_said(f"service_{kind}", desk.last_reply):
        return _again(desk, is_more=kind is not None)
    if kind == "other":
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("service_other", company=desk.state.company.name)
    desk.call("hand_over", reason="policy", note=desk.text[:LONGEST_NOTE])
    said = desk.say(f"service_{kind}")
    is_asked = memory.is_said("person_asked_email", desk.last_reply)
    return said if email(desk) or is_asked else f"{said} {desk.say('person_asked_email')}"


def _kind(desk: Desk) -> str | None:
    if Floor.PERSON in desk.state.signals.floor:
        return None  # a person is called anyway
    is_customer = _says(desk, "customer")
    if (_says(desk, "trouble") and not _tells_of_theirs(desk)) or (
        is_customer and "?" not in desk.text and not _is_business(desk)
    ):
        return "trouble"
    if _says(desk, "dispute"):
        return "dispute"
    return "other" if _is_for_others(desk) else None


def _tells_of_theirs(desk: Desk) -> bool:
    """Asked what they use, they tell of the faults of that, and of none of ours."""
    is_asked = desk.just_asked in _OF_THEIRS or desk.just_asked.startswith("explore:")
    return is_asked and _said("yours").search(plain(desk.text)) is None


def _is_business(desk: Desk) -> bool:
    return bool(_BUSINESS.intersection(desk.state.signals.intents))


def _is_for_others(desk: Desk) -> bool:
    """Not where the word belongs to what the company offers or writes of on its pages."""
    found = _said("other").search(plain(desk.text))
    if found is None or not _says(desk, "other"):
        return False
    word = found[0].rstrip("s")
    if word in fold(desk.state.company.about):
        return False
    return not any(word in plain(passage.text) for passage in knowing.search(desk, found[0]))


def _again(desk: Desk, *, is_more: bool) -> str | None:
    """Who asks on is told that the team has it, and nothing is promised about when."""
    if not any(memory.is_said(key, desk.last_reply) for key in (*_PASSED_ON, "service_waiting")):
        return None
    text = plain(desk.text)
    is_short = len(text.split()) <= _FEW
    asks_on = _said("follows_up").search(text) is not None
    is_angry = Intent.RUDE in desk.state.signals.intents
    goes_on = is_more or (is_short and (asks_on or is_angry))
    return desk.say("service_waiting") if goes_on else None


def _says(desk: Desk, kind: str) -> bool:
    text = plain(desk.text)
    if _said(kind).search(text) is None:
        return False
    return not (kind in _declared()["not"] and _not(kind).search(text))


@cache
def _said(kind: str) -> re.Pattern[str]:
    return _any_of(_declared()[kind])


@cache
def _not(kind: str) -> re.Pattern[str]:
    return _any_of(_declared()["not"][kind])


def _any_of(listed: list[str]) -> re.Pattern[str]:
    ways = sorted((str(words) for words in listed), key=len, reverse=True)
    return re.compile(
        r"\b(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in ways) + r")\b"
    )


@cache
def _declared() -> Any:
    text = files("agent.brains.playbook").joinpath("service.yaml").read_text(encoding="utf-8")
    return read_yaml(text)
