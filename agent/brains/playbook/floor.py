"""What is honoured before anything else: a stop, a child, a wish for a person, the truth."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.brains.playbook import memory
from agent.brains.playbook.contact import MAIL, PERSON, email
from agent.brains.playbook.desk import Desk, Finding
from agent.brains.playbook.quoting import picking
from agent.brains.playbook.vocabulary import plain, spoken
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.understanding.kinds import DataRequest, Floor, Intent
from guardrails.entities import Entity
from guardrails.inbound import DROPPED, MASKS
from salesgenix.kit.spoken import spoken_day

_LONGEST_WHEN = 7  # words
OF_WAITING = frozenset({"reply", "duration"})
LONGEST_NOTE = 300
_FEW = 14  # words
# The first of these that a message shows is the whole answer to it.
ENDING = (Floor.DISTRESS, Floor.STOP, Floor.MINOR, Floor.INJECTION, Floor.WRONG_PERSON)


def ending(desk: Desk) -> str | None:
    """The reply that leaves no room for anything else, or None."""
    seen = desk.state.signals.floor
    found = next((floor for floor in ENDING if floor in seen), None)
    if found is None:
        return None
    return _ENDINGS[found](desk)


def distress(desk: Desk) -> str:
    """Kind words, the way to real help, and a person of the team; a stop beside it counts too."""
    seen = desk.state.signals.floor
    if Floor.MINOR in seen:
        desk.call("hand_over", reason="minor")
    else:
        desk.call("hand_over", reason="policy", note=desk.text[:LONGEST_NOTE])
    said = desk.say("distress")
    return f"{said} {stop(desk)}" if Floor.STOP in seen else said


def stop(desk: Desk) -> str:
    outcome = desk.call("opt_out", words=desk.text[:MOST_QUESTION])
    if outcome.is_done or outcome.is_waiting:
        return desk.say("stop_done")
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("stop_not_done")


def doubted(desk: Desk) -> str | None:
    """What may be a stop or a wish for a person, and asks for nothing else, is asked about."""
    signals = desk.state.signals
    if signals.is_question or not set(signals.intents) <= _SAYS_NO_MORE:
        return None
    if set(signals.intents) <= _LEAVES and desk.has_declined:
        return None  # "bye" after a no that was heard
    if Floor.STOP in signals.doubtful and not desk.has_asked("stop"):
        return desk.say("stop_ask")
    if Floor.PERSON in signals.doubtful and not desk.has_asked("person"):
        return desk.say("person_ask")
    return None


def minor(desk: Desk) -> str:
    desk.call("hand_over", reason="minor")
    return desk.say("minor_end")


def injection(desk: Desk) -> str:
    return desk.say("injection_refused", company=desk.state.company.name)


def wrong_person(desk: Desk) -> str:
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("wrong_person")


def named_instead(desk: Desk) -> str | None:
    """Whom the wrong person names in their place is passed on, and nothing of them is kept."""
    is_named = MAIL.search(desk.text) or PERSON.search(desk.text)
    is_asked = desk.state.signals.is_question
    if is_asked or not is_named or not memory.is_said("wrong_person", desk.last_reply):
        return None
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("noted")


_SAYS_NO_MORE = {Intent.OTHER, Intent.DENY, Intent.RUDE, Intent.THANKS, Intent.GOODBYE}
_LEAVES = {Intent.THANKS, Intent.GOODBYE}
_ENDINGS = {
    Floor.DISTRESS: distress,
    Floor.STOP: stop,
    Floor.MINOR: minor,
    Floor.INJECTION: injection,
    Floor.WRONG_PERSON: wrong_person,
}


def removed(desk: Desk) -> str | None:
    """What the guard has taken out of the message for good is said, once, and what follows from it.

    The gravest kind speaks; the mark of it is all that is left to read.
    """
    for phrase, kinds in _REMOVED.items():
        if any(mark in desk.text for kind in kinds for mark in _marks(kind)):
            if phrase == "removed_card":  # "exp 12/27" is no day to meet on
                desk.state = desk.state.model_copy(update={"windows": (), "time_question": None})
            return desk.say(phrase)
    return None


def _marks(kind: Entity) -> set[str]:
    return {MASKS[kind].partition("{")[0], DROPPED.get(kind, MASKS[kind]).partition("{")[0]}


_REMOVED = {
    "removed_card": (Entity.CARD, Entity.SECURITY_CODE),
    "removed_secret": (Entity.SECRET,),
    "removed_bank": (Entity.BANK_ACCOUNT,),
    "removed_id": (Entity.NATIONAL_ID,),
}


def bot_question(desk: Desk) -> str | None:
    if Floor.BOT_QUESTION not in desk.state.signals.floor and not doubts_it(desk):
        return None
    return desk.say("bot_answer", agent=desk.state.agent_name, company=desk.state.company.name)


def doubts_it(desk: Desk) -> bool:
    """``Come on, you're a human pretending``: said to our word that we are none."""
    text = plain(desk.text)
    is_about_it = spoken("of_a_kind").search(text) is not None and len(text.split()) <= _FEW
    is_asked_for = Floor.PERSON in desk.state.signals.floor
    return is_about_it and not is_asked_for and memory.is_said("bot_answer", desk.last_reply)


def erases_then(desk: Desk) -> bool:
    """``Then delete it all``, said to what we told is stored: the right to be forgotten."""
    if Floor.DATA_REQUEST in desk.state.signals.floor:
        return False
    is_told = memory.is_said("request_opened", desk.last_reply)
    text = plain(desk.text)
    is_short = len(text.split()) <= _FEW
    return is_told and is_short and spoken("erases_it").search(text) is not None


def data_request_too(desk: Desk) -> str | None:
    """Who says stop and wants their data gone is owed both."""
    return data_request(desk) if Floor.STOP in desk.state.signals.floor else None


def data_request(desk: Desk) -> str | None:
    if Floor.DATA_REQUEST not in desk.state.signals.floor:
        return None
    kind = desk.state.signals.data_request or "access"
    outcome = desk.call("open_data_request", kind=kind)
    named = desk.words.one(f"request_{kind}")
    result = outcome.content.get("result")
    due = str(result.get("due_on") or "") if isinstance(result, dict) else ""
    said = (
        desk.say("request_opened", kind=named, date=_day(desk, due))
        if due
        else desk.say("request_opened_undated", kind=named)
    )
    url = desk.state.company.privacy_url
    notice = [desk.say("privacy_notice", url=url)] if url else []
    return "\n".join([said, *_held(desk, outcome, kind), *notice])


def _held(desk: Desk, outcome: Finding, kind: str) -> list[str]:
    """Who asks what is stored is told at once, item by item."""
    if kind != DataRequest.ACCESS:
        return []
    items = [_item(desk, item) for item in outcome.items("held")]
    return [desk.say("held"), *items] if items else [desk.say("held_nothing")]


def _item(desk: Desk, item: Mapping[str, Any]) -> str:
    key = f"field_{str(item.get('field')).removeprefix('time ')}"
    named = desk.words.one(key) if key in desk.words.wordings else str(item.get("field"))
    return "- " + desk.words.one(
        "held_item", field=named, value=item.get("value"), date=_day(desk, str(item.get("since")))
    )


def person(desk: Desk) -> str | None:
    if Floor.PERSON not in desk.state.signals.floor and not _agreed_to_a_person(desk):
        return None
    return hand_over(desk, "asked")


def hand_over(desk: Desk, reason: str) -> str:
    named = desk.state.colleague if reason == "asked" else ""
    note = {"note": desk.text[:LONGEST_NOTE]} if named else {}
    desk.call("hand_over", reason=reason, **note)
    if named and not desk.state.waits_for_person:
        said = desk.say("person_named", name=named)
    else:
        said = desk.say("person_waiting" if desk.state.waits_for_person else "person_asked")
    return said if email(desk) else f"{said} {desk.say('person_asked_email')}"


def how_long(desk: Desk) -> str | None:
    """``And when?`` to somebody who waits for a person or for what they demanded of their data."""
    text = plain(desk.text)
    is_short = len(text.split()) <= _LONGEST_WHEN and desk.text.rstrip().endswith("?")
    if not is_short or spoken("when_asked").search(text) is None:
        return None
    if any(term.concepts - OF_WAITING for term in picking.terms(desk.text)):
        return None  # "how long does the set-up take?"
    if promised := memory.wording_in("request_opened", desk.last_reply):
        return promised
    is_waited_for = desk.state.waits_for_person and memory.is_said("person_asked", desk.last_reply)
    return desk.say("person_waiting") if is_waited_for else None


def of_another(desk: Desk) -> str | None:
    """Who asks for somebody else's address, number or dealings with us is told nothing of them."""
    named = set(PERSON.findall(desk.text)) - {desk.state.known.get("name")}
    signals = desk.state.signals
    gives = MAIL.search(desk.text) or {fact.field for fact in signals.facts} & {"email", "phone"}
    if signals.discount_percent is not None or Intent.DISCOUNT_REQUEST in signals.intents:
        return None  # "your colleague Ben told me on the phone that we get 20 %"
    if not named or gives or spoken("of_another").search(plain(desk.text)) is None:
        return None
    is_asked = desk.text.rstrip().endswith("?") or spoken("tell").search(plain(desk.text))
    return desk.say("of_another") if is_asked else None


def _agreed_to_a_person(desk: Desk) -> bool:
    agrees = desk.just_asked == "person" and "affirm" in desk.state.signals.intents
    return agrees and len(desk.text.split()) <= _FEW and not desk.state.signals.is_question


def _day(desk: Desk, iso: str) -> str:
    return spoken_day(date.fromisoformat(iso[:10]), desk.state.language)
