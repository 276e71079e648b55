"""Where something comes from, by the API and on its page; and settling what is in doubt."""

from datetime import timedelta
from uuid import uuid4

import pytest

from salesgenix.actions import service as actions
from salesgenix.authority.rules import Limits
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.tasks import service as tasks
from tests.api import scene


@pytest.fixture
def sent(office):
    """An invitation to Priya that has left under the owner's order."""
    scene.order(office)
    return scene.mail(office, scene.booked(office))


@pytest.fixture
def doubtful(office):
    """A mail of which nobody knows whether it left."""
    scene.order(office)
    return scene.lost(office, office.thread())


def bearer(office, member):
    return {"Authorization": f"Bearer {office.token(member)}"}


def test_the_api_leads_from_the_mail_to_the_words(office, visit, sent):
    """Effect, delivery, permit, checks, rule, words and records, each naming the one before it."""
    found = (
        visit(None).get(f"/v1/actions/{sent}/provenance", headers=bearer(office, office.ben)).json()
    )
    (delivery,), (permit,) = found["deliveries"], found["permits"]
    assert found["action"]["state"] == "done"
    assert (delivery["state"], delivery["permit_id"]) == ("sent", permit["id"])
    assert permit["digest"] == found["action"]["digest"]
    assert permit["used_at"] is not None
    assert permit["instruction_id"] == found["rule"]["instruction_id"] == found["instruction"]["id"]
    assert permit["rule_version"] == found["rule"]["version"] == 1
    assert {check["name"] for check in found["checks"]} >= {"instruction", "paused", "suppressed"}
    assert found["instruction"]["words"].startswith("Answer questions from our own pages")
    assert found["instruction"]["author"]["name"] == office.ana.name
    assert [one["type"] for one in found["decisions"]] == [
        "action.authorised",
        "action.authorised",
        "action.performed",
    ]


def test_a_version_names_who_put_it_in_force(office, visit, sent):
    """Ana's words, which Ben gave another meaning by the API: the mail under it names both."""
    scene.order(office)
    with office.db.writing() as session:
        (card,) = instructions.listing(session, office.ws, now=office.now)
        rule = card.rule.model_copy(update={"limits": Limits(discount_ceiling_percent=5)})
        again = Order(
            key=card.key,
            words=card.words,
            rule=rule,
            author_member_id=office.ben.id,
            surface="api",
        )
        instructions.issue(session, office.ws, again, now=office.now)
    later = scene.mail(office, office.thread("Kenji Mori"))
    way = (
        visit(None)
        .get(f"/v1/actions/{later}/provenance", headers=bearer(office, office.ben))
        .json()
    )
    assert (way["rule"]["version"], way["rule"]["surface"]) == (2, "api")
    assert way["rule"]["author"]["name"] == office.ben.name
    assert way["instruction"]["author"]["name"] == office.ana.name
    page = visit(office.ben).get(f"/console/decisions/action/{later}").text
    assert f"given by {office.ben.name} by the API" in page
    assert f"{office.ana.name}, in the workspace file" in page


def test_who_may_not_write_sees_the_chain_without_the_words(office, visit, sent):
    """A viewer learns what happened and why, not to whom; a stranger learns nothing."""
    client = visit(None)
    seen = client.get(f"/v1/actions/{sent}/provenance", headers=bearer(office, office.vic))
    assert "priya@harbor.example" not in seen.text
    assert seen.json()["instruction"]["words"]
    asked = client.get(f"/v1/actions/{sent}/provenance", headers=bearer(office, office.stranger))
    assert asked.status_code == 404


def test_a_reply_leads_to_the_words_too(office, visit):
    """By the turn in which it was said."""
    scene.order(office)
    card, turn = office.thread(), uuid4()
    scene.speak(office, card, "Growth costs 29 euros.", turn)
    found = visit(None).get(f"/v1/turns/{turn}/provenance", headers=bearer(office, office.ben))
    assert found.json()["decisions"][-1]["type"] == "reply.sent"
    page = visit(office.ben).get(f"/console/decisions/turn/{turn}").text
    assert "Where does this come from?" in page


def test_the_page_tells_the_whole_way(office, visit, sent):
    """From the outbox to the permit, the rule and what its version changed, and the exact words."""
    with office.db.writing() as session:
        (order,) = instructions.listing(session, office.ws, now=office.now)
    ben = visit(office.ben)
    assert f"/console/decisions/action/{sent}" in ben.get("/console/outbox").text
    page = ben.get(f"/console/decisions/action/{sent}").text
    assert "Where does this come from?" in page
    assert "good for one minute" in page
    assert order.words in page
    assert f"{office.ana.name}, in the workspace file" in page
    assert "nothing of this kind was allowed before" in page


def test_of_an_erased_person_only_the_records_are_left(office, visit, sent):
    """Their action is gone; the log still tells that something happened, and by which order."""
    with office.db.writing() as session:
        for table in ("decision_payload", "delivery", "permit", "open_intent", "action"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    page = visit(office.ben).get(f"/console/decisions/action/{sent}")
    assert page.status_code == 200
    assert "Where does this come from?" not in page.text
    answer = visit(None).get(f"/v1/actions/{sent}/provenance", headers=bearer(office, office.ben))
    assert answer.status_code == 404


@pytest.mark.parametrize(("has_left", "state"), [(True, "done"), (False, "authorised")])
def test_a_doubt_is_settled_in_the_console(office, visit, doubtful, has_left, state):
    """The outbox shows it and asks; the first answer counts and ends the task, a second is told
    so; a viewer is shown no button and may not answer.
    """
    page = visit(office.ben).get("/console/outbox").text
    assert "Nobody knows whether this happened" in page
    assert "It did not happen" not in visit(office.vic).get("/console/outbox").text
    path, said = f"/console/outbox/{doubtful}/settle", {"has_left": str(has_left).lower()}
    assert visit(office.vic).form(path, **said).status_code == 403
    assert visit(office.ben).form(path, **said).status_code == 303
    with office.db.reading() as session:
        assert actions.card(session, office.ws, doubtful).state == state
        assert tasks.listing(session, office.ws) == []
    assert visit(office.ana).form(path, **said).status_code == 409


def test_a_doubt_is_settled_by_the_api(office, visit, doubtful):
    """Listed, and ended by one who may; not by a viewer, not by a stranger, not twice."""
    client = visit(None)
    listed = client.get("/v1/actions/in-doubt", headers=bearer(office, office.ben)).json()
    assert [card["id"] for card in listed["actions"]] == [str(doubtful)]
    path = f"/v1/actions/{doubtful}/settle"
    statuses = [
        client.post(path, json={"has_left": True}, headers=bearer(office, member)).status_code
        for member in (office.vic, office.stranger, office.ben, office.ben)
    ]
    assert statuses == [403, 404, 200, 409]
    one = client.get(f"/v1/actions/{doubtful}", headers=bearer(office, office.ben)).json()
    assert one["state"] == "done"
    office.house.clock.set(office.now + timedelta(days=1))
    assert client.get("/v1/actions/in-doubt", headers=bearer(office, office.ben)).json() == {
        "actions": []
    }
