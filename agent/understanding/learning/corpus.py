"""The labelled messages that the classifier learns from, and how they are made untidy.

``corpus/<part>/<language>.tsv``: labels with spaces between them (``-`` for none), a tab, the text;
``\\n`` in the text is a new line. ``objection.<kind>``, values of ``Floor`` and ``Intent``,
``data.<right>`` and ``question``. Beside them stand the questions to companies that the reranker
learns from: whatever they mention, each asks something and is no doubt, no demand and no meeting.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from random import Random

from agent.understanding.kinds import LANGUAGES
from agent.understanding.words import fold

PARTS = (
    "objections",
    "intents",
    "floor",
    "confusable",
    "talk",
    "more",
    "hints",
    "refusals",
)
ASKED, ASKED_PLAINLY = "asked", "asked plainly"  # parts; the latter of what is no discount
_QUESTIONS = files("agent") / "brains" / "playbook" / "finding" / "learning"
_KEPT_APART = "apart"  # companies that nothing is trained by
_PAIRED = (2, 3), (4, 5)  # columns of a language and its question
_OF_DISCOUNT = re.compile(
    r"%|rabat|discount|des[ck]|scont|remise|korting|nachlass|reduc|rebaj|znizk|ermassig|cheap|"
    r"less|gunstig|billig|tani|menos|weniger|moins|meno|minder|goedko|barat|economic|moins|promo|"
    r"deal|offer|angebot|offerta|oferta|aanbied|special|best|geste|upust"
)
_UNTIDY = 1  # as many untidy copies of each message
_JOINED = 0.5  # and so often one joined to another
_LEFT_OUT = 0.35
_DOUBLED, _SWAPPED, _DROPPED = 0.25, 0.55, 0.8
_SHORTEST_TYPO = 4


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    labels: frozenset[str]
    language: str
    part: str = ""


def messages(parts: Sequence[str] = PARTS) -> list[Message]:
    """All of them, in the order of the files; a text that stands twice counts once."""
    found: dict[tuple[str, str], Message] = {}
    for part in parts:
        for language in LANGUAGES:
            for message in _read(part, language):
                found.setdefault((language, message.text.casefold()), message)
    for message in _asked():
        found.setdefault((message.language, message.text.casefold()), message)
    return list(found.values())


def _asked() -> Iterator[Message]:
    for trade in _within(_QUESTIONS / "pages"):
        for file in _within(trade) if trade.name != _KEPT_APART else ():
            if file.name.endswith(".tsv"):
                yield from (_put(line[2], line[0]) for line in _columns(file))
    for file in _within(_QUESTIONS / "pairs"):
        for line in _columns(file):
            yield from (_put(line[text], line[language]) for language, text in _PAIRED)


def _within(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda one: one.name)


def _columns(file: Traversable) -> Iterator[list[str]]:
    return (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())


def _put(text: str, language: str) -> Message:
    part = ASKED if _OF_DISCOUNT.search(fold(text)) else ASKED_PLAINLY
    return Message(text, frozenset({"question"}), language, part)


def _read(part: str, language: str) -> Iterator[Message]:
    path = files("agent.understanding.learning") / "corpus" / part / f"{language}.tsv"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        names, tab, text = line.partition("\t")
        if tab:
            labels = {label for name in names.split() if name != "-" for label in implied(name)}
            if "?" in text:
                labels.add("question")
            yield Message(text.replace("\\n", "\n"), frozenset(labels), language, part)


def implied(label: str) -> Iterator[str]:
    """A right is also a data request, a kind is an objection; a refusal's two names are one."""
    if label == "not_interested":
        label = "objection.not_interested"
    yield label
    if label.startswith("data."):
        yield "data_request"
    if label.startswith("objection."):
        yield "objection"


def untidied(held: Sequence[Message], *, seed: int) -> Iterator[Message]:
    """Each message as written and as others would type it, alone and in company."""
    chance = Random(seed)
    spoken: dict[str, list[Message]] = {}
    for message in held:
        spoken.setdefault(message.language, []).append(message)
    for message in held:
        yield message
        for _ in range(_UNTIDY):
            yield replace(message, text=_untidy(message.text, chance))
        if chance.random() < _JOINED:
            other = chance.choice(spoken[message.language])
            pair = [message, other] if chance.random() < 0.5 else [other, message]  # noqa: PLR2004
            text = chance.choice((" ", ". ", "\n", ", ")).join(one.text for one in pair)
            part = message.part if message.part == other.part else "joined"
            yield Message(text, message.labels | other.labels, message.language, part)


def _untidy(text: str, chance: Random) -> str:
    if chance.random() < 0.7:  # noqa: PLR2004
        text = re.sub(r"[^\W\d_]{4,}", lambda word: _typo(word[0], chance), text)
    if chance.random() < _LEFT_OUT:
        text = re.sub(r"[.,;:!?]", "", text)
    if chance.random() < _LEFT_OUT:
        words = text.split(" ")
        if len(words) > _SHORTEST_TYPO:
            words.pop(chance.randrange(len(words)))
        text = " ".join(words)
    return fold(text) if chance.random() < _LEFT_OUT else text


def _typo(word: str, chance: Random) -> str:
    if chance.random() > 0.12:  # noqa: PLR2004
        return word
    at, kind = chance.randrange(1, len(word) - 1), chance.random()
    if kind < _DOUBLED:
        return word[:at] + word[at] + word[at:]
    if kind < _SWAPPED:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < _DROPPED:
        return word[:at] + word[at + 1 :]
    return word[:at] + chance.choice("aeiorstn") + word[at + 1 :]
