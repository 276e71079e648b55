"""A child writes: nothing is sold or learnt from then on, and at its hour nothing is left."""

from datetime import timedelta

from salesgenix.conversations.rules import EventKind
from salesgenix.decisions import service as decisions
from salesgenix.erasures import service as erasures
from salesgenix.erasures.residue import scan_folder, traces
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.rules import RequestKind, RequestState
from tests.journeys.company import Company, Thread
from worker.keeping import Keeping

CANARY = "my treehouse needs a lantern keeper"
SAID = "I'm 11 years old and"


def keep(company: Company) -> None:
    """The worker's rounds, once the hour has come."""
    company.clock.set(company.clock.now() + timedelta(hours=24))
    keeping = Keeping(db=company.house.db, clock=company.clock, settings=company.house.settings)
    for _ in range(3):
        keeping.run()
        company.clock.set(company.clock.now() + timedelta(seconds=10))


def replies(thread: Thread) -> list[str]:
    found = [one for one in thread.events() if one.kind is EventKind.MESSAGE]
    return [str(one.payload["text"]) for one in found if one.actor == "agent"]


def test_from_the_statement_to_the_scan(company: Company) -> None:
    """A neutral line to each message, none of it learnt; the worker purges without an order, the
    meeting is cancelled, and no store holds a word of it. The log holds no age.
    """
    thread = company.open_thread()
    thread.book()
    thread.say(f"{SAID} {CANARY}.")
    thread.say("My school is Elmwood Primary, can I have it cheaper?")
    assert all("service is for grown-ups" in line for line in replies(thread)[-2:])
    with company.house.db.reading() as session:
        card = thread.card()
        lead = leads.card(session, company.workspace_id, card.lead_id)
        (waiting,) = [
            one
            for one in requests.requests(session, company.workspace_id, only_open=True)
            if one.kind is RequestKind.ERASE
        ]
    assert lead.is_frozen
    assert waiting.executes_at is not None
    assert timedelta(hours=23) < waiting.executes_at - company.clock.now() <= timedelta(hours=24)
    unread = [one.payload for one in thread.events() if one.payload.get("unread")]
    assert len(unread) == 2
    assert all("model" not in payload for payload in unread)
    assert not any("Elmwood" in str(fact) for fact in lead.facts)

    keep(company)
    with company.house.db.reading() as session:
        done = erasures.of_subject(session, company.workspace_id, card.subject_ref)
        closed = requests.card(session, company.workspace_id, waiting.id)
        log = decisions.listing(session, company.workspace_id, limit=500)
        assert decisions.verify_chain(session, company.workspace_id).sound
    assert done is not None
    assert (done.is_done, done.cause, done.instruction_id) == (True, "minor", None)
    assert closed.state is RequestState.ANSWERED
    told = [one for one in log if one.type.startswith("child.")]
    assert {one.type for one in told} == {"child.found", "child.purged"}
    assert [one.type for one in log if "years old" in str(one.body)] == []
    canaries = traces([CANARY, "Elmwood Primary", "carla@lumen.example"])
    assert scan_folder(company.folder, canaries) == []


def test_a_message_that_comes_with_the_purge_goes_with_it(company: Company) -> None:
    """Written before, answered after: its turn finds nothing, and nothing of it is left."""
    thread = company.open_thread()
    thread.say(f"{SAID} {CANARY}.")
    late = thread.write("Hello again?")
    keep(company)
    if late.turn_id is not None:
        company.take_turn(late.turn_id)
    assert scan_folder(company.folder, traces([CANARY, "Hello again?"])) == []
