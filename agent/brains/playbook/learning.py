"""What the person says of themselves is kept with their words; what is missing is asked gently."""

from agent.brains.playbook.desk import Desk, Pending
from agent.understanding.kinds import Intent

MOST_INVITATIONS = 2
_ANSWERS_BEFORE_INVITING = 2


def remember(desk: Desk) -> None:
    """Keeps every new or corrected fact. Raises ``Pending`` until all are kept."""
    waits = False
    kept: set[tuple[str, str]] = set()
    for fact in desk.state.signals.facts:
        if desk.state.known.get(fact.field) == fact.value or (fact.field, fact.value) in kept:
            continue
        kept.add((fact.field, fact.value))
        try:
            desk.call("remember_fact", field=fact.field, value=fact.value, quote=fact.quote)
        except Pending:
            waits = True
    if waits:
        raise Pending


def noted(desk: Desk) -> str | None:
    """Says that something was noted, when the message did nothing else."""
    facts = desk.state.signals.facts
    if not facts:
        return None
    newest = facts[-1]
    before = desk.state.known.get(newest.field)
    if before is not None and before != newest.value:
        return desk.say("corrected", value=newest.value)
    return desk.say("noted")


def next_question(desk: Desk, *, priced: bool) -> str | None:
    """At most one question, never one that was answered or asked before."""
    state = desk.state
    if state.appointment is not None or state.held is not None:
        return None
    knows_size = bool(state.known.get("size") or state.signals.seats or state.signals.fact("size"))
    if priced and not knows_size and not desk.has_asked("size"):
        return desk.say("qualify_size")
    replies = [line for line in desk.history if line.is_ours]
    invited = sum(1 for line in replies if _invites(desk, line.text))
    if len(replies) < _ANSWERS_BEFORE_INVITING or invited >= MOST_INVITATIONS:
        return None
    if invited and _invites(desk, desk.last_reply):
        return None
    if not desk.may("find_slots") or Intent.BOOKING_REQUEST in state.signals.intents:
        return None
    return desk.say("offer_meeting", label=state.meeting_label)


def _invites(desk: Desk, reply: str) -> bool:
    return any(w in reply for w in desk.words.all("offer_meeting", label=desk.state.meeting_label))
