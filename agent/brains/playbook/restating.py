"""An everyday question, put as pages put it: ``if we don't like it?`` asks how one can cancel.

Looked up where its own words find nothing for certain, or lead elsewhere. What the pages are not
sure of even then stays unanswered. The words are data in ``restating.yaml``.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.brains.playbook import introducing, knowing, pricing
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.finding import saying
from agent.brains.playbook.knowing import Answer
from agent.brains.playbook.quoting import fragments, picking
from agent.brains.playbook.vocabulary import plain
from salesgenix.kit.house_yaml import read_yaml

_LONGEST = 30  # words
_MOST_TOLD = 2  # pieces of a passage whose heading asks just that
_INTRODUCE, _ASKED, _PRICES = "introduce", "what do you do", "prices"


@dataclass(frozen=True, slots=True)
class _Meant:
    asks: tuple[str, ...]
    heard: tuple[re.Pattern[str], ...]
    says: re.Pattern[str] | None
    is_first: bool


def answer(desk: Desk, asked: str, *, first: bool = False) -> Answer | None:
    """The pages' answer to what is meant; with ``first`` only where their own words mislead."""
    text = plain(asked)
    if len(text.split()) > _LONGEST:
        return None
    for meant in _declared():
        if meant.is_first >= first and all(one.search(text) for one in meant.heard):
            return _of_the_pages(desk, meant)
    return None


def _of_the_pages(desk: Desk, meant: _Meant) -> Answer | None:
    now = desk.state
    desk.state = now.model_copy(
        update={"signals": now.signals.model_copy(update={"written_in": "en"})}
    )
    try:
        return next((found for asks in meant.asks if (found := _found(desk, asks, meant))), None)
    finally:
        desk.state = now


def _found(desk: Desk, asks: str, meant: _Meant) -> Answer | None:
    if asks == _INTRODUCE:
        return introducing.answer(desk, _ASKED)
    if asks == _PRICES:
        return pricing.answer(desk, _PRICES)
    if meant.says is None:
        return _under_its_heading(desk, asks) or saying.answer(desk, asks)
    near = saying.nearest(desk, asks)
    return Answer(near, found=True) if near and meant.says.search(plain(near)) else None


def _under_its_heading(desk: Desk, asks: str) -> Answer | None:
    """What stands first where a heading asks the same in the same words."""
    for passage in knowing.search(desk, asks):
        pieces = tuple(fragments.fragments(passage))[:_MOST_TOLD]
        if plain(passage.heading or "") == plain(asks) and pieces:
            quote = picking.Quote(" ".join(piece.text for piece in pieces), pieces)
            return Answer(knowing.say_quote(desk, quote), found=True)
    return None


@cache
def _declared() -> tuple[_Meant, ...]:
    text = files("agent.brains.playbook").joinpath("restating.yaml").read_text(encoding="utf-8")
    return tuple(
        _Meant(
            tuple(str(one) for one in entry["asks"]),
            tuple(_any_of(listed) for listed in entry["heard"]),
            _any_of(entry["says"]) if "says" in entry else None,
            bool(entry.get("first")),
        )
        for entry in read_yaml(text)
    )


def _any_of(listed: list[str]) -> re.Pattern[str]:
    ways = sorted((str(words) for words in listed), key=len, reverse=True)
    return re.compile(
        r"\b(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in ways) + r")\b"
    )
