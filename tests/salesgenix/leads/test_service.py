"""What is learnt about a person, and how it is kept."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from salesgenix.db import Database
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.leads import service
from salesgenix.leads.rules import FactField, Stage


@pytest.fixture
def carla(db: Database, workspace_id: UUID, now: datetime) -> service.LeadCard:
    with db.writing() as session:
        return service.create(session, workspace_id, "widget", now=now, language="es")


def learn(
    db: Database, lead: service.LeadCard, field: str, value: str, now: datetime
) -> service.LeadCard:
    with db.writing() as session:
        service.learn(
            session, lead.workspace_id, lead.id, field,
            value=value, quote=f"it is {value}", source="message:3", now=now,
        )  # fmt: skip
        return service.card(session, lead.workspace_id, lead.id)


def test_a_fact_carries_its_source_and_quote(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """Each thing known says where, when and in which words it was learnt."""
    [fact] = learn(db, carla, "budget", "4,000 a year", now).facts
    assert (fact.field, fact.value) == (FactField.BUDGET, "4,000 a year")
    assert (fact.source, fact.quote) == ("message:3", "it is 4,000 a year")
    assert (fact.collected_at, fact.superseded_at) == (now, None)


def test_a_correction_supersedes_and_is_remembered(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """Only the newest value is in force; the history keeps both; repeating it adds nothing."""
    later = now + timedelta(minutes=5)
    learn(db, carla, "size", "40", now)
    learn(db, carla, "size", "45", later)
    card = learn(db, carla, "size", "45", later + timedelta(minutes=5))
    assert [(fact.value, fact.collected_at) for fact in card.facts] == [("45", later)]
    with db.reading() as session:
        history = service.history(session, carla.workspace_id, carla.id)
    assert [(fact.value, fact.superseded_at) for fact in history] == [("40", later), ("45", None)]


def test_of_two_values_in_one_moment_the_later_said_is_in_force(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """``50… sorry, 500`` is learnt within one turn: the clock does not tell them apart."""
    for value in ("50", "500"):
        card = learn(db, carla, "size", value, now)
    assert [fact.value for fact in card.facts] == ["500"]
    with db.reading() as session:
        history = service.history(session, carla.workspace_id, carla.id)
    assert [(fact.value, fact.superseded_at) for fact in history] == [("50", now), ("500", None)]


def test_contact_facts_stand_on_the_lead_itself(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """Name, mail, phone, company and position can be listed without reading facts."""
    values = {
        "name": "Carla Núñez",
        "email": "Carla@Acme.example",
        "phone": "+34 600 123 456",
        "company": "Acme",
        "position": "Head of Operations",
    }
    for field, value in values.items():
        card = learn(db, carla, field, value, now)
    assert {field: getattr(card, field) for field in values} == values
    with db.reading() as session:
        assert service.listing(session, carla.workspace_id) == [card]


def test_a_lead_is_found_however_its_address_is_written(
    db: Database, carla: service.LeadCard, stranger_id: UUID, now: datetime
) -> None:
    """Case and blanks do not hide a lead; number formats do not either; strangers find nothing."""
    learn(db, carla, "email", "Carla@Acme.example", now)
    card = learn(db, carla, "phone", "+34 600 123 456", now)
    with db.reading() as session:
        assert service.find_by_email(session, carla.workspace_id, "carla@ACME.example ") == card
        assert service.find_by_phone(session, carla.workspace_id, "0034600123456") is None
        assert service.find_by_phone(session, carla.workspace_id, "+34 (600) 12-34-56") == card
        assert service.find_by_email(session, stranger_id, "carla@acme.example") is None
        with pytest.raises(NotFound):
            service.card(session, stranger_id, carla.id)


def test_an_anonymous_visitor_with_a_known_address_stays_a_lead_of_its_own(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """Both leads are kept with their own key; the address leads to the older and to all."""
    known = learn(db, carla, "email", "carla@acme.example", now)
    later = now + timedelta(days=1)
    with db.writing() as session:
        visitor = service.create(session, carla.workspace_id, "widget", now=later)
    visitor = learn(db, visitor, "email", "CARLA@acme.example", later)
    assert visitor.subject_ref != known.subject_ref
    with db.reading() as session:
        assert service.find_by_email(session, carla.workspace_id, "carla@acme.example") == known
        people = service.same_person(session, carla.workspace_id, "carla@acme.example")
    assert people == [known, visitor]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("religion", "none of our business", "fact.field"),
        ("email", "carla at acme", "fact.email"),
        ("phone", "call me", "fact.phone"),
        ("name", "   ", "fact.value"),
        ("need", "x" * 2_001, "fact.value"),
    ],
)
def test_what_may_not_be_kept_is_refused(
    db: Database, carla: service.LeadCard, now: datetime, field: str, value: str, code: str
) -> None:
    """The list of fields is closed, and a value has to be one."""
    with pytest.raises(Invalid) as refusal:
        learn(db, carla, field, value, now)
    assert refusal.value.code == code


def test_nothing_more_is_learnt_about_a_frozen_person(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """A minor's profile does not grow."""
    with db.writing() as session:
        assert service.freeze(session, carla.workspace_id, carla.id, now=now).is_frozen
    with pytest.raises(Conflict):
        learn(db, carla, "name", "Carla", now)


def test_an_ended_sale_is_re_opened_by_a_person_only(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """The agent moves freely until the end; then only an opt-out or a person moves on."""
    place = (carla.workspace_id, carla.id)
    with db.writing() as session:
        service.move_stage(session, *place, Stage.VALUE, now=now)
        service.move_stage(session, *place, Stage.DISCOVERY, now=now)
        service.move_stage(session, *place, Stage.LOST, now=now)
        with pytest.raises(Conflict):
            service.move_stage(session, *place, Stage.DISCOVERY, now=now)
        service.move_stage(session, *place, Stage.OPTED_OUT, now=now)
        reopened = service.move_stage(session, *place, Stage.NEW, now=now, by_person=True)
    assert reopened.stage == Stage.NEW


def test_nothing_personal_lies_in_the_files_in_the_clear(
    db: Database, carla: service.LeadCard, tmp_path: Path, now: datetime
) -> None:
    """The same values that are read back through the key are nowhere in the database's bytes."""
    learn(db, carla, "name", "Carla Nunez", now)
    learn(db, carla, "email", "carla@acme.example", now)
    learn(db, carla, "phone", "+34600123456", now)
    learn(db, carla, "need", "replace spreadsheets", now)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"message:3" in stored  # the search itself finds what is there
    for text in ("Carla Nunez", "acme.example", "600123456", "spreadsheets", "it is"):
        assert text.encode() not in stored


def test_an_erased_person_is_read_as_nobody(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """With the key gone the lead remains as an empty frame, and lists still work."""
    learn(db, carla, "name", "Carla", now)
    db.keyring.destroy_person(carla.workspace_id, carla.subject_ref)
    with db.reading() as session:
        [card] = service.listing(session, carla.workspace_id)
    assert (card.name, [fact.value for fact in card.facts]) == (None, [""])


def test_language_zone_and_owner_are_noted(
    db: Database, carla: service.LeadCard, now: datetime
) -> None:
    """What is not given stays as it was; the lead touched last is listed first."""
    later = now + timedelta(minutes=1)
    with db.writing() as session:
        other = service.create(session, carla.workspace_id, "chat", now=now)
        service.settle(session, carla.workspace_id, carla.id, now=later, zone="Europe/Madrid")
        service.assign(session, carla.workspace_id, carla.id, None, now=later)
        cards = service.listing(session, carla.workspace_id)
    assert [card.id for card in cards] == [carla.id, other.id]
    assert (cards[0].language, cards[0].zone) == ("es", "Europe/Madrid")
