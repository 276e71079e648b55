"""A reply as it leaves: one question at most, and no sentence that stood in the reply before it."""

import re
from collections.abc import Iterator, Sequence

from agent.brains.playbook import memory
from agent.brains.playbook.quoting import fragments
from salesgenix.kit.spoken import MONTHS, WEEKDAYS

_BINDING = frozenset({"slot", "time", "zone", "name", "email", "change", "waitlist", "percent"})
# What may lose a sentence that was just said; what was done or found is told as often as it is.
_SMALL = (
    "forgiven", "laughs", "no_meeting", "keep_it", "look_around", "take_time", "go_on", "thanks",
    "no_problem", "goodbye", "small_talk", "need_not_say", "noted", "heard", "why_size", "why_tool",
    "why_contact", "why_other", "no_opinion", "others_prices", "joke", "puzzled", "welcome_back",
)  # fmt: skip
_SHORT = 2  # words: "Thank you." may stand twice
# ``ven. 27 nov., 09:00``: a weekday or month cut short ends no sentence of ours.
_CUT_SHORT = tuple(
    f" {word}"
    for words in (*WEEKDAYS.values(), *MONTHS.values())
    for word in words.split()
    if word.endswith(".")
)

_DAY = re.compile(r"\b[A-Z][a-z] \d{1,2}\.$")  # ``Do 26.``, whose month is the next word


def put(parts: Sequence[str], last_reply: str) -> str:
    """The parts of a reply in their order, without what would be said or asked twice."""
    return "\n\n".join(_fresh(_asking_once(parts), last_reply))


def _asking_once(parts: Sequence[str]) -> list[str]:
    """Of several questions the one stays that something waits for, else the first."""
    asking = [at for at, part in enumerate(parts) if part.rstrip().endswith("?")]
    if len(asking) < 2:  # noqa: PLR2004
        return list(parts)
    kept = next((at for at in asking if _BINDING & set(memory.asked_in(parts[at]))), asking[0])
    told = (
        part if at == kept or at not in asking else _without_question(part)
        for at, part in enumerate(parts)
    )
    return [part for part in told if part]


def _without_question(part: str) -> str:
    """Only the last line's last sentence asks."""
    *lines, last = part.rstrip().split("\n")
    said = [one for one in _sentences(last) if not one.rstrip().endswith("?")]
    return "\n".join([*lines, " ".join(said)]).strip()


def _fresh(parts: Sequence[str], last_reply: str) -> list[str]:
    """Without the small sentences of the reply before, as long as another is left to say."""
    before = set(_said(last_reply))
    found = [_new(part, before) for part in parts]
    kept = [part for part in found if part]
    return kept or list(parts)


def _new(part: str, before: set[str]) -> str:
    """What is asked for stands as often as it has to."""
    if "\n" in part or not any(memory.is_said(key, part) for key in _SMALL):
        return part
    said = _sentences(part)
    new = [
        one
        for one in said
        if one not in before or len(one.split()) <= _SHORT or memory.asked_in(one)
    ]
    return part if len(new) == len(said) else " ".join(new)


def _said(reply: str) -> Iterator[str]:
    for line in reply.splitlines():
        yield from _sentences(line)


def _sentences(text: str) -> list[str]:
    """The sentences of a reply; the time of a meeting stays in one piece."""
    found: list[str] = []
    for one in fragments.sentences(text):
        if found and (found[-1].endswith(_CUT_SHORT) or _DAY.search(found[-1])):
            found[-1] += f" {one}"
        else:
            found.append(one)
    return found
