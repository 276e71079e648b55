"""What the guard finds in a text, from the terminal."""

import json
from pathlib import Path

from cli.installation import open_installation
from cli.reading import local_settings
from salesgenix.accounts import service as accounts
from salesgenix.screening import service as screening
from salesgenix.screening.rules import TermKind
from salesgenix.screening.service import NewTerm
from salesgenix.workspaces import service as workspaces
from tests.cli.conftest import Called
from tests.cli.running import ROOT, run

TEXT = "I'm Carla Jensen, on grey fjord. Card 4111 1111 1111 1111"


def test_a_text_is_read_from_a_file_or_from_standard_input(call: Called, tmp_path: Path) -> None:
    """Kind, place, score and detail of each value, and what a model would read; never the value
    itself in the list.
    """
    file = tmp_path / "said.txt"
    file.write_text(TEXT)
    plain = run("scan", str(file))
    assert plain.returncode == 0, plain.stderr
    table, _, model = plain.stdout.decode().partition("\n\n")
    assert [line.split()[:3] for line in table.splitlines()] == [
        ["PERSON", "4", "16"],
        ["CARD", "38", "57"],
    ]
    assert model.strip() == "I'm <<PERSON_1>>, on grey fjord. Card [card ending 1111]"
    told = json.loads(call("scan", "--json", typed=TEXT.encode())[1])
    assert [(one["entity"], one["start"], one["end"]) for one in told["found"]] == [
        ("PERSON", 4, 16),
        ("CARD", 38, 57),
    ]
    assert "Carla" not in json.dumps(told)


def test_a_workspaces_own_settings_count(call: Called, tmp_path: Path) -> None:
    """Its words are found, and where it blocks a kind no model would be asked."""
    house = open_installation(local_settings("demo", tmp_path))
    now = house.clock.now()
    with house.db.writing() as session:
        declared = workspaces.read_file(ROOT / "demo" / "workspace.yaml")
        ws = workspaces.apply(session, declared, now=now).workspace_id
        assert accounts.profile_of(session, ws).slug == "tendralis"
        new = NewTerm(TermKind.DENY, "Grey Fjord")
        screening.add_term(session, ws, new, by=None, now=now)
        screening.set_cell(
            session, ws, entity="CARD", direction="prospect_to_model", treatment="block",
            by=None, surface="file", now=now,
        )  # fmt: skip
    house.close()
    told = json.loads(call("scan", "--json", "--data-dir", tmp_path, typed=TEXT.encode())[1])
    assert ("PERSON", 21, 31, "denied") in [
        (one["entity"], one["start"], one["end"], one["detail"]) for one in told["found"]
    ]
    assert told["model"] is None


def test_what_is_no_text_is_refused_in_plain_words(call: Called) -> None:
    """Bytes that are no text, or too much of it, end with code 2 and one sentence."""
    for typed, words in ((b"\xff\xfe\x00", "not text"), (b"a" * 20_001, "20,000 characters")):
        code, _, said = call("scan", typed=typed)
        assert (code, words in said) == (2, True)
