"""An insider who holds the signing key still cannot drop, add or rewrite unseen."""

import json
import unicodedata
from uuid import UUID

import pytest
import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesgenix_verify.cli import verify
from salesgenix_verify.report import SOUND, TAMPERED, UNDECIDED, Report
from tests.verifier.builder import CARLA, Log, Packing, lines, pack


def found(data: bytes) -> tuple[int, list[str]]:
    report = verify(data, "a.zip")
    return report.exit, [item.code for item in report.findings]


def with_records(log: Log, records: bytes) -> tuple[int, list[str]]:
    """The archive signed anew over other bytes of records, the tree left as it was signed."""
    return found(pack(log, Packing(files={"records.jsonl": records})))


def test_records_swapped_dropped_doubled_or_cut_are_found(log: Log) -> None:
    """By their sequence, whoever signed the archive."""
    raw = [record + b"\n" for record in log.records]
    for changed in (
        [raw[1], raw[0], *raw[2:]],
        raw[:3] + raw[4:],
        raw[1:],
        [raw[0], raw[0], *raw[1:]],
        raw[:-1],
        [],
    ):
        exit_, codes = with_records(log, b"".join(changed))
        assert exit_ == TAMPERED
        assert codes[0].startswith("records.")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"seq":4', b'"seq": 4', "json.not_canonical"),
        (b'"outcome":"performed"', b'"outcome":"performed","outcome":"performed"', "json.refused"),
        (b'"outcome":"performed"', b'"outcome":"denied","outcome":"performed"', "json.refused"),
        (b'"seq":4', b'"seq":4.0', "json.refused"),
        (b'"seq":4', b'"seq":4e0', "json.refused"),
        (b'"seq":4', b'"seq":9007199254740993', "json.refused"),
        (b'"seq":4', b'"seq":-0', "json.not_canonical"),
        (b'"seq":4', b'"seq":true', "json.shape"),
        (b'"outcome":"performed"', b'"outcome":"\\u0070erformed"', "json.not_canonical"),
        (b'"outcome":"performed"', b'"outcome":"\\ud800"', "json.encoding"),
        (b'"outcome":"performed"', b'"outcome":"\xff"', "json.encoding"),
        (b'{"action_id"', b'\xef\xbb\xbf{"action_id"', "lines.foreign"),
        (b"}\n", b"}\r\n", "lines.foreign"),
        (b"}\n", b"}\n\n", "lines.foreign"),
        (b"}\n", b"} \n", "json.not_canonical"),
        (b'"outcome":"performed"', b'"outcome":"denied"', "records.prev"),
        (b'"log":"0198', b'"log":"0199', "records.log"),
        (b'{"action_id"', b"[" * 100_000 + b'{"action_id"', "json.unreadable"),
    ],
)
def test_another_spelling_of_a_record_is_found(log: Log, old: bytes, new: bytes, code: str) -> None:
    """Bytes count, not what a parser makes of them; the place is named."""
    raw = [record + b"\n" for record in log.records]
    raw[3] = raw[3].replace(old, new)
    report = verify(pack(log, Packing(files={"records.jsonl": b"".join(raw)})), "a.zip")
    assert report.exit == TAMPERED
    assert [item.code for item in report.findings] == [code]
    assert report.findings[0].place.file == "records.jsonl"
    assert report.findings[0].place.line in {4, 5}


def test_a_last_line_without_its_end_is_found(log: Log) -> None:
    """Where the tail was cut inside a line."""
    raw = b"\n".join(log.records)
    assert with_records(log, raw) == (TAMPERED, ["lines.cut"])


def test_text_in_another_normal_form_is_another_record() -> None:
    """NFC and NFD look the same and are not the same bytes."""
    log = Log()
    log.add("signal.read", reasons=["é"])
    log.add("signal.read")
    decomposed = unicodedata.normalize("NFD", log.records[0].decode()).encode()
    assert decomposed != log.records[0]
    changed = decomposed + b"\n" + log.records[1] + b"\n"
    assert with_records(log, changed) == (TAMPERED, ["records.prev"])


def test_a_payload_removed_silently_is_told_from_one_erased_lawfully(log: Log) -> None:
    """Dora's payload is gone by a record that says so; Carla's must be there."""
    assert found(pack(log)) == (SOUND, [])
    report = verify(pack(log), "a.zip")
    assert report.counts["payloads erased by record"] == 1
    del log.payloads[next(iter(log.payloads))]
    report = verify(pack(log), "a.zip")
    assert [item.code for item in report.findings] == ["payloads.removed"]
    assert report.exit == TAMPERED and report.findings[0].place.seq == 1


def test_an_erased_payload_that_is_still_there_is_found() -> None:
    """An erasure that left the ciphertext is none."""
    log = Log()
    log.add("signal.read", subject=CARLA, text="words")
    log.add("erasure.executed", facts={"payloads": [*log.payloads]})
    assert found(pack(log)) == (TAMPERED, ["payloads.not_erased"])


def test_an_erasure_recorded_before_the_payload_accounts_for_nothing() -> None:
    """Nobody can erase in advance."""
    log = Log()
    log.add("erasure.executed", facts={"payloads": [str(UUID(int=2 + 2**90))]})
    log.add("signal.read", subject=CARLA, text="words")
    log.payloads.clear()
    assert found(pack(log)) == (TAMPERED, ["payloads.removed"])


def test_payloads_changed_swapped_doubled_or_put_in_are_found(log: Log) -> None:
    """Ciphertext, key, place and text belong together, and to one record."""
    first, second = log.payloads.values()
    ghost = first | {"id": str(UUID(int=99))}
    for changed, code in (
        ([first | {"text": "Zoe wants a demo on Tuesday"}, second], "payloads.text"),
        ([first | {"text": unicodedata.normalize("NFD", first["text"])}, second], "payloads.text"),
        ([first | {"text": second["text"]}, second], "payloads.text"),
        ([first | {"key": second["key"]}, second], "payloads.key"),
        ([first | {"place": second["place"]}, second], "payloads.place"),
        ([first | {"sealed": second["sealed"]}, second], "payloads.changed"),
        ([first | {"seq": second["seq"]}, second], "payloads.moved"),
        ([first | {"part": "prompt"}, second], "payloads.moved"),
        ([first, first, second], "payloads.repeated"),
        ([first, second, ghost], "payloads.unknown"),
        ([first | {"masked": True}, second], "payloads.shape"),
        ([second], "payloads.removed"),
    ):
        files = {"payloads.jsonl": lines(changed)}
        assert found(pack(log, Packing(files=files))) == (TAMPERED, [code])


def test_a_key_of_another_payload_opens_nothing() -> None:
    """The place is part of the seal: a ciphertext cannot be shown as another payload's."""
    log = Log()
    log.add("signal.read", subject=CARLA, text="words")
    (payload,) = log.payloads.values()
    sealed = AESGCM(bytes.fromhex(payload["key"])).encrypt(b"\0" * 12, b"words", b"elsewhere")
    assert sealed
    payload["key"] = (b"\x07" * 32).hex()
    assert found(pack(log)) == (TAMPERED, ["payloads.key"])


def test_sealed_and_masked_payloads_are_counted_as_unproven(log: Log) -> None:
    """What cannot be compared is said, not passed over."""
    first, second = log.payloads.values()
    sealed = {name: first[name] for name in first if name not in {"key", "text"}}
    masked = {name: second[name] for name in second if name != "key"} | {"masked": True}
    report = verify(pack(log, Packing(files={"payloads.jsonl": lines([sealed, masked])})), "a.zip")
    assert report.exit == SOUND
    assert report.counts["payloads sealed"] == 1
    assert report.counts["payloads masked (text not verifiable)"] == 1


def outcome(**effect) -> Report:
    log = Log()
    log.add("action.authorised", phase="intent", action_id="a")
    log.add("signal.read")
    log.add("action.performed", phase="effect", **effect)
    return verify(pack(log), "a.zip")


def test_an_effect_needs_the_intent_it_names() -> None:
    """Of the same action, before it, and an intent."""
    assert outcome(action_id="a", effect_of=1).exit == SOUND
    assert outcome(action_id="a").exit == SOUND
    for effect in (
        {"action_id": "b", "effect_of": 1},
        {"action_id": "b"},
        {"action_id": "a", "effect_of": 2},
        {"action_id": "a", "effect_of": 3},
        {"action_id": "a", "effect_of": 4},
    ):
        assert outcome(**effect).exit == TAMPERED


def test_open_intents_are_counted(log: Log) -> None:
    """They are no fault: an action may still be on its way."""
    log.add("action.authorised", phase="intent", action_id="z")
    report = verify(pack(log), "a.zip")
    assert report.exit == SOUND
    assert report.counts["intents without an effect yet"] == 1


def test_two_records_cannot_share_an_id(log: Log) -> None:
    """Nor can two records name the same payload."""
    log.add("signal.read", id=json.loads(log.records[0])["id"])
    assert found(pack(log)) == (TAMPERED, ["records.id"])


def test_a_newer_record_or_format_is_left_undecided(log: Log) -> None:
    """With a valid signature; without one it is a forgery like any other."""
    newer = pack(log, Packing(manifest={"format": "salesgenix-export/2"}))
    assert found(newer) == (UNDECIDED, ["manifest.newer"])
    forged = newer.replace(b"salesgenix-export/2", b"salesgenix-export/3")
    assert found(forged)[0] == TAMPERED
    log.add("signal.read", v=2)
    assert found(pack(log)) == (UNDECIDED, ["records.newer"])


def test_a_manifest_that_is_not_canonical_is_found(log: Log) -> None:
    """The forger signs it all the same."""
    for change in (
        {"kind": "everything"},
        {"origin": "salesgenix/log/x"},
        {"tree": {"size": 7, "root": "00" * 32}},
        {"tree": {"size": 8, "root": "00" * 32}},
        {"records": {"count": 8, "first": 1, "last": 7}},
        {"keys": []},
        {"log": 7},
        {"files": []},
        {"subject_ref": str(CARLA)},
        {"pruned": {"size": 3, "leaf": "00" * 32, "frontier": ["00" * 32]}},
    ):
        assert found(pack(log, Packing(manifest=change)))[0] == TAMPERED


def test_canonical_keys_follow_utf_16() -> None:
    """Where that differs from the order of code points (RFC 8785, 3.2.3)."""
    log = Log()
    log.add("signal.read", facts={"\U0001f600": 1, "\uf8ff": 2, "é": 3})
    assert rfc8785.dumps({"\U0001f600": 1, "\uf8ff": 2}).startswith('{"\U0001f600'.encode())
    assert found(pack(log)) == (SOUND, [])
