"""What reps do in conversations, through forms and through the API."""

import json
from uuid import uuid4

import pytest

from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions


def said(text: str, **more):
    return {"client_id": str(uuid4()), "text": text, **more}


def bearer(office, member):
    return {"Authorization": f"Bearer {office.token(member)}"}


def texts(office, card, *, for_prospect):
    with office.db.reading() as session:
        events = conversations.events_after(
            session, office.ws, card.id, after=0, for_prospect=for_prospect
        )
    return [event.payload.get("text") for event in events if "text" in event.payload]


def test_two_reps_who_take_over_together_make_one_holder(office, visit):
    """The second of two take-overs from one state is refused and changes nothing."""
    card = office.thread()
    ana, ben = visit(office.ana), visit(office.ben)
    assert ben.form(f"/console/inbox/{card.id}/take", epoch=0).status_code == 303
    late = ana.form(f"/console/inbox/{card.id}/take", epoch=0)
    assert late.status_code == 409
    assert "Someone else was faster" in late.text
    assert office.card(card).control_member_id == office.ben.id
    assert "Ben Ortiz has this conversation" in ana.get(f"/console/inbox/{card.id}").text


def test_a_reply_takes_over_and_reaches_the_prospect_once(office, visit):
    """A reply while the agent speaks is a take-over; sending it twice keeps one."""
    card = office.thread()
    ben = visit(office.ben)
    reply = said("I am Ben.", mode="reply")
    for _ in range(2):
        assert ben.form(f"/console/inbox/{card.id}/say", **reply).status_code == 303
    assert texts(office, card, for_prospect=True) == ["I am Ben."]
    assert office.card(card).control == "rep"


def test_a_note_stays_in_the_team(office, visit):
    """A note is in the rep's thread and never among what the prospect may read."""
    card = office.thread()
    ben = visit(office.ben)
    ben.form(f"/console/inbox/{card.id}/say", **said("She is in a hurry.", mode="note"))
    assert texts(office, card, for_prospect=True) == []
    assert "She is in a hurry." in ben.get(f"/console/inbox/{card.id}").text
    assert office.card(card).control == "agent"


def test_handing_back_owes_the_prospect_an_answer(office, visit):
    """After hand-back the agent is asked to answer what was left open."""
    card = office.thread()
    ben = visit(office.ben)
    ben.form(f"/console/inbox/{card.id}/take", epoch=0)
    office.write(card, "Are you there?")
    assert ben.form(f"/console/inbox/{card.id}/hand-back", epoch=1).status_code == 303
    assert office.card(card).control == "agent"
    assert office.turns_within(3) == 1


def test_a_viewer_reads_and_does_nothing_else(office, visit):
    """No box to write in, and 403 for every verb, in pages and API alike."""
    card = office.thread()
    vic = visit(office.vic)
    page = vic.get(f"/console/inbox/{card.id}")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert f"/console/inbox/{card.id}/take" not in page.text
    assert vic.form(f"/console/inbox/{card.id}/take", epoch=0).status_code == 403
    assert vic.form(f"/console/inbox/{card.id}/say", **said("Hi")).status_code == 403
    headers = bearer(office, office.vic)
    answer = vic.post(f"/v1/conversations/{card.id}/messages", json=said("Hi"), headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "role.may_not"


def test_a_stranger_finds_nothing(office, visit):
    """Another workspace's owner gets 404 for pages, API and stream, as if nothing were there."""
    card = office.thread()
    office.write(card, "secret words")
    sol = visit(office.stranger)
    paths = [
        f"/console/inbox/{card.id}",
        f"/console/leads/{card.lead_id}",
        f"/v1/conversations/{card.id}",
        f"/v1/conversations/{card.id}/events",
        f"/v1/leads/{card.lead_id}",
        f"/console/v1/stream?c={card.id}",
    ]
    for path in paths:
        answer = sol.get(path)
        assert answer.status_code == 404, path
        assert "secret words" not in answer.text
    assert sol.form(f"/console/inbox/{card.id}/take", epoch=0).status_code == 404
    assert "secret words" not in sol.get("/console/inbox?tab=all").text


def test_the_api_does_what_the_console_does(office, visit):
    """Take over, write, read the log and hand back with a bearer token and JSON."""
    card = office.thread()
    client = visit(None)
    headers = bearer(office, office.ben)
    base = f"/v1/conversations/{card.id}"
    taken = client.post(f"{base}/control", json={"to": "rep", "expected_epoch": 0}, headers=headers)
    assert taken.json()["control"] == "rep"
    sent = client.post(f"{base}/messages", json=said("Hello from Ben"), headers=headers)
    assert sent.status_code == 201
    events = client.get(f"{base}/events", headers=headers).json()["events"]
    assert [event["kind"] for event in events] == ["control.changed", "message"]
    back = client.post(
        f"{base}/control", json={"to": "agent", "expected_epoch": 1}, headers=headers
    )
    assert back.json()["control_epoch"] == 2
    assert client.post(f"{base}/close", headers=headers).json()["state"] == "closed"


@pytest.mark.parametrize("text", ["", "   ", "x" * 8_001])
def test_words_that_are_none_or_too_many_are_refused(office, visit, text):
    """An empty or overlong reply changes nothing and is answered with 422."""
    card = office.thread()
    headers = bearer(office, office.ben)
    answer = visit(None).post(
        f"/v1/conversations/{card.id}/messages", json=said(text), headers=headers
    )
    assert answer.status_code == 422
    assert office.card(card).last_seq == 0


def test_the_api_asks_who_is_there(office, visit):
    """No token, a wrong one or a revoked one: 401 with a problem document."""
    client = visit(None)
    for headers in ({}, {"Authorization": "Bearer sgs_wrong"}):
        answer = client.get("/v1/me", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    token = bearer(office, office.ben)
    assert client.get("/v1/me", headers=token).json()["role"] == "rep"
    assert client.post("/v1/sign-out", headers=token).status_code == 204
    assert client.get("/v1/me", headers=token).status_code == 401


def test_a_cookie_changes_nothing_from_a_foreign_page(office, visit):
    """With a cookie alone the API wants our origin or the session's mark."""
    card = office.thread()
    ben = visit(office.ben)
    path, wanted = f"/v1/conversations/{card.id}/control", {"to": "rep", "expected_epoch": 0}
    foreign = {"Origin": "https://evil.example"}
    assert ben.post(path, json=wanted, headers=foreign).status_code == 403
    assert ben.post(path, json=wanted).status_code == 403
    ours = ben.post(path, json=wanted, headers={"Origin": "http://testserver"})
    assert ours.status_code == 200


def test_the_api_pauses_and_resumes_for_those_who_may(office, visit):
    """The owner stops all agents with a reason; a rep may not."""
    client = visit(None)
    path, reason = "/v1/workspace/pause", {"reason": "Prices are being changed"}
    refused = client.post(path, json=reason, headers=bearer(office, office.ben))
    assert refused.status_code == 403
    paused = client.post(path, json=reason, headers=bearer(office, office.ana)).json()
    assert paused["pause_reason"] == "Prices are being changed"
    resumed = client.post("/v1/workspace/resume", headers=bearer(office, office.ana)).json()
    assert resumed["paused_at"] is None
    with office.db.reading() as session:
        lines = [json.loads(line)["type"] for line in decisions.export_lines(session, office.ws)]
    assert lines == ["workspace.paused", "workspace.resumed"]


def test_a_whisper_is_for_the_agent_alone(office, visit):
    """By API: once per client id, in the log of the team, in a decision, in nothing the prospect
    gets; none while a person speaks, none by a viewer."""
    card = office.thread()
    client, base = visit(None), f"/v1/conversations/{card.id}"
    words = {"client_id": str(uuid4()), "text": "offer Thursday"}
    for _ in range(2):
        sent = client.post(f"{base}/whispers", json=words, headers=bearer(office, office.ben))
        assert (sent.status_code, sent.json()["visibility"]) == (201, "rep")
    assert texts(office, card, for_prospect=False) == ["offer Thursday"]
    assert texts(office, card, for_prospect=True) == []
    with office.db.reading() as session:
        made = [one.type for one in decisions.listing(session, office.ws)]
    assert made.count("control.whispered") == 1
    vic = client.post(f"{base}/whispers", json=said("Hi there"), headers=bearer(office, office.vic))
    assert vic.status_code == 403
    client.post(
        f"{base}/control",
        json={"to": "rep", "expected_epoch": 0},
        headers=bearer(office, office.ben),
    )
    late = client.post(f"{base}/whispers", json=said("now"), headers=bearer(office, office.ana))
    assert (late.status_code, late.json()["code"]) == (409, "control.changed")


def test_the_api_takes_from_a_colleague_only_by_name(office, visit):
    """Ana's request that does not say from whom is refused, the one that names Ben is not."""
    card = office.thread()
    client, address = visit(None), f"/v1/conversations/{card.id}/control"
    taken = {"to": "rep", "expected_epoch": 0}
    client.post(address, json=taken, headers=bearer(office, office.ben))
    wanted = {"to": "rep", "expected_epoch": 1}
    refused = client.post(address, json=wanted, headers=bearer(office, office.ana))
    assert (refused.status_code, refused.json()["code"]) == (409, "control.held")
    named = wanted | {"take_from": str(office.ben.id)}
    assert client.post(address, json=named, headers=bearer(office, office.ana)).status_code == 200
    assert office.card(card).control_member_id == office.ana.id
