"""Orders over the API: who may, what was shown, two at once, every version."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from salesgenix.authority.rules import Rule
from tests.api import scene

WORDS = "Never offer more than 10 %, and always ask me before writing to banks."
WANTED = {"key": "discounts", "words": WORDS}
TYPED = {
    "key": "answer",
    "words": "Answer visitors.",
    "rule": {"actions": ["reply.send"]},
}


@pytest.fixture
def ask(office):
    """Asks the API as a member; gives back status and body."""
    with TestClient(create_app(office.house)) as client:

        def ask_(member, method: str, path: str, **body):
            sent = {"json": body} if body else {}
            answer = client.request(
                method,
                f"/v1/instructions{path}",
                headers={"Authorization": f"Bearer {office.token(member)}"},
                **sent,
            )
            return answer.status_code, answer.json()

        yield ask_


def publish(ask, member, **wanted):
    _, draft = ask(member, "POST", "/draft", **wanted)
    return ask(member, "POST", "", **wanted, digest=draft["digest"])


def test_words_are_read_shown_and_then_published(office, ask):
    """The draft says what becomes of each stretch, with judged examples; publishing keeps it."""
    standing = scene.order(office)
    status, draft = ask(office.ana, "POST", "/draft", **WANTED)
    assert status == 200
    assert len(draft["means"]) == 2
    assert {one["standing"] for one in draft["sentences"]} == {"enforced"}
    assert {one["outcome"] for one in draft["examples"]} >= {"denied", "needs_approval"}
    assert [one["id"] for one in ask(office.ana, "GET", "")[1]["instructions"]] == [str(standing)]
    status, card = ask(office.ana, "POST", "", **WANTED, digest=draft["digest"])
    assert (status, card["words"], card["version"]) == (201, WORDS, 1)
    assert Rule.model_validate(card["rule"]) == Rule.model_validate(draft["rule"])
    _, found = ask(office.ana, "GET", f"/{card['id']}/versions")
    assert [(one["surface"], one["drafted_by"]) for one in found["versions"]] == [
        ("api", "embedded")
    ]


def test_only_who_may_change_orders_changes_them(office, ask):
    """A rep and a viewer read every order; drafting, publishing and rolling back is refused."""
    _, card = publish(ask, office.ana, **WANTED)
    for member in (office.ben, office.vic):
        assert ask(member, "GET", f"/{card['id']}")[0] == 200
        assert ask(member, "GET", f"/{card['id']}/diff?from=1&to=1")[0] == 200
        for path, body in (
            ("/draft", WANTED),
            ("", TYPED),
            (f"/{card['id']}/rollback", {"to": 1}),
            (f"/{card['id']}/revoke", {}),
        ):
            assert ask(member, "POST", path, **body)[0] == 403, path
    assert ask(office.stranger, "GET", f"/{card['id']}")[0] == 404


def test_a_digest_of_anything_else_is_refused(office, ask):
    """What was not shown is not published: other words, another rule, an invented digest, none."""
    _, draft = ask(office.ana, "POST", "/draft", **WANTED)
    other = {**WANTED, "words": "Never offer more than 20 %."}
    status, problem = ask(office.ana, "POST", "", **other, digest=draft["digest"])
    assert (status, problem["code"]) == (409, "draft.changed")
    assert ask(office.ana, "POST", "", **WANTED, digest="0" * 64)[0] == 409
    changed = {**WANTED, "rule": {"actions": ["discount.offer"]}}
    assert ask(office.ana, "POST", "", **changed, digest=draft["digest"])[0] == 409
    status, problem = ask(office.ana, "POST", "", **WANTED)
    assert (status, problem["code"]) == (422, "draft.not_shown")
    assert ask(office.ana, "GET", "")[1]["instructions"] == []


def test_of_two_who_publish_the_second_learns_it(office, ask):
    """Both saw the same state; the second one's digest no longer fits."""
    higher = {**WANTED, "words": "Never offer more than 20 %."}
    _, mine = ask(office.ana, "POST", "/draft", **WANTED)
    _, yours = ask(office.ana, "POST", "/draft", **higher)
    assert ask(office.ana, "POST", "", **WANTED, digest=mine["digest"])[0] == 201
    status, problem = ask(office.ana, "POST", "", **higher, digest=yours["digest"])
    assert (status, problem["code"]) == (409, "draft.changed")


def test_a_program_of_a_member_sends_the_typed_rule(office, ask):
    """Without a digest a rule is taken as it stands, and is said to be a person's."""
    status, card = ask(office.ana, "POST", "", **TYPED)
    assert (status, card["state"]) == (201, "active")
    _, found = ask(office.ana, "GET", f"/{card['id']}/versions")
    assert found["versions"][0]["drafted_by"] == "person"


def test_an_older_meaning_comes_back_as_a_new_version(office, ask):
    """Rolling back adds a version that says what the old one said; nothing is taken away."""
    _, first = ask(office.ana, "POST", "", **TYPED)
    ends = (office.now + timedelta(days=3)).isoformat()
    stricter = {**TYPED, "rule": {"actions": ["reply.send"], "not_after": ends}}
    _, second = ask(office.ana, "POST", "", **stricter)
    assert second["version"] == 2
    _, diff = ask(office.ana, "GET", f"/{first['id']}/diff?from=1&to=2")
    assert diff["added"]
    assert {one["path"] for one in diff["changes"]} == {"part 1.not_after"}
    status, back = ask(office.ana, "POST", f"/{first['id']}/rollback", to=1)
    assert (status, back["version"], back["rule"]) == (200, 3, first["rule"])
    assert ask(office.ana, "POST", f"/{first['id']}/rollback", to=9)[0] == 404
