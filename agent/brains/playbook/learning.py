"""What the person says of themselves is kept with their words; what is missing is asked gently."""

from agent.brains.playbook import memory, strategies
from agent.brains.playbook.booking import set_aside
from agent.brains.playbook.desk import Desk, Pending

MOST_INVITATIONS = 2
ANSWERS_FIRST = 1


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
    if desk.just_asked == "slot":
        return f"{desk.say('noted')} {desk.say('ask_which_slot')}"
    return desk.say("noted")


def next_question(desk: Desk, *, priced: bool) -> str | None:
    """At most one question, never one that was answered or asked before.

    A price is worth more with the number of people; then comes what they use today, then a meeting.
    """
    state = desk.state
    if state.appointment is not None or set_aside(desk) is not None:
        return None
    if priced and not _knows(desk, "size") and not desk.has_asked("size"):
        return desk.say("qualify_size")
    replies = [line.text for line in desk.history if line.is_ours]
    if len(replies) < ANSWERS_FIRST or any(memory.asked_in(reply) for reply in replies[-1:]):
        return None
    if not _knows(desk, "tool") and not desk.has_asked("tool"):
        return desk.say("qualify_tool")
    invited = sum(1 for reply in replies if "meeting" in memory.asked_in(reply))
    if invited >= MOST_INVITATIONS or not desk.may("find_slots"):
        return None
    strategies.use(desk, "small_step")
    return desk.say("offer_meeting", label=state.meeting_label)


def _knows(desk: Desk, field: str) -> bool:
    seen = desk.state.signals
    return bool(desk.state.known.get(field) or seen.fact(field) or (field == "size" and seen.seats))
