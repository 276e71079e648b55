"""A meeting, from "can we talk?" to the invitation: times, choice, contact, confirmation."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent.brains.playbook import choosing, contact, learning, shifting, waiting
from agent.brains.playbook.choosing import chosen
from agent.brains.playbook.contact import CONTACT
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.finding import likeness, saying
from agent.brains.playbook.listing import choose_between
from agent.brains.playbook.offering import offer, times
from agent.brains.playbook.quoting import picking, wanted
from agent.brains.playbook.settling import (
    ask_contact,
    cancel,
    finish,
    invite_again,
    second,
    set_aside,
    take,
)
from agent.brains.playbook.vocabulary import opens_a_question, plain, spoken
from agent.state import TimeWindow
from agent.understanding.kinds import Intent, Objection
from agent.understanding.remarks import doubts_nothing, named_later
from agent.understanding.words import fold

_OF_A_PAGE = 3  # words beside a time: "alquilan árboles de Navidad?" is asked of the pages
SHORT = 12  # words: a bare time in a longer message may be about anything
_SHORT_FREE = 18  # words
SHORT_NO = 9  # words: so short a message is a no to what lies on the table
_BESIDE_A_TIME = frozenset(
    {
        Intent.OTHER, Intent.AFFIRM, Intent.DENY, Intent.GREETING, Intent.GIVE_CONTACT,
        Intent.THANKS, Intent.CHOOSE_SLOT, Intent.GOODBYE,
    }
)  # fmt: skip
_ABOUT_TIMES = frozenset({"slot", "time", "zone", "meeting", "change"})
_IN_PROGRESS = _ABOUT_TIMES | {"waitlist", "name", "email"}
_FEW = 3  # words beside a time
_BARE = 2  # words beside a time that answers us
_FEW_WORDS = 6
_STRETCH = timedelta(days=8)  # longer ones name a month or a season
_LAST_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*$")
_MORE = frozenset(
    {Intent.OBJECTION, Intent.DISCOUNT_REQUEST, Intent.PRICE, Intent.NOT_INTERESTED, Intent.RUDE}
)


def booking(desk: Desk) -> str | None:
    """The next step towards a meeting, or None when the message is not about one."""
    return next((said for step in _STEPS if (said := step(desk))), None)


def is_only_about_times(desk: Desk) -> bool:
    """A short answer to what we asked about the meeting, or a word on the one that is booked."""
    words, text = desk.text.split(), plain(desk.text)
    is_fixed = desk.state.appointment is not None
    if is_on_the_table(desk) or (is_fixed and (contact.new_address(desk) or _tells_purpose(desk))):
        return True
    is_on_list = spoken("waiting_list").search(text) is not None and len(words) <= 2 * SHORT
    is_of_booked = len(words) <= _FEW_WORDS and _is_for_the_one_booked(desk)
    if is_on_list or is_of_booked or (desk.just_asked in _IN_PROGRESS and is_bare_time(desk)):
        return True
    if _MORE & set(desk.state.signals.intents) or len(words) > SHORT:
        return False
    if "?" not in desk.text and desk.just_asked in _ABOUT_TIMES | {"waitlist"}:
        return True
    base = _base(desk)
    if base is None:
        return _rest_of_table(desk) is not None
    is_of_it = spoken("guests").search(text) or spoken("second").search(text)
    return bool(is_of_it or shifting.shifted(desk, base) or _wants_change(desk))


def _is_for_the_one_booked(desk: Desk) -> bool:
    """``I have to cancel, sorry``, ``an hour later?``: of a meeting there is, whatever else the few
    words sound like.
    """
    booked = desk.state.appointment
    if booked is None:
        return False
    return _wants_it_cancelled(desk) or shifting.shifted(desk, booked.starts) is not None


def is_on_the_table(desk: Desk) -> bool:
    """They press or repeat a time as we have written it: it asks and doubts nothing."""
    return any(desk.when(slot.starts) == desk.text.strip() for slot in desk.state.offered_slots)


def is_bare_time(desk: Desk) -> bool:
    """``Friday morning``, ``the 1st of December``: a time and next to nothing beside it."""
    named = max((len(plain(window.words).split()) for window in desk.state.windows), default=0)
    text = plain(desk.text)
    is_short = "?" not in desk.text and len(text.split()) <= named + _BARE
    return bool(named) and is_short and not spoken("never_mind").search(text)


def _tells_purpose(desk: Desk) -> bool:
    """What they would like to see, told when they were asked for it: kept as any fact is."""
    return desk.just_asked == "need" and desk.state.signals.fact("need") is not None


def _picked(desk: Desk) -> str | None:
    if desk.state.signals.discount_percent is not None and desk.state.signals.choice is None:
        return None  # "20 % if we sign today?": the day is no choice among the times
    slot = chosen(desk)
    return take(desk, slot) if slot is not None else None


def _contact_given(desk: Desk) -> str | None:
    kept = set_aside(desk)
    if kept is None or is_bare_time(desk):
        return None
    return finish(desk, kept) if contact.gives_contact(desk) else None


def _said_again(desk: Desk) -> str | None:
    """``Eleven is fine``, said of what is set aside at eleven: what is missing is asked."""
    kept, windows = set_aside(desk), desk.state.windows
    is_bare = desk.state.time_question in choosing.AMBIGUOUS and "?" not in desk.text
    if kept is None or not windows or not is_bare or len(desk.text.split()) > SHORT:
        return None
    zone = ZoneInfo(desk.state.zone)
    hours = {w.start.astimezone(zone).time() for w in windows if w.end - w.start <= choosing.POINT}
    if hours != {kept.starts.astimezone(zone).time()}:
        return None
    if contact.gives_contact(desk):
        return finish(desk, kept)
    return ask_contact(desk, kept, is_held=desk.state.held is not None)


def _changed_or_cancelled(desk: Desk) -> str | None:
    intents = desk.state.signals.intents
    if Intent.CANCEL_APPOINTMENT in intents and is_about_meeting(desk, desk.text):
        return cancel(desk)
    return change(desk) if _wants_change(desk) else None


def _times_wished(desk: Desk) -> str | None:
    return _about_times(desk) if wants_times(desk) else None


def _about_booked(desk: Desk) -> str | None:
    """What somebody who has a meeting may want with it, other than another time."""
    state, intents = desk.state, desk.state.signals.intents
    if state.appointment is None:
        return None
    if _wants_it_cancelled(desk):
        at = state.appointment.starts
        is_other = bool(state.windows) and not any(w.start <= at < w.end for w in state.windows)
        return change(desk) if is_other else cancel(desk)
    if contact.brings_others(desk):
        return desk.say("one_guest")
    if address := contact.new_address(desk):
        return invite_again(desk, address)
    if spoken("second").search(plain(desk.text)) and Intent.MOVE_APPOINTMENT not in intents:
        return second(desk)
    return desk.say("noted") if _tells_purpose(desk) else None


def _wants_it_cancelled(desk: Desk) -> bool:
    """``annulez s'il vous plaît``: a bare word for it, when there is a meeting and nothing else."""
    text = plain(desk.text)
    is_bare = len(text.split()) <= _FEW_WORDS and spoken("cancels").search(text) is not None
    is_meant = is_bare or Intent.CANCEL_APPOINTMENT in desk.state.signals.intents
    return is_meant and is_about_meeting(desk, desk.text)


def _wants_change(desk: Desk) -> bool:
    moves = Intent.MOVE_APPOINTMENT in desk.state.signals.intents
    return (moves and is_about_meeting(desk, desk.text)) or _agrees_to_change(desk)


def _declined(desk: Desk) -> str | None:
    """A no to the times on the table, or to the whole of it."""
    text = plain(desk.text)
    names_time = bool(desk.state.windows or desk.state.time_question)
    if names_time or len(text.split()) > SHORT_NO or contact.is_about_address(desk):
        return None
    asked, has_times = desk.just_asked, desk.just_asked in {"slot", "time"}
    if has_times and spoken("none_of").search(text):
        return _no_time_fits(desk)
    is_off = spoken("never_mind").search(text) or spoken("cancels").search(text)
    is_fixed = desk.state.appointment is not None
    if is_off and not is_fixed and (asked in _IN_PROGRESS or desk.state.held):
        return desk.say("no_problem")
    if has_times and Intent.DENY in desk.state.signals.intents:
        return _no_time_fits(desk)
    return None


def _no_time_fits(desk: Desk) -> str:
    """The next question is for their times; when they have named them, it is the waiting list."""
    if desk.state.appointment is None and (choosing.wished(desk) or desk.just_asked == "time"):
        return waiting.offered(desk, desk.say("slots_unfit"))
    return desk.say("ask_time")


def _told_otherwise(desk: Desk) -> str | None:
    """A time told by its distance from another, or picked among those we asked about."""
    if meant := choosing.reading_meant(desk):
        return offer(desk, [meant])
    if readings := choosing.readings_asked(desk):
        return choose_between(desk, readings)
    base, table = _base(desk), [slot.starts for slot in desk.state.offered_slots]
    if base is not None and (hour := shifting.shifted(desk, base)):
        return _shift(desk, base, hour)
    if rest := _rest_of_table(desk):
        return offer(desk, [rest])
    if desk.just_asked == "slot" and table:
        side = shifting.beside(desk, min(table), max(table))
        return offer(desk, [side]) if side else None
    return None


def _base(desk: Desk) -> datetime | None:
    """The one time on the table that "an hour later" can count from."""
    fixed = desk.state.appointment or set_aside(desk)
    table = desk.state.offered_slots
    if fixed is None and len(table) == 1:
        return table[0].starts
    return fixed.starts if fixed is not None else None


def _rest_of_table(desk: Desk) -> TimeWindow | None:
    """``an hour later?`` to several times: what is free from an hour after the first of them, or
    up to an hour before the last.
    """
    table = [slot.starts for slot in desk.state.offered_slots]
    if len(table) < 2 or desk.just_asked != "slot" or desk.state.windows:  # noqa: PLR2004
        return None
    first, last = min(table), max(table)
    hour = shifting.shifted(desk, first)
    if hour is None or hour.end - hour.start > choosing.POINT or hour.start >= first:
        return shifting.onwards(desk, hour) if hour else None
    earlier = shifting.shifted(desk, last)
    return earlier and shifting.up_to(desk, earlier)


def is_of_times(desk: Desk, part: str) -> bool:
    """``Geht auch Freitag um 11?``, ``ne Stunde später?`` while a meeting is being arranged: asked
    of the calendar, and of no page.
    """
    state = desk.state
    if _asks_when_to_meet(part) or _asks_who_is_there(desk, part):
        return True
    is_at_night = spoken("at_night").search(plain(part)) is not None
    if is_visit(desk, part) or (is_at_night and Intent.BOOKING_REQUEST in state.signals.intents):
        return True
    is_open = bool(state.held or state.offered_slots or state.appointment)
    if not is_open and not spoken("would_suit").search(plain(part)):
        return False
    if len(part.split()) <= SHORT and shifting.tells_shift(part):
        return True
    named = [w.words for w in state.windows if w.words and w.words.casefold() in part.casefold()]
    words = max(named, key=len, default="")
    at = part.casefold().find(words.casefold())
    beside = f"{part[:at]} {part[at + len(words) :]}" if words else part
    return bool(words) and len(beside.split()) <= _FEW_WORDS and not picking.names_a_thing(beside)


def is_visit(desk: Desk, part: str) -> bool:
    """``¿puede venir alguien a verlo el viernes?``: somebody of ours, there, at a time."""
    named = any(w.words and w.words.casefold() in part.casefold() for w in desk.state.windows)
    return named and spoken("visiting").search(plain(part)) is not None


def _asks_when_to_meet(part: str) -> bool:
    """``cuándo podemos quedar?``, ``when can we talk?``: the calendar answers, and no page."""
    text = plain(part)
    is_ours = spoken("together").search(text) is not None and speaks_of_meeting(part)
    is_short = len(text.split()) <= _FEW_WORDS and not spoken("until_when").match(text)
    return is_ours and is_short and wanted.wanted(part) is wanted.MOMENT


def _asks_who_is_there(desk: Desk, part: str) -> bool:
    """``Is someone there on Friday at five?``: on a day, at an hour, for one to talk to."""
    hours = [w for w in desk.state.windows if w.end - w.start <= choosing.POINT]
    is_short = len(part.split()) <= SHORT
    return bool(hours) and is_short and spoken("someone_there").search(plain(part)) is not None


def unheard(desk: Desk) -> str | None:
    """Words that answer our question about the meeting in no way we can read: asked once more."""
    if desk.just_asked == "slot" and desk.state.offered_slots:
        return desk.say("ask_which_slot")
    kept = set_aside(desk)
    if kept is not None and {"name", "email"} & set(contact.asked_last(desk)):
        return ask_contact(desk, kept, is_held=desk.state.held is not None)
    return desk.say("ask_time") if desk.just_asked == "time" else None


def _shift(desk: Desk, base: datetime, hour: TimeWindow) -> str:
    if hour.start == base and desk.state.appointment is not None:
        return desk.say("already_booked", when=desk.when(base))
    return offer(desk, [hour])


def is_about_meeting(desk: Desk, text: str) -> bool:
    """Whether "cancel" or "move" is said of the meeting, and not of a contract or a plan."""
    if spoken("appointment").search(fold(text)):
        return True
    beside = spoken("cancels").sub(" ", plain(text))  # "disdire" is said of meetings and contracts
    return desk.state.appointment is not None and not spoken("contract").search(beside)


def _agrees_to_change(desk: Desk) -> bool:
    named = bool(desk.state.windows or desk.state.time_question)
    return desk.just_asked == "change" and (named or Intent.AFFIRM in desk.state.signals.intents)


def _about_times(desk: Desk) -> str | None:
    if spoken("meeting").search(fold(desk.text)) and not desk.state.windows:
        return None  # what happens in it is a question, and answered as one
    if desk.state.appointment is not None and not desk.state.windows:
        at = desk.when(desk.state.appointment.starts)
        return desk.say("already_booked", when=at)
    return times(desk)


def wants_times(desk: Desk) -> bool:
    state, intents = desk.state, desk.state.signals.intents
    if _is_of_something_else(desk):
        return False
    wants_on = spoken("next_step").search(plain(desk.text)) and state.appointment is None
    if Intent.BOOKING_REQUEST in intents or wants_on:
        return True
    named = bool(state.windows or state.time_question)
    suits = is_of_times(desk, desk.text)
    if named and (suits or speaks_of_meeting(desk.text) or _tells_when_free(desk)):
        return True
    if desk.just_asked in _ABOUT_TIMES:
        return _answers_about_times(desk, named=named)
    told = {fact.field for fact in state.signals.facts} - CONTACT
    if told or desk.just_asked.startswith("explore:"):
        return False  # "we use Excel today" answers our question and names no time
    bare = named and len(desk.text.split()) <= SHORT
    return bare and not asks_beside(desk) and _BESIDE_A_TIME.issuperset(intents)


def _is_of_something_else(desk: Desk) -> bool:
    """A bargain, a wish for the talk by mail, or their own case: "we want to start in January"."""
    state, intents = desk.state, desk.state.signals.intents
    meets = bool(state.windows or spoken("appointment").search(plain(desk.text)))
    asks_to_meet = Intent.BOOKING_REQUEST in intents and meets
    if _is_for_later(desk):
        return True
    bargains = state.signals.discount_percent is not None and not asks_to_meet
    by_mail = Intent.SEND_TRANSCRIPT in intents and not state.windows
    return bargains or by_mail or ("?" not in desk.text and learning.tells_case(desk))


def _is_for_later(desk: Desk) -> bool:
    """``Call me in January``: no time to meet, but to be left alone until then."""
    is_timing = desk.state.signals.objection == Objection.TIMING and named_later(desk.text)
    return bool(is_timing) and all(w.end - w.start > _STRETCH for w in desk.state.windows)


def _tells_when_free(desk: Desk) -> bool:
    """``Thursday I can, before three``: they say when they could."""
    text = plain(desk.text)
    is_short = len(text.split()) <= _SHORT_FREE and "?" not in desk.text
    can = spoken("free_then").search(text) is not None
    return is_short and can and not spoken("not_free_then").search(text)


def _answers_about_times(desk: Desk, *, named: bool) -> bool:
    asked, intents = desk.just_asked, desk.state.signals.intents
    if asked == "zone":
        return named or desk.state.zone_is_known
    is_beside = asked == "meeting" and asks_beside(desk)
    is_put_off = desk.state.signals.objection is not None or doubts_nothing(desk.text)
    if asked == "meeting" and spoken("ok_thanks").fullmatch(plain(desk.text)):
        is_put_off = True  # they close, and want no meeting
    agreed = (
        asked in {"meeting", "time"}
        and not is_put_off
        and (Intent.AFFIRM in intents or choosing.takes_any(desk))
    )
    hour = (
        asked == "slot" and bool(choosing.on_offered_days(desk)) and len(desk.text.split()) < SHORT
    )
    return (named and not is_beside) or agreed or hour or Intent.CHOOSE_SLOT in intents


def speaks_of_meeting(said: str) -> bool:
    """``können wir am Mittwoch um 10 telefonieren?``: they, or both of us, at a time."""
    text = plain(said)
    is_short = len(text.split()) <= _FEW_WORDS
    is_ours = is_short or spoken("together").search(text) is not None
    return is_ours and spoken("meets").search(text) is not None and len(text.split()) <= 2 * SHORT


def asks_beside(desk: Desk) -> bool:
    """``does it run at night?``: a question in which a time happens to stand."""
    named = max((window.words.split() for window in desk.state.windows), key=len, default=[])
    ending = _LAST_SENTENCE.search(desk.text.rstrip())
    asked = ending.group() if ending else ""
    if not asked.endswith("?"):
        return False
    beside = len(asked.split()) - len(named)
    last = likeness.last_clause(asked)
    is_question = any(map(opens_a_question, (asked, desk.text, last.lstrip("¿ "))))
    return (is_question and beside > _FEW) or (beside >= _OF_A_PAGE and saying.is_sure(desk, last))


def change(desk: Desk) -> str:
    if desk.state.appointment is None:
        return desk.say("no_appointment") if not desk.state.windows else times(desk)
    hour = shifting.shifted(desk, desk.state.appointment.starts)
    if hour is not None:
        return offer(desk, [hour])
    if desk.state.windows or desk.state.time_question:
        return times(desk)
    return desk.say("ask_time")


_STEPS = (
    _about_booked,
    waiting.about_waiting,
    _declined,
    _picked,
    _said_again,
    _contact_given,
    _told_otherwise,
    _changed_or_cancelled,
    _times_wished,
)
