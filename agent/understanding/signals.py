"""Reads one message of a prospect into typed signals, by rules over a lexicon per language."""

from collections.abc import Sequence
from functools import lru_cache

from agent.understanding.kinds import (
    LANGUAGES,
    DataRequest,
    FactSeen,
    Floor,
    Intent,
    Objection,
    Previous,
    Understanding,
)
from agent.understanding.reading import read

__all__ = [
    "LANGUAGES",
    "DataRequest",
    "FactSeen",
    "Floor",
    "Intent",
    "Objection",
    "Previous",
    "Understanding",
    "read_message",
]


_KEPT = 32  # readings: one turn asks for those of the same few sentences again and again


def read_message(
    text: str,
    *,
    languages: Sequence[str],
    previous: Previous | None = None,
    minor_age: int = 13,
    by_rules: bool = False,
) -> Understanding:
    """What the message says, asks and demands; the same text gives the same answer.

    ``languages`` are those the workspace answers in, its default first. Stop, person, bot question,
    minor, injection and data requests are found in all of ``LANGUAGES``, supported or not.
    ``by_rules`` leaves the trained classifier out: for texts that are no message of a prospect.
    """
    return _read(
        text,
        languages=tuple(languages),
        previous=previous or Previous(),
        minor_age=minor_age,
        by_rules=by_rules,
    )


@lru_cache(maxsize=_KEPT)  # as few as ``meaning`` keeps: what a person wrote is soon pushed out
def _read(
    text: str, *, languages: tuple[str, ...], previous: Previous, minor_age: int, by_rules: bool
) -> Understanding:
    return read(
        text, languages=languages, previous=previous, minor_age=minor_age, by_rules=by_rules
    )
