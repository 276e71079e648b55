"""The decision log in the console: why, filters, proof, exports."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from api.console import words
from salesgenix.actions import service as actions
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import OUTCOMES, DecisionType, leaf
from salesgenix.erasures import service as erasures
from salesgenix.erasures.models import Erasure
from salesgenix.exports import service as exports
from salesgenix.exports.models import Export
from salesgenix.exports.rules import State
from tests.api import scene


@pytest.fixture
def card(office):
    """A morning's work; the thread with Carla."""
    return scene.morning(office)


def listed(office, **wanted):
    with office.db.reading() as session:
        return decisions.listing(session, office.ws, **wanted)


def sign(office):
    with office.db.writing() as session:
        return checkpoints.sign_head(session, office.ws, next(iter(Cause)), now=office.now)


def test_why_a_reply_was_given_is_one_click_away(office, visit, card):
    """The thread links to the chain: the reply, its source, model, checks and records."""
    ana = visit(office.ana)
    turn = next(one.turn_id for one in listed(office, conversation_ref=card.id) if one.turn_id)
    assert f"/console/decisions/turn/{turn}" in ana.get(f"/console/inbox/{card.id}").text
    page = ana.get(f"/console/decisions/turn/{turn}").text
    for said in ("The agent looked into the knowledge pages.", "embedded, 48 tokens", "Human part"):
        assert said in page


def test_why_an_action_waits_names_the_order_and_the_limit(office, visit, card):
    """The owner's exact words, the limit and what was found, before any technical detail."""
    ana = visit(office.ana)
    with office.db.reading() as session:
        action = actions.pending_approvals(session, office.ws)[0].action
    address = f"/console/decisions/action/{action.id}"
    assert address in ana.get("/console/approvals").text
    assert address in ana.get(f"/console/leads/{card.lead_id}").text
    page = ana.get(address).text
    assert "give up to ten percent for a yearly contract. Above that, ask me.”" in page
    assert "Discount: asks a person, limit 10, found 15" in page
    assert "A person is asked and has not decided yet" in page


def test_each_mail_says_why_it_was_sent(office, visit, card):
    """The outbox links each letter to the decisions that let it out."""
    page = visit(office.ana).get("/console/outbox").text
    address = page.split('href="/console/decisions/action/')[1].partition('"')[0]
    chain = visit(office.ana).get(f"/console/decisions/action/{address}").text
    assert "Mailing the transcript was allowed." in chain


def test_the_chain_of_a_stranger_is_nobodys_business(office, visit, card):
    """Another workspace's member finds neither record nor reply nor action."""
    sol = visit(office.stranger)
    made = listed(office, conversation_ref=card.id)
    turn = next(one.turn_id for one in made if one.turn_id)
    action = next(one.action_id for one in made if one.action_id)
    for path in (f"turn/{turn}", f"action/{action}", f"{made[0].seq}", f"{made[0].seq}/record"):
        assert sol.get(f"/console/decisions/{path}").status_code == 404
    assert visit(office.ana).get(f"/console/decisions/turn/{uuid4()}").status_code == 404


def test_a_viewer_reads_why_but_not_what_was_said(office, visit, card):
    """The words of a reply are for those who may answer."""
    turn = listed(office, conversation_ref=card.id, types=("reply.sent",))[-1].turn_id
    path = f"/console/decisions/turn/{turn}"
    assert "For 40 people most teams" in visit(office.ben).get(path).text
    page = visit(office.vic).get(path).text
    assert "For 40 people most teams" not in page
    assert "The agent replied." in page


FILTERS = [
    ("type=approval", "waits for a person", "The agent replied"),
    ("type=reply.sent", "The agent replied", "The model embedded"),
    ("outcome=Asks+a+person", "waits for a person", "The agent replied"),
    ("by=human_made", "The owner gave an instruction", "The agent replied"),
    ("by=auto", "The agent replied", "The owner gave an instruction"),
    ("from=2020-01-01&to=2020-12-31", "Nothing matches", "The agent replied"),
    ("to=2100-01-01", "The agent replied", "Nothing matches"),
    ("type=nonsense", "Nothing matches", "The agent replied"),
    ("language=de", "Der Agent hat geantwortet.", "The agent replied"),
]


def test_the_log_shows_what_its_address_asks_for(office, visit, card):
    """Kind, group of kinds, outcome, who decided, period and language stand in the address."""
    ana = visit(office.ana)
    for query, there, gone in FILTERS:
        page = ana.get(f"/console/decisions?{query}").text
        assert there in page, query
        assert gone not in page, query


def test_the_log_of_one_person_holds_nobody_else(office, visit, card):
    """The lead's page leads to exactly the decisions about that person."""
    ana = visit(office.ana)
    address = f"/console/decisions?person={card.subject_ref}"
    assert address in ana.get(f"/console/leads/{card.lead_id}").text
    page = ana.get(address).text
    theirs = {one.seq for one in listed(office, subject_ref=card.subject_ref)}
    others = {one.seq for one in listed(office)} - theirs
    assert theirs
    assert others
    assert all(f'href="/console/decisions/{seq}"' in page for seq in theirs)
    assert not any(f'href="/console/decisions/{seq}"' in page for seq in others)
    assert ana.get("/console/decisions?person=carla").status_code == 422
    assert ana.get("/console/decisions?from=yesterday").status_code == 422


def test_a_day_is_the_readers_own(office, visit, card):
    """A period counts days in the member's own zone; the day before holds nothing of today."""
    local = listed(office)[0].at.astimezone(ZoneInfo(office.ana.zone))
    ana = visit(office.ana)
    day = local.date()
    assert "The agent replied" in ana.get(f"/console/decisions?from={day}&to={day}").text
    before = day - timedelta(days=1)
    assert "Nothing matches" in ana.get(f"/console/decisions?from={before}&to={before}").text


def test_a_long_log_pages_on_without_a_gap(office, visit):
    """Older goes on where the page ended, with the filters; Newest goes back."""
    with office.db.writing() as session:
        for _ in range(60):
            entry = scene.Entry(type=scene.DecisionType.SIGNAL_READ, outcome="performed")
            decisions.record(session, office.ws, entry, now=office.now)
    ana = visit(office.ana)
    first = ana.get("/console/decisions?type=signal.read").text
    assert 'href="/console/decisions?type=signal.read&amp;before=11"' in first
    second = ana.get("/console/decisions?type=signal.read&before=11").text
    assert 'href="/console/decisions/10"' in second
    assert 'href="/console/decisions/11"' not in second
    assert "Newest" in second


def test_the_language_of_explanations_is_kept(office, visit, card):
    """Once chosen, the next page speaks it too."""
    ana = visit(office.ana)
    ana.get("/console/decisions?language=pl")
    assert "Agent odpowiedział." in ana.get("/console/decisions").text


def test_a_record_is_shown_byte_for_byte(office, visit, card):
    """What can be downloaded hashes to the leaf on its page, and the checkpoint covers it."""
    newest = sign(office)
    ana = visit(office.ana)
    page = ana.get("/console/decisions/3").text
    raw = ana.get("/console/decisions/3/record").content
    assert leaf(raw) in page
    assert f"Record 3 of the log, covered by checkpoint {newest.size}" in page


def test_the_proof_can_be_taken_away(office, visit, card):
    """Checkpoint and public key are downloads; before anything was signed the page says so."""
    ana = visit(office.ana)
    assert "Nothing has been signed yet" in ana.get("/console/decisions").text
    assert ana.get("/console/decisions/checkpoint").status_code == 404
    newest = sign(office)
    assert ana.get("/console/decisions/checkpoint").text == newest.note
    key = ana.get("/console/decisions/keys").text.strip()
    page = ana.get("/console/decisions").text
    assert key.startswith("salesgenix/log/")
    assert newest.root[:16] in page


def test_an_export_is_asked_for_by_form_and_followed(office, visit, card):
    """Workspace, period and one person; each is listed with who asked and how it stands."""
    ana = visit(office.ana)
    sent = [
        {"kind": "workspace"},
        {"kind": "period", "from": "2026-01-01", "to": "2026-01-31"},
        {"kind": "subject", "person": str(card.subject_ref), "language": "de"},
    ]
    for fields in sent:
        assert ana.form("/console/exports", **fields).status_code == 303
    page = ana.get("/console/exports").text
    for said in ("Whole workspace", "From 1 Jan 2026 to 31 Jan 2026", "Carla Moreno", "in German"):
        assert said in page
    assert page.count("Waiting</span>") == 3
    assert "data-live" in page


def test_an_export_that_makes_no_sense_is_refused(office, visit, card):
    """A person who is none, a period that ends before it begins, a role that may not."""
    ana = visit(office.ana)
    wrong = {"kind": "period", "from": "2026-02-01", "to": "2026-01-01"}
    assert ana.form("/console/exports", **wrong).status_code == 422
    assert ana.form("/console/exports", kind="subject", person="carla").status_code == 422
    assert visit(office.ben).form("/console/exports", kind="workspace").status_code == 403
    assert "Not for your role" in visit(office.ben).get("/console/exports").text


FACES = [
    ({"state": State.RUNNING, "done": 30, "total": 120}, "25 %"),
    ({"state": State.FAILED, "error_code": "export.interrupted"}, "stopped several times"),
    ({"state": State.EXPIRED, "error_code": "export.erased"}, "has been erased since"),
]


def test_each_state_of_an_export_has_its_face(office, visit, card):
    """Progress while it is made; a reason when it failed or was taken away."""
    ana = visit(office.ana)
    ana.form("/console/exports", kind="workspace")
    for values, said in FACES:
        with office.db.writing() as session:
            row = session.exec(select(Export)).one()
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)
        assert said in ana.get("/console/exports").text


def test_an_export_can_be_stopped_by_whoever_may_ask_for_it(office, visit, card):
    """Cancelling destroys it at once; a stranger cannot, and nothing half made is handed out."""
    ana = visit(office.ana)
    ana.form("/console/exports", kind="workspace")
    with office.db.reading() as session:
        made = exports.listing(session, office.ws)[0]
    path = f"/console/exports/{made.id}"
    assert ana.get(f"{path}/archive").status_code == 409
    assert ana.get(f"{path}/signature").status_code == 409
    assert visit(office.stranger).form(f"{path}/cancel").status_code == 404
    assert ana.form(f"{path}/cancel").status_code == 303
    assert "It was cancelled." in ana.get("/console/exports").text


def test_an_erasure_is_followed_to_its_receipt(office, visit, card):
    """Ordered, it stands on the privacy desk; there is no receipt before it is done."""
    with office.db.writing() as session:
        made = erasures.order(
            session,
            office.ws,
            card.subject_ref,
            cause="retention",
            instruction_id=None,
            now=office.now,
        )
    ana = visit(office.ana)
    page = ana.get("/console/privacy/erasures").text
    assert "The time to keep them was over" in page
    assert "Ordered</span>" in page
    path = f"/console/privacy/erasures/{made.id}/receipt"
    assert ana.get(path).status_code == 409
    with office.db.writing() as session:
        row = session.get(Erasure, made.id)
        row.receipt, row.state = "signed", "done"
        session.add(row)
    assert ana.get(path).text == "signed"
    assert visit(office.vic).get(path).status_code == 403
    assert visit(office.stranger).get(path).status_code == 404


def test_every_kind_and_outcome_has_a_name_on_screen():
    """No filter and no tag ever shows a bare code."""
    assert set(DecisionType) <= set(words.DECISIONS)
    assert set(OUTCOMES) <= set(words.OUTCOMES)
