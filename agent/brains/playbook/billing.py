"""``Is a year cheaper than by the month?``: both prices beside each other, each as it is paid."""

from agent.brains.playbook import memory, pricing
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.knowing import Answer
from agent.brains.playbook.vocabulary import plain, spoken
from agent.understanding.kinds import Intent

_LONGEST, _SHORT = 24, 10  # words: in a longer message the price must be what is meant


def answer(desk: Desk, question: str, *, seats: int | None = None) -> Answer | None:
    """None when the question weighs no year against a month, or no price is told for both."""
    is_meant = len(question.split()) <= _SHORT or Intent.PRICE in desk.state.signals.intents
    if not (is_meant and weighs(question)):
        return None
    people = seats or pricing.seats_in(question) or _known(desk)
    of = f" for {people} users" if people else ""
    by_month = pricing.answer(desk, f"price{of}", seats=people)
    if by_month is None:
        return None
    if not people or memory.is_said("sum_yearly", by_month.text):
        return by_month
    by_year = pricing.answer(desk, f"price{of} per year", seats=people)
    told = [by_month.text] if by_year is None else [by_month.text, by_year.text]
    return Answer("\n".join(told), found=True)


def weighs(question: str) -> bool:
    """Whether paying by the year is held against paying by the month."""
    text = plain(question)
    if len(text.split()) > _LONGEST or spoken("changes_period").search(text):
        return False
    of_a_year = spoken("by_the_year").search(text) is not None
    of_both = of_a_year and spoken("by_the_month").search(text) is not None
    return (of_both and spoken("weighs").search(text) is not None) or (
        of_a_year and spoken("weighs_less").search(text) is not None
    )


def _known(desk: Desk) -> int | None:
    size = desk.state.known.get("size") or ""
    return desk.state.signals.seats or (int(size) if size.isdigit() else None)
