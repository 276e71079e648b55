"""What a model says it has read in the newest message, and what of that counts.

Code decides: only values of the closed lists, only with words that stand in that message, never
against what a rule has read, nothing that the rules alone may hear. What counts moves the stage,
is recorded beside what the rules read, and a fact is kept as ``remember_fact`` would keep it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from agent.understanding.kinds import Intent, Objection
from agent.understanding.vetoes import vetoed_in
from salesgenix.decisions.rules import DecisionType, Entry, as_code
from salesgenix.kit.errors import SalesgenixError
from tools.research import RememberFact, remember_fact
from tools.signals import ASKS, INTENTS, OBJECTIONS

if TYPE_CHECKING:
    from agent.context import TurnContext
    from tools.context import Proposal

Keep = Callable[["Proposal"], str]  # proposes it; the state it has come to
_WORD = re.compile(r"<<\w+>>|\w+")
_KEPT = frozenset({"done", "awaiting_approval", "authorised"})


@dataclass(frozen=True, slots=True)
class Proposed:
    """What counts of a model's reading, and how much of it does not."""

    intents: tuple[Intent, ...] = ()
    objections: tuple[Objection, ...] = ()
    fields: tuple[str, ...] = ()
    refused: int = 0


def admit(context: "TurnContext", said: dict[str, Any], *, keep: Keep) -> dict[str, Any]:
    """Keeps what counts in the context and tells the model; once in a turn."""
    if context.proposed is not None:
        return {"state": "denied", "reasons": ["too_many_calls"]}
    briefing, signals = context.grounds.briefing, context.state.signals
    message = briefing.newest_words
    against = vetoed_in(message, language=signals.written_in)
    if Intent.NOT_INTERESTED in {signals.objection, *signals.objections, *signals.intents}:
        against |= {*INTENTS, *(f"objection.{kind}" for kind in OBJECTIONS)}
    quoted = [
        one
        for group in ("intents", "objections", "facts")
        for one in said[group]
        if stands_in(one["quote"], message)
    ]
    intents = _closed(quoted, "intent", INTENTS, against)
    objections = _closed(quoted, "objection", OBJECTIONS, against, prefix="objection.")
    facts = [one["field"] for one in quoted if "field" in one and _is_kept(context, one, keep)]
    total = sum(len(said[group]) for group in ("intents", "objections", "facts"))
    counted = (*intents, *objections, *facts)
    context.proposed = Proposed(
        intents=tuple(Intent(name) for name in dict.fromkeys(intents)),
        objections=tuple(Objection(name) for name in dict.fromkeys(objections)),
        fields=tuple(dict.fromkeys(facts)),
        refused=total - len(counted),
    )
    context.to_ask += [name for name in said["asks"] if name in ASKS]
    return {"counted": list(dict.fromkeys(counted)), "left_out": total - len(counted)}


def _closed(
    quoted: Iterable[dict[str, Any]],
    name: str,
    known: Sequence[str],
    against: frozenset[str],
    *,
    prefix: str = "",
) -> list[str]:
    return [
        one[name]
        for one in quoted
        if one.get(name, "") in known and f"{prefix}{one[name]}" not in against
    ]


def _is_kept(context: "TurnContext", said: dict[str, Any], keep: Keep) -> bool:
    try:
        fact = RememberFact.model_validate(said)
        return keep(remember_fact(context.tool_context, fact)) in _KEPT
    except (ValidationError, SalesgenixError):
        return False


def stands_in(quote: str, message: str) -> bool:
    """Word for word, whatever stands between the words."""
    words = _words(quote)
    said = _words(message)
    return bool(words) and any(
        said[place : place + len(words)] == words for place in range(len(said) - len(words) + 1)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def entries(context: "TurnContext") -> list[Entry]:
    """The decision on a model's reading, beside the one on what the rules have read."""
    proposed = context.proposed
    if proposed is None:
        return []
    facts: dict[str, Any] = {"signals": list(proposed.intents), "left_out": proposed.refused}
    if proposed.objections:
        facts["signals"].append(Intent.OBJECTION)
        facts["objections"] = list(proposed.objections)
    made = [_entry(context, DecisionType.SIGNAL_READ, facts | {"fields": list(proposed.fields)})]
    if proposed.objections and context.state.signals.objection is None:
        first = {"objection": proposed.objections[0].value}
        made.append(_entry(context, DecisionType.OBJECTION_CLASSIFIED, first))
    return made


def _entry(context: "TurnContext", kind: DecisionType, facts: dict[str, Any]) -> Entry:
    brain = context.mind.brain
    return Entry(
        type=kind,
        outcome="performed",
        reasons=("proposed_by_model",),
        conversation_ref=context.turn.conversation_id,
        subject_ref=context.tool_context.subject_ref,
        turn_id=context.turn.id,
        model={"name": as_code(brain.model), "provider": brain.name},
        facts=facts,
    )
