"""A message as it was typed or pasted, line by line: whole again, without what only counts."""

import re

from agent.brains.playbook.vocabulary import plain, spoken

WRAPPED = 45  # letters: a line that long may have been broken by a mail program
_LISTED = re.compile(r"\s*(?:[-*•>]|\d+[.)]|[a-z][.)])\s")
_ENDED = re.compile(r"[.!?…:;]\s*[\"”’)]?\s*$")
_LABEL = re.compile(r"^(?P<label>[^\W\d]+(?:\s[^\W\d]+){0,2})\s?[:,)–-]\s+(?=\S)")
_FEWEST = 3  # words that a counted question has beside its number


def unwrapped(text: str) -> list[str]:
    """The lines of a text; one that a mail program broke in the middle is whole again."""
    found: list[str] = []
    is_open = False
    for line in text.splitlines():
        goes_on = bool(line.strip()) and not _LISTED.match(line)
        if is_open and goes_on:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        is_open = len(line) >= WRAPPED and not _ENDED.search(line)
    return found


def uncounted(part: str) -> str:
    """``Second: which …``, ``und drittens, wie …``: the question without its number in a list."""
    label = _LABEL.match(part)
    if label is None or spoken("counting").fullmatch(plain(label["label"])) is None:
        return part
    rest = part[label.end() :]
    return rest if len(rest.split()) >= _FEWEST else part
