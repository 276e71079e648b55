"""``Do you have SSO?`` with the words of pages, for models that know no abbreviations."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from salesgenix.kit.house_yaml import read_yaml

_WORD = re.compile(r"[\w&]+")


def spelt_out(question: str) -> str:
    """The question as it is, with the words after each abbreviation in brackets."""

    def spelt(found: re.Match[str]) -> str:
        words = _declared().get(found[0].lower())
        return f"{found[0]} ({words})" if words else found[0]

    return _WORD.sub(spelt, question)


@cache
def _declared() -> dict[str, str]:
    page = files("agent.brains.playbook.finding") / "abbreviations.yaml"
    read: Any = read_yaml(page.read_text(encoding="utf-8"))
    return {str(short): str(words) for short, words in read.items()}
