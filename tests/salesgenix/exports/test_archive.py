"""What is in an archive, for whom, and that it is the same bytes whenever it is made."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.exports.csv_view import row_of
from salesgenix.exports.rules import LANGUAGES, Kind, Wanted
from salesgenix.exports.wording import Words, words
from salesgenix.kit.errors import Conflict
from salesgenix.kit.notes import open_note
from tests.salesgenix.exports.scene import (
    CARLA,
    DORA,
    LATER,
    ask,
    build,
    exported,
    fetch,
    of_carla,
    populate,
    talk,
)
from tests.salesgenix.people import MONDAY, World

ORDER = [
    "manifest.json",
    "manifest.sig",
    "checkpoint",
    "checkpoints.jsonl",
    "records.jsonl",
    "proofs.jsonl",
    "consistency.jsonl",
    "payloads.jsonl",
    "decisions.csv",
    "data.json",
    "summary.html",
    "schemas/record.schema.json",
    "schemas/manifest.schema.json",
    "schemas/payload.schema.json",
    "schemas/data.schema.json",
    "README.txt",
]
AGAIN = """
import sys
from pathlib import Path
from uuid import UUID
from migrations import tables
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.exports import service as exports
from salesgenix.exports.making import make
from salesgenix.exports.rules import Kind, Wanted
from datetime import datetime, UTC
tables()
url, keys, ws, ref, size, folder = sys.argv[1:]
db = Database(url, Keyring(SqlKeyStore(keys), bytes(range(32))))
now = datetime(2027, 3, 2, tzinfo=UTC)
wanted = Wanted(kind=Kind.SUBJECT, subject_ref=UUID(ref), size=int(size))
with db.writing() as session:
    card = exports.request(session, UUID(ws), wanted, by=None, now=now)
    job = exports.claim(session, UUID(ws), card.id, now=now)
with db.reading() as session:
    made = make(session, job, Path(folder), report=lambda done, total: None)
print(made.sha256)
"""


def test_a_person_gets_their_decisions_and_nothing_of_a_neighbour(
    each_world: World, tmp_path: Path
) -> None:
    """Exactly the decisions about Carla, her words in the clear, and none of Dora's values in any
    file or opened payload.
    """
    populate(each_world)
    archive = exported(each_world, of_carla(each_world), tmp_path / "exports")
    assert archive.zip.namelist() == ORDER
    records = archive.lines("records.jsonl")
    assert {record["subject_ref"] for record in records} == {str(each_world.carla_ref)}
    assert [record["type"] for record in records] == ["tool.called", "action.denied"]
    everything = archive.everything()
    assert all(value.encode() in everything for value in CARLA)
    assert not [value for value in DORA if value.encode() in everything]
    assert b"Quist" not in everything


def test_other_people_are_named_by_their_part(world: World, tmp_path: Path) -> None:
    """Erik, whom Carla spoke of, and rep Ben stand nowhere; a masked text comes without its key."""
    populate(world)
    archive = exported(world, of_carla(world), tmp_path / "exports")
    everything = archive.everything()
    for value in ("Erik", "Holm", "Ben", "ben@northwind.example", "Ana"):
        assert value.encode() not in everything
    lines = {line["part"]: line for line in archive.lines("payloads.jsonl")}
    masked = f"{CARLA[2]} and [another person], see [a member of the team]"
    assert lines["message"]["text"] == masked
    assert lines["message"]["masked"] is True
    assert "key" not in lines["message"]
    assert json.loads(lines["arguments"]["text"]) == {"query": CARLA[2]}
    assert "key" in lines["arguments"]


def test_the_owners_own_export_is_whole_and_unmasked(world: World, tmp_path: Path) -> None:
    """A workspace's archive has every record and everybody's data, and no secret of the house."""
    populate(world)
    archive = exported(world, Wanted(kind=Kind.WORKSPACE), tmp_path / "exports")
    names = [name for name in ORDER if name not in {"proofs.jsonl", "consistency.jsonl"}]
    assert archive.zip.namelist() == names
    seqs = [record["seq"] for record in archive.lines("records.jsonl")]
    assert seqs == list(range(1, archive.json("manifest.json")["tree"]["size"] + 1))
    everything = archive.everything()
    assert all(value.encode() in everything for value in (*CARLA, *DORA, "Erik Holm"))
    data = archive.json("data.json")
    named = {
        column
        for person in data["people"]
        for rows in person["held"].values()
        for row in rows
        for column in row
    }
    assert not [name for name in named if name.endswith(("_digest", "_blind", "_hash"))]
    assert all("password" not in " ".join(member) for member in data["workspace"]["members"])


def test_a_period_holds_what_lies_in_it(world: World, tmp_path: Path) -> None:
    """``since`` counts, ``until`` does not; there is no file of held data."""
    populate(world)
    talk(world, world.thread, world.carla_ref, "later", at=MONDAY + timedelta(days=2))
    wanted = Wanted(
        kind=Kind.PERIOD, since=MONDAY + timedelta(days=1), until=MONDAY + timedelta(days=2)
    )
    assert exported(world, wanted, tmp_path / "exports").lines("records.jsonl") == []
    wanted = Wanted(kind=Kind.PERIOD, since=MONDAY + timedelta(days=2))
    archive = exported(world, wanted, tmp_path / "exports", now=MONDAY + timedelta(days=3))
    types = [record["type"] for record in archive.lines("records.jsonl")]
    assert types[:3] == ["tool.called", "action.denied", "workspace.resumed"]
    assert "data.json" not in archive.zip.namelist()


def test_the_same_export_is_the_same_bytes(
    each_world: World,
    open_database: Callable[[str], Database],
    tmp_path: Path,
) -> None:
    """Asked for again with its size: after other exports, downloads, checkpoints of smaller trees,
    a new key and a restart, and in another process.
    """
    populate(each_world)
    folder = tmp_path / "exports"
    first = build(each_world.db, ask(each_world, of_carla(each_world)), folder)
    data = fetch(each_world.db, first, folder).data
    with each_world.db.writing() as session:
        decisions.record(
            session,
            each_world.ws,
            Entry(type=DecisionType.WORKSPACE_RESUMED, outcome="performed"),
            now=LATER,
        )
        later = LATER + timedelta(minutes=1)
        checkpoints.sign_head(session, each_world.ws, Cause.EXPORT, now=later, size=3)
        checkpoints.rotate(session, now=later)
    url = each_world.db.engine.url.render_as_string(hide_password=False)
    restarted = open_database(url)
    again = ask(each_world, of_carla(each_world, size=first.size), now=later)
    again = build(restarted, again, folder, now=later)
    assert fetch(restarted, again, folder, now=later).data == data
    assert again.signature == first.signature
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    told = [url, keys, str(each_world.ws), str(each_world.carla_ref), str(first.size), str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, *told], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == first.sha256, done.stderr


def test_every_file_fits_its_schema(world: World, tmp_path: Path) -> None:
    """Manifest, records, payloads and data are valid by the schemas that lie beside them."""
    populate(world)
    for wanted in (of_carla(world), Wanted(kind=Kind.WORKSPACE)):
        archive = exported(world, wanted, tmp_path / "exports")
        found = {
            "manifest": [archive.json("manifest.json")],
            "data": [archive.json("data.json")],
            "record": archive.lines("records.jsonl"),
            "payload": archive.lines("payloads.jsonl"),
        }
        for name, bodies in found.items():
            schema = archive.json(f"schemas/{name}.schema.json")
            jsonschema.Draft202012Validator.check_schema(schema)
            assert bodies
            for body in bodies:
                jsonschema.validate(body, schema, cls=jsonschema.Draft202012Validator)


def test_manifest_and_archive_are_signed(world: World, tmp_path: Path) -> None:
    """Both signatures open with the key in the manifest, and name the digest of what they sign."""
    populate(world)
    card = build(world.db, ask(world, of_carla(world)), tmp_path)
    archive = fetch(world.db, card, tmp_path)
    with world.db.reading() as session:
        public = checkpoints.keys(session)[0].public
    origin = f"salesgenix/log/{world.ws}"
    text = open_note(archive.read("manifest.sig").decode(), origin, public)
    assert text.startswith(f"salesgenix-export/1\n{origin}\n")
    assert open_note(card.signature, origin, public).startswith("salesgenix-archive/1\n")


def test_what_was_erased_is_accounted_for(world: World, tmp_path: Path) -> None:
    """A payload that was erased is missing, and the record of the erasure comes along, though it
    is not about the person; an export of the time before can no longer be made.
    """
    populate(world)
    with world.db.writing() as session:
        before = decisions.head(session, world.ws).size
        gone = decisions.forget_payloads(session, world.ws, world.carla_ref)
        entry = Entry(
            type=DecisionType.ERASURE_EXECUTED, outcome="performed", facts={"payloads": gone}
        )
        seq = decisions.record(session, world.ws, entry, now=LATER)
    archive = exported(world, of_carla(world), tmp_path)
    assert archive.json("manifest.json")["accounting"] == [seq]
    assert [record["seq"] for record in archive.lines("records.jsonl")][-1] == seq
    assert len(archive.lines("proofs.jsonl")) == len(archive.lines("records.jsonl"))
    assert archive.lines("payloads.jsonl") == []
    old = ask(world, replace(of_carla(world), size=before))
    with pytest.raises(Conflict, match="erased after") as refused:
        build(world.db, old, tmp_path)
    assert refused.value.code == "export.superseded"


def test_the_table_is_safe_in_a_spreadsheet(world: World, tmp_path: Path) -> None:
    """A cell that would be run as a formula is text; every row has every column."""
    body = {"seq": 1, "outcome": "=HYPERLINK(1)", "type": "@x", "automation": "-1"}
    record = SimpleNamespace(body=body, row=None)
    (cells,) = csv.reader(io.StringIO(row_of(record, "+1").decode(), newline=""))
    assert [cells[2], cells[3], cells[5], cells[7]] == ["'@x", "'=HYPERLINK(1)", "'-1", "'+1"]
    populate(world)
    table = exported(world, of_carla(world), tmp_path).read("decisions.csv")
    rows = list(csv.reader(io.StringIO(table.decode(), newline="")))
    assert {len(row) for row in rows} == {14}
    assert table.count(b"\r\n") == len(rows) == 3


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: _shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return sorted(part for part in ("{company}", "{count}") if part in str(value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_written_in_every_language(world: World, tmp_path: Path, language: str) -> None:
    """The same texts with the same gaps in each language, and a page that loads nothing."""
    for name in Words.__slots__:
        english, theirs = getattr(words("en"), name), getattr(words(language), name)
        assert _shape(theirs) == _shape(english), name
    populate(world)
    wanted = of_carla(world, language=language)
    page = exported(world, wanted, tmp_path).read("summary.html").decode()
    assert f'<html lang="{language}">' in page
    assert words(language).titles["subject"] in page
    assert "<script" not in page
    assert "src=" not in page
    assert "{company}" not in page


def test_a_long_export_shows_days_and_the_most_telling(world: World, tmp_path: Path) -> None:
    """Beyond 500 decisions the page counts days and shows what was refused; the table has all."""
    with world.db.writing() as session:
        plain = Entry(type=DecisionType.MODEL_CALLED, outcome="done", subject_ref=world.carla_ref)
        denied = Entry(
            type=DecisionType.ACTION_DENIED,
            outcome="denied",
            reasons=("never",),
            subject_ref=world.carla_ref,
        )
        for day in range(3):
            at = MONDAY + timedelta(days=day)
            decisions.record_all(session, world.ws, [plain] * 200 + [denied], now=at)
    at = MONDAY + timedelta(days=4)
    archive = exported(world, of_carla(world), tmp_path, now=at)
    page = archive.read("summary.html").decode()
    assert page.count('class="stopped') == 3
    assert "2027-03-02</time><i" in page
    assert len(page) < 40_000
    assert archive.read("decisions.csv").count(b"\r\n") == 604
