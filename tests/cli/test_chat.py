"""The agent in a terminal: piped, scripted, and fed with what is no text."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cli import upkeep
from cli.chat import MAX_LINE_BYTES, lines_of
from tests.cli.running import ROOT, environment, run

SCRIPT = "\n".join([
    "What does the Team plan cost?",
    "",
    "Can I have a 25 percent discount?",
    "\x00\x01\x02 binary",
    "x" * 9_000,
    "My name is Carla Moreno",
    "Stop writing to me",
])  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chat") / "kept"


@pytest.fixture(scope="module")
def scripted(folder: Path) -> subprocess.CompletedProcess[bytes]:
    how = ("--json", "--decide", "approve", "--data-dir", str(folder))
    return run("chat", *how, typed=SCRIPT.encode())


@pytest.fixture(scope="module")
def lines(scripted) -> list[dict]:
    return [json.loads(line) for line in scripted.stdout.decode().splitlines()]


def test_a_piped_transcript_ends_by_itself(scripted) -> None:
    """The last line needs no end; exit 0; nothing but JSON on standard output."""
    assert scripted.returncode == 0, scripted.stderr
    assert b"Traceback" not in scripted.stderr


def test_every_line_is_an_event(lines) -> None:
    """``type``, ``seq``, ``at`` and ``actor`` first; the sequence has no step back."""
    for line in lines:
        assert list(line)[:4] == ["type", "seq", "at", "actor"]
    seqs = [line["seq"] for line in lines if line["type"] != "error"]
    assert seqs == sorted(set(seqs))
    assert lines[0]["actor"] == "system"
    assert "AI assistant" in lines[0]["text"]


def test_the_reply_carries_its_source_and_nothing_inner(lines) -> None:
    """The exact figure from a page; no pseudonymised copy, no instruction, no passage id."""
    (priced,) = [line for line in lines if "39 EUR" in line.get("text", "")]
    assert priced["sources"][0]["title"] == "Pricing"
    for line in lines:
        assert not {"model", "instruction", "passage_id", "member_id"} & set(line)


def test_an_approval_is_shown_with_its_outcome(lines) -> None:
    """Asked, decided as told, and the prospect hears of it."""
    types = [line["type"] for line in lines]
    asked, decided = types.index("approval.requested"), types.index("approval.decided")
    assert asked < decided
    assert lines[decided]["outcome"] == "approved"
    assert "25" in lines[decided + 1]["text"]


def test_what_is_no_message_is_an_error_line(lines) -> None:
    """Binary and a huge line: a code each; the conversation goes on to the end."""
    assert [line["code"] for line in lines if line["type"] == "error"] == [
        "message.not_text",
        "message.too_long",
    ]
    assert "contact.suppressed" in [line["type"] for line in lines]


def test_for_a_person_it_speaks_plainly() -> None:
    """A terminal: a prompt, replies as text, Ctrl+D ends it with 0."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "chat"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    )
    os.close(theirs)
    os.write(ours, b"What does the Team plan cost?\n\x04")
    out, err = process.communicate(timeout=100)
    os.close(ours)
    assert process.returncode == 0, err
    assert err.startswith(b"> ")
    assert b"39 EUR" in out
    assert b"[source: Pricing" in out


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", []),
        (b"\n\n  \n", []),
        (b"one\r\ntwo", ["one", "two"]),
        (b"\xef\xbb\xbfone\n", ["one"]),
        (b"caf\xe9\n", ["caf\ufffd"]),
        (b"\xff\xfe\n", ["\ufffd\ufffd"]),
    ],
)
def test_lines_are_read_as_they_come(raw: bytes, lines: list[str]) -> None:
    """Empty ones are nothing; the last needs no end; what is no UTF-8 stays visible."""
    assert list(lines_of(io.BytesIO(raw), prompting=False)) == lines


def test_a_line_without_end_is_not_gathered() -> None:
    """Of 50 MB on one line no more is held than shows that it is too long; the next is read."""
    raw = io.BytesIO(b"x" * 50_000_000 + b"\nnext\n")
    first, second = lines_of(raw, prompting=False)
    assert 8_000 < len(first) <= MAX_LINE_BYTES + 2
    assert second == "next"
    assert list(lines_of(None, prompting=False)) == []


def test_a_conversation_can_be_kept(scripted, folder: Path, capsys) -> None:
    """``--data-dir`` keeps it, sealed; ``verify`` finds it there and finds it sound."""
    upkeep.verify_decisions(slug=None, data_dir=folder)
    assert capsys.readouterr().out.startswith("Sound: ")
    for file in folder.iterdir():
        assert b"Carla Moreno" not in file.read_bytes()
