"""One person's copy holds everything of theirs once, nothing of others, and no secret."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from migrations import tables
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Database
from salesgenix.exports.person import gather, processing
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.register import Category, Export, about_people, registers
from salesgenix.privacy import service as privacy
from tests.blank import make_blank
from tests.salesgenix.filling import Person, fill
from tests.salesgenix.people import MONDAY, World, settle


def unmasked(text: str) -> str:
    return text


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


@given(words=st.data())
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a shrunk text says no more, and each takes a second
    suppress_health_check=[HealthCheck.too_slow],
)
def test_every_value_of_a_person_appears_exactly_once(words: st.DataObject) -> None:
    """Of two people with rows in every table, each one's copy has all of theirs and no more."""
    texts = words.draw(
        st.lists(st.text(min_size=1, max_size=30), min_size=90, max_size=90, unique=True)
    )
    said = (f"«{number}:{text}»" for number, text in enumerate(texts))
    with TemporaryDirectory() as folder:
        make_blank(Path(folder) / "b.db")
        store = SqlKeyStore(f"sqlite:///{Path(folder) / 'keys.db'}")
        db = Database(f"sqlite:///{Path(folder) / 'b.db'}", Keyring(store, bytes(range(32))))
        world = settle(db)
        with db.writing() as session:
            ben = fill(session, Person(world.ws), lambda: next(said))
            people = [
                fill(session, Person(world.ws), lambda: next(said), colleague=ben) for _ in range(2)
            ]
            for person in [ben, *people]:
                copy = gather(session, world.ws, person.subject_ref, mask=unmasked)
                check(copy["held"], person)
        db.close()
        store.close()


def check(held: dict[str, list[dict[str, object]]], person: Person) -> None:
    declared = registers()
    expected = {
        text
        for (table, column), text in person.said.items()
        if declared[table].columns[column].export is not Export.NO
    }
    told = [leaf for leaf in leaves(held) if isinstance(leaf, str) and leaf.startswith("«")]
    assert sorted(told) == sorted(expected)
    assert set(held) == set(person.rows)
    for name, rows in held.items():
        (row,) = rows
        given_ = {
            column.removesuffix("_sealed")
            for column, said in declared[name].columns.items()
            if said.export is not Export.NO and getattr(person.rows[name], column) is not None
        }
        assert set(row) == given_
    whole = json.dumps(held)
    for name, kept in person.rows.items():
        for column, said in declared[name].columns.items():
            value = getattr(kept, column)
            if said.category in {Category.CREDENTIAL, Category.MARK} and value is not None:
                assert (value.hex() if isinstance(value, bytes) else value) not in whole


def test_others_are_masked_where_words_are_theirs_too(world: World) -> None:
    """What may name other people passes the mask; the person's own name and address do not."""
    with world.db.writing() as session:
        ben = fill(session, Person(world.ws), lambda: "Ben")
        person = fill(session, Person(world.ws), lambda: "ask Dana", colleague=ben)
        copy = gather(
            session, world.ws, person.subject_ref, mask=lambda text: text.replace("Dana", "[…]")
        )["held"]
    assert copy["event"][0]["payload"] == copy["task"][0]["note"] == "ask […]"
    assert copy["lead"][0]["name"] == "ask Dana"


def test_a_whisper_is_given_as_a_note_is(world: World) -> None:
    """Both are about the person, so both are in their copy, with others masked; neither is part of
    the conversation that the person sees.
    """
    with world.db.writing() as session:
        for kind in (EventKind.NOTE, EventKind.WHISPER):
            said = NewEvent(kind=kind, actor=Actor.REP, payload={"text": f"{kind}: ask Dana"})
            conversations.append(session, world.ws, world.thread, said, now=MONDAY)
        copy = gather(
            session, world.ws, world.carla_ref, mask=lambda text: text.replace("Dana", "[…]")
        )["held"]
        seen = conversations.events_after(
            session, world.ws, world.thread, after=0, for_prospect=True
        )
    told = {event["kind"]: event for event in copy["event"]}
    for kind in ("note", "whisper"):
        assert told[kind]["payload"] == {"text": f"{kind}: ask […]"}
    assert not {EventKind.NOTE, EventKind.WHISPER} & {event.kind for event in seen}


def test_what_is_not_given_is_named_with_its_reason(world: World) -> None:
    """Each column that is left out stands there, with why; digests and marks among them."""
    with world.db.reading() as session:
        copy = gather(session, world.ws, world.carla_ref, mask=unmasked)
    left_out = {(one["table"], one["column"]): one["why"] for one in copy["not_given"]}
    assert all(left_out.values())
    assert {("lead", "email_blind"), ("visitor", "token_digest")} <= set(left_out)
    shown = {
        (table, column) for table, rows in copy["held"].items() for row in rows for column in row
    }
    assert not shown & set(left_out)


def test_a_real_prospect_gets_what_they_said(world: World) -> None:
    """Name and address, once as the lead's and once as learnt; who has stopped contact sees it."""
    with world.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=MONDAY)
    with world.db.reading() as session:
        copy = gather(session, world.ws, world.carla_ref, mask=unmasked)
    json.dumps(copy)
    assert copy["is_stopped"]
    (lead,) = copy["held"]["lead"]
    assert (lead["name"], lead["email"]) == ("Carla Ruiz", "carla@customer.example")
    assert {fact["value"] for fact in copy["held"]["lead_fact"]} == {lead["name"], lead["email"]}
    assert {one["table"] for one in copy["processing"]} == set(copy["held"])


def test_an_erased_person_has_nothing_to_read(world: World) -> None:
    """Without their key the sealed values are gone from the copy, too."""
    world.db.keyring.destroy_person(world.ws, world.carla_ref)
    with world.db.reading() as session:
        copy = gather(session, world.ws, world.carla_ref, mask=unmasked)["held"]
    assert "Carla" not in json.dumps(copy)


def test_a_stranger_finds_nobody(world: World) -> None:
    """Another workspace has nothing under this reference."""
    with world.db.reading() as session:
        assert gather(session, UUID(int=1), world.carla_ref, mask=unmasked)["held"] == {}


def test_the_record_of_processing_is_whole(world: World) -> None:
    """Each table about people stands there with all that the law asks for."""
    with world.db.reading() as session:
        record = processing(session, world.ws)
    assert {one["table"] for one in record} == {table.name for table in about_people(tables())}
    for one in record:
        assert all(
            one[part] for part in ("categories", "purpose", "basis", "retention", "source")
        ), one["table"]
    rows = {one["table"]: one["rows"] for one in record}
    assert rows["member"] == 4 and rows["lead"] == 1 and rows["lead_fact"] == 2
