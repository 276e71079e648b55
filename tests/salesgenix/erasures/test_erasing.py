"""An erasure leaves nothing of the person, everything of the others, and a log that holds."""

from uuid import UUID, uuid4

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.appointments import service as appointments
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.erasures import repository, service
from salesgenix.erasures.residue import scan_bytes, traces
from salesgenix.erasures.rules import State, Step
from salesgenix.erasures.service import ErasureCard
from salesgenix.exports import service as exports
from salesgenix.kit.errors import Conflict, Forbidden, NotFound, Unavailable
from salesgenix.kit.notes import open_note
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from tests.salesgenix.erasures.conftest import Planted
from tests.salesgenix.erasures.planting import (
    CANARIES,
    House,
    archive_bytes,
    open_house,
    opened,
    order,
    sound,
)
from tests.salesgenix.people import MONDAY, settle

# What no engine has a part in.
ON_ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def finish(house: House, erasure_id: UUID) -> ErasureCard:
    return service.run(house.db, erasure_id, house.stores, house.clock)


def test_nothing_of_the_person_is_left(planted: Planted) -> None:
    """Everything planted is readable before; afterwards no byte, row, key or archive has it."""
    house, world = planted.house, planted.world
    readable = "\n".join(opened(house, world, world.carla_ref))
    assert [value for value in CANARIES if value not in readable] == []
    archive = archive_bytes(house, world, planted.archive)
    assert {hit.value for hit in scan_bytes(archive, traces(CANARIES))} >= set(range(5))
    wrapped = house.keys.get(world.ws, f"person:{world.carla_ref}")
    assert wrapped

    done = finish(house, order(house, world))

    assert (done.state, done.step, done.failures) == (State.DONE, Step.WIPE, [])
    assert house.hits() == []
    assert done.counts["sought"] >= len(CANARIES) - 1
    with house.db.reading() as session:
        left = {
            table.name: repository.count(session, world.ws, table, world.carla_ref)
            for table in repository.erasable()
        }
        assert set(left.values()) == {0}
        assert exports.for_subject(session, world.ws, world.carla_ref) == []
    assert list(house.stores.exports_dir.iterdir()) == []
    assert house.keys.get(world.ws, f"person:{world.carla_ref}") == b""
    assert house.keys.is_overwritten(wrapped)
    with pytest.raises(NotFound, match="erased"):
        house.db.keyring.person(world.ws, world.carla_ref)


def test_the_others_and_the_log_are_intact(planted: Planted) -> None:
    """A neighbour keeps everything, the chain verifies, the payloads are accounted for."""
    house, world = planted.house, planted.world
    lead, subject, thread = planted.neighbour
    with house.db.writing() as session:
        leads.learn(
            session, world.ws, lead, "name", value="Nadia Bleibt", quote=None, source="t",
            now=MONDAY,
        )  # fmt: skip
        conversations.receive(
            session, world.ws, thread, client_id="n", payload={"text": "I stay."}, now=MONDAY
        )
    before = sorted(opened(house, world, subject))
    finish(house, order(house, world))
    assert sorted(opened(house, world, subject)) == before
    assert "I stay." in before
    assert sound(house, world)
    with house.db.reading() as session:
        types = [card.type for card in decisions.listing(session, world.ws)]
        assert types.index("erasure.verified") < types.index("erasure.executed")
        assert types.index("erasure.executed") < types.index("erasure.planned")


def test_a_payload_taken_by_hand_is_still_found(planted: Planted) -> None:
    """The record of the erasure excuses the payloads that it names, and no other."""
    house, world = planted.house, planted.world
    finish(house, order(house, world))
    table = next(table for table in repository.erasable() if table.name == "decision_payload")
    with house.db.writing() as session:
        _, subject, _ = planted.neighbour
        entry = a_signal(subject)
        decisions.record(session, world.ws, entry, now=MONDAY)
    assert sound(house, world)
    with house.db.writing() as session:
        assert repository.remove(session, world.ws, table, subject) == 1
    assert not sound(house, world)


def a_signal(subject_ref: UUID) -> Entry:
    return Entry(
        type=DecisionType.SIGNAL_READ,
        outcome="performed",
        subject_ref=subject_ref,
        payloads={"text": "a payload"},
    )


@ON_ONE_ENGINE
def test_the_receipt_is_signed_and_counts_what_was_planned(planted: Planted) -> None:
    """What was erased is what was counted beforehand; anyone with the public key can check it."""
    house, world = planted.house, planted.world
    done = finish(house, order(house, world))
    assert done.counts["erased"] == done.counts["planned"]
    assert done.counts["archives"] == 1
    with house.db.writing() as session:
        signer = checkpoints.signer(session)
    words = open_note(done.receipt or "", origin_of(world.ws), signer.public)
    for name, count in done.counts["planned"].items():
        assert f"\n{name} {count}\n" in words
    assert "\nfound 0\n" in words
    assert "decision: it holds no personal data" in words
    assert scan_bytes(words.encode(), traces(CANARIES)) == []


@ON_ONE_ENGINE
def test_a_stop_outlives_the_person(planted: Planted) -> None:
    """Who asked not to be contacted and is erased stays protected; nobody else is marked by it."""
    house, world = planted.house, planted.world
    with house.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=MONDAY)
    done = finish(house, order(house, world))
    assert "suppression" in {item["store"] for item in done.kept}
    with house.db.reading() as session:
        assert privacy.is_suppressed(session, world.ws, email="zenobia.quill@plover-canary.example")


@ON_ONE_ENGINE
def test_an_erasure_invents_no_stop(planted: Planted) -> None:
    """Who did not ask to be left alone may come back as somebody new."""
    house, world = planted.house, planted.world
    finish(house, order(house, world))
    with house.db.reading() as session:
        email = "zenobia.quill@plover-canary.example"
        assert not privacy.is_suppressed(session, world.ws, email=email)


def test_frozen_first(planted: Planted) -> None:
    """After the first step nobody acts: tokens are dead, times free, turns and actions ended."""
    house, world = planted.house, planted.world
    with house.db.writing() as session:
        opened_ = conversations.open_conversation(session, world.ws, channel="widget", now=MONDAY)
        subject = opened_.conversation.subject_ref
    with house.db.reading() as session:
        [meeting] = appointments.of_conversation(session, world.ws, world.thread)
    erasure_id = order(house, world)
    second = order(house, world, subject)
    for which in (erasure_id, second):
        service.advance(house.db, which, house.stores, house.clock)
    with house.db.writing() as session:
        assert appointments.card(session, world.ws, meeting.id).state == "cancelled"
        assert leads.card(session, world.ws, world.carla).is_frozen
        states = {card.state for card in actions.actions_of(session, world.ws, world.thread)}
        assert states <= {"done", "refused", "failed"}
        assert actions.pending_approvals(session, world.ws) == []
        assert actions.claim_due(session, MONDAY) == []
        with pytest.raises(Forbidden):
            conversations.visitor_for_token(session, opened_.token, now=house.clock.now())


def test_nothing_can_be_written_afterwards(planted: Planted) -> None:
    """Who comes late finds no conversation and no key, also with a key still in memory."""
    house, world = planted.house, planted.world
    elsewhere = open_house(house.folder, house.url)  # another process, with the key in memory
    elsewhere.db.keyring.person(world.ws, world.carla_ref)
    finish(house, order(house, world))
    with elsewhere.db.writing() as session, pytest.raises(NotFound):
        decisions.record(session, world.ws, a_signal(world.carla_ref), now=MONDAY)
    elsewhere.close()
    with house.db.writing() as session, pytest.raises(NotFound):
        conversations.receive(
            session, world.ws, world.thread, client_id="2", payload={"text": "hello?"}, now=MONDAY
        )
    with house.db.writing() as session, pytest.raises(NotFound):
        decisions.record(session, world.ws, a_signal(world.carla_ref), now=MONDAY)


@ON_ONE_ENGINE
def test_no_order_no_erasure(planted: Planted) -> None:
    """Without the owner's order nobody is erased at a request; a stranger cannot be erased."""
    house, world = planted.house, planted.world
    with house.db.writing() as session:
        with pytest.raises(Forbidden):
            service.order(
                session, world.ws, world.carla_ref, cause="request", instruction_id=None, now=MONDAY
            )
        with pytest.raises(NotFound):
            service.order(
                session, world.ws, uuid4(), cause="minor", instruction_id=None, now=MONDAY
            )
    elsewhere = settle(house.db, company="Stranger").ws
    with house.db.writing() as session, pytest.raises(NotFound):
        service.order(
            session, elsewhere, world.carla_ref, cause="minor", instruction_id=None, now=MONDAY
        )
    assert list(house.journal.read()) == []


@ON_ONE_ENGINE
def test_twice_is_once(planted: Planted) -> None:
    """A second order gives the first erasure, before its end and after."""
    house, world = planted.house, planted.world
    first = order(house, world)
    assert order(house, world) == first
    finish(house, first)
    assert order(house, world) == first
    assert finish(house, first).is_done


@ON_ONE_ENGINE
def test_a_copy_in_the_clear_stops_it(planted: Planted) -> None:
    """A trace anywhere in the folder: never "done", the place is named, and it goes on once the
    trace is gone.
    """
    house, world = planted.house, planted.world
    copy = house.folder / "notes.txt"
    copy.write_text(f"remember {CANARIES[1].upper()}")
    erasure_id = order(house, world)
    stuck = finish(house, erasure_id)
    assert (stuck.state, stuck.receipt) == (State.PARTIAL, None)
    assert stuck.failures == [{"store": "notes.txt", "code": "trace_found"}]
    assert stuck.next_at > house.clock.now()
    with house.db.reading() as session:
        assert decisions.listing(session, world.ws)[0].type == "erasure.partial"
    copy.unlink()
    assert finish(house, erasure_id).is_done
    assert sound(house, world)


@pytest.mark.parametrize(
    "company", ["embedded", "Salesgenix", "Europe/Berlin", "Prospect", "SQLite"]
)
@ON_ONE_ENGINE
def test_a_name_that_is_a_word_of_the_house(planted: Planted, company: str) -> None:
    """Whoever is called like a model, a zone, a file or a code is erased like anybody: finding the
    word in the records of others holds nothing up.
    """
    house, world = planted.house, planted.world
    with house.db.writing() as session:
        entry = Entry(type=DecisionType.MODEL_CALLED, outcome="done", model={"name": "embedded"})
        decisions.record(session, world.ws, entry, now=MONDAY)
        leads.learn(
            session, world.ws, world.carla, "company", value=company, quote=None, source="test",
            now=MONDAY,
        )  # fmt: skip
    done = finish(house, order(house, world))
    assert (done.state, done.failures) == (State.DONE, [])
    assert done.counts["common"] >= 1
    assert house.hits() == []


@ON_ONE_ENGINE
def test_a_place_that_says_it_is_not_repeated(planted: Planted) -> None:
    """A file named after the person keeps it open, but its name goes into no row and no record."""
    house, world = planted.house, planted.world
    (house.folder / f"{CANARIES[1]}.txt").write_text("")
    stuck = finish(house, order(house, world))
    assert [failure["store"] for failure in stuck.failures] == ["a file whose name says it"]
    assert house.hits() and all(hit.place.startswith(CANARIES[1]) for hit in house.hits())


class Calendar:
    name = "calendar"

    def __init__(self) -> None:
        self.fails, self.asked = True, 0

    def forget(self, workspace_id: object, subject_ref: object) -> None:
        del workspace_id, subject_ref
        self.asked += 1
        if self.fails:
            raise Unavailable("calendar.down", "The calendar does not answer.")


@ON_ONE_ENGINE
def test_a_store_outside_is_waited_for(planted: Planted) -> None:
    """While another system still holds something, it is partial with its name; then done."""
    house, world = planted.house, planted.world
    calendar = Calendar()
    stores = type(house.stores)(
        exports_dir=house.stores.exports_dir, folders=house.stores.folders, outside=(calendar,)
    )
    erasure_id = order(house, world)
    for _ in range(2):
        stuck = service.run(house.db, erasure_id, stores, house.clock)
        assert stuck.failures == [{"store": "calendar", "code": "calendar.down"}]
        assert stuck.state is State.PARTIAL
    calendar.fails = False
    done = service.run(house.db, erasure_id, stores, house.clock)
    assert done.is_done and calendar.asked == 3
    with house.db.reading() as session:
        types = [card.type for card in decisions.listing(session, world.ws)]
    assert (types.count("erasure.partial"), types.count("erasure.resumed")) == (1, 1)


def test_a_crash_after_every_step(planted: Planted) -> None:
    """A new process goes on from the last complete step, each time, to the same end; the log is
    sound at every instant.
    """
    house, world = planted.house, planted.world
    erasure_id = order(house, world)
    for step in Step:
        card = service.advance(house.db, erasure_id, house.stores, house.clock)
        assert card.step is step
        assert card.is_done is (step is Step.WIPE)
        house.reopen()
        assert sound(house, world)
    assert card.counts["erased"] == card.counts["planned"]
    assert house.hits() == []


def test_a_row_that_came_late_goes_too(planted: Planted) -> None:
    """Something written behind the engine's back before the scan is erased like everything else."""
    house, world = planted.house, planted.world
    erasure_id = order(house, world)
    card = service.advance(house.db, erasure_id, house.stores, house.clock)
    while card.step is not Step.PAYLOADS:
        card = service.advance(house.db, erasure_id, house.stores, house.clock)
    with house.db.writing() as session:
        decisions.record(session, world.ws, a_signal(world.carla_ref), now=MONDAY)
    assert finish(house, erasure_id).is_done
    assert sound(house, world)


def test_a_member_is_blanked(planted: Planted) -> None:
    """Of a member nothing personal stays, nobody signs in as them, and what they did stands."""
    house, world = planted.house, planted.world
    with house.db.writing() as session:
        ben = accounts.member(session, world.ws, world.ben)
        token = accounts.issue_sign_in(session, world.ws, world.ben, now=MONDAY)
    done = finish(house, order(house, world, ben.subject_ref))
    assert done.is_done
    with house.db.reading() as session:
        blank = accounts.member(session, world.ws, world.ben)
        assert (blank.name, blank.email, blank.is_active, blank.hours) == ("", "", False, {})
        assert accounts.member_of_email(session, world.ws, ben.email) is None
        with pytest.raises(Forbidden):
            accounts.member_for_token(session, token, now=MONDAY)
        assert leads.card(session, world.ws, world.carla).name == "Zenobia Quillfeather"
    assert house.hits([ben.email]) == []


@ON_ONE_ENGINE
def test_the_last_owner_stays(planted: Planted) -> None:
    """A workspace without an owner could not answer for anything."""
    house, world = planted.house, planted.world
    with house.db.reading() as session:
        ana = accounts.member(session, world.ws, world.ana).subject_ref
    with pytest.raises(Conflict):
        order(house, world, ana)
