"""What the product really writes, read by the verifier that shares no code with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, origin_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.exports.rules import Kind, Wanted
from salesgenix.kit.notes import verifier_key
from salesgenix_verify.cli import verify
from salesgenix_verify.evidence import Evidence
from salesgenix_verify.report import SOUND, TAMPERED, UNDECIDED, Report
from tests.salesgenix.exports.scene import LATER, ask, build, fetch, of_carla, populate
from tests.salesgenix.people import MONDAY, World


def trusted(world: World) -> list[str]:
    with world.db.reading() as session:
        return [
            verifier_key(origin_of(world.ws), key.public) for key in checkpoints.keys(session)[:1]
        ]


def wants(world: World) -> list[Wanted]:
    return [
        Wanted(kind=Kind.WORKSPACE),
        of_carla(world),
        Wanted(kind=Kind.PERIOD, since=MONDAY - timedelta(days=1)),
    ]


@pytest.mark.parametrize("number", range(3))
def test_an_export_is_sound_before_and_after_a_rotation(
    world: World,
    tmp_path: Path,
    number: int,
) -> None:
    """Every kind, with the first key as the trusted one, and its detached signature."""
    populate(world)
    for _ in range(2):
        card = build(world.db, ask(world, wants(world)[number]), tmp_path / "exports")
        data = fetch(world.db, card, tmp_path / "exports").data
        signature = ("a.zip.sig", (card.signature or "").encode())
        report = verify(data, "a.zip", Evidence(trusted(world), (), signature))
        assert report.findings == []
        assert report.exit == SOUND
        assert report.counts["payloads opened and equal"] > 0 or number == 1
        for position in range(0, len(data), 997):
            changed = data[:position] + bytes([data[position] ^ 4]) + data[position + 1 :]
            assert verify(changed, "a.zip").exit == TAMPERED
        with world.db.writing() as session:
            checkpoints.rotate(session, now=LATER)


def test_what_was_erased_and_pruned_is_told_from_what_was_removed(
    world: World, tmp_path: Path
) -> None:
    """Carla's payloads are gone by a record, then an old beginning by another: every kind of export
    is sound.
    """
    populate(world)
    folder = tmp_path / "exports"
    with world.db.writing() as session:
        gone = decisions.forget_payloads(session, world.ws, world.carla_ref)
        facts = {"erasure": world.thread, "payloads": gone}
        entry = Entry(type=DecisionType.ERASURE_EXECUTED, outcome="performed", facts=facts)
        decisions.record(session, world.ws, entry, now=MONDAY)
        kept = checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=MONDAY)
    reports = [exported_report(world, wanted, folder, kept.note) for wanted in wants(world)]
    assert [(report.exit, report.findings) for report in reports] == [(SOUND, [])] * 3
    assert all(report.counts["payloads erased by record"] == len(gone) for report in reports)
    with world.db.writing() as session:
        checkpoints.prune(session, world.ws, before=LATER, now=LATER)
    later = Wanted(kind=Kind.PERIOD, since=LATER)
    for wanted in (Wanted(kind=Kind.WORKSPACE), later):
        report = exported_report(world, wanted, folder, kept.note)
        assert (report.exit, report.findings) == (SOUND, [])
        assert report.subject["pruned"] >= kept.size


def test_what_was_removed_by_hand_is_told_from_an_erasure(world: World, tmp_path: Path) -> None:
    """A payload that nobody recorded as erased does not stop the export: its auditor finds it."""
    populate(world)
    with world.db.writing() as session:
        decisions.forget_payloads(session, world.ws, world.carla_ref)
        kept = checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=MONDAY)
    for wanted in wants(world):
        report = exported_report(world, wanted, tmp_path, kept.note)
        assert (report.exit, report.findings[0].code) == (TAMPERED, "payloads.removed")


def exported_report(world: World, wanted: Wanted, folder: Path, kept: str) -> Report:
    card = build(world.db, ask(world, wanted), folder)
    data = fetch(world.db, card, folder).data
    return verify(data, "a.zip", Evidence(trusted(world), [("kept", kept.encode())]))


def test_a_kept_checkpoint_decides_over_the_raw_log(world: World) -> None:
    """The raw lines of the log under a checkpoint of the product; cut, they are found."""
    populate(world)
    with world.db.writing() as session:
        head = checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=LATER)
    with world.db.reading() as session:
        raw = list(decisions.export_lines(session, world.ws))
    kept = Evidence(trusted(world), [("kept", head.note.encode())])
    assert verify(b"".join(raw), "decisions.jsonl", kept).exit == SOUND
    assert verify(b"".join(raw[:-1]), "decisions.jsonl", kept).exit == TAMPERED
    assert verify(b"".join(raw), "decisions.jsonl").exit == UNDECIDED
