"""The fourth path: an export, and the check that shows whether the log has been changed."""

import json
import sqlite3
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
