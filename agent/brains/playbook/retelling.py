"""``Don't send me there, just tell me``: what they had asked is answered here, from the pages."""

from agent.brains.playbook import introducing, pricing
from agent.brains.playbook.answers import answers
from agent.brains.playbook.desk import Desk, Pending
from agent.brains.playbook.finding import saying
from agent.brains.playbook.listening import meant
from agent.brains.playbook.questions import is_remark, parts, questions
from agent.understanding.remarks import Remark

_LOOK_BACK = 3  # messages in which the question may stand


def told_here(desk: Desk) -> str | None:
    """The answer to their newest question; None where this asks something, or nothing was asked."""
    said = parts(desk)
    if Remark.HERE not in {meant(desk, part) for part in said}:
        return None
    if any(not is_remark(desk, question.text) for question in questions(desk)):
        return None
    now = desk.text
    theirs = [line.text for line in reversed(desk.history) if not line.is_ours]
    for text in theirs[:_LOOK_BACK]:
        desk.text = text
        if not _is_sure(desk):
            continue
        told, _, found = answers(desk)
        if desk.wanted:
            raise Pending
        if told and found:
            return "\n\n".join([desk.say("told_here"), *told])
    desk.text = now
    return None


def _is_sure(desk: Desk) -> bool:
    """What nobody had an answer to then is not passed on a second time."""
    asked = [question.text for question in questions(desk)]
    return bool(asked) and (
        pricing.is_on_price(desk)
        or all(introducing.asks_it(desk, one) or saying.is_sure(desk, one) for one in asked)
    )
