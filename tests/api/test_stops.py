"""Pausing an order or a person over the API: who may, what it says, and that it goes on."""

import pytest

from salesgenix.authority.rules import ActionKind, Rule
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order


def bearer(office, member):
    return {"Authorization": f"Bearer {office.token(member)}"}


def types(office) -> list[str]:
    with office.db.reading() as session:
        return [card.type for card in decisions.listing(session, office.ws, limit=50)]


def give(office, rule: Rule, words: str = "Answer."):
    with office.db.writing() as session:
        order = Order(key="answer", words=words, rule=rule, author_member_id=office.ana.id)
        return instructions.issue(session, office.ws, order, now=office.now).id


@pytest.mark.parametrize("what", ["instructions", "leads"])
def test_a_pause_and_its_end(office, visit, what):
    """On record by whom; a viewer may not, and a stranger's workspace has no such thing."""
    rule = Rule(actions=frozenset({ActionKind.REPLY_SEND}))
    one = give(office, rule) if what == "instructions" else office.thread().lead_id
    api = visit(None)
    owner, viewer = bearer(office, office.ana), bearer(office, office.vic)
    for verb, is_paused in (("pause", True), ("pause", True), ("resume", False)):
        path = f"/v1/{what}/{one}/{verb}"
        assert api.post(path, headers=viewer).status_code == 403
        assert api.post(path, headers=bearer(office, office.stranger)).status_code == 404
        told = api.post(path, headers=owner)
        assert told.status_code == 200
        assert (told.json()["paused_at"] is not None) == is_paused
    kind = what.removesuffix("s")
    said = types(office)
    assert f"{kind}.paused" in said
    assert said.count(f"{kind}.resumed") == 1


def test_an_older_version_comes_back(office, visit):
    """What it meant is in force again, as a third version."""
    one = give(office, Rule(actions=frozenset({ActionKind.REPLY_SEND})))
    give(office, Rule(actions=frozenset({ActionKind.REPLY_SEND, ActionKind.KNOWLEDGE_READ})))
    owner = bearer(office, office.ana)
    path = f"/v1/instructions/{one}/rollback"
    told = visit(None).post(path, headers=owner, json={"to": 1})
    assert (told.status_code, told.json()["version"]) == (200, 3)
    assert told.json()["rule"]["actions"] == ["reply.send"]
