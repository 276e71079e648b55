"""What the person says of themselves is kept with their words; what is missing is asked gently."""

import re

from agent.brains.playbook import memory, pricing, strategies
from agent.brains.playbook.contact import MAIL
from agent.brains.playbook.desk import Desk, Pending
from agent.brains.playbook.lines import unwrapped
from agent.brains.playbook.quoting.fragments import sentences
from agent.brains.playbook.settling import set_aside
from agent.brains.playbook.vocabulary import plain, spoken
from agent.state import FactSignal
from agent.understanding.kinds import Intent
from agent.understanding.remarks import named_later
from agent.understanding.words import fold

MOST_INVITATIONS = 2
NOT_KEPT = frozenset({"city"})  # read for the time zone, no field of a lead
ANSWERS_FIRST = 1
_COURTESY = frozenset({Intent.AFFIRM, Intent.DENY, Intent.THANKS, Intent.GOODBYE, Intent.GREETING})
_DOUBTS = frozenset({Intent.OBJECTION, Intent.NOT_INTERESTED, Intent.RUDE})
_FEWEST, _MOST = 4, 40  # words of a sentence that tells a case
_CONTACT = frozenset({"name", "email", "phone"})
_SHORT = 3  # words
ASKABLE = frozenset({"tool", "need", "timeline", "authority", "budget", "preference"})
_SPOKEN = {"current_tool": "tool"}  # a lead's field, as it is asked for


def remember(desk: Desk) -> None:
    """Keeps every new or corrected fact. Raises ``Pending`` until all are kept."""
    waits = False
    for fact in _worth_keeping(desk):
        try:
            desk.call("remember_fact", field=fact.field, value=fact.value, quote=fact.quote)
        except Pending:
            waits = True
    if waits:
        raise Pending


def _worth_keeping(desk: Desk) -> list[FactSignal]:
    """New facts, each once. A doubt instead of an answer tells nothing about what was asked."""
    seen = desk.state.signals
    doubts = _DOUBTS & set(seen.intents)
    new = {
        (fact.field, fact.value): fact
        for fact in reversed(told(desk))
        if _known(desk, fact.field) != fact.value
        and fact.field not in NOT_KEPT
        and not (fact.field in _CONTACT and _is_of_another(desk))
        and not ((doubts or is_courtesy(desk)) and fact.field == desk.just_asked)
    }
    return list(reversed(new.values()))


def _is_of_another(desk: Desk) -> bool:
    """Right after we heard that they are the wrong person: whom they name is somebody else."""
    return memory.is_said("wrong_person", desk.last_reply)


def told(desk: Desk) -> tuple[FactSignal, ...]:
    """What the message tells of them: as it was read, and for how many they ask for a price.

    ``And for 50?`` tries a number out: it changes nothing that they have told.
    """
    return (*desk.state.signals.facts, *_size_asked_for(desk), *_case(desk))


def _size_asked_for(desk: Desk) -> list[FactSignal]:
    seen = desk.state.signals
    known = _known(desk, "size")
    is_tried = known is not None and "?" in desk.text
    if not seen.seats or seen.fact("size") or is_tried or known == str(seen.seats):
        return []
    quote = re.search(rf"(?<![\w.,]){seen.seats}(?![\w%]|[.,]\d)(?:\s+[^\W\d]+)?", desk.text)
    if quote is None:  # a number in words is no value that the words of the quote could prove
        return []
    return [FactSignal(field="size", value=str(seen.seats), quote=quote.group())]


def _case(desk: Desk) -> list[FactSignal]:
    """What they look for and when they want it, told without being asked, in their own words."""
    seen = desk.state.signals
    if _DOUBTS & set(seen.intents) or seen.floor or seen.objection or _is_on_meeting(desk):
        return []
    found: list[FactSignal] = []
    for line in unwrapped(desk.text):
        for said in sentences(line):
            is_short = not _FEWEST <= len(said.split()) <= _MOST
            if said.endswith("?") or is_short or MAIL.search(said):
                continue
            text = plain(said)
            if spoken("needing").search(text):
                found.append(FactSignal(field="need", value=said, quote=said))
            if (words := named_later(said)) and spoken("starting").search(text):
                found.append(FactSignal(field="timeline", value=words, quote=words))
    return [fact for fact in found if seen.fact(fact.field) is None]


def _is_on_meeting(desk: Desk) -> bool:
    """Whether a time that is named is one to meet at."""
    is_asked = desk.just_asked in {"slot", "time", "meeting", "change", "zone"}
    return is_asked or spoken("appointment").search(plain(desk.text)) is not None


def tells_case(desk: Desk) -> bool:
    """Whether the message tells what they look for, or when they want it."""
    return bool(_case(desk))


def is_courtesy(desk: Desk) -> bool:
    """``hmm ok`` after a question is no answer to it."""
    if any(fact.field in _CONTACT for fact in desk.state.signals.facts):
        return False
    said = set(desk.state.signals.intents) - {Intent.OTHER}
    return bool(said) and said <= _COURTESY and len(desk.text.split()) <= _SHORT


def _known(desk: Desk, field: str) -> str | None:
    """As stored: the lead's own word for a tool in use differs from the signal's."""
    known = desk.state.known
    return known.get(field) or (known.get("current_tool") if field == "tool" else None)


def noted(desk: Desk) -> str | None:
    """Says that something was noted, when the message did nothing else."""
    facts = told(desk)
    if not facts or is_courtesy(desk):
        return None
    newest = facts[-1]
    before = _known(desk, newest.field)
    if before is not None and before != newest.value:
        return desk.say("corrected", value=newest.value)
    if desk.just_asked == "slot":
        return f"{desk.say('noted')} {desk.say('ask_which_slot')}"
    if desk.just_asked == "time":
        return f"{desk.say('noted')} {desk.say('ask_time')}"
    return desk.say("noted" if desk.replies else "heard")


def next_question(desk: Desk, *, priced: bool) -> str | None:
    """At most one question, never one that was answered or asked before.

    A price is worth more with the number of people; then what is worth most to know and a meeting
    take turns.
    """
    state = desk.state
    if (
        desk.has_declined
        or _only_informs_themselves(desk)
        or state.waits_for_person
        or state.appointment is not None
        or set_aside(desk) is not None
    ):
        return None
    if priced and not _knows(desk, "size") and not desk.has_asked("size"):
        return desk.say("qualify_size")
    replies = [line.text for line in desk.history if line.is_ours]
    if len(replies) < ANSWERS_FIRST or any(memory.asked_in(reply) for reply in replies[-1:]):
        return None
    invited = sum(1 for reply in replies if "meeting" in memory.asked_in(reply))
    question = None if invited < _qualified(desk) and desk.may("find_slots") else _worth(desk)
    if question is not None:
        return desk.say(f"qualify_{question}")
    if invited >= MOST_INVITATIONS or not desk.may("find_slots"):
        return None
    strategies.use(desk, "small_step")
    return desk.say("offer_meeting", label=state.meeting_label)


def _only_informs_themselves(desk: Desk) -> bool:
    """``I'm only gathering information, no sales call please``: then nothing is asked of them."""
    said = [line.text for line in [*desk.history, desk.newest] if not line.is_ours]
    return any(spoken("only_informs").search(plain(text)) for text in said)


def _qualified(desk: Desk) -> int:
    """How many questions were put to qualify: what a price calls for is none of them."""
    return len(ASKABLE.intersection(desk.state.asked))


def _worth(desk: Desk) -> str | None:
    """The question from which most would be learnt, while it is no interrogation yet."""
    if _qualified(desk) >= desk.state.questions_max:
        return None
    wanted = (_SPOKEN.get(field, field) for field in desk.state.next_questions)
    return next(
        (
            one
            for one in wanted
            if one in ASKABLE and not _knows(desk, one) and not desk.has_asked(one)
        ),
        None,
    )


def _knows(desk: Desk, field: str) -> bool:
    seen = desk.state.signals
    if field == "tool" and any(
        spoken("uses").search(fold(line.text))
        for line in [*desk.history, desk.newest]
        if not line.is_ours
    ):
        return True
    if field == "size" and (seen.seats or pricing.has_told_seats(desk)):
        return True
    return bool(_known(desk, field) or any(fact.field == field for fact in told(desk)))
