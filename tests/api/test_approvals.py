"""Deciding what the agent may not decide alone."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.console.views import edits
from api.console.views.outbox import letter_of
from salesgenix.actions import service as actions
from salesgenix.actions.service import DeliveryCard
from salesgenix.conversations import service as conversations
from salesgenix.leads import service as leads
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
    assert "If nobody decides" in page
    assert "it is over and does not happen" in page
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


def test_what_was_changed_stands_beside_what_was_wanted(office, visit, asked):
    """On the page of approvals and where the action comes from; a viewer sees that, not what."""
    decide(visit(office.ana), office, asked, "edit", **{"arg.percent": "12"})
    action = approval(office, asked).action.id
    for path in ("/console/approvals", f"/console/decisions/action/{action}"):
        page = visit(office.ben).get(path).text
        assert "<th>The agent wanted</th><th>Approved</th>" in page
        assert '<td class="words"><del>15</del> %</td>' in page
        assert '<td class="words"><ins>12</ins> %</td>' in page
        assert "<del>15</del>" not in visit(office.vic).get(path).text


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


def test_a_changed_price_is_shown_and_asked_again(office, visit):
    """49 EUR became 59 while it waited: by JSON a 409 with old and new, on the page the same."""
    client, headers = visit(None), {"Authorization": f"Bearer {office.token(office.ben)}"}
    scene.order(office)
    scene.prices(office, 49)
    again = scene.ask_discount(office, office.thread("Priya Raman"))
    digest = approval(office, again).digest
    scene.prices(office, 59)
    (listed,) = client.get("/v1/approvals", headers=headers).json()["approvals"]
    assert (listed["risk"], listed["single_review"]) == ("high", ["above_ceiling", "stale"])
    assert visit(office.vic).get("/console/approvals").text.count("<del>49</del>") == 1
    answer = client.post(
        f"/v1/approvals/{again}/decision",
        json={"verb": "approve", "digest": digest},
        headers=headers,
    )
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "approval.stale")
    assert told["changes"] == listed["stale"]["changes"]
    (change,) = told["changes"]
    assert (change["fact"], change["place"]) == ("price", "Prices 2026: Team, Billed monthly")
    assert (change["old"][:6], change["new"][:6]) == ("49 EUR", "59 EUR")
    assert approval(office, again).state == "pending"
    assert decide(visit(office.ana), office, again, "approve", digest=told["digest"]).is_redirect


def test_the_page_decides_on_what_it_shows(office, visit):
    """The card that shows what changed can be approved in one go; the old page cannot."""
    scene.order(office)
    scene.prices(office, 49)
    asked = scene.ask_discount(office, office.thread())
    ana = visit(office.ana)
    old = re.search(r'name="digest" value="(\w+)"', ana.get("/console/approvals").text)[1]
    scene.prices(office, 59)
    new = re.search(r'name="digest" value="(\w+)"', ana.get("/console/approvals").text)[1]
    assert old != new
    stale = decide(ana, office, asked, "approve", digest=old)
    assert stale.status_code == 409
    assert "Something changed while this waited" in stale.text
    said = decide(ana, office, asked, "approve", digest=new)
    assert "Done: Offer a discount of 15 %" in ana.get(said.headers["location"]).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Write a whole number, 1 to 100."),
        ("12.5", "Write a whole number, 1 to 100."),
        ("many", "Write a whole number, 1 to 100."),
    ],
)
def test_a_wrong_figure_names_its_field_and_loses_nothing(office, visit, asked, typed, sentence):
    """The form comes back open, with everything that was typed and a sentence at the field."""
    fields = {"arg.percent": typed, "arg.reason": "For two years", "reason": "Ana said so"}
    page = decide(visit(office.ana), office, asked, "edit", **fields)
    assert page.status_code == 422
    assert f'value="{typed}"' in page.text
    assert "For two years" in page.text
    assert 'value="Ana said so"' in page.text
    assert sentence in page.text
    assert re.search(r'id="edit-[^"]+" name="[^"]+" open', page.text)
    assert approval(office, asked).state == "pending"


def test_a_meeting_is_edited_on_the_reader_s_clock(office, visit):
    """A time is typed in Madrid and kept as an instant; one that the clock skips is refused."""
    scene.order(office)
    scene.asking_first(office)
    asked = scene.ask_meeting(office, "Priya Raman", 0)
    card = approval(office, asked)
    fields = {one.name: one for one in edits.fields_of(card, "Europe/Madrid")}
    assert {name: one.kind for name, one in fields.items()} == {
        "starts_at": "time",
        "name": "text",
        "email": "email",
        "topic": "text",
    }
    typed = {"starts_at": fields["starts_at"].value.replace("10:00", "12:00"), "topic": ""}
    arguments, wrong = edits.edited(card, typed, "Europe/Madrid")
    assert wrong == {}
    before = datetime.fromisoformat(card.action.arguments["starts_at"])
    assert datetime.fromisoformat(arguments["starts_at"]) - before == timedelta(hours=2)
    assert "12:00 (Madrid)" in arguments["label"]
    assert "topic" not in arguments
    for at in ("2027-03-28T02:30", "tomorrow", ""):
        _, wrong = edits.edited(card, {"starts_at": at, "email": "nobody"}, "Europe/Madrid")
        assert set(wrong) == {"starts_at", "email"}


def test_an_answer_reaches_the_agent_and_needs_words(office, visit, asked):
    """Without a sentence nothing is decided; with one the agent is owed a turn."""
    ben = visit(office.ben)
    empty = decide(ben, office, asked, "answer", reason="  ")
    assert empty.status_code == 422
    assert "Write a sentence first." in empty.text
    office.turns.clear()
    assert decide(ben, office, asked, "answer", reason="Offer 10 % at most").is_redirect
    card = approval(office, asked)
    assert (card.state, card.reason) == ("answered", "Offer 10 % at most")
    assert office.turns_within(3) == 1


def test_several_are_approved_each_by_itself(office, visit):
    """Three meetings and one that changed meanwhile: two are booked, the others say why not."""
    asked = scene.queue(office)
    client, headers = visit(None), {"Authorization": f"Bearer {office.token(office.ben)}"}
    meetings = [asked[name] for name in ("Priya Raman", "Kenji Mori", "Dana Whitfield")]
    items = [{"id": str(one), "digest": approval(office, one).digest} for one in meetings]
    with office.db.writing() as session:
        late = approval(office, meetings[2])
        leads.move_stage(
            session, office.ws, late.action.lead_id, "lost", now=office.now, by_person=True
        )
    answer = client.post("/v1/approvals/batch", json={"items": items}, headers=headers).json()
    assert answer["approved"] == 2
    assert [one["decided"] for one in answer["results"]] == [True, True, False]
    last = answer["results"][2]
    assert (last["code"], last["reasons"], last["state"]) == ("approval.stale", ["sale"], "pending")
    assert [approval(office, one).action.state for one in meetings[:2]] == ["done", "done"]
    one = {"id": str(asked["mail"]), "digest": approval(office, asked["mail"]).digest}
    mixed = client.post("/v1/approvals/batch", json={"items": [one, items[2]]}, headers=headers)
    assert mixed.json()["code"] == "approval.mixed"
    alone = client.post("/v1/approvals/batch", json={"items": [one]}, headers=headers).json()
    (left,) = alone["results"]
    assert (left["code"], left["reasons"]) == ("approval.single_review", ["first_mail"])
    assert approval(office, asked["mail"]).state == "pending"


def test_a_list_is_read_before_several_are_approved(office, visit):
    """The page names each, leaves out what wants a look by itself, and tells what became of all."""
    asked = scene.queue(office)
    ben = visit(office.ben)
    page = ben.get("/console/approvals").text
    assert page.count('name="id"') == 3
    assert "Not with others at once, because it would be the first mail to this person." in page
    meetings = [str(asked["Priya Raman"]), str(asked["Kenji Mori"])]
    listed = ben.form("/console/approvals/several", id=meetings).text
    items = re.findall(r'name="item" value="([^"]+)"', listed)
    assert len(items) == 2
    done = ben.form("/console/approvals/batch", item=items).text
    assert "What became of each" in done
    assert done.count(">Done</span>") == 2
    mixed = ben.form("/console/approvals/several", id=[str(one) for one in asked.values()])
    assert mixed.status_code == 422
    alone = ben.form("/console/approvals/several", id=[str(asked["mail"])]).text
    assert "Left for a look by itself" in alone
    assert 'name="item"' not in alone


def test_a_mail_is_shown_as_it_would_be_sent(office, visit):
    """Recipient, subject and text, as its reader would see them."""
    scene.queue(office)
    page = visit(office.ben).get("/console/approvals").text
    assert "Your conversation with Lumen Freight" in page
    assert "carla@nube.example" in page
    assert "Here is the conversation you asked for." in page


def test_an_empty_queue_names_the_orders_in_force(office, visit):
    """Nothing waits, because two orders say what may be done alone."""
    scene.order(office)
    scene.asking_first(office)
    assert "acts within 2 orders" in visit(office.ben).get("/console/approvals").text


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/decision", "/batch"])
def test_nobody_but_a_signed_in_member_gets_near(office, visit, asked, path):
    """Without a session, with the prospect's own token or a made-up one: refused everywhere."""
    client, where = visit(None), "/v1/approvals" + path.format(id=asked)
    body = {"verb": "approve", "digest": approval(office, asked).digest}
    if path == "/batch":
        body = {"items": [{"id": str(asked), "digest": body["digest"]}]}
    with office.db.writing() as session:
        visitor = conversations.open_conversation(
            session, office.ws, channel="widget", now=office.now
        ).token
    for token in (None, visitor, "made-up"):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        is_read = path in {"", "/{id}"}
        answer = (
            client.get(where, headers=headers)
            if is_read
            else client.post(where, json=body, headers=headers)
        )
        assert answer.status_code in {401, 403}
    vic = {"Authorization": f"Bearer {office.token(office.vic)}"}
    if path in {"/{id}/decision", "/batch"}:
        assert client.post(where, json=body, headers=vic).status_code == 403
    assert approval(office, asked).state == "pending"


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
