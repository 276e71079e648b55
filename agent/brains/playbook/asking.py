"""Whether a part of a message is put to the company's pages, whatever else its words sound like.

``Can we cancel any time?`` has the words of a doubt, ``are you open on Friday at 5?`` those of a
meeting and ``do charities pay less?`` those of a bargain. Each asks for a fact, and a page answers
it or nobody does. What voices a doubt, bargains, or is for a meeting stays what it is.
"""

import re
from collections.abc import Mapping, Sequence

from agent.brains.playbook import billing
from agent.brains.playbook.booking import is_about_meeting, is_of_times, speaks_of_meeting
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.finding import likeness, reading, saying
from agent.brains.playbook.finding.ranking import SLIGHTED
from agent.brains.playbook.lines import is_claimed
from agent.brains.playbook.listening import meant
from agent.brains.playbook.vocabulary import opens_a_question, plain, spoken
from agent.understanding import weighing
from agent.understanding.kinds import LANGUAGES, Floor, Intent, Objection, Previous, Understanding
from agent.understanding.signals import read_message
from agent.understanding.words import fold

_LONGEST = 30  # words: what is longer and has no mark tells a story
_THOUGHT_OF = frozenset({Floor.DATA_REQUEST, Floor.PERSON})
_COURTESY = frozenset(
    {Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.AFFIRM, Intent.DENY, Intent.SMALL_TALK}
)
_NEVER = frozenset(
    {Intent.PROVENANCE, Intent.SEND_TRANSCRIPT, Intent.NOT_INTERESTED, Intent.CHOOSE_SLOT}
)  # fmt: skip
_OF_A_MEETING = frozenset({Intent.CANCEL_APPOINTMENT, Intent.MOVE_APPOINTMENT})
# A doubt that the rules hear in a word of these may be a question about the terms.
_OF_TERMS = frozenset({Objection.CONTRACT, Objection.EFFORT, Objection.TIMING, Objection.SEND_INFO})
_OF_THEMSELVES = frozenset({Objection.AUTHORITY, Objection.TRUST, Objection.NOT_INTERESTED})
_ABOUT = ("product_question", "security_question", "integration_question", "trial_question")
_DOUBTED, _DOUBTED_OF_A_CASE = 0.7, 0.85  # the chance of a doubt from which a question is one
_CLEARLY = 1.5
_MEETING, _LIKELY, _ABOUT_AS = 0.8, 0.4, 0.1  # ... and of a wish to meet
_FEW = 6  # words
_COUNT = re.compile(r"\d")
_LAST_CLAUSE = re.compile(r"[,;:.]\s+")
_DISCOUNT = frozenset({"discount", "volume_discount", "price", "paying", "cheap"})


def is_put(desk: Desk, part: str) -> bool:
    """Whether it asks for a fact of the offer, by its form and by what it is not."""
    return _weighs_periods(part) or _is_put(desk, part)


def _weighs_periods(part: str) -> bool:
    """``15 people, monthly vs yearly please``"""
    return billing.weighs(part) and (part.rstrip().endswith("?") or len(part.split()) <= _FEW)


def _is_put(desk: Desk, part: str) -> bool:
    if not _is_free_to_ask(desk, part) or _is_of_the_talk(desk, part):
        return False
    if all(_is_doubt(one) for one in (part, likeness.last_clause(part))):
        return False
    is_until = spoken("until_when").match(plain(part))  # "until what hour may I call on Saturdays"
    if not is_until and (_is_for_meeting(desk, part) or is_of_times(desk, part)):
        return False
    intents = _read(desk, part).intents
    if Intent.DISCOUNT_REQUEST not in intents or _is_on_entitlement(desk, part):
        return True
    if _is_put_in_our_mouth(desk):
        return True
    return part.rstrip().endswith("?") and _is_likelier_asked(part)


def _is_free_to_ask(desk: Desk, part: str) -> bool:
    """A question by its form, where nothing of ours waits for an answer that it may be."""
    is_booking = desk.state.held is not None or bool(desk.state.offered_slots)
    is_marked = part.rstrip().endswith("?")
    if is_booking or desk.just_asked.startswith("explore:") or (desk.just_asked and not is_marked):
        return False
    return is_marked or has_form(part, desk.state.signals.written_in)


def _is_of_the_talk(desk: Desk, part: str) -> bool:
    """A reproach, a remark, courtesy, a floor, an address, the meeting there is: for no page."""
    if spoken("reproaches").search(fold(part)) or spoken("next_step").search(plain(part)):
        return True
    if meant(desk, part) is not None or not _names_something(desk, part):
        return True
    read = _read(desk, part)
    intents = set(read.intents)
    if floors_of(desk, part, read) or intents & _NEVER or intents <= _COURTESY:
        return True
    is_of_booked = bool(intents & _OF_A_MEETING) and is_about_meeting(desk, part)
    return is_of_booked or any(fact.field in {"email", "phone"} for fact in read.facts)


def has_form(part: str, language: str) -> bool:
    """Whether it is a question without its mark: by its first words, or by what it leads up to."""
    if len(part.split()) > _LONGEST:
        return False
    said = plain(part)
    if opens_a_question(part) or spoken("supposing").match(said) is not None:
        return True
    if spoken("asked_inside").search(said) is not None:
        return True
    if language not in LANGUAGES or spoken("wishing").search(said):  # "rufen Sie mich an"
        return False
    clauses = (said, plain(_LAST_CLAUSE.split(part.strip())[-1]))  # "we have one, kann man …"
    return any(spoken(f"verb_first_{language}").match(clause) for clause in clauses)


def floors_of(desk: Desk, part: str, read: Understanding) -> frozenset[Floor]:
    """What has to be honoured in a part, without what it only thinks of."""
    return read.floor - _THOUGHT_OF if _is_thought_of(desk, part) else read.floor


def unasked(desk: Desk) -> frozenset[Floor]:
    """Of what was read in the message, what is only thought of in it, and not wanted."""
    seen = _THOUGHT_OF & set(desk.state.signals.floor)
    return seen if seen and _is_thought_of(desk, desk.text) else frozenset()


def _is_thought_of(desk: Desk, text: str) -> bool:
    """``Do you delete our data when we leave?``, ``is somebody there if it jams on Saturday?``:
    what would be done in a case, and nothing that somebody wants now and for themselves.
    """
    said = plain(text)
    is_asked = text.rstrip().endswith("?") or has_form(text, desk.state.signals.written_in)
    is_supposed = spoken("supposed").search(said) is not None
    return is_asked and is_supposed and spoken("of_myself").search(said) is None


def bargains(desk: Desk, parts: Sequence[str]) -> bool:
    """Whether any part by itself asks for less, or the message is but one part or names how much:
    what the whole of it sounds like is no bargain.
    """
    if desk.state.signals.discount_percent is not None or desk.is_on_discount:
        return True
    if len(parts) == 1:
        return not _is_put_in_our_mouth(desk) and not _is_likelier_asked(parts[0])
    return any(_asks_for_less(desk, part) for part in parts)


def _is_put_in_our_mouth(desk: Desk) -> bool:
    """``So it is free for a year, right?``: what they take for a fact is looked up."""
    return desk.state.signals.discount_percent is None and is_claimed(desk.text)


def _is_likelier_asked(part: str) -> bool:
    """``Can we pay with PayPal?`` is as likely a question as it haggles, and no rule hears it."""
    heard = weighing.hear(part).chances
    by_rules = read_message(part, languages=LANGUAGES, by_rules=True)
    is_ruled = Intent.DISCOUNT_REQUEST in by_rules.intents
    return not is_ruled and _asked(heard) + _ABOUT_AS >= heard.get("discount_request", 0.0)


def _asks_for_less(desk: Desk, part: str) -> bool:
    """``We pay by the year`` tells how they pay, and haggles in no plain word."""
    if Intent.DISCOUNT_REQUEST not in _read(desk, part).intents:
        return False
    if spoken("telling").match(fold(part)) is None:
        return True
    by_rules = read_message(part, languages=LANGUAGES, by_rules=True)
    return Intent.DISCOUNT_REQUEST in by_rules.intents


def _is_doubt(part: str) -> bool:
    """A rule hears a doubt in many a question: it has to be likelier than that it asks."""
    heard = weighing.hear(part).chances
    read = read_message(part, languages=LANGUAGES, by_rules=True)
    asked, chance = _asked(heard), heard.get("objection", 0.0)
    if spoken("supposing").match(plain(part)):
        return read.objection in _OF_THEMSELVES
    if read.objection is not None and read.objection not in _OF_TERMS:
        return chance * _CLEARLY >= asked
    if Intent.DISCOUNT_REQUEST in read.intents:
        return False
    is_supposed = spoken("supposed").search(plain(part)) is not None
    return (
        chance >= (_DOUBTED_OF_A_CASE if is_supposed else _DOUBTED) and chance > asked + _ABOUT_AS
    )


def _is_for_meeting(desk: Desk, part: str) -> bool:
    """A wish to meet, by its words and by its sound."""
    heard = weighing.hear(part).chances
    asked, wished, said = _asked(heard), heard.get("booking_request", 0.0), plain(part)
    is_shown = spoken("showing").search(said) is not None
    is_likely = wished >= _LIKELY and (speaks_of_meeting(part) or asked + _ABOUT_AS <= wished)
    if desk.state.windows and (is_shown or is_likely):
        return True
    if wished >= _MEETING:
        return asked <= wished
    by_rules = read_message(part, languages=LANGUAGES, by_rules=True)
    is_ruled = Intent.BOOKING_REQUEST in by_rules.intents
    if is_ruled and len(said.split()) <= _FEW and speaks_of_meeting(part):
        return True
    if is_ruled or speaks_of_meeting(part):
        return asked + _ABOUT_AS <= wished
    if is_shown or spoken("appointment").search(fold(part)):
        return asked <= wished or not saying.is_sure(desk, part)
    return False


def _asked(heard: Mapping[str, float]) -> float:
    return max(heard.get(label, 0.0) for label in _ABOUT)


def _names_something(desk: Desk, part: str) -> bool:
    """Whether anything is left to look up beside small words, a time and the price."""
    rest = fold(part)
    named = [fold(window.words) for window in desk.state.windows if window.words]
    for words in named:
        rest = rest.replace(words, " ")
    if named and spoken("open_then").search(rest):
        return True
    if named:
        rest = spoken("beside_an_hour").sub(" ", rest)
    said = reading.words(rest, _languages(desk))
    return any(not (word.is_light or word.meanings & SLIGHTED) for word in said)


def _is_on_entitlement(desk: Desk, part: str) -> bool:
    """``Do charities pay less?``: who they are or how they pay is named, and no haggling. Where the
    agent may give something itself, only what a page surely says comes before that.
    """
    if desk.state.signals.discount_percent is not None:
        return False
    rest = spoken("haggling").sub(" ", plain(part))
    is_particular = any(
        not (word.is_light or word.meanings & (SLIGHTED | _DISCOUNT))
        for word in reading.words(rest, _languages(desk))
    )
    if not is_particular:
        return False
    is_by_number = _COUNT.search(part) is not None  # what the pages list answers for any number
    return saying.is_sure(desk, part) or not (is_by_number or desk.may("offer_discount"))


def _languages(desk: Desk) -> tuple[str, ...]:
    return tuple(dict.fromkeys((desk.state.signals.written_in, desk.state.language)))


def _read(desk: Desk, part: str) -> Understanding:
    previous = Previous(language=desk.state.signals.written_in)
    return read_message(part, languages=desk.state.languages, previous=previous)
