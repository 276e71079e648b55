"""The fourth path: an export, and the check that shows whether the log has been changed."""

import json
import sqlite3
import zipfile
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
import typer

from cli import exporting, upkeep
from tests.journeys.company import Company

CHANGE = """UPDATE decision
    SET record = CAST(replace(CAST(record AS TEXT), '"seq":3', '"seq":9') AS BLOB) WHERE seq = 3"""


def test_an_export_is_whole_ordered_and_recorded(company: Company, tmp_path: Path) -> None:
    """One line per decision in sequence, byte-identical when repeated but for the export itself."""
    company.open_thread().say("What does it cost?", "My name is Carla Moreno")
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    exporting.export_decisions(first, slug=None, data_dir=company.folder)
    exporting.export_decisions(second, slug=None, data_dir=company.folder)
    lines = second.read_bytes().splitlines(keepends=True)
    assert b"".join(lines[:-1]) == first.read_bytes()
    records = [json.loads(line) for line in lines]
    assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    assert records[-1]["type"] == "export.created"
    assert "Carla" not in first.read_text()


def test_a_person_gets_an_archive_of_their_own(company: Company, tmp_path: Path) -> None:
    """By command, by their address: exactly their decisions, the colleague they named masked, the
    detached signature over the file's bytes; nothing is left in the exports folder.
    """
    company.open_thread().say("Ask my colleague Erik Holm", "I am Carla, carla@lumen.example")
    company.open_thread().say("I am Dora Quist, dora@neighbour.example, what does it cost?")
    target = tmp_path / "carla.zip"
    exporting.export_archive(
        "subject",
        subject="carla@lumen.example",
        since=None,
        until=None,
        language="de",
        output=target,
        slug=None,
        data_dir=company.folder,
    )
    with zipfile.ZipFile(target) as archive:
        records = [json.loads(line) for line in archive.read("records.jsonl").splitlines()]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    about_carla = [card for card in company.decisions() if str(card.subject_ref) in str(records[0])]
    assert [record["seq"] for record in records] == [card.seq for card in about_carla]
    assert b"carla@lumen.example" in everything
    for other in (b"dora@neighbour.example", b"Quist", b"Holm"):
        assert other not in everything
    signed = target.with_name("carla.zip.sig").read_text()
    assert b64encode(sha256(target.read_bytes()).digest()).decode() in signed
    assert list((company.folder / "exports").iterdir()) == []
    kinds = [card.type for card in company.decisions()][-4:]
    steps = ("requested", "created", "downloaded", "expired")
    assert kinds == [f"export.{step}" for step in steps]


def test_a_changed_record_is_found(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    """``verify`` says sound and the count; one changed byte, and it names the place and fails."""
    company.open_thread().say("What does it cost?")
    upkeep.verify_decisions(slug="tendralis", data_dir=company.folder)
    assert f"Sound: {len(company.decisions())} decisions" in capsys.readouterr().out
    with sqlite3.connect(company.folder / "salesgenix.db") as raw:
        raw.execute(CHANGE)
    raw.close()
    with pytest.raises(typer.Exit) as ended:
        upkeep.verify_decisions(slug="tendralis", data_dir=company.folder)
    assert ended.value.exit_code == 1
    assert "TAMPERED at decision 3" in capsys.readouterr().err
