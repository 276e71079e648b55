"""Stop marks, requests, the vault, and the answer to "what do you know about me?"."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.conversations.models import Conversation
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.leads import service as leads
from salesgenix.privacy import requests, service
from salesgenix.privacy.models import Suppression
from salesgenix.privacy.rules import RequestKind, RequestState, VaultItem

CARLA = "carla@acme.example"


@pytest.fixture
def carla(db: Database, workspace_id: UUID, now: datetime) -> leads.LeadCard:
    with db.writing() as session:
        return _lead_with_mail(session, workspace_id, now)


def _lead_with_mail(session: Session, workspace_id: UUID, now: datetime) -> leads.LeadCard:
    lead = leads.create(session, workspace_id, "widget", now=now)
    leads.learn(
        session, workspace_id, lead.id, "email",
        value=CARLA, quote=None, source="message:2", now=now,
    )  # fmt: skip
    return leads.card(session, workspace_id, lead.id)


def test_a_stop_covers_the_person_and_every_address(
    db: Database, carla: leads.LeadCard, now: datetime
) -> None:
    """The mark holds for the person, the address we hold and those given, however written."""
    ws = carla.workspace_id
    with db.writing() as session:
        service.suppress(
            session, ws, carla.subject_ref, ["Carla@Home.example"], reason="opt_out", now=now
        )
    with db.reading() as session:
        assert service.is_suppressed(session, ws, subject_ref=carla.subject_ref)
        for email in ("CARLA@acme.example", "carla@home.example"):
            assert service.is_suppressed(session, ws, email=email)
        assert not service.is_suppressed(session, ws, email="ben@acme.example")
        assert not service.is_suppressed(session, ws, subject_ref=uuid4())
        assert not service.is_suppressed(session, ws)


def test_a_stop_before_any_address_is_known_follows_the_person(
    db: Database, workspace_id: UUID, now: datetime
) -> None:
    """An anonymous visitor says stop; the address they give later must not be written to."""
    with db.writing() as session:
        visitor = leads.create(session, workspace_id, "widget", now=now)
        service.suppress(session, workspace_id, visitor.subject_ref, reason="opt_out", now=now)
        leads.learn(
            session, workspace_id, visitor.id, "email",
            value=CARLA, quote=None, source="message:9", now=now,
        )  # fmt: skip
        assert service.is_suppressed(session, workspace_id, email=CARLA)


def test_a_stop_is_known_to_a_new_conversation_of_the_same_address(
    db: Database, carla: leads.LeadCard, now: datetime
) -> None:
    """A second lead with the suppressed address is suppressed as well."""
    ws = carla.workspace_id
    with db.writing() as session:
        service.suppress(session, ws, carla.subject_ref, reason="opt_out", now=now)
        again = _lead_with_mail(session, ws, now)
        assert service.is_suppressed(session, ws, subject_ref=again.subject_ref)


def test_a_stop_outlives_erasure_and_names_nobody(
    db: Database, carla: leads.LeadCard, tmp_path: Path, now: datetime
) -> None:
    """With the person's key destroyed the address is still refused, and not readable anywhere."""
    ws = carla.workspace_id
    with db.writing() as session:
        service.suppress(session, ws, carla.subject_ref, [CARLA], reason="opt_out", now=now)
    db.keyring.destroy_person(ws, carla.subject_ref)
    with db.reading() as session:
        assert service.is_suppressed(session, ws, email=CARLA)
    assert CARLA.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_stop_in_one_workspace_is_no_stop_in_another(
    db: Database, carla: leads.LeadCard, stranger_id: UUID, now: datetime
) -> None:
    """Nothing can be learnt about a workspace's people by asking as another."""
    with db.writing() as session:
        service.suppress(
            session, carla.workspace_id, carla.subject_ref, [CARLA], reason="manual", now=now
        )
        assert not service.is_suppressed(session, stranger_id, email=CARLA)


def test_a_stop_can_be_lifted_and_set_again(
    db: Database, carla: leads.LeadCard, now: datetime
) -> None:
    """Twice is once; the person lifts it; a new stop holds again."""
    ws, person = carla.workspace_id, carla.subject_ref
    with db.writing() as session:
        for _ in range(2):
            service.suppress(session, ws, person, [CARLA], reason="opt_out", now=now)
        service.lift(session, ws, person, now=now)
        assert not service.is_suppressed(session, ws, subject_ref=person, email=CARLA)
        service.suppress(session, ws, person, reason="complaint", now=now)
        assert service.is_suppressed(session, ws, email=CARLA)


def test_two_stops_in_the_same_instant_are_one(
    database_url: str, open_database: Callable[[str], Database], now: datetime
) -> None:
    """Neither of them fails, on SQLite and PostgreSQL alike: a stop is never lost to a race."""
    db = open_database(database_url)
    person = uuid4()
    with db.writing() as session:
        profile = Profile(company="Orchard")
        ws = accounts.open_workspace(session, "orchard", "Orchard", profile, now=now).id

    def stop(_: int) -> None:
        with db.writing() as session:
            service.suppress(session, ws, person, [CARLA], reason="opt_out", now=now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(stop, range(4)))
    with db.reading() as session:
        assert service.is_suppressed(session, ws, email=CARLA)
        assert len(session.exec(select(Suppression)).all()) == 2


@pytest.mark.parametrize(
    ("received_at", "due_on"),
    [
        (datetime(2026, 11, 24, 4, 59, tzinfo=UTC), date(2026, 12, 8)),  # 23:59 on Monday
        (datetime(2026, 11, 24, 5, 1, tzinfo=UTC), date(2026, 12, 9)),  # 00:01 on Tuesday
        (datetime(2026, 3, 9, 3, 59, tzinfo=UTC), date(2026, 3, 20)),  # Sunday, clocks changed
        (datetime(2026, 3, 9, 4, 1, tzinfo=UTC), date(2026, 3, 23)),
    ],
)
def test_the_day_of_receipt_is_a_day_in_the_workspaces_zone(
    db: Database, workspace_id: UUID, received_at: datetime, due_on: date
) -> None:
    """Two minutes around midnight in New York make a working day of difference, in DST too."""
    with db.writing() as session:
        request = requests.open_request(
            session, workspace_id, uuid4(), RequestKind.ACCESS, channel="chat", now=received_at
        )
    assert (request.due_on, request.received_at) == (due_on, received_at)
    assert request.calendar_version.startswith("US; holidays ")


def test_asking_again_does_not_restart_the_clock(
    db: Database, workspace_id: UUID, now: datetime
) -> None:
    """The open request of the kind is returned; another kind, or one after closing, is new."""
    person = uuid4()
    with db.writing() as session:
        ask = lambda kind: requests.open_request(  # noqa: E731 - three words for three calls
            session, workspace_id, person, kind, channel="chat", now=now
        )
        first, again, other = ask("access"), ask("access"), ask("erase")
        assert again == first
        assert other.id != first.id
        requests.close(session, workspace_id, first.id, RequestState.ANSWERED, now=now)
        assert ask("access").id != first.id
        with pytest.raises(Conflict):
            requests.close(session, workspace_id, first.id, RequestState.REFUSED, now=now)


def test_requests_are_listed_by_urgency_and_by_workspace(
    db: Database, workspace_id: UUID, stranger_id: UUID, now: datetime
) -> None:
    """The nearest due date first; a stranger sees and closes none."""
    later = now.replace(month=12)
    with db.writing() as session:
        for at in (later, now):
            requests.open_request(session, workspace_id, uuid4(), "access", channel="chat", now=at)
        listed = requests.requests(session, workspace_id)
        assert [request.received_at for request in listed] == [now, later]
        assert requests.requests(session, stranger_id) == []
        with pytest.raises(NotFound):
            requests.close(session, stranger_id, listed[0].id, RequestState.ANSWERED, now=now)


@pytest.fixture
def conversation_id(db: Database, carla: leads.LeadCard, now: datetime) -> UUID:
    row = Conversation(
        workspace_id=carla.workspace_id, lead_id=carla.id, subject_ref=carla.subject_ref,
        channel="chat", created_at=now, last_event_at=now,
    )  # fmt: skip
    with db.writing() as session:
        session.add(row)
    return row.id


def test_the_vault_gives_back_what_was_put_in(
    db: Database, carla: leads.LeadCard, conversation_id: UUID, tmp_path: Path, now: datetime
) -> None:
    """In order, once each, sealed on disk, and in this workspace only."""
    place = (carla.workspace_id, conversation_id)
    items = [
        VaultItem("[EMAIL_1]", "EMAIL_ADDRESS", CARLA, "prospect"),
        VaultItem("[PERSON_1]", "PERSON", "Dora Quill", "third"),
    ]
    with db.writing() as session:
        service.keep_vault(session, *place, carla.subject_ref, items=items[:1], now=now)
        service.keep_vault(session, *place, carla.subject_ref, items=items, now=now)
    with db.reading() as session:
        assert service.load_vault(session, *place) == items
        assert service.load_vault(session, uuid4(), conversation_id) == []
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"PERSON_1" in stored
    assert b"Dora Quill" not in stored


def test_a_pseudonym_never_changes_its_meaning(
    db: Database, carla: leads.LeadCard, conversation_id: UUID, now: datetime
) -> None:
    """A token that stands for one value cannot come to stand for another."""
    place = (carla.workspace_id, conversation_id, carla.subject_ref)
    item = VaultItem("[PERSON_1]", "PERSON", "Dora", "third")
    other = VaultItem("[PERSON_1]", "PERSON", "Emil", "third")
    with db.writing() as session:
        service.keep_vault(session, *place, items=[item], now=now)
        with pytest.raises(Conflict):
            service.keep_vault(session, *place, items=[other], now=now)


def test_the_vault_of_an_erased_person_is_empty(
    db: Database, carla: leads.LeadCard, conversation_id: UUID, now: datetime
) -> None:
    """Without the key nothing behind a pseudonym can be had."""
    item = VaultItem("[EMAIL_1]", "EMAIL_ADDRESS", CARLA, "prospect")
    place = (carla.workspace_id, conversation_id)
    with db.writing() as session:
        service.keep_vault(session, *place, carla.subject_ref, items=[item], now=now)
    db.keyring.destroy_person(carla.workspace_id, carla.subject_ref)
    with db.reading() as session:
        assert service.load_vault(session, *place) == []


def test_what_we_know_is_all_and_only_the_askers(
    db: Database, carla: leads.LeadCard, now: datetime
) -> None:
    """Each field with value, source and date; nothing of another lead with the same address."""
    ws = carla.workspace_id
    with db.writing() as session:
        twin = _lead_with_mail(session, ws, now)
        leads.learn(
            session, ws, twin.id, "need", value="secret", quote=None, source="message:4", now=now
        )
        leads.settle(session, ws, carla.id, now=now, zone="Europe/Madrid")
        items = service.what_we_know(session, ws, carla.subject_ref)
        assert [(item.field, item.value, item.source) for item in items] == [
            ("email", CARLA, "message:2"),
            ("time zone", "Europe/Madrid", "widget"),
        ]
        service.suppress(session, ws, carla.subject_ref, reason="opt_out", now=now)
        assert service.what_we_know(session, ws, carla.subject_ref)[-1].field == "contact"
        assert service.what_we_know(session, ws, uuid4()) == []
