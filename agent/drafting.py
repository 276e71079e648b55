"""A hosted model may read an order where the embedded reading does not understand it.

It only drafts. What it says is joined with the embedded reading so that it can neither lose a
refusal nor allow what no sentence allows, it is shown like any other draft, and a person confirms.
Nothing of the words reaches the model before the guard has replaced who is named in them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import anyio
import anyio.to_thread
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import ValidationError

from agent.mind import Mind
from agent.people import team_words
from agent.untraced import untraced
from guardrails.people import KnownPeople
from guardrails.vault import Vault
from guardrails.verdicts import GuardFailure
from prompts.loader import load
from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import Rule
from salesgenix.drafts import service as drafts
from salesgenix.drafts.joining import joined
from salesgenix.drafts.rules import Facts, compile_words
from salesgenix.drafts.service import Wish

LONGEST_ANSWER = 60_000
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


async def drafted(mind: Mind, workspace_id: UUID, wish: Wish) -> Wish:
    """The wish with a rule that the model helped to find; unchanged where it is of no use."""
    if not mind.brain.is_hosted or mind.breaker.rest is not None or wish.rule is not None:
        return wish
    facts, known = await anyio.to_thread.run_sync(_facts, mind, workspace_id)
    read = compile_words(wish.words, facts)
    proposed = await _proposed(mind, wish.words, facts, known)
    if proposed is None:
        return wish
    draft = joined(read, proposed, facts)
    if draft.drafted_by != "model":
        return wish
    return replace(wish, rule=draft.rule, drafted_by="model")


def _facts(mind: Mind, workspace_id: UUID) -> tuple[Facts, KnownPeople]:
    with mind.db.reading() as session:
        profile = accounts.profile_of(session, workspace_id).profile
        known = team_words(session, workspace_id, profile)
        return drafts.facts_of(session, workspace_id, now=mind.clock.now()), known


async def _proposed(mind: Mind, words: str, facts: Facts, known: KnownPeople) -> Rule | None:
    names = {f"MEMBER-{n}": who for n, who in enumerate(facts.members, start=1)}
    vault = Vault()
    hidden = _hidden(words, names, facts)
    try:
        guarded = await anyio.to_thread.run_sync(
            lambda: mind.guard.for_model(hidden, vault=vault, known=known, foreign=True)
        )
        asked = [SystemMessage(_prompt(names, facts)), HumanMessage(guarded.text)]
        with anyio.fail_after(mind.turn_seconds), untraced():
            answer = await mind.brain.chat_model.ainvoke(
                asked, response_format={"type": "json_object"}
            )
    except GuardFailure:
        return None
    except Exception:  # noqa: BLE001 - a provider fails in as many ways as it likes: no draft then
        return None
    return _rule(str(answer.text), vault, names)


def _prompt(names: Mapping[str, UUID], facts: Facts) -> str:
    return load("drafting").render(
        schema=json.dumps(Rule.model_json_schema()),
        members=", ".join(names) or "nobody",
        zone=facts.zone,
        today=facts.today.isoformat(),
    )


def _hidden(words: str, names: Mapping[str, UUID], facts: Facts) -> str:
    """With a pseudonym for every member who is named, by the full name or by a part of it."""
    for pseudonym, who in names.items():
        full = facts.members[who]
        for name in (full, *sorted(full.split(), key=len, reverse=True)):
            words = re.sub(
                rf"(?<!\w){re.escape(name)}(?!\w)", pseudonym, words, flags=re.IGNORECASE
            )
    return words


def _rule(answer: str, vault: Vault, names: Mapping[str, UUID]) -> Rule | None:
    found = _OBJECT.search(answer[:LONGEST_ANSWER])
    if found is None:
        return None
    try:
        return Rule.model_validate(_resolved(json.loads(found[0]), vault, names))
    except (ValueError, ValidationError, RecursionError):
        return None


def _resolved(value: Any, vault: Vault, names: Mapping[str, UUID]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(inner, vault, names) for name, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, vault, names) for inner in value]
    if not isinstance(value, str):
        return value
    return str(names[value]) if value in names else vault.resolve(value)
