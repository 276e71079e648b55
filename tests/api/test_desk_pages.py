"""The privacy desk's pages over a real database: who sees what, and what a form does."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.rules import RequestKind, RequestState
from tests.api import filed

DESK = "/console/privacy"


@pytest.fixture
def ana(office, visit):
    return visit(office.ana)


@pytest.fixture
def paul(office):
    return filed.person(office, "Paul Weiss", "paul@weiss.example")


def place(card):
    return f"{DESK}/requests/{card.id}"


def words_of(office, card, **choice):
    with office.db.reading() as session:
        chosen = filed.Choice(**choice)
        return filed.rights.words_before(session, office.ws, card.id, chosen)


def approve(office, browser, card, **fields):
    sent = {"state": "routed", "words": words_of(office, card), "sure": "yes"} | fields
    return browser.form(f"{place(card)}/approve", **sent)


def test_the_desk_shows_what_waits_until_when(office, ana):
    """Open ones stand by date with what is left in words; the rail counts them and turns red."""
    filed.busy_desk(office)
    page = ana.get(DESK).text
    assert page.index("Overdue") < page.index("Due soon") < page.index("Awaiting identity")
    assert 'class="badge danger" data-badge="privacy" data-count="5"' in page
    assert "1 overdue" in page
    closed = ana.get(f"{DESK}?tab=closed").text
    assert ("No more messages" in closed, "Paul Weiss" in closed) == (True, True)
    assert "Awaiting identity" not in closed


def test_an_empty_desk_says_what_arrives_and_where_people_ask(office, ana):
    """The link to the public form is there to be shared, and it opens."""
    page = ana.get(DESK).text
    assert "Nobody is waiting for an answer" in page
    assert "/privacy/lumen" in page
    assert ana.get("/privacy/lumen").status_code == 200


def test_every_request_opens_at_every_point_of_its_way(office, ana):
    """Each page renders without inline code, whatever has become of the request."""
    for name, card in filed.busy_desk(office).items():
        page = ana.get(place(card))
        assert page.status_code == 200, name
        assert "style=" not in page.text
        assert "Why? Every step" in page.text


def test_a_colleague_sees_dates_but_not_who_asks(office, visit, paul):
    """A rep follows a request without name, address, words or data, and is told why."""
    card = filed.vouched(office, RequestKind.ACCESS, paul, words="My private words")
    ben = visit(office.ben)
    for page in (ben.get(DESK).text, ben.get(place(card)).text):
        assert "Hidden for your role" in page
        assert not any(word in page for word in ("Paul", "paul@", "private words"))
    assert "Owners and admins see who asks" in ben.get(place(card)).text
    assert f"{place(card)}/approve" not in ben.get(place(card)).text
    assert approve(office, ben, card).status_code == 403


def test_the_order_is_shown_and_is_what_is_kept(office, ana, paul):
    """The words on the page are the instruction's own; others are not carried out."""
    card = filed.vouched(office, RequestKind.RESTRICT, paul)
    shown = words_of(office, card)
    assert shown in ana.get(place(card)).text
    other = approve(office, ana, card, words="Do something else.")
    assert (other.status_code, "Read it again" in other.text) == (409, True)
    assert approve(office, ana, card).status_code == 303
    assert filed.one(office, card.id).state is RequestState.ANSWERED
    assert "Only kept since" in ana.get(f"/console/leads/{paul.id}").text
    assert ana.form(f"{DESK}/people/{paul.id}/release").status_code == 303
    assert ana.form(f"{DESK}/people/{paul.id}/release").status_code == 409


def test_an_erasure_needs_the_tick_and_ends_with_a_receipt(office, ana):
    """Without the box nothing is ordered; afterwards the page has the receipt and the answer."""
    rosa = filed.person(office, "Rosa Lind", "rosa@lind.example")
    card = filed.vouched(office, RequestKind.ERASE, rosa)
    page = ana.get(place(card)).text
    assert "This cannot be undone" in page
    assert approve(office, ana, card, sure="").status_code == 422
    assert filed.one(office, card.id).state is RequestState.ROUTED
    done = filed.erased(office)
    page = ana.get(place(done)).text
    assert f"/console/privacy/erasures/{done.erasure_id}/receipt" in page
    assert "Answer" in page


def test_a_second_click_and_a_stale_page_are_told_who_was_first(office, ana, visit, paul):
    """Only the first decision counts; both others read what became of it."""
    card = filed.vouched(office, RequestKind.COMPLAINT, paul)
    assert approve(office, ana, card, answer="We are sorry.").status_code == 303
    again = approve(office, ana, card)
    assert (again.status_code, "You have decided this already: answered" in again.text) == (
        409,
        True,
    )
    stale = ana.form(f"{place(card)}/refuse", state="routed", reason="unfounded")
    assert stale.status_code == 409


def test_a_correction_asks_for_field_and_value(office, ana, paul):
    """The order names the field only; the right value goes with the form, never in an address."""
    card = filed.vouched(office, RequestKind.RECTIFY, paul)
    assert "Choose the field" in ana.get(place(card)).text
    page = ana.get(f"{place(card)}?field=name").text
    assert "Now it says: Paul Weiss" in page
    said = words_of(office, card, field="name")
    assert said in page.replace("&#34;", '"')
    done = approve(office, ana, card, words=said, field="name", value="Paula Weiss")
    assert done.status_code == 303
    with office.db.reading() as session:
        assert leads.card(session, office.ws, paul.id).name == "Paula Weiss"


def test_refusing_extending_and_ending_are_told_to_the_person(office, ana, paul):
    """A refusal has a reason of the list, an extension needs words; each shows on the page."""
    card = filed.vouched(office, RequestKind.ACCESS, paul)
    assert ana.form(f"{place(card)}/extend", state="routed", words=" ").status_code == 422
    told = ana.form(f"{place(card)}/extend", state="routed", words="Many archives.")
    assert told.status_code == 303
    assert "three months, extended" in ana.get(place(card)).text
    assert ana.form(f"{place(card)}/refuse", state="routed", reason="because").status_code == 422
    assert ana.form(f"{place(card)}/refuse", state="routed", reason="unfounded").status_code == 303
    assert filed.one(office, card.id).refusal == "unfounded"
    page = ana.get(place(card)).text
    assert ("Refusal" in page, "Receipt" in page) == (True, True)
    unproved = filed.ask(office, RequestKind.ERASE, "x@elsewhere.example")
    path = f"{place(unproved)}/not-identified"
    assert ana.form(path, state="identity_pending").status_code == 303
    other = filed.vouched(office, RequestKind.INFORM, paul)
    assert ana.form(f"{place(other)}/withdraw", state="routed").status_code == 303
    assert filed.one(office, other.id).state is RequestState.WITHDRAWN


def test_nothing_is_shown_of_an_address_before_it_is_confirmed(office, ana, paul):
    """Somebody who only typed Paul's address does not lead to Paul's data."""
    card = filed.ask(office, RequestKind.ACCESS, "paul@weiss.example", name="Not Paul")
    page = ana.get(place(card)).text
    assert "What we hold" not in page
    assert f"/console/leads/{paul.id}" not in page


def test_a_noted_letter_runs_from_the_day_it_came(office, ana, paul):
    """The clock starts when it reached us; the future and a missing address are refused."""
    zone = ZoneInfo(office.ana.zone)
    came = (office.now - timedelta(days=6)).astimezone(zone)
    note = {
        "kind": "access",
        "lead": str(paul.id),
        "language": "en",
        "words": "By letter.",
        "received": f"{came:%Y-%m-%dT%H:%M}",
    }
    answer = ana.form(f"{DESK}/new", **note)
    assert answer.status_code == 303
    with office.db.reading() as session:
        (card,) = requests.requests(session, office.ws)
    assert card.received_on == came.date()
    later = ana.form(f"{DESK}/new", **(note | {"received": "2199-01-01T10:00", "kind": "inform"}))
    assert (later.status_code, "reached us by now" in later.text) == (422, True)
    nobody = ana.form(f"{DESK}/new", **(note | {"lead": "", "kind": ""}))
    assert (nobody.status_code, "By letter." in nobody.text) == (422, True)
    assert "Give an address" in nobody.text


def test_who_only_reads_cannot_enter_a_request(office, visit):
    """A viewer reads why; a rep may take a note, but vouches for nobody."""
    assert "Your role only reads" in visit(office.vic).get(f"{DESK}/new").text
    note = {"kind": "access", "language": "en", "received": f"{office.now:%Y-%m-%dT00:00}"}
    assert visit(office.vic).form(f"{DESK}/new", email="a@b.example", **note).status_code == 403
    assert "you vouch" not in visit(office.ben).get(f"{DESK}/new").text
    assert visit(office.ben).form(f"{DESK}/new", email="a@b.example", **note).status_code == 303
    assert visit(office.ben).form(f"{DESK}/new", lead=str(office.ws), **note).status_code == 403
