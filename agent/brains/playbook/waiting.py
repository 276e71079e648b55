"""The waiting list: offered when nothing fits, joined on a yes, left on a word."""

from agent.brains.playbook.choosing import wished
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.vocabulary import plain, spoken
from agent.state import TimeWindow
from agent.understanding.kinds import Intent
from agent.understanding.signals import read_message

MOST_WINDOWS, MOST_WORDS = 10, 300  # as the tool takes them
MOST_QUESTION = 1_000
MOST_LEAVING = 12  # words


def about_waiting(desk: Desk) -> str | None:
    """What a message about the waiting list asks for, or None when it is about something else."""
    text = plain(desk.text)
    asks = spoken("waiting_list").search(text) is not None
    if asks and desk.state.is_waiting and spoken("leaving").search(text):
        return leave(desk)
    if asks and desk.state.appointment is None and desk.may("join_waitlist"):
        return join(desk)
    if desk.just_asked == "waitlist" and Intent.AFFIRM in desk.state.signals.intents:
        return join(desk)
    return None


def leaves_only_the_list(desk: Desk) -> bool:
    """They name the waiting list, and no other contact in the rest of what they write."""
    text = plain(desk.text)
    named = spoken("waiting_list").search(text)
    if not desk.state.is_waiting or named is None or len(text.split()) > MOST_LEAVING:
        return False
    rest = spoken("leaving").sub(" ", spoken("waiting_list").sub(" ", text)).strip()
    return not read_message(rest, languages=(desk.state.language,)).floor


def offered(desk: Desk, said: str) -> str:
    """Nothing fits: the list, if they may be put on it, or the team."""
    if desk.state.is_waiting:
        return f"{said} {desk.say('waitlist_on')}"
    if desk.may("join_waitlist"):
        return f"{said} {desk.say('waitlist_offer')}"
    return nothing_at_all(desk)


def nothing_at_all(desk: Desk) -> str:
    """An empty calendar is for the team to know of; the list is offered beside it."""
    words = "; ".join(dict.fromkeys(w.words for w in desk.state.windows if w.words))
    question = f"{desk.state.meeting_label}: {words or desk.text}"[:MOST_QUESTION]
    desk.call("ask_team", question=question)
    said = desk.say("slots_none")
    may_wait = desk.may("join_waitlist") and not desk.state.is_waiting
    return f"{said} {desk.say('waitlist_offer')}" if may_wait else said


def join(desk: Desk) -> str:
    """With the times they have named; without any, whatever comes free."""
    if desk.state.is_waiting:
        return desk.say("waitlist_on")
    windows = wished(desk)[:MOST_WINDOWS]
    joined = desk.call(
        "join_waitlist",
        windows=[{"start": w.start.isoformat(), "end": w.end.isoformat()} for w in windows],
        words=_words(windows),
    )
    if joined.is_done:
        return desk.say("waitlist_joined")
    if joined.is_waiting:
        return desk.say("still_waiting")
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("slots_none")


def leave(desk: Desk) -> str:
    left = desk.call("leave_waitlist")
    return desk.say("waitlist_left" if left.is_done else "change_failed")


def _words(windows: list[TimeWindow]) -> str:
    return "; ".join(dict.fromkeys(w.words for w in windows if w.words))[:MOST_WORDS]
