"""Other words for a short question, where pages hardly ever have its own: ``rephrased.yaml``."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from agent.brains.playbook.finding import reading
from agent.brains.playbook.vocabulary import plain
from salesgenix.kit.house_yaml import read_yaml

SURELY = 0.74  # of an answer to other words than those that were asked
_MOST_WORDS = 8


def others(question: str, language: str) -> tuple[str, ...]:
    """The same question in plainer words; none where it asks for anything beside."""
    said = plain(question)
    if len(said.split()) > _MOST_WORDS:
        return ()
    for kind in _declared().values():
        found = _ways(tuple(kind["for"])).search(said)
        if found and _is_all(f"{said[: found.start()]} {said[found.end() :]}", language):
            return tuple(kind["ask"].get(language, ()))
    return ()


def _is_all(rest: str, language: str) -> bool:
    return all(word.is_light for word in reading.words(rest, (language,)))


@cache
def _ways(listed: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(listed, key=len, reverse=True)
    ways = (r"\b" + re.escape(one).replace(r"\*", r"\w*") + r"\b" for one in longest)
    return re.compile("|".join(ways))


@cache
def _declared() -> Any:
    page = files("agent.brains.playbook.finding") / "rephrased.yaml"
    return read_yaml(page.read_text(encoding="utf-8"))
