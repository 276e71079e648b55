"""Opening a session: whose site, whose page, which cookie."""

import httpx
import pytest

from api.limits import Limits, Rate
from api.widget.visitors import csrf_of
from salesgenix.conversations import service as conversations
from tests.api.conftest import ORIGIN
from tests.api.house import in_days, make_house, serving, settle_site
from tests.api.widget.visitor import Prospect


def test_a_session_tells_the_profile_and_begins_with_the_disclosure(client, site):
    """A stranger with the public key gets a token, the company's public face and a log of one."""
    opened = Prospect(client, site.key, locale="de-AT", zone="Europe/Vienna").opened
    assert opened["last_seq"] == 1
    assert opened["is_new"] is True
    assert opened["profile"]["company"] == "Northwind Robotics"
    assert "KI-Assistent" in opened["profile"]["disclosure"]
    assert opened["csrf"] == csrf_of(opened["token"])


def test_language_and_zone_reach_the_conversation(client, site, db):
    """What the browser says about language and zone is there for the agent's first turn."""
    opened = Prospect(client, site.key, locale="fr-CA", zone="America/Toronto").opened
    odd = Prospect(client, site.key, locale="xx", zone="Mars/Base").opened
    with db.reading() as session:
        visitor = conversations.visitor_for_token(session, opened["token"], now=in_days(0))
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
        visitor = conversations.visitor_for_token(session, odd["token"], now=in_days(0))
        other = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
    assert (card.language, card.zone) == ("fr", "America/Toronto")
    assert (other.language, other.zone) == ("en", None)


def test_the_cookie_is_partitioned_and_out_of_reach_of_scripts(client, site):
    """The cookie has every attribute that keeps it to us, to HTTPS and to one embedding site."""
    answer = client.post("/w/v1/session", json={"site_key": site.key})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sg=vt_")
    for attribute in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
        assert attribute in cookie
    assert "no-store" in answer.headers["cache-control"]


def test_the_cookie_brings_the_same_conversation_back(client, site):
    """A reload with the cookie returns to the thread; asking for a fresh one does not."""
    first = client.post("/w/v1/session", json={"site_key": site.key}).json()
    cookie = {"Cookie": f"__Host-sg={first['token']}"}
    client.cookies.clear()
    body = {"site_key": site.key}
    again = client.post("/w/v1/session", json=body, headers=cookie).json()
    fresh = client.post("/w/v1/session", json={**body, "fresh": True}, headers=cookie).json()
    assert again["conversation_id"] == first["conversation_id"]
    assert again["is_new"] is False
    assert fresh["conversation_id"] != first["conversation_id"]


def test_another_sites_token_opens_nothing(client, site, db):
    """A token of one site does not resume a conversation at another site's key."""
    other = settle_site(db, ["https://elsewhere.example"])
    first = Prospect(client, site.key)
    body = {"site_key": other.key}
    second = client.post("/w/v1/session", json=body, headers=first.headers).json()
    assert second["is_new"] is True
    assert second["conversation_id"] != first.opened["conversation_id"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ({"site_key": "pk_nobody"}, {}, 404, "site_key.unknown"),
        ({"embedder": "https://evil.example"}, {}, 403, "origin.not_allowed"),
        ({"embedder": "https://www.northwind.example.evil.io"}, {}, 403, "origin.not_allowed"),
        ({}, {"Origin": "https://evil.example"}, 403, "origin.foreign"),
        ({}, {"Origin": "null"}, 403, "origin.foreign"),
        ({"admin": True}, {}, 422, "request.invalid"),
    ],
)
def test_who_may_not_open_a_session_is_told_why(client, site, body, headers, status, code):
    """Wrong key, foreign page, unknown field: a problem document and no cookie."""
    answer = client.post("/w/v1/session", json={"site_key": site.key, **body}, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert "set-cookie" not in answer.headers


def test_the_allowed_page_may(client, site):
    """The page that is on the site's list opens a session."""
    assert Prospect(client, site.key, embedder=ORIGIN).opened["is_new"]


def test_one_address_opens_only_so_many_sessions(db, site, guard):
    """Beyond the rate a new session is refused with the seconds to wait; a return is not."""
    limits = Limits(sessions=Rate(2, 600))
    with serving(make_house(db, guard, limits=limits)) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        first = Prospect(client, site.key)
        Prospect(client, site.key)
        refused = client.post("/w/v1/session", json={"site_key": site.key})
        again = client.post("/w/v1/session", json={"site_key": site.key}, headers=first.headers)
        client.close()
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert again.status_code == 200
