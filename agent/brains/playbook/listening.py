"""Remarks about the talk itself are answered as a person would: a why, a no to a question of ours,
time to think, a joke, another language, and who comes back after a day.
"""

import re
from collections.abc import Callable, Mapping

from agent.brains.playbook import knowing, learning, memory, pricing
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting import picking
from agent.brains.playbook.quoting.fragments import Passage
from agent.brains.playbook.quoting.fragments import fragments as fragments_of
from agent.brains.playbook.vocabulary import plain, spoken, wants_to_know
from agent.understanding.kinds import Floor, Intent
from agent.understanding.remarks import Remark, remark, wished_language
from agent.understanding.words import fold

_ABOUT_BOOKING = frozenset({"slot", "time", "zone", "name", "email", "meeting", "change"})
_CONTACT = frozenset({"name", "email", "phone"})
_WITHOUT_TOLD = frozenset({"language", "zone", "name", "email", "phone", "objection"})
_ABOUT_ASKING = ("why_size", "why_tool", "why_contact", "why_other", "keep_it", "need_not_say")
_THEY = re.compile(r"\b(?:they|their|die|ils|leurs?|sus|ellos|loro|deles|hun|ich)\b", re.IGNORECASE)
_OF_CONTACT = re.compile(
    r"name|nombre|\bnom\b|nome|naam|imi[eę]|nazwisk|mail|correo|phone|tel[eé]f|numer|address|adres",
    re.IGNORECASE,
)
SUITING = "which plan suits us, who is it for"
SHORT_PAGE = 500  # characters of a passage that is said whole
_DIGIT = re.compile(r"\d")
_STILL_OPEN = 3  # replies
_MOST_KNOWN = 3
_PLAIN = frozenset(
    {
        Intent.OTHER, Intent.AFFIRM, Intent.DENY, Intent.GREETING, Intent.THANKS, Intent.GOODBYE,
        Intent.SMALL_TALK,
    }
)  # fmt: skip
_LEAVING = frozenset({Intent.THANKS, Intent.GOODBYE})
_COURTESY = 2  # words: "ok", "thank you"
_CALLS_OFF = frozenset({Intent.CANCEL_APPOINTMENT, Intent.MOVE_APPOINTMENT})


def aside(desk: Desk, parts: list[str]) -> str | None:
    """The answer to the remarks in a message, one sentence for each kind."""
    if language_wished(desk):
        return desk.say("language_switched")
    seen = list(dict.fromkeys(kind for part in parts if (kind := meant(desk, part))))
    said = [answer for kind in seen if (answer := _answer(desk, kind))]
    return " ".join(dict.fromkeys(said)) or None


def meant(desk: Desk, part: str) -> Remark | None:
    """What a part remarks, where that stands to reason at this point of the talk."""
    kind = remark(part)
    fits = _FITS.get(kind) if kind else None
    return kind if fits is None or fits(desk, part) else None


def _open_questions(desk: Desk) -> set[str]:
    """What we asked last, also when we have only said since why we ask."""
    for reply in reversed(desk.replies[-_STILL_OPEN:]):
        if asked := set(memory.asked_in(reply)):
            return asked
        if not any(memory.is_said(key, reply) for key in _ABOUT_ASKING):
            break
    return set()


def _speaks_of_others(desk: Desk, part: str) -> bool:
    """``What do they cost?`` is about others only where others have been spoken of."""
    if not _THEY.search(part):
        return True
    return any(desk.has_asked(f"explore:{kind}") for kind in ("competitor", "already_have"))


def _asks_why(desk: Desk, part: str) -> bool:
    del part
    return bool(_open_questions(desk))


def _keeps(desk: Desk, part: str) -> bool:
    """Something is asked for, or their name or address is spoken of, and they do not give it."""
    gives = {fact.field for fact in desk.state.signals.facts} & _CONTACT
    return not gives and bool(_open_questions(desk) or _OF_CONTACT.search(part))


def _withdraws(desk: Desk, part: str) -> bool:
    del part
    state = desk.state
    is_booking = bool(_ABOUT_BOOKING & set(memory.asked_in(desk.last_reply)))
    return is_booking or state.held is not None or bool(state.offered_slots)


def _is_no_doubt(desk: Desk, part: str) -> bool:
    """``I must think about it, it is dear`` is a doubt; ``till Thursday 3 pm`` names a time."""
    named = any(w.words and w.words.casefold() in part.casefold() for w in desk.state.windows)
    return desk.state.signals.objection is None and not named


def _only_leaves(desk: Desk, part: str) -> bool:
    """``I must run, back tomorrow``: the day is when they write again, and none to meet on."""
    is_meeting = spoken("appointment").search(fold(desk.text)) is not None
    is_bound = is_meeting or bool(_DIGIT.search(part)) or "?" in desk.text
    return not is_bound and desk.state.signals.objection is None


_FITS: Mapping[Remark, Callable[[Desk, str], bool]] = {
    Remark.WHY: _asks_why,
    Remark.KEEPS: _keeps,
    Remark.WITHDRAWS: _withdraws,
    Remark.THINKS: _is_no_doubt,
    Remark.LEAVES: _only_leaves,
    Remark.OPINION: _is_no_doubt,
    Remark.OTHERS: _speaks_of_others,
    Remark.PUZZLES: lambda desk, _: bool(desk.last_reply),
    Remark.PASSES: lambda desk, part: "?" not in part and desk.state.signals.objection is None,
}


def is_all(desk: Desk, parts: list[str]) -> bool:
    """Whether the remarks leave nothing else to answer; who calls a meeting off offers none."""
    if language_wished(desk):
        return not desk.state.signals.objection
    kinds = {meant(desk, part) for part in parts} - {None, Remark.ANNOUNCES}
    if not kinds:
        return False
    if kinds & {Remark.WITHDRAWS, Remark.KEEPS, Remark.LEAVES}:
        return True
    beside = [part for part in parts if meant(desk, part) is None]
    if beside and not _PLAIN.issuperset(desk.state.signals.intents):
        return False
    return all(len(part.split()) <= _COURTESY for part in beside) and not desk.state.windows


def wishes_language(desk: Desk, part: str) -> bool:
    """Whether a part asks to go on in the language that we now speak: heeded, and no question."""
    return wished_language(part) == desk.state.language


def language_wished(desk: Desk) -> bool:
    wished = wished_language(desk.text)
    return wished is not None and wished == desk.state.language


def _answer(desk: Desk, kind: Remark) -> str | None:
    if desk.has_declined and kind in _SMALL:
        return desk.say("after_no")
    if kind in _WORDED:
        return desk.say(_WORDED[kind], company=desk.state.company.name)
    answer = _ANSWERS.get(kind)
    return answer(desk, _open_questions(desk)) if answer else None


_WORDED = {
    Remark.WITHDRAWS: "no_meeting",
    Remark.THINKS: "take_time",
    Remark.LEAVES: "till_then",
    Remark.MUSES: "take_time",
    Remark.LOOKS: "look_around",
    Remark.JOKES: "joke",
    Remark.OTHERS: "others_prices",
    Remark.LAUGHS: "laughs",
    Remark.PUZZLES: "puzzled",
    Remark.REGRETS: "forgiven",
    Remark.PASSES: "passed_on",
    Remark.HERE: "here_what",
}
_SMALL = frozenset(
    {
        Remark.WITHDRAWS, Remark.THINKS, Remark.LEAVES, Remark.MUSES, Remark.LAUGHS, Remark.PUZZLES,
        Remark.REGRETS, Remark.LOOKS, Remark.PASSES,
    }
)  # fmt: skip


def _kept(desk: Desk, asked: set[str]) -> str:
    if asked & _CONTACT:
        return desk.say("keep_it")
    return desk.say("no_meeting" if asked & _ABOUT_BOOKING else "need_not_say")


def recommended(desk: Desk, asked: str) -> str | None:
    """What the pages themselves recommend to whom: told whole, if one short passage does it."""
    if not spoken("advising").search(fold(asked)) and not _asks_of_a_plan(desk, asked):
        return None
    found = knowing.search(desk, SUITING)
    fits = [p for p in found if spoken("suiting").search(fold(p.heading)) and "|" not in p.text]
    short = sorted((p for p in fits if len(p.text) <= SHORT_PAGE), key=_names_no_plan)
    if not short:
        return None
    return knowing.say_quote(desk, picking.Quote(short[0].text, tuple(fragments_of(short[0]))))


def _asks_of_a_plan(desk: Desk, asked: str) -> bool:
    """``Would the Team plan fit?``: one that is named, and whom the pages say it is for."""
    if not spoken("fits_us").search(plain(asked)):
        return False
    return bool(pricing.plans_named(asked, pricing.monthly(pricing.pages_on_prices(desk))))


def _names_no_plan(passage: Passage) -> bool:
    """Which of several offers suits whom is worth more than for whom the whole of it is."""
    return spoken("contract").search(fold(passage.heading)) is None


def _opinion(desk: Desk, asked: set[str]) -> str:
    del asked
    if (told := recommended(desk, desk.text)) and not any(told in reply for reply in desk.replies):
        return told
    said = desk.say("no_opinion")
    is_open = not desk.has_asked("matters") and not desk.has_declined
    return f"{said} {desk.say('what_matters')}" if is_open else said


def _why(desk: Desk, asked: set[str]) -> str:
    known = next((field for field in ("size", "tool") if field in asked), "other")
    key = "why_contact" if asked & _CONTACT else f"why_{known}"
    return desk.say("need_not_say" if memory.is_said(key, desk.last_reply) else key)


def _called(desk: Desk, asked: set[str]) -> str:
    del asked
    return desk.say("person_waiting" if desk.state.waits_for_person else "here")


_ANSWERS: Mapping[Remark, Callable[[Desk, set[str]], str]] = {
    Remark.WHY: _why,
    Remark.KEEPS: _kept,
    Remark.OPINION: _opinion,
    Remark.CALLS: _called,
}


def welcome(desk: Desk) -> str | None:
    """Who comes back is welcomed once, with what they had told us or what is booked."""
    state = desk.state
    if not state.is_back or state.signals.floor or desk.has_declined or not desk.has_news:
        return None
    said = [desk.say("welcome_back")]
    is_kept = not _CALLS_OFF.intersection(state.signals.intents)
    if state.appointment is not None and state.appointment.starts > state.now and is_kept:
        said.append(desk.say("back_booked", when=desk.when(state.appointment.starts)))
    elif only_greets(desk) and (known := _known(desk)):
        said.append(desk.say("back_known", known=known))
    if only_greets(desk):
        said.append(desk.say("go_ahead"))
    return " ".join(said)


def only_greets(desk: Desk) -> bool:
    return set(desk.state.signals.intents) <= {
        Intent.GREETING,
        Intent.SMALL_TALK,
        Intent.OTHER,
    } and (Intent.GREETING in desk.state.signals.intents)


def _known(desk: Desk) -> str:
    """What they told of their case, in a few words; contact data are not read out."""
    told = [
        f"{desk.words.one(f'field_{field}')}: {value}"
        for field, value in desk.state.known.items()
        if value and field not in _WITHOUT_TOLD and f"field_{field}" in desk.words.wordings
    ]
    return ", ".join(told[:_MOST_KNOWN])


def doubt(desk: Desk) -> str | None:
    """What may be a doubt is asked about, once, and never argued with."""
    seen = desk.state.signals
    if not any(one.startswith("objection") for one in seen.doubtful) or Floor.PERSON in seen.floor:
        return None
    if Intent.RUDE in seen.intents or set(seen.intents) <= _LEAVING:
        return None  # who scolds or takes leave is answered as such
    tells = bool(learning.told(desk)) or bool(seen.seats)  # who tells of their case goes on
    asks = "?" in desk.text or wants_to_know(desk.text)
    tells |= desk.just_asked in {"tool", "need"}  # what theirs lacks is the answer to that
    if tells or asks or desk.has_asked("doubt") or desk.has_declined:
        return None
    return desk.say("doubt_ask")
