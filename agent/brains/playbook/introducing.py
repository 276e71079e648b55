"""``What is this?`` and ``who is it for?``: answered by the page that says it in its heading, else
by what the owner has written of the company. The words are data in ``introducing.yaml``.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from agent.brains.playbook import knowing, memory
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting import picking
from agent.brains.playbook.quoting.fragments import Passage, fragments
from agent.brains.playbook.vocabulary import plain
from salesgenix.kit.house_yaml import read_yaml

_LONGEST = 12  # words
_LONGEST_PAGE = 600  # characters of a passage that is said whole
_LOOKED_UP = {"whom": "who is it for", "what": "what is it, what does it do, who is it for"}


def answer(desk: Desk, asked: str) -> knowing.Answer | None:
    """What the pages or the owner say of the company; None for any other question."""
    kind = _kind(desk, asked)
    if kind is None:
        return None
    text = _from_the_pages(desk, kind, asked)
    about = desk.state.company.about
    if text is None and about:
        text = desk.say("introduced", company=desk.state.company.name, about=about)
    return knowing.Answer(text, found=True) if text else None


def asks_it(desk: Desk, part: str) -> bool:
    return _kind(desk, part) is not None


def _kind(desk: Desk, asked: str) -> str | None:
    text = plain(asked)
    if not text or len(text.split()) > _LONGEST:
        return None
    said = _bare(_unnamed(desk, text))
    if said in _ways("pointing") and said == _bare(text) and _has_quoted(desk):
        return None
    return next((kind for kind in ("what", "whom") if said in _ways(kind)), None)


def _has_quoted(desk: Desk) -> bool:
    """Whether a page has been told already: ``what is that?`` is about it then."""
    return any(memory.is_said("quoted", reply) for reply in desk.replies)


def _bare(text: str) -> str:
    """Without the small words."""
    return " ".join(_small().sub(" ", text).split())


def _unnamed(desk: Desk, text: str) -> str:
    name = re.escape(plain(desk.state.company.name))
    return " ".join(re.sub(rf"\b{name}\b", " ", text).split()) if name else text


def _from_the_pages(desk: Desk, kind: str, asked: str) -> str | None:
    """The shortest passage whose heading asks the same; each is told once in a talk."""
    name = desk.state.company.name
    for query in (f"{_LOOKED_UP[kind]} {name}", asked):
        found = [one for one in knowing.search(desk, query) if _speaks(desk, kind, one)]
        for passage in sorted(found, key=lambda one: len(one.text)):
            return knowing.say_quote(desk, picking.Quote(passage.text, tuple(fragments(passage))))
    return None


def _speaks(desk: Desk, kind: str, passage: Passage) -> bool:
    is_short = len(passage.text) <= _LONGEST_PAGE and "|" not in passage.text
    heading = _unnamed(desk, plain(passage.heading or ""))
    return is_short and heading in _listed(f"says_{kind}")


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(str(one) for one in _declared()[kind])


@cache
def _ways(kind: str) -> frozenset[str]:
    return frozenset(_bare(one) for one in _listed(kind)) - {""}


@cache
def _small() -> re.Pattern[str]:
    ways: Sequence[str] = sorted(_listed("small"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(one) for one in ways) + r")\b")


@cache
def _declared() -> Any:
    text = files("agent.brains.playbook").joinpath("introducing.yaml").read_text(encoding="utf-8")
    return read_yaml(text)
