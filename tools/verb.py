"""How a verb is declared. One that leaves out what the rules rest on cannot be built at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from salesgenix.authority.rules import FLOOR, OUTBOUND, ActionKind
from tools.context import Finding, Proposal, ToolContext

NAME = re.compile(r"[a-z]+(_[a-z]+)*")
SHORTEST_DESCRIPTION = 30
# Arguments with these names carry something personal; a verb that says otherwise is mistaken.
SURELY_PERSONAL = frozenset(
    {"name", "email", "phone", "value", "quote", "words", "question", "topic"}
)


class Effect(StrEnum):
    READ = "read"  # looks something up
    INTERNAL = "internal"  # changes something in the house, with its permit
    OUTBOUND = "outbound"  # leaves the house, through the worker
    FLOOR = "floor"  # protects the person; needs nobody's order


class Undeclared(TypeError):
    """A verb's declaration is incomplete or contradicts itself; the program does not start."""


class Arguments(BaseModel):
    """What a model may say in a call: exactly the declared fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing the agent can do.

    ``personal_fields`` are the arguments in which a pseudonym is replaced by the real value, after
    authorisation; in all others it stays a pseudonym. ``action`` is what the owner must allow.
    """

    name: str
    description: str
    arguments: type[Arguments]
    effect: Effect
    action: ActionKind
    personal_fields: frozenset[str]
    run: Callable[[ToolContext, Any], Finding | Proposal]

    def __post_init__(self) -> None:
        for complaint in (self._wording(), self._effect(), self._fields()):
            if complaint:
                raise Undeclared(f"verb {self.name!r}: {complaint}")

    def _wording(self) -> str | None:
        if not NAME.fullmatch(self.name):
            return "the name is lower case words joined by underscores"
        if len(self.description) < SHORTEST_DESCRIPTION:
            return "the description tells a model when to use it"
        if not callable(self.run):
            return "it has nothing to run"
        return None

    def _effect(self) -> str | None:
        if not isinstance(self.effect, Effect):
            return "the effect class is not declared"
        if not isinstance(self.action, ActionKind):
            return "the action it needs is not declared"
        if (self.effect is Effect.FLOOR) != (self.action in FLOOR):
            return "floor is exactly what no owner can switch off"
        if (self.effect is Effect.OUTBOUND) != (self.action in OUTBOUND):
            return "outbound is exactly what the worker delivers"
        return None

    def _fields(self) -> str | None:
        if not (isinstance(self.arguments, type) and issubclass(self.arguments, Arguments)):
            return "the arguments are no Arguments model"
        if not isinstance(self.personal_fields, frozenset):
            return "the personal fields are not declared"
        fields = self.arguments.model_fields
        if unknown := self.personal_fields - fields.keys():
            return f"personal fields that are no arguments: {sorted(unknown)}"
        if hidden := (SURELY_PERSONAL & fields.keys()) - self.personal_fields:
            return f"personal fields that are not declared: {sorted(hidden)}"
        if mute := [name for name, field in fields.items() if not field.description]:
            return f"arguments without a description: {mute}"
        return None
