"""Numbers of people, which are no hours."""

from collections.abc import Sequence

from agent.understanding.timing.items import Item

_COUNTING = {"between", "around", "after", "to", "and", "or", "num", "numword", "before"}
_SMALL = {"zu", "mit", "met", "en", "in", "about", "ca", "roughly"}


def after_people(items: Sequence[Item], at: int) -> int:
    """Where the row goes on after ``we are 9 or 10``, ``somos entre 10 y 15``."""
    end = at + 1
    while end < len(items) and (
        items[end].kind in _COUNTING
        or items[end].value in _SMALL
        or (items[end].kind == "at" and items[end - 1].kind == "num")
    ):
        if end > at + 1 and items[end].token.after_mark == ",":
            break  # "somos 3, a las 5"
        end += 1
    counted = {item.kind for item in items[at + 1 : end]} & {"num", "numword"}
    return end if counted else at + 1
