"""What of a prospect's message was kept from the model, read off the two forms that are stored."""

import re
from dataclasses import dataclass

from guardrails.entities import Entity
from guardrails.inbound import DROPPED, MASKS, PERSONAL_MATTER
from guardrails.vault import TOKEN

_STAND_IN = re.compile(f"{TOKEN.pattern}|{re.escape(PERSONAL_MATTER)}")

_REMOVED = re.compile(
    "|".join(
        re.escape(phrase).replace(re.escape("{last}"), r"\d{0,4}")
        for phrase in dict.fromkeys([*MASKS.values(), *DROPPED.values(), "[removed]"])
    )
)


@dataclass(frozen=True, slots=True, repr=False)
class Hidden:
    """``words`` as they were written, where the model read ``stand_in``."""

    words: str
    entity: Entity
    stand_in: str

    def __repr__(self) -> str:
        return f"Hidden({self.stand_in})"


def removed_from(text: str) -> int:
    """How many values are gone for good: phrases of the house stand for them."""
    return len(_REMOVED.findall(text))


def hidden_in(text: str, model: str) -> list[Hidden]:
    """Each value once, in the order of the text; nothing where the forms do not fit together."""
    found: dict[str, Hidden] = {}
    tokens = list(_STAND_IN.finditer(model))
    at = 0
    for place, token in enumerate(tokens):
        before = model[tokens[place - 1].end() if place else 0 : token.start()]
        following = tokens[place + 1].start() if place + 1 < len(tokens) else len(model)
        after = model[token.end() : following]
        if not text.startswith(before, at):
            return []
        start = at + len(before)
        is_last = place + 1 == len(tokens)
        end = len(text) - len(after) if is_last else text.find(after, start) if after else -1
        if end <= start:
            return []
        words = text[start:end]
        entity = Entity(token[1]) if token[1] else Entity.SENSITIVE
        found.setdefault(words, Hidden(words, entity, token[0]))
        at = end
    return list(found.values())
