"""What owners read: every code that can stand in a record has words of its own."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from agent.stages import Trigger
from agent.understanding.kinds import Floor, Intent, Objection
from guardrails.entities import Entity
from guardrails.policy import Treatment
from guardrails.verdicts import Stage as GuardStage
from salesgenix.actions.reconciling import Fault
from salesgenix.actions.rules import PermitFault
from salesgenix.authority.rules import ActionKind, Reason
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.sentences import explain, words
from salesgenix.leads.rules import Stage
from salesgenix.qualification.rules import Grade
from tools.catalog import CATALOG
from tools.persuasion import STRATEGIES

ROOT = Path(__file__).parents[3]
RAISED = re.compile(r"(?:Conflict|Invalid|NotFound|Forbidden|Unavailable)\(\s*\"([a-z_.]+)\"")
ROOMS = ("tools/*.py", "integrations/search/*.py", "salesgenix/actions/performing.py")
NOT_AN_ANSWER = {"ALLOW"}


@pytest.mark.parametrize("kind", list(DecisionType))
def test_every_type_has_a_plain_sentence(kind: DecisionType) -> None:
    """An owner reads words, never a bare code."""
    sentence = explain({"type": kind.value, "reasons": ["stop"]})
    assert kind.value in words().sentences
    assert sentence[0].isupper()
    assert "Why: the person asked for silence." in sentence


def test_every_closed_list_has_its_words() -> None:
    """No action, reason, tool, signal, objection, stage or kind of detail lacks a plain name."""
    said = words()
    assert set(ActionKind) <= set(said.actions)
    assert {*Reason, *PermitFault, *Fault} <= set(said.reasons)
    assert set(CATALOG) <= set(said.tools)
    assert {*Floor, *Intent} == set(said.signals)
    assert set(Objection) == set(said.objections)
    assert set(STRATEGIES) == set(said.strategies)
    assert set(Stage) == set(said.stages)
    assert set(Grade) == set(said.grades)
    assert set(GuardStage) == set(said.places)
    assert set(Entity) == set(said.entities)
    assert {one for one in Treatment if one.name not in NOT_AN_ANSWER} <= set(said.reasons)


def test_every_code_of_the_agent_has_its_words() -> None:
    """Why the sale moved, why a model's answer was not used, why a tool was refused."""
    found = {
        *Trigger,
        *_texts("agent/middleware/model_gate.py", ("_fault_code", "_integrity")),
        *re.findall(r'"reasons": \["([a-z_]+)"', _source("agent/middleware/tool_gate.py")),
    }
    assert len(found) > 15
    assert found <= set(words().reasons)


def test_every_refusal_of_a_tool_has_its_words() -> None:
    """An error's code becomes the reason of a refused tool; it reads as words too."""
    files = [path for room in ROOMS for path in ROOT.glob(room)]
    codes = {code for path in files for code in RAISED.findall(path.read_text())}
    assert len(codes) > 15
    assert {code.replace(".", "_") for code in codes} <= set(words().reasons)


def test_a_sentence_reads_as_words() -> None:
    """Plain names, counted details, no reason twice and none that the sentence says itself."""
    floor = {"facts": {"kind": "handover.request"}, "reasons": ["floor"]}
    assert explain({"type": "action.authorised", **floor}) == (
        "Handing over to a person was allowed. Why: it protects the person and needs no order."
    )
    granted = {"facts": {"kind": "discount.offer"}, "reasons": ["approved"]}
    assert explain({"type": "approval.granted", **granted}) == (
        "A person approved offering a discount."
    )
    hidden = {
        "guardrail": {"stage": "inbound", "counts": {"PERSON": 2, "EMAIL": 1}},
        "reasons": ["pseudonymise.email", "pseudonymise.person"],
    }
    assert explain({"type": "guardrail.masked", **hidden}) == (
        "In the prospect's message this was hidden: 2 names, 1 mail address."
        " Why: the model reads a stand-in instead."
    )
    assert explain({"type": "signal.read", "facts": {"signals": ["stop", "other"]}}) == (
        "Read from the message: wants no more contact."
    )


def _source(path: str) -> str:
    return (ROOT / path).read_text()


def _texts(path: str, functions: Iterable[str]) -> set[str]:
    """The codes that these functions answer with: texts in what they return."""
    tree = ast.parse(_source(path))
    bodies = [
        node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    returned = [
        part
        for body in bodies
        if body.name in functions
        for node in ast.walk(body)
        if isinstance(node, ast.Return) and node.value is not None
        for part in ast.walk(node.value)
    ]
    codes = {
        part.value
        for part in returned
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    return codes - {"finish_reason", "connect"}
