"""What is claimed of the company, or wanted of it, and is not for the agent to give: a promise said
to have been made, a signature, a scarcity, what others pay; and abuse, which is met calmly.
"""

from agent.brains.playbook import courtesy
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.questions import parts
from agent.brains.playbook.selling import DISCOUNT
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.understanding.kinds import Intent
from agent.understanding.vetoes import claimed_in

_FEW = 7  # words


def bound(desk: Desk) -> str | None:
    """Nothing is confirmed, signed or called scarce; a person is told of the first two.

    A percentage that is named goes to the authority, which knows what may be given.
    """
    claimed = claimed_in(desk.text, language=desk.state.language)
    if "sign" in claimed:
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("cannot_sign")
    if "promised" in claimed:
        return _promised(desk)
    return _told(desk, claimed) or _scolds(desk)


def _scolds(desk: Desk) -> str | None:
    """``Are you stupid or what?`` asks nothing."""
    is_all = set(desk.state.signals.intents) <= {Intent.RUDE, Intent.OTHER}
    is_harsh = is_all and Intent.RUDE in desk.state.signals.intents
    return courtesy.rude(desk) if is_harsh and len(desk.text.split()) <= _FEW else None


def _told(desk: Desk, claimed: frozenset[str]) -> str | None:
    """What is answered with words alone; abuse that asks something is answered as a question."""
    if "another" in claimed:
        return desk.say("of_another")
    if "scarce" in claimed and "?" in desk.text and not desk.state.windows:
        return desk.say("no_scarcity")
    if "abuse" in claimed and "?" not in desk.text:
        return desk.say("rude")
    return None


def rest(desk: Desk) -> str:
    """The questions of the message that lie beside the claim."""
    language = desk.state.language
    others = [part for part in parts(desk) if not claimed_in(part, language=language)]
    return " ".join(part for part in others if part.rstrip().endswith("?"))


def _promised(desk: Desk) -> str | None:
    state = desk.state
    if state.signals.discount_percent is not None or state.handback is not None:
        return None
    if any(o.kind == DISCOUNT and o.state == "awaiting_approval" for o in state.outcomes):
        return desk.say("still_waiting")
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("promise_unknown")
