"""The console's pages over a real database."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from agent.brains.breaker import Breaker
from api.app import create_app
from api.console.views.week import week
from api.members import COOKIE
from salesgenix.appointments import service as appointments
from tests.api import scene
from tests.api.office import PASSWORD

PAGES = [
    "inbox",
    "approvals",
    "outbox",
    "leads",
    "calendar",
    "decisions",
    "decisions?type=action&by=auto&from=2020-01-01&to=2030-01-01&language=de",
    "exports",
    "privacy",
    "privacy?tab=closed",
    "privacy/new",
    "privacy/erasures",
    "privacy/pii",
    "instructions",
    "instructions?state=all&kind=standing&q=ten",
    "instructions/new?start=3",
    "knowledge",
    "knowledge/new",
    "simulations",
    "settings",
    "settings/calendars",
    "settings/channels",
    "_kit",
]


@pytest.mark.parametrize("place", PAGES)
def test_each_page_opens_empty_and_full_without_inline_code(office, visit, place):
    """Every page renders with no data and with data, and carries no inline script or style."""
    ana = visit(office.ana)
    assert ana.get(f"/console/{place}").status_code == 200
    card = office.thread()
    office.write(card, "What does it cost?")
    page = ana.get(f"/console/{place}")
    assert page.status_code == 200
    assert "style=" not in page.text
    assert "onclick" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_thread_shows_what_was_said_and_marks_it_read(office, visit):
    """A rep who opens a conversation sees the message, and it no longer counts as unread."""
    card = office.thread()
    office.write(card, "What does <b>it</b> cost?")
    page = visit(office.ben).get(f"/console/inbox/{card.id}")
    assert "What does &lt;b&gt;it&lt;/b&gt; cost?" in page.text
    assert "Carla Moreno" in page.text
    assert office.card(card).rep_read_seq == office.card(card).last_seq


def test_a_report_puts_the_conversation_before_the_team(office, visit):
    """A rep reports an AI message with a reason; it waits until somebody takes over."""
    card = scene.carla(office)
    ben = visit(office.ben)
    path = re.search(r'href="([^"]+/report/\d+)"', ben.get(f"/console/inbox/{card.id}").text)[1]
    assert "Growth" in ben.get(path).text
    assert ben.form(path, reason="because").status_code == 422
    assert ben.form(path.rsplit("/", 1)[0] + "/1", reason="fact").status_code == 404
    assert visit(office.vic).form(path, reason="fact").status_code == 403
    assert ben.form(path, reason="fact").status_code == 303
    assert "Reported" in ben.get("/console/inbox?tab=needs").text
    assert "a wrong fact, message" in ben.get(f"/console/inbox/{card.id}").text
    ben.form(f"/console/inbox/{card.id}/take", epoch=0)
    assert "Reported" not in ben.get("/console/inbox?tab=needs").text


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(office, visit):
    """The right password leads to the page that was wanted; the cookie is HttpOnly and Lax."""
    browser = visit(None)
    sent = {"email": "ana@lumen.example", "password": PASSWORD, "next": "/console/leads"}
    answer = browser.post("/console/sign-in", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/leads")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/console/leads").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_address(office, visit):
    """A refused sign-in is a page with one sentence; nobody is signed in."""
    browser = visit(None)
    sent = {"email": "ana@lumen.example", "password": "wrong wrong wrong"}
    answer = browser.post("/console/sign-in", data=sent)
    assert answer.status_code == 401
    assert "do not match" in answer.text
    assert 'value="ana@lumen.example"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil", "x"])
def test_sign_in_never_leads_outside(office, visit, wanted):
    """A foreign ``next`` is dropped."""
    sent = {"email": "ana@lumen.example", "password": PASSWORD, "next": wanted}
    answer = visit(None).post("/console/sign-in", data=sent)
    assert answer.headers["location"] == "/console/inbox"


def test_the_link_of_the_house_works_once(office, visit):
    """``/console/enter`` changes its token for a session and can then not be used again."""
    token = office.token(office.ana)
    browser = visit(None)
    answer = browser.get(f"/console/enter?token={token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/inbox")
    assert answer.cookies[COOKIE] != token
    assert answer.headers["referrer-policy"] == "no-referrer"
    again = visit(None).get(f"/console/enter?token={token}")
    assert again.headers["location"].startswith("/console/sign-in")


def test_without_a_session_every_page_leads_to_the_door(office, visit):
    """No cookie, no page; what was wanted is remembered."""
    answer = visit(None).get("/console/decisions")
    assert answer.headers["location"] == "/console/sign-in?next=/console/decisions"


def test_signing_out_ends_the_session_for_good(office, visit):
    """The old cookie opens nothing after sign-out."""
    ana = visit(office.ana)
    token = ana.cookies[COOKIE]
    assert ana.form("/console/sign-out").status_code == 303
    ana.cookies.set(COOKIE, token)
    assert ana.get("/console/inbox").headers["location"].startswith("/console/sign-in")


def test_a_foreign_form_changes_nothing(office, visit):
    """Without the session's mark, or from another origin, a form is refused."""
    card = office.thread()
    ben = visit(office.ben)
    path = f"/console/inbox/{card.id}/take"
    assert ben.post(path, data={"epoch": 0}).status_code == 403
    sent = {"epoch": 0, "csrf": ben.csrf}
    refused = ben.post(path, data=sent, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert office.card(card).control == "agent"


def test_a_missing_page_is_a_page(office, visit):
    """404 and a broken address are pages with a way back and the request's id."""
    ana = visit(office.ana)
    for path in ("/console/nowhere", "/console/inbox/not-an-id", f"/console/leads/{office.ws}"):
        answer = ana.get(path)
        assert answer.status_code in {404, 422}
        assert "To the inbox" in answer.text
        assert answer.headers["x-request-id"] in answer.text


def test_the_log_shows_that_its_chain_is_whole(office, visit):
    """A rep's act stands in the log with its reasons, and the page says the chain is verified."""
    card = office.thread()
    ben = visit(office.ben)
    ben.form(f"/console/inbox/{card.id}/take", epoch=0)
    log = visit(office.ana).get("/console/decisions")
    assert "A person took the conversation over" in log.text
    assert "Chain verified, 1 records" in log.text
    assert "Chain verified" in visit(office.ana).get("/console/decisions/1").text


def test_the_export_is_the_records_own_bytes(office, visit):
    """Export JSONL hands out one line per record, the export's own record last."""
    card = office.thread()
    visit(office.ben).form(f"/console/inbox/{card.id}/take", epoch=0)
    answer = visit(office.ana).form("/console/decisions/export")
    lines = answer.text.strip().split("\n")
    assert [("control.taken" in lines[0]), ("export.created" in lines[-1])] == [True, True]
    assert visit(office.ben).form("/console/decisions/export").status_code == 403


def test_the_reference_names_every_address_of_the_api(office, visit):
    """``/docs`` shows each path of the schema without any foreign script."""
    client = visit(None)
    page = client.get("/docs")
    assert page.status_code == 200
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in page.text
    assert "<script" not in page.text


def test_a_changed_record_shows_as_a_broken_chain(office, visit):
    """When a record's bytes were changed behind its back the log and the record say so."""
    card = office.thread()
    visit(office.ben).form(f"/console/inbox/{card.id}/take", epoch=0)
    with office.db.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE decision SET record = CAST(replace(record, 'done', 'none') AS BLOB)"
        )
    log = visit(office.ana).get("/console/decisions")
    assert "Chain broken at 1" in log.text
    assert "Not proved" in visit(office.ana).get("/console/decisions/1").text


def test_who_only_opened_the_chat_is_not_in_the_inbox(office, visit):
    """A conversation shows up with the visitor's first word, not before."""
    ana = visit(office.ana)
    silent = office.thread("Silent Sam")
    assert f"row-{silent.id}" not in ana.get("/console/inbox?tab=all").text
    office.write(silent, "Hello?")
    assert f"row-{silent.id}" in ana.get("/console/inbox?tab=all").text


def test_the_calendar_shows_the_working_day_and_who_is_away(office, visit):
    """Busy nights widen nothing, and a whole day off is a line above the hours."""
    zone = ZoneInfo(office.ana.zone)
    today = office.now.astimezone(zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), zone)
    off = (monday.astimezone(UTC), (monday + timedelta(days=1, hours=5)).astimezone(UTC))
    with office.db.writing() as session:
        appointments.replace_busy(session, office.ws, office.ben.id, source="file", spans=[off])
    with office.db.reading() as session:
        who = SimpleNamespace(workspace_id=office.ws, member=office.ana, now=office.now)
        shown = week(session, who, None)
    assert (shown.hours[0], shown.hours[-1] + 1, len(shown.days)) == (7, 20, 5)
    assert shown.away[monday.date()] == [office.ben.name]
    assert shown.blocks == []
    assert "busy all day" in visit(office.ana).get("/console/calendar").text


def test_the_owner_reads_that_the_model_rests(office):
    """On any page, with how it fails, while the built-in brain answers; nothing once it is back."""
    breaker = Breaker()
    app = create_app(replace(office.house, breaker=breaker))
    with TestClient(app) as browser:
        browser.cookies.set(COOKIE, office.token(office.ana))
        assert "model-rests" not in browser.get("/console/inbox").text
        for _ in range(breaker.failures):
            breaker.note("rate_limited")
        page = browser.get("/console/inbox").text
        assert 'id="model-rests"' in page
        assert "rate limited" in page
        breaker.note(None)
        assert "model-rests" not in browser.get("/console/inbox").text
