"""Deciding what the agent may not decide alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api.console.views.outbox import letter_of
from salesgenix.actions import service as actions
from salesgenix.actions.service import DeliveryCard
from tests.api import scene


@pytest.fixture
def asked(office):
    """Carla wants fifteen percent, which is above the ceiling of ten."""
    scene.order(office)
    card = office.thread()
    office.write(card, "Could you do 15 percent?")
    return scene.ask_discount(office, card)


def approval(office, asked):
    with office.db.reading() as session:
        return actions.approval(session, office.ws, asked)


def decide(browser, office, asked, verb, **fields):
    digest = fields.pop("digest", None) or approval(office, asked).digest
    return browser.form(f"/console/approvals/{asked}/{verb}", digest=digest, **fields)


def test_the_card_shows_what_would_happen_and_by_which_order(office, visit, asked):
    """The verb, the exact figure, the owner's words, why it is asked and until when."""
    page = visit(office.ben).get("/console/approvals").text
    assert "Offer a discount of 15 %" in page
    assert "give up to ten percent" in page
    assert "up to 10 % by itself; this is 15 %" in page
    assert "If nobody decides by" in page
    assert 'type="number" value="15"' in page


def test_approving_lets_exactly_that_happen_once(office, visit, asked):
    """Two presses and a second rep: one action, one decision, and the agent is told."""
    ben = visit(office.ben)
    office.turns.clear()
    assert decide(ben, office, asked, "approve").status_code == 303
    assert decide(ben, office, asked, "approve").status_code == 303
    card = approval(office, asked)
    assert (card.state, card.action.state, card.decided_by) == ("approved", "done", office.ben.id)
    late = decide(visit(office.ana), office, asked, "reject", reason="No")
    assert late.status_code == 409
    assert "Ben Ortiz was faster: approved." in late.text
    assert office.turns_within(3) == 1


def test_an_edit_keeps_its_type_and_is_what_happens(office, visit, asked):
    """A number typed in the form stays a number; the edited figure is the one that counts."""
    decide(visit(office.ana), office, asked, "edit", **{"arg.percent": "12"})
    card = approval(office, asked)
    assert (card.state, card.action.arguments["percent"]) == ("edited", 12)


@pytest.mark.parametrize("typed", ["0", "101", "many"])
def test_an_edit_that_cannot_be_is_refused(office, visit, asked, typed):
    """A figure outside its bounds changes nothing."""
    answer = decide(visit(office.ana), office, asked, "edit", **{"arg.percent": typed})
    assert answer.status_code == 422
    assert approval(office, asked).state == "pending"


def test_a_rejection_keeps_its_reason(office, visit, asked):
    """The agent and the record get the person's reason."""
    decide(visit(office.ben), office, asked, "reject", reason="Not under two years")
    card = approval(office, asked)
    assert (card.state, card.reason) == ("rejected", "Not under two years")


def test_what_was_not_shown_is_not_approved(office, visit, asked):
    """A digest of something else is refused."""
    answer = decide(visit(office.ben), office, asked, "approve", digest="0" * 64)
    assert answer.status_code == 409
    assert approval(office, asked).state == "pending"


def test_who_may_not_decide_sees_no_buttons(office, visit, asked):
    """A viewer reads the card and gets 403; a stranger sees nothing and gets 404."""
    vic = visit(office.vic)
    page = vic.get("/console/approvals").text
    assert "Offer a discount of 15 %" in page
    assert "/approve" not in page
    assert decide(vic, office, asked, "approve").status_code == 403
    sol = visit(office.stranger)
    assert "15 %" not in sol.get("/console/approvals").text
    assert decide(sol, office, asked, "approve").status_code == 404


def test_the_api_decides_too(office, visit, asked):
    """Listing and deciding by JSON."""
    client = visit(None)
    headers = {"Authorization": f"Bearer {office.token(office.ben)}"}
    (card,) = client.get("/v1/approvals", headers=headers).json()["approvals"]
    assert card["arguments"]["percent"] == 15
    answer = client.post(
        f"/v1/approvals/{asked}/decision",
        json={"verb": "reject", "digest": card["digest"], "reason": "Too much"},
        headers=headers,
    )
    assert answer.json()["state"] == "rejected"
    assert client.get("/v1/approvals", headers=headers).json()["approvals"] == []


@pytest.mark.parametrize(("carrier", "is_shown"), [("smtp", False), ("captured", True)])
def test_a_link_that_speaks_for_a_person_is_not_shown_to_the_team(carrier, is_shown):
    """Once it has left, only its recipient has it; captured mail has no other reader."""
    message = (
        "From: a@x.example\r\nTo: b@x.example\r\nSubject: Please confirm\r\n\r\n"
        "Here: https://x.example/privacy/confirm/sgr_secret\r\nThank you.\r\n"
    )
    card = DeliveryCard(
        id=uuid4(),
        action_id=uuid4(),
        permit_id=None,
        attempt=1,
        carrier=carrier,
        state="sent",
        recipient="b@x.example",
        message=message,
        message_ref="<1@x.example>",
        error_code=None,
        started_at=datetime(2026, 11, 23, tzinfo=UTC),
        ended_at=None,
    )
    text = letter_of(card).text
    assert ("sgr_secret" in text) is is_shown
    assert "Thank you." in text


def test_the_outbox_shows_mail_as_it_was_received(office, visit):
    """Subject, text and the calendar file, which is only ever a download."""
    scene.order(office)
    scene.mail(office, scene.booked(office))
    ana = visit(office.ana)
    page = ana.get("/console/outbox").text
    assert "Demo on Wednesday with Ben Ortiz" in page
    assert "Captured" in page
    with office.db.reading() as session:
        (sent,) = actions.outbox(session, office.ws)
    file = ana.get(f"/console/outbox/{sent.id}/0")
    assert file.content.startswith(b"BEGIN:VCALENDAR")
    assert file.headers["content-disposition"].startswith("attachment")
    assert visit(office.stranger).get(f"/console/outbox/{sent.id}/0").status_code == 404
