"""What our own earlier replies asked: fixed phrases are known again by their shape."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from prompts.loader import languages, phrases

_ASKS = {
    "ask_contact": ("name", "email"),
    "ask_name": ("name",),
    "ask_email": ("email",),
    "want_contact": ("name", "email"),
    "want_name": ("name",),
    "want_email": ("email",),
    "ask_time": ("time",),
    "time_ambiguous_time": ("time",),
    "time_ambiguous_day": ("time",),
    "time_choose": ("time",),
    "time_impossible_date": ("time",),
    "time_impossible_time": ("time",),
    "time_which_zone": ("zone",),
    "time_past": ("time",),
    "slots_ask": ("slot",),
    "ask_which_slot": ("slot",),
    "already_booked": ("change",),
    "transcript_email": ("email",),
    "qualify_size": ("size",),
    "qualify_tool": ("tool",),
    "qualify_need": ("need",),
    "qualify_timeline": ("timeline",),
    "qualify_authority": ("authority",),
    "qualify_budget": ("budget",),
    "qualify_preference": ("preference",),
    "offer_meeting": ("meeting",),
    "waitlist_offer": ("waitlist",),
    "purpose_ask": ("need",),
    "let_be": ("let_be",),
    "info_by_mail": ("email",),
    "doubt_ask": ("doubt",),
    "what_matters": ("matters",),
    "rude": ("person",),
    "stop_ask": ("stop",),
    "person_ask": ("person",),
    "unknown_untold": ("person",),
    "discount_how_much": ("percent",),
}
EXPLORE, RESPOND = "explore_", "respond"
_HOLE = re.compile(r"\{\{.*?\}\}")


@lru_cache(maxsize=4096)
def asked_in(reply: str) -> tuple[str, ...]:
    """What a reply asks for: fields, ``slot``, ``time``, ``meeting``, ``explore:<objection>``…"""
    found: list[tuple[int, tuple[str, ...]]] = []
    for pattern, things in _patterns():
        match = pattern.search(reply)
        if match:
            found.append((match.start(), things))
    ordered = [thing for _, things in sorted(found) for thing in things]
    return tuple(dict.fromkeys(ordered))


@lru_cache(maxsize=4096)
def is_said(key: str, reply: str) -> bool:
    """Whether a reply contains one of the wordings of a phrase, in any language."""
    return any(pattern.search(reply) for pattern in _wordings(key))


def wording_in(key: str, reply: str) -> str:
    """The line of a reply that holds the phrase, as it was said; nothing where none does."""
    lines = reply.splitlines()
    return next((one for one in lines if any(p.search(one) for p in _wordings(key))), "")


def said_before(keys: Sequence[str], replies: Sequence[str]) -> str | None:
    """What we last said with one of these phrases, in its own words; None when we have not."""
    for reply in reversed(replies):
        found = [match for key in keys for one in _wordings(key) if (match := one.search(reply))]
        if found:
            return max(found, key=lambda match: match.start()).group()
    return None


def times_said(key: str, language: str, replies: Sequence[str]) -> list[int]:
    """How often each wording of a phrase stands in the replies, whatever facts it was filled with.

    The newest reply counts more than all others: what was just said is not said again.
    """
    newest = len(replies)
    return [
        sum(pattern.search(reply) is not None for reply in replies)
        + newest * any(pattern.search(reply) for reply in replies[-1:])
        for pattern in _of_language(key, language)
    ]


@cache
def _of_language(key: str, language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_shape, phrases(language).wordings[key]))


def _shape(wording: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(piece) for piece in _HOLE.split(wording)), re.DOTALL)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    explored = {
        key: (f"explore:{key.removeprefix(EXPLORE)}",)
        for key in phrases("en").wordings
        if key.startswith(EXPLORE)
    }
    return tuple(
        (pattern, things)
        for key, things in (_ASKS | explored).items()
        for pattern in _wordings(key)
    )


@cache
def _wordings(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        _shape(wording) for language in languages() for wording in phrases(language).wordings[key]
    )
