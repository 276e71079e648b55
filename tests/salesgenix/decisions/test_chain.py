"""The log can be added to and checked; nothing in it can be changed unseen."""

import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, canonical, leaf, parse
from salesgenix.kit.errors import Invalid


def entry(subject_ref: UUID | None = None, **more: object) -> Entry:
    return Entry(type=DecisionType.REPLY_SENT, outcome="performed", subject_ref=subject_ref, **more)


@pytest.fixture
def five(db: Database, workspace_id: UUID, now: datetime) -> UUID:
    carla = uuid4()
    with db.writing() as session:
        for turn in range(5):
            decisions.record(
                session,
                workspace_id,
                entry(carla, payloads={"message": f"Carla said thing {turn}"}),
                now=now,
            )
    return workspace_id


def verify(db: Database, workspace_id: UUID) -> decisions.Verification:
    with db.reading() as session:
        return decisions.verify_chain(session, workspace_id)


def test_a_log_that_nobody_touched_is_sound(db: Database, five: UUID) -> None:
    """Five records verify, in order, to the head."""
    outcome = verify(db, five)
    assert (outcome.sound, outcome.count, outcome.why) == (True, 5, None)


def test_an_empty_log_is_sound(db: Database, workspace_id: UUID) -> None:
    """A workspace without decisions has nothing to prove."""
    assert verify(db, workspace_id).sound


@pytest.mark.parametrize(
    ("statement", "bad_seq"),
    [
        ("UPDATE decision SET record = CAST(replace(CAST(record AS TEXT), 'performed', "
         "'withheld') AS BLOB) WHERE seq = 3", 3),
        ("UPDATE decision SET outcome = 'denied' WHERE seq = 2", 2),
        ("DELETE FROM decision_payload WHERE decision_id IN "
         "(SELECT id FROM decision WHERE seq = 4)", 4),
        ("UPDATE decision_payload SET content_sealed = x'00' WHERE decision_id IN "
         "(SELECT id FROM decision WHERE seq = 1)", 1),
        ("UPDATE decision_head SET seq = 4", 6),
    ],
)  # fmt: skip
def test_each_kind_of_tampering_is_found_at_its_place(
    db: Database, five: UUID, statement: str, bad_seq: int
) -> None:
    """A changed byte, column, payload or head is named with the first bad place."""
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    outcome = verify(db, five)
    assert not outcome.sound
    assert outcome.first_bad_seq == bad_seq


def test_a_missing_record_is_found(db: Database, five: UUID) -> None:
    """A record taken out of the middle, payload and all, leaves a gap that shows."""
    with db.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM decision_payload WHERE decision_id IN "
                 "(SELECT id FROM decision WHERE seq = 3)")
        )  # fmt: skip
        connection.execute(text("DELETE FROM decision WHERE seq = 3"))
    assert verify(db, five).why == "record 3 is missing"


def test_the_exported_bytes_hash_to_the_leaves(db: Database, five: UUID) -> None:
    """Anyone can walk the chain again from the export alone."""
    with db.reading() as session:
        lines = list(decisions.export_lines(session, five))
    records = [line.rstrip(b"\n") for line in lines]
    for before, after in pairwise(records):
        assert json.loads(after)["prev"] == leaf(before)
    assert all(canonical(parse(record)) == record for record in records)


def test_no_personal_word_stands_in_the_clear(db: Database, five: UUID) -> None:
    """What the prospect said is sealed; the records themselves hold none of it."""
    with db.reading() as session:
        assert b"Carla" not in b"".join(decisions.export_lines(session, five))
        card = decisions.listing(session, five, limit=1)[0]
        assert decisions.payloads(session, five, card.id) == {"message": "Carla said thing 4"}
    db.close()
    assert b"Carla" not in Path(str(db.engine.url.database)).read_bytes()


def test_two_workspaces_have_two_chains(
    db: Database, five: UUID, stranger_id: UUID, now: datetime
) -> None:
    """A stranger's log starts at 1 and knows nothing of Ana's."""
    with db.writing() as session:
        assert decisions.record(session, stranger_id, entry(), now=now) == 1
        assert len(decisions.listing(session, stranger_id)) == 1
    assert verify(db, five).count == 5


def test_a_float_is_refused() -> None:
    """Scores are integers: two machines must write the same bytes."""
    with pytest.raises(Invalid):
        canonical({"score": 0.5})


def test_a_repeated_key_is_refused() -> None:
    """A key that stands twice would hide one of its values."""
    with pytest.raises(Invalid):
        parse(b'{"a":1,"a":2}')


def test_an_undone_transaction_leaves_no_record(db: Database, five: UUID, now: datetime) -> None:
    """A decision exists exactly when what it decided was committed."""
    with pytest.raises(RuntimeError), db.writing() as session:
        decisions.record(session, five, entry(), now=now)
        raise RuntimeError
    assert verify(db, five).count == 5
