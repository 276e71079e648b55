"""Whose signature counts, what a kept checkpoint shows, and what a part of a log can prove."""

import hashlib
from base64 import b64encode
from dataclasses import replace

import pytest

from salesgenix.kit.merkle import Tree
from salesgenix_verify.cli import main, verify
from salesgenix_verify.evidence import Evidence
from salesgenix_verify.report import SOUND, TAMPERED, UNDECIDED
from tests.verifier.builder import (
    NEXT,
    ORIGIN,
    OURS,
    STRANGER,
    Log,
    Packing,
    a_log,
    checkpoint,
    pack,
    vkey,
)

PART = Packing(kind="subject", chosen=[1, 3, 4, 5, 7], sizes=(2, 4))


def found(data: bytes, *, keys=(), previous=(), signature=None, path="a.zip"):
    notes = [(f"kept-{number}", note) for number, note in enumerate(previous)]
    evidence = Evidence(keys, notes, signature and ("a.zip.sig", signature))
    report = verify(data, path, evidence)
    return report.exit, [item.code for item in report.findings]


def test_the_published_key_finds_a_stranger_who_signed_everything_anew(log: Log) -> None:
    """Without it the archive is only sound in itself, and the report says so."""
    forged = pack(log, Packing(keys=(STRANGER,)))
    alone = verify(forged, "a.zip")
    assert alone.exit == SOUND and "No --key was given" in alone.unproven[0]
    assert alone.keys[0]["vkey"] == vkey(STRANGER)
    exit_, codes = found(forged, keys=[vkey(OURS)])
    assert (exit_, codes[0]) == (TAMPERED, "key.stranger")
    assert found(pack(log), keys=[vkey(OURS)]) == (SOUND, [])
    assert found(pack(log), keys=[vkey(STRANGER), vkey(OURS)]) == (SOUND, [])


def test_a_stranger_cannot_borrow_trust_by_endorsing_the_published_key(log: Log) -> None:
    """Anyone can name our key as their successor; trust runs forwards only."""
    chain = (replace(STRANGER, epoch=1), replace(OURS, epoch=2))
    forged = pack(log, Packing(keys=chain, signer=chain[0]))
    exit_, codes = found(forged, keys=[vkey(OURS)])
    assert exit_ == TAMPERED and codes[0] == "manifest.signature"


def test_after_a_rotation_both_keys_open_the_archive(log: Log) -> None:
    """Who trusts the first trusts what it endorsed; an endorsement that is missing is found."""
    rotated = pack(log, Packing(keys=(OURS, NEXT), sizes=(3,)))
    assert found(rotated, keys=[vkey(OURS)]) == (SOUND, [])
    assert found(rotated, keys=[vkey(NEXT)]) == (SOUND, [])
    two = [
        {"epoch": 1, "public": b64encode(OURS.public).decode()},
        {"epoch": 2, "public": b64encode(STRANGER.public).decode(), "endorsement": "AAAA"},
    ]
    how = Packing(keys=(OURS, NEXT), signer=replace(STRANGER, epoch=2), manifest={"keys": two})
    assert found(pack(log, how)) == (TAMPERED, ["keys.endorsement"])


def test_a_key_of_another_log_decides_nothing(log: Log) -> None:
    """A mistake of the auditor is not tampering."""
    assert found(pack(log), keys=[vkey(OURS, "salesgenix/log/other")])[0] == UNDECIDED


def test_a_rollback_and_a_cut_tail_are_found_by_a_kept_checkpoint(log: Log) -> None:
    """An older archive is sound in itself; only who holds a newer head can tell."""
    newest, older = log.note(7), pack(cut(log, 5))
    assert found(older) == (SOUND, [])
    assert found(older, previous=[newest]) == (TAMPERED, ["previous.rollback"])
    assert found(pack(log), previous=[newest, log.note(3), log.note(0)]) == (SOUND, [])


def cut(log: Log, size: int) -> Log:
    kept = {name: item for name, item in log.payloads.items() if item["seq"] <= size}
    shorter = Log(log.records[:size], kept)
    if size < 6:  # Dora's payload is not erased yet
        shorter.seal(2, "I am Dora")
    return shorter


def test_history_written_anew_is_found_by_a_kept_checkpoint(log: Log) -> None:
    """The company itself rewrites and signs; what it signed before is held against it."""
    before = log.note(4)
    other = Log()
    other.add("stage.moved")
    for _ in range(9):
        other.add("signal.read")
    assert found(pack(other), previous=[before]) == (TAMPERED, ["previous.rewritten"])
    told = Packing(files={"checkpoints.jsonl": _line(4, Tree(log.leaves).root(4))})
    assert found(pack(other, told)) == (TAMPERED, ["checkpoints.root"])


def _line(size: int, root: bytes) -> bytes:
    import rfc8785  # noqa: PLC0415

    body = {"size": size, "root": root.hex(), "key_epoch": 1, "at": "x", "cause": "day"}
    return rfc8785.dumps(body | {"note": checkpoint(OURS, size, root)}) + b"\n"


@pytest.mark.parametrize("kept", [b"", b"junk", b"a\n\nb", b"\xff\n\n\xff\n"])
def test_a_kept_checkpoint_that_is_none_leaves_it_undecided(log: Log, kept: bytes) -> None:
    """Evidence that cannot be read accuses nobody, and never makes an archive sound."""
    assert found(pack(log), previous=[kept]) == (UNDECIDED, ["previous.unreadable"])


def test_a_kept_checkpoint_of_others_leaves_it_undecided(log: Log) -> None:
    """Another log's, or signed by a key that the archive does not know."""
    root = Tree(log.leaves).root()
    other = checkpoint(OURS, 7, root, "salesgenix/log/other").encode()
    assert found(pack(log), previous=[other]) == (UNDECIDED, ["previous.other_log"])
    assert found(pack(log), previous=[log.note(7, STRANGER)]) == (
        UNDECIDED,
        ["previous.signature"],
    )


def test_a_part_proves_each_of_its_records(log: Log) -> None:
    """By its path in the signed tree; a foreign path, record or person is found."""
    assert found(pack(log, PART), keys=[vkey(OURS)]) == (SOUND, [])
    for how in (
        replace(PART, files={"proofs.jsonl": b""}),
        replace(PART, chosen=[1, 2, 3]),
        replace(PART, chosen=[3, 4], files={"records.jsonl": log.records[2] + b"\n"}),
        replace(PART, manifest={"accounting": [6]}),
        replace(PART, manifest={"records": {"count": 5, "first": 1, "last": 6}}),
    ):
        assert found(pack(log, how))[0] == TAMPERED
    changed = a_log()
    changed.add("stage.moved")
    other = Log([*changed.records], log.payloads)
    files = {"checkpoint": log.note(7)}
    assert found(pack(other, replace(PART, files=files)))[0] == TAMPERED


def test_a_record_changed_in_a_part_is_found_by_its_proof(log: Log) -> None:
    """Also by one who signs the archive anew: the tree was signed over other bytes."""
    raw = [log.records[seq - 1] + b"\n" for seq in PART.chosen]
    raw[-1] = raw[-1].replace(b"performed", b"denied")
    how = replace(PART, files={"records.jsonl": b"".join(raw)})
    assert found(pack(log, how)) == (TAMPERED, ["proofs.inclusion"])


def test_a_part_with_an_erased_payload_brings_the_record_of_the_erasure(log: Log) -> None:
    """Without it the payload was removed silently."""
    how = Packing(
        kind="period",
        chosen=[2, 3, 6],
        accounting=[6],
        manifest={"until": "2026-11-23T09:03:30.000+00:00"},
    )
    assert found(pack(log, how)) == (SOUND, [])
    alone = replace(how, chosen=[2, 3], accounting=[])
    assert found(pack(log, alone)) == (TAMPERED, ["payloads.removed"])


def test_a_part_leads_to_a_kept_checkpoint_only_by_proof(log: Log) -> None:
    """Where no proof lies in the archive, the report says what is needed."""
    assert found(pack(log, PART), previous=[log.note(4), log.note(7)]) == (SOUND, [])
    assert found(pack(log, PART), previous=[log.note(3)]) == (UNDECIDED, ["previous.unproven"])
    broken = replace(PART, files={"consistency.jsonl": b""})
    assert found(pack(log, broken)) == (TAMPERED, ["checkpoints.root"])


def pruned_log() -> Log:
    log = a_log()
    root = Tree(log.leaves).root(5).hex()
    log.add("retention.purged", facts={"size": 5, "root": root})
    log.payloads.clear()
    return log


def test_a_pruned_log_is_sound_where_a_record_accounts_for_it() -> None:
    """The subtrees stand for what is gone; the root is the signed one."""
    log = pruned_log()
    how = Packing(pruned=5, sizes=(3, 5, 6))
    assert found(pack(log, how), previous=[log.note(5), log.note(6)]) == (SOUND, [])
    assert found(pack(log, how), previous=[log.note(4)]) == (UNDECIDED, ["previous.unproven"])
    assert found(pack(log, replace(how, pruned=4, sizes=())))[0] != SOUND
    silent = a_log()
    silent.payloads.clear()
    assert found(pack(silent, Packing(pruned=5))) == (UNDECIDED, ["pruned.unaccounted"])


def test_the_detached_signature_is_over_the_whole_file(log: Log) -> None:
    """Another archive's, a stranger's or a damaged one is found."""
    data = pack(log)

    def signature(over: bytes, signer=OURS) -> bytes:
        digest = b64encode(hashlib.sha256(over).digest()).decode()
        return signer.note(ORIGIN, f"salesgenix-archive/1\n{ORIGIN}\n{digest}\n").encode()

    assert found(data, signature=signature(data)) == (SOUND, [])
    for wrong in (signature(b"other"), signature(data, STRANGER), b"", signature(data) + b"x\n"):
        assert found(data, signature=wrong)[0] == TAMPERED


def test_a_bare_log_is_undecided_until_a_checkpoint_covers_its_end(log: Log) -> None:
    """Its chain finds every change inside; a cut end is found by who holds the head."""
    raw = b"".join(record + b"\n" for record in log.records)
    key = [vkey(OURS)]
    whole = {"path": "decisions.jsonl", "keys": key}
    assert found(raw, path="decisions.jsonl") == (UNDECIDED, ["log.unsigned_end"])
    assert found(raw, previous=[log.note(7)], **whole) == (SOUND, [])
    assert found(raw, previous=[log.note(4)], **whole) == (UNDECIDED, ["log.unsigned_end"])
    assert found(raw, previous=[log.note(7)], path="x.jsonl") == (
        UNDECIDED,
        ["previous.signature"],
    )
    shorter = b"".join(record + b"\n" for record in log.records[:5])
    assert found(shorter, path="x.jsonl")[0] == UNDECIDED
    assert found(shorter, previous=[log.note(7)], **whole) == (TAMPERED, ["previous.rollback"])
    assert found(b"", path="x.jsonl")[0] == UNDECIDED
    for position in range(0, len(raw), 3):
        changed = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        assert found(changed, previous=[log.note(7)], **whole)[0] != SOUND


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.zip"], "nowhere.zip could not be read: No such file"),
        (["a.zip", "--key", ""], "--key is empty"),
        (["a.zip", "--key", "no-key"], "no-key, given as --key, could not be read: No such file"),
        (["a.zip", "--previous", "."], "., given as --previous, could not be read: Is a directory"),
        (["a.zip", "--signature", "no.sig"], "no.sig, given as --signature, could not be read"),
    ],
)
def test_it_says_which_input_could_not_be_read(
    log: Log, tmp_path, monkeypatch, capfdbinary, arguments, said
) -> None:
    """The name of the file, and the option it came with; nothing is proved by that."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.zip").write_bytes(pack(log))
    assert main(arguments) == UNDECIDED
    assert said in capfdbinary.readouterr().out.decode()
