"""Writing to the agent: once, as text, guarded before it is kept."""

import httpx
import pytest

from api.limits import Limits, Rate
from api.widget.visitors import csrf_of
from salesgenix.kit.errors import Unavailable
from salesgenix.tasks import service as tasks
from tests.api.house import make_house, serving, settle_site
from tests.api.widget.visitor import Prospect


def said(prospect):
    """The log without the disclosure that begins it."""
    return prospect.log(after=1)


def test_a_message_is_kept_and_answered(client, site):
    """202 with the place in the log; the answer follows in the same log, in order."""
    carla = Prospect(client, site.key)
    answer = carla.write("What does it cost?")
    assert (answer.status_code, answer.json()) == (202, {"seq": 2, "is_new": True})
    log = carla.until("message")
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    assert "49 EUR" in log[-1]["payload"]["text"]
    assert log[-1]["payload"]["sources"] == [
        {"title": "Plans and prices", "url": "https://northwind.example/pricing"}
    ]


def test_a_repeated_post_is_one_message(client, site):
    """The same client id arrives once, however often it is sent."""
    carla = Prospect(client, site.key)
    seqs = {carla.write("Hello", client_id="same-id-1").json()["seq"] for _ in range(3)}
    log = carla.until("message")
    assert seqs == {2}
    assert [event["actor"] for event in log].count("prospect") == 1


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("x" * 8_001, 413, "message.too_long"),
        ("\x00\x01binary", 422, "message.not_text"),
        ("\x1b[31mred", 422, "message.not_text"),
        ("   \n ", 422, "message.empty"),
    ],
)
def test_what_is_no_message_is_refused(client, site, text, status, code):
    """Too long, controls, nothing: told apart, and nothing of it is kept or said back."""
    carla = Prospect(client, site.key)
    answer = carla.write(text)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert text.strip()[:6] not in answer.text or not text.strip()
    assert said(carla) == []


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"{", b"[]", b'{"text": "no id"}', b""])
def test_a_body_that_is_no_json_of_ours_is_422(client, site, body):
    """Broken bytes and shapes name the field, never the value, and carry a request id."""
    carla = Prospect(client, site.key)
    headers = {**carla.headers, "Content-Type": "application/json"}
    answer = client.post("/w/v1/messages", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "Traceback" not in answer.text


def test_a_body_beyond_a_megabyte_is_413(client, site):
    """A huge body is refused before it is read, whether it says its size or not."""
    carla = Prospect(client, site.key)
    headers = {**carla.headers, "Content-Type": "application/json"}
    declared = client.post("/w/v1/messages", content=b"x" * 1_100_000, headers=headers)
    flowing = client.post(
        "/w/v1/messages", content=(b"x" * 100_000 for _ in range(12)), headers=headers
    )
    assert (declared.status_code, flowing.status_code) == (413, 413)
    assert declared.headers["content-type"] == "application/problem+json"


def test_without_a_session_nothing_is_taken(client):
    """No token and a wrong token are 401 alike."""
    body = {"client_id": "12345678", "text": "Hello"}
    for headers in ({}, {"Authorization": "Bearer vt_wrong"}, {"Cookie": "__Host-sg=vt_wrong"}):
        sent = {**headers, "X-CSRF": csrf_of("vt_wrong")}
        answer = client.post("/w/v1/messages", json=body, headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (401, "visitor.unknown")


def test_a_cookie_needs_the_csrf_word(client, site):
    """With the ambient cookie a change needs the word that only our own page can read."""
    token = Prospect(client, site.key).opened["token"]
    cookie = {"Cookie": f"__Host-sg={token}"}
    body = {"client_id": "12345678", "text": "Hello"}
    refused = client.post("/w/v1/messages", json=body, headers=cookie)
    foreign = client.post(
        "/w/v1/messages",
        json=body,
        headers={**cookie, "X-CSRF": csrf_of(token), "Origin": "https://evil.example"},
    )
    taken = client.post("/w/v1/messages", json=body, headers={**cookie, "X-CSRF": csrf_of(token)})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf.missing")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "origin.foreign")
    assert taken.status_code == 202


def test_one_site_cannot_read_another(client, site, db):
    """A token opens its own conversation only, whatever else is asked."""
    other = settle_site(db, ["https://elsewhere.example"])
    carla, stranger = Prospect(client, site.key), Prospect(client, other.key)
    carla.write("My secret plan")
    assert said(stranger) == []


def test_the_rate_of_messages_is_limited(db, site, guard):
    """Beyond it: 429 with Retry-After, and what was kept stays."""
    with serving(make_house(db, guard, limits=Limits(messages=Rate(3, 60)))) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        carla = Prospect(client, site.key)
        statuses = [carla.write(f"Message {n}").status_code for n in range(5)]
        kept = [event for event in carla.log() if event["actor"] == "prospect"]
        client.close()
    assert statuses == [202, 202, 202, 429, 429]
    assert len(kept) == 3


class BrokenGuard:
    """A fault, not a double: the detector is down."""

    def inbound(self, text, **how):
        raise Unavailable("guard.down", "The detector does not answer.")


def test_a_guard_that_fails_closes_the_door(db, site):
    """Nothing of the text is stored, the visitor is told so, and the team has a task."""
    with serving(make_house(db, BrokenGuard())) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        carla = Prospect(client, site.key)
        answer = carla.write("My card is 4111 1111 1111 1111")
        log = said(carla)
        client.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "guard.unavailable")
    assert "not kept" in answer.json()["detail"]
    assert log == []
    with db.reading() as session:
        waiting = tasks.listing(session, site.workspace_id)
    assert [task.kind for task in waiting] == ["agent_failed"]


def test_a_person_is_asked_for_once(client, site, db):
    """The wish shows in the log and makes one task, however often it is pressed."""
    carla = Prospect(client, site.key)
    states = [client.post("/w/v1/person", headers=carla.headers).json()["state"] for _ in range(3)]
    state = client.get("/w/v1/conversation", headers=carla.headers).json()
    assert states == ["done", "waiting", "waiting"]
    assert state["wants_person"] is True
    told = [event["kind"] for event in carla.log(after=1)]
    assert told == ["handoff.requested", "message"]  # nobody works here: it says so at once, once
    with db.reading() as session:
        assert len(tasks.listing(session, site.workspace_id)) == 1


def test_a_card_number_is_masked_before_it_is_kept(client, site):
    """What may never be stored is gone from the log, also from the prospect's own message."""
    carla = Prospect(client, site.key)
    carla.write("My card is 4111 1111 1111 1111, thanks")
    log = carla.until("message")
    assert "4111 1111" not in str(log)
    assert "card ending 1111" in log[1]["payload"]["text"]
    assert "model" not in log[1]["payload"]


def test_the_log_begins_with_the_disclosure(client, site):
    """Before the first word the log itself says that an AI assistant answers."""
    first = Prospect(client, site.key).log()
    assert [(event["kind"], event["actor"]) for event in first] == [("message", "system")]
    assert "AI" in first[0]["payload"]["text"]


def test_a_transcript_goes_the_way_of_every_mail(client, site):
    """Without an instruction it is refused; a wrong or missing address is said; nothing is sent."""
    carla = Prospect(client, site.key)

    def ask(**body):
        return client.post("/w/v1/transcript", json=body, headers=carla.headers)

    assert (ask().status_code, ask().json()["code"]) == (422, "email.needed")
    assert ask(email="nowhere").json()["code"] == "email.malformed"
    assert ask(email="carla@example.com").json() == {"state": "refused"}


def test_nobody_can_have_us_fill_a_mailbox(db, site, guard):
    """New sessions do not help: one address gets so many chats by mail and no more in a day."""
    with serving(make_house(db, guard, limits=Limits(letters=Rate(2, 86_400)))) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        statuses = []
        for spelt in ("victim@x.example", "Victim@X.example ", "victim@x.example"):
            carla = Prospect(client, site.key)
            carla.write("Hello")
            asked = client.post("/w/v1/transcript", json={"email": spelt}, headers=carla.headers)
            statuses.append(asked.status_code)
        client.close()
    assert statuses == [202, 202, 429]
