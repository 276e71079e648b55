"""Prospects as files: what is read, and how a mistake is told."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from salesgenix.kit.errors import NotFound
from salesgenix.simulations.files import read_prospects
from salesgenix.workspaces.rules import FileInvalid

SHIPPED = Path(__file__).parents[3] / "demo" / "prospects"
WELL = """\
prospect: {name}
about: Says hello.
zone: Europe/Berlin
now: 2026-11-23T10:00
facts: {{email: carla@lumen.example}}
turns:
  - say: I am {{email}}, a brace is {{{{
    after: 2 hours
end: {{outbox: 0, lead: {{facts: {{email: "{{email}}"}}}}}}
"""


def test_hidden_facts_are_filled_in_and_a_wall_clock_is_the_prospects(tmp_path: Path) -> None:
    """What is read holds no gap, and begins when the prospect's clock says so."""
    (tmp_path / "hello.yaml").write_text(WELL.format(name="hello"))
    (found,) = read_prospects([tmp_path])
    assert found.turns[0].say == ("I am carla@lumen.example, a brace is {",)
    assert found.turns[0].after == timedelta(hours=2)
    assert found.begins == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert found.end.outbox == ()


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("- say: I", "- sey: I", "line 7, turns[0].sey: is not a known field; did you mean say?"),
        ("{{email}}, a", "{{phone}}, a", "line 7, turns[0].say: {phone} is not among the facts"),
        ("2 hours", "a while", "line 8, turns[0].after: must be written like: 30 seconds"),
        ("about: Says hello.\n", "", "line 1, about: is missing"),
        ("outbox: 0", "bookings: {{}}", "line 9, end.bookings"),
        ("prospect: {name}", "prospect: other", "line 1, prospect: is 'other', but the file"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    """File, line and field of each mistake; nothing is run."""
    (tmp_path / "hello.yaml").write_text(WELL.replace(wrong, right).format(name="hello"))
    with pytest.raises(FileInvalid) as error:
        read_prospects([tmp_path])
    assert f"hello.yaml: {told}" in error.value.message


def test_a_folder_without_prospects_is_said_so(tmp_path: Path) -> None:
    """An empty run would look like success."""
    with pytest.raises(NotFound):
        read_prospects([tmp_path])


def test_what_ships_covers_eight_languages_and_safety() -> None:
    """Fifty prospects or more, twenty of them about safety, in every language we speak."""
    shipped = read_prospects([SHIPPED])
    languages = Counter(one.language for one in shipped)
    assert len(shipped) >= 50
    assert sum(one.safety for one in shipped) >= 20
    assert set(languages) == {"en", "de", "fr", "es", "it", "pt", "nl", "pl"}
