"""Members connect their own calendars: on a real Radicale, and at a maker's twin."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.error import HTTPError
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from integrations.calendar.connecting import Connecting
from salesgenix.accounts.service import MemberCard
from salesgenix.appointments import service as appointments
from salesgenix.calendars import service as calendars
from salesgenix.outbox import service as outbox
from tests import servers
from tests.api.conftest import Browser
from tests.api.office import Office
from tests.integrations.calendar.dav_server import Radicale, serving
from tests.integrations.calendar.google_twin import GoogleTwin
from tests.integrations.calendar.makers import settings_for
from tests.integrations.calendar.test_oauth import NoRedirect
from tests.integrations.calendar.twin import serving as at_the_maker
from worker.calendars import CalendarReading

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:dentist
DTSTAMP:{start}
DTSTART:{start}
DTEND:{end}
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with serving(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def twin() -> Iterator[GoogleTwin]:
    with at_the_maker(GoogleTwin()) as made:
        yield made
    assert made.breaches == []


@pytest.fixture
def office(office: Office, twin: GoogleTwin) -> Office:
    """Where calendars can be connected, Google's too."""
    office.house = replace(office.house, calendars=Connecting(settings_for(twin.url)))
    return office


@pytest.fixture
def sit(office: Office, visit) -> Callable[[MemberCard | None], Browser]:
    """A browser on one of our own pages, which may change things."""

    def open_(member: MemberCard | None) -> Browser:
        browser = visit(member)
        browser.headers["x-csrf-token"] = browser.csrf
        return browser

    return open_


def place(url: str, password: str = "secret-ben") -> dict[str, str]:
    return {"address": url, "account": "ben", "password": password}


def busy_tomorrow(office: Office, radicale: Radicale) -> str:
    """A calendar of Ben's with one event."""
    url = radicale.calendar()
    start = office.now + timedelta(days=1)
    stamps = [f"{at:%Y%m%dT%H%M%SZ}" for at in (start, start + timedelta(hours=1))]
    event = EVENT.format(start=stamps[0], end=stamps[1]).replace("\n", "\r\n")
    radicale.raw("PUT", f"{url}dentist.ics", event.encode())
    return url


def read(office: Office) -> None:
    CalendarReading(office.db, office.house.clock, office.house.calendars.client).run()


def at_google(url: str) -> str:
    """The member says yes there; the address their browser is sent back to, on this host."""
    with pytest.raises(HTTPError) as sent:
        urllib.request.build_opener(NoRedirect).open(url, timeout=5)
    with sent.value as answer:
        back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_a_calendar_is_connected_tried_and_taken_away(office, sit, radicale):
    """What a test says is what the server holds; the password never comes out; disconnecting
    forgets the account and its busy times.
    """
    ben, url = sit(office.ben), busy_tomorrow(office, radicale)
    made = ben.post("/v1/calendars", json=place(url))
    assert made.status_code == 201
    account = made.json()["id"]
    with office.db.reading() as session:
        assert outbox.is_owed(session, office.ws, UUID(account))
    tried = ben.post(f"/v1/calendars/{account}/test").json()
    assert tried["is_good"]
    assert tried["sentences"][1] == "In the coming week: 1 busy time, 0 made here."
    assert tried["calendars"][0]["busy"] == 1
    listed = ben.get("/v1/calendars")
    assert "secret-ben" not in made.text + listed.text
    (card,) = listed.json()["accounts"]
    assert card["state"] == "pending"  # a test is no reading: it counts once it was read
    read(office)
    assert ben.get("/v1/calendars").json()["accounts"][0]["is_believed"]
    assert _busy(office) == 1
    assert ben.delete(f"/v1/calendars/{account}").json() == {"leave_given_back": True}
    assert ben.get("/v1/calendars").json() == {"accounts": []}
    assert _busy(office) == 0


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("password", "calendar.needs_reauth", "does not accept"),
        ("port", "calendar.no_connection", "No server answers"),
        ("page", "calendar.501", "not one for CalDAV"),
    ],
)
def test_what_does_not_work_is_named(office, sit, radicale, twin, how, code, said):
    """A wrong password, a dead address and a server of another kind are told apart, and from then
    on nobody is told that the member is free.
    """
    (dead,) = servers.free_ports(1)
    places = {
        "password": place(radicale.calendar(), "wrong"),
        "port": place(f"http://127.0.0.1:{dead}/"),
        "page": place(f"{twin.url}/"),
    }
    ben = sit(office.ben)
    account = ben.post("/v1/calendars", json=places[how]).json()["id"]
    tried = ben.post(f"/v1/calendars/{account}/test").json()
    assert (tried["is_good"], tried["code"]) == (False, code)
    assert said in tried["sentences"][0]
    with office.db.reading() as session:
        assert office.ben.id in calendars.unsure(session, office.ws, now=office.now)


def test_google_gives_leave_to_who_asked_alone(office, sit, twin):
    """The way back works once and for the member who began it; the leave is given back at the end.
    Somebody else who is sent there with the same state loses nothing and gains nothing.
    """
    ben, ana = sit(office.ben), sit(office.ana)
    asked = ben.post("/v1/calendars/grants/google").json()["url"]
    back = at_google(asked)
    assert ana.get(back).status_code == 403
    done = ben.get(back)
    assert (done.status_code, done.headers["location"][-14:]) == (303, "said=connected")
    assert ben.get(back).status_code == 404
    (card,) = ben.get("/v1/calendars").json()["accounts"]
    assert ben.post(f"/v1/calendars/{card['id']}/test").json()["is_good"]
    assert twin.desk.refresh
    assert ben.delete(f"/v1/calendars/{card['id']}").json() == {"leave_given_back": True}
    assert not twin.desk.refresh


def test_leave_that_is_refused_connects_nothing(office, sit):
    """A member who says no there reads that nothing was connected, and a test says so too."""
    ben = sit(office.ben)
    asked = ben.post("/v1/calendars/grants/google").json()["url"]
    state = re.search(r"state=([^&]+)", asked)[1]
    page = ben.get(f"/console/settings/calendars/callback?state={state}&error=access_denied")
    assert page.status_code == 409
    assert "nothing was connected" in page.text
    (card,) = ben.get("/v1/calendars").json()["accounts"]
    tried = ben.post(f"/v1/calendars/{card['id']}/test").json()
    assert tried["code"] == "calendar.not_connected"


def test_whose_calendar_it_is(office, sit, radicale):
    """An owner sees that a rep's calendar answers and may try it and take it away, without a name
    of it; a viewer connects none; a colleague, another workspace and no sign-in find nothing.
    """
    ben, ana, vic = sit(office.ben), sit(office.ana), sit(office.vic)
    account = ben.post("/v1/calendars", json=place(radicale.calendar())).json()["id"]
    assert ben.post(f"/v1/calendars/{account}/test").json()["is_good"]
    source = ben.get("/v1/calendars").json()["accounts"][0]["calendars"][0]
    (card,) = ana.get("/v1/calendars").json()["accounts"]
    assert not {"calendars", "address", "account"} & set(card)
    tried = ana.post(f"/v1/calendars/{account}/test").json()
    assert tried["is_good"]
    assert source["name"] not in str(tried)
    wanted = {"reads": False, "writes": False}
    assert ana.patch(f"/v1/calendars/sources/{source['id']}", json=wanted).status_code == 404
    assert vic.post("/v1/calendars", json=place("http://127.0.0.1/")).status_code == 403
    for other in (vic, sit(office.stranger)):
        assert other.get("/v1/calendars").json() == {"accounts": []}
        assert other.post(f"/v1/calendars/{account}/test").status_code == 404
        assert other.delete(f"/v1/calendars/{account}").status_code == 404
    assert sit(None).get("/v1/calendars").status_code == 401
    assert ben.patch(f"/v1/calendars/sources/{source['id']}", json=wanted).status_code == 204
    assert ana.delete(f"/v1/calendars/{account}").status_code == 200


def test_the_page_connects_tries_and_chooses(office, sit, radicale):
    """What the API does, the page does: a slip is told beside what was typed, the trial is shown,
    what counts is chosen, and the way to a maker is a link.
    """
    ben, home = sit(office.ben), "/console/settings/calendars"
    slip = ben.form(home, **place("ftp://cloud.example/"))
    assert slip.status_code == 422
    assert 'value="ftp://cloud.example/"' in slip.text
    assert "secret-ben" not in slip.text
    page = ben.form(home, **place(busy_tomorrow(office, radicale)))
    assert "1 busy" in page.text
    assert "Meetings go into" in page.text
    where = re.search(r'action="([^"]+/sources/[^"]+)"', page.text)[1]
    assert ben.form(where, use=["reads"]).status_code == 303
    with office.db.reading() as session:
        (card,) = calendars.listing(session, office.ws)
    assert [(one.reads, one.writes) for one in card.sources if str(one.id) in where] == [
        (True, False)
    ]
    leads = ben.form(f"{home}/begin/google")
    assert re.search(r'href="http://127[^"]+authorize\?', leads.text)
    gone = ben.form(f"{home}/{card.id}/disconnect")
    assert "forgotten" in ben.get(gone.headers["location"]).text


def _busy(office: Office) -> int:
    with office.db.reading() as session:
        until = office.now + timedelta(days=7)
        return len(appointments.busy_times(session, office.ws, office.now, until))
