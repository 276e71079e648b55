"""A decision record in plain words: what was decided, and why, in each language of the product.

The codes belong to the rooms that decide; here they are only text, so that a decision can be read
without knowing who made it. The words lie in ``words/<language>.yaml``; no model writes any of
them. Tests hold those files against each room's own lists, and against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from salesgenix.kit.strict_yaml import load_yaml

FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"

# What the sentence of that type, or the record it follows, says by itself.
SAID_ALREADY = frozenset(
    {
        ("approval.granted", "approved"),
        ("approval.refused", "rejected"),
        ("approval.expired", "expired"),
        ("approval.answered", "answered"),
        ("approval.stale", "basis_changed"),
        ("action.performed", "instruction"),  # the record before it, which allowed it, says so
        ("action.performed", "floor"),
        ("tool.called", "instruction"),
        ("tool.called", "floor"),
    }
)

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's tables, code → text; ``entities`` has a text for each plural form."""

    language: str
    why: str
    unsaid: Table
    sentences: Table
    actions: Table
    tools: Table
    stages: Table
    strategies: Table
    places: Table
    entities: Mapping[str, Table]
    signals: Table
    grades: Table
    objections: Table
    reasons: Table


@cache
def languages() -> tuple[str, ...]:
    """The languages there are words for, English first."""
    found = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return (FALLBACK, *(language for language in found if language != FALLBACK))


def words(language: str = FALLBACK) -> Words:
    """The words of a language; ``de-AT`` reads ``de``, one without a file reads English."""
    return _read(language) if language == FALLBACK else _read(_spoken(language))


@cache
def _spoken(language: str) -> str:
    base = language.lower().replace("_", "-").partition("-")[0]
    return base if base in languages() else FALLBACK


@cache
def _read(language: str) -> Words:
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language=language, **load_yaml(text))


def explain(body: dict[str, Any], language: str = FALLBACK) -> str:
    """One plain sentence on a record, from its type, outcome, facts and reasons alone."""
    said = words(language)
    kind = str(body["type"])
    sentence = said.sentences.get(kind, _plain(kind) + ".").format(**_gaps(body, said))
    sentence = sentence[:1].upper() + sentence[1:]
    codes = [code for code in body.get("reasons", []) if (kind, code) not in SAID_ALREADY]
    reasons = dict.fromkeys(_reason(code, said) for code in codes)
    return f"{sentence} {said.why.format(reasons='; '.join(reasons))}" if reasons else sentence


def reason(code: str, language: str = FALLBACK) -> str:
    """A reason's own words, else those of its family (``smtp.550`` → ``smtp``), else the code."""
    return _reason(code, words(language))


def _reason(code: str, said: Words) -> str:
    return said.reasons.get(code) or said.reasons.get(code.partition(".")[0]) or _plain(code)


def _gaps(body: dict[str, Any], said: Words) -> dict[str, str]:
    facts: dict[str, Any] = body.get("facts") or {}
    guardrail: dict[str, Any] = body.get("guardrail") or {}
    unsaid = said.unsaid
    stage, objection = str(facts.get("to", "")), str(facts.get("objection", ""))
    strategy = str((body.get("strategy") or {}).get("id", ""))
    return {
        "action": said.actions.get(str(facts.get("kind", "")), unsaid["action"]),
        "tool": _tool(str((body.get("tool") or {}).get("name", "")), said),
        "model": str((body.get("model") or {}).get("name") or unsaid["model"]),
        "place": said.places.get(str(guardrail.get("stage", "")), unsaid["place"]),
        "found": _found(guardrail.get("counts") or {}, said),
        "strategy": said.strategies.get(strategy) or _plain(strategy) or unsaid["strategy"],
        "to": said.stages.get(stage) or _plain(stage) or unsaid["stage"],
        "signals": _signals(facts, said),
        "score": str(facts.get("score", 0)),
        "grade": said.grades.get(str(facts.get("grade", "")), unsaid["grade"]),
        "objection": said.objections.get(objection) or _plain(objection) or unsaid["objection"],
    }


def _tool(name: str, said: Words) -> str:
    if not name:
        return said.unsaid["tool"]
    return said.tools.get(name) or said.unsaid["other_tool"].format(name=name.replace("_", " "))


def _signals(facts: dict[str, Any], said: Words) -> str:
    codes = [str(code) for code in facts.get("signals", [])]
    telling = [code for code in codes if code != "other"]
    named = [said.signals.get(code) or _plain(code) for code in telling]
    return ", ".join(named) or said.unsaid["signals"]


def _found(counts: dict[str, int], said: Words) -> str:
    """How many of what: ``2 names, 1 mail address``."""
    named = []
    for entity, count in counts.items():
        forms = said.entities.get(entity)
        named.append(f"{count} {forms[_form(count, forms)] if forms else _plain(entity.lower())}")
    return ", ".join(named) or said.unsaid["found"]


FEW, TEENS = range(2, 5), range(12, 15)


def _form(count: int, forms: Table) -> str:
    """The plural form a count takes; ``few`` (2-4, 22-24 … but not 12-14) where there is one."""
    if count == 1:
        return "one"
    is_few = "few" in forms and count % 10 in FEW and count % 100 not in TEENS
    return "few" if is_few else "many"


def _plain(code: str) -> str:
    return code.replace(".", " ").replace("_", " ")
