"""The journal only grows, survives a torn line, and shows every other change."""

import multiprocessing
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from salesgenix.kit.errors import Unavailable
from salesgenix.kit.journal import FIRST, Journal, Kind

WS = UUID(int=7)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "apart" / "journal.jsonl")


def three(journal: Journal) -> list[bytes]:
    for number in range(3):
        assert journal.append(Kind.SUPPRESSION, WS, {"mark": f"{number:064x}"}) == number + 1
    return journal.path.read_bytes().splitlines(keepends=True)


def test_it_reads_what_was_written(journal: Journal) -> None:
    """Positions count from one, each line names the one before; the file is its owner's alone."""
    three(journal)
    lines = list(journal.read())
    assert [line.position for line in lines] == [1, 2, 3]
    assert [line.before for line in lines] == [FIRST, lines[0].digest, lines[1].digest]
    assert [line.position for line in journal.read(after=2)] == [3]
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert journal.end().position == 3


def test_a_torn_last_line_does_not_count(journal: Journal) -> None:
    """What a crash left half-written is not read, and the next line takes its place."""
    lines = three(journal)
    for cut in range(1, len(lines[2])):
        journal.path.write_bytes(b"".join(lines[:2]) + lines[2][:-cut])
        assert journal.end().position == 2
    assert journal.append(Kind.RELEASE, WS, {"subject_ref": str(uuid4())}) == 3
    assert [line.kind for line in journal.read()] == ["suppression", "suppression", "release"]


def test_every_other_change_is_seen(journal: Journal) -> None:
    """A line that was changed, removed, doubled or swapped stops the reading, in clear words."""
    first, second, third = three(journal)
    for wrong in (
        [first.replace(b"0", b"1", 1), second, third],
        [first, third],
        [first, first, second, third],
        [second, first, third],
        [first, b"\n", second, third],
        [b"{}\n", second, third],
    ):
        journal.path.write_bytes(b"".join(wrong))
        with pytest.raises(Unavailable, match="is not what was written"):
            list(journal.read())


def test_a_journal_that_cannot_be_written_says_so(journal: Journal) -> None:
    """What cannot be kept outside is refused, so that it does not come about inside either."""
    journal.path.parent.parent.joinpath("apart").write_text("a file in the way")
    with pytest.raises(Unavailable, match="cannot be written"):
        journal.append(Kind.RELEASE, WS, {})


def append_some(path: Path) -> None:
    for _ in range(25):
        Journal(path).append(Kind.RESTRICTION, WS, {"subject_ref": str(uuid4())})


def test_processes_stay_in_line(journal: Journal) -> None:
    """Three processes that append at once leave one unbroken chain."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=append_some, args=(journal.path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert journal.end().position == 75
