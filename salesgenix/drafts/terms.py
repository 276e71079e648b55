"""What an owner's words would mean, before anyone has put them in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from salesgenix.authority.rules import ActionKind, Rule

# The ways to persuade that an order can name; ``tools.persuasion`` has what each needs to be true.
WAYS = frozenset(
    {
        "discovery_question",
        "summary",
        "small_step",
        "worked_example",
        "benefit",
        "risk_reversal",
        "credential",
        "customer_story",
        "deadline",
    }
)


class Standing(StrEnum):
    """What becomes of one sentence of an order."""

    ENFORCED = "enforced"  # a part of the rule says it
    FLOOR = "floor"  # holds anyway, whatever anybody orders
    REFUSED = "refused"  # asks for what the floor forbids: to hide the AI, to write after a stop
    UNENFORCED = "unenforced"  # the agent is told, but nothing can hold it to it
    UNCLEAR = "unclear"  # names somebody or something unknown, or can be read in two ways


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch ``words[start:end]``; ``parts`` index ``Rule.flat()``; ``why`` is a closed code."""

    start: int
    end: int
    standing: Standing
    parts: tuple[int, ...] = ()
    why: str = ""
    about: str = ""  # the words that are unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a reader of orders knows of the workspace. ``members``: id → full name."""

    members: Mapping[UUID, str]
    today: date
    zone: str
    strategies: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """``rule`` is none when nothing in the words can be enforced."""

    rule: Rule | None
    sentences: tuple[Sentence, ...]
    kind: str  # standing, campaign, one_off
    drafted_by: str = "embedded"  # or model
    open_kinds: frozenset[ActionKind] = frozenset()  # allowed by a sentence that is not understood
