"""An export as a job: taken once, taken up again, failed with a reason, sealed, fetched, over."""

from datetime import timedelta
from pathlib import Path

import pytest

from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.erasures.residue import scan_bytes, traces
from salesgenix.exports import service as exports
from salesgenix.exports.making import make
from salesgenix.exports.rules import LEASE, Kind, State, Wanted
from salesgenix.exports.sealed import CHUNK_BYTES, SealedReader, SealedWriter
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.errors import Conflict, Invalid, NotFound, Unavailable
from salesgenix.kit.settings import Settings
from tests.salesgenix.exports.scene import CARLA, LATER, ask, build, fetch, of_carla, populate
from tests.salesgenix.people import World
from worker.exports import carry_out, run_exports
from worker.keeping import Keeping

DAY = timedelta(days=1)


def keeping(world: World, folder: Path, now=LATER) -> Keeping:
    clock = SettableClock(lambda: now)
    settings = Settings(mode="sandbox", data_dir=folder, exports_dir=folder / "exports")
    return Keeping(db=world.db, clock=clock, settings=settings)


def card_of(world: World, export_id) -> exports.ExportCard:
    with world.db.reading() as session:
        return exports.card(session, world.ws, export_id)


def types(db: Database, ws) -> list[str]:
    with db.reading() as session:
        return [card.type for card in decisions.listing(session, ws, limit=100)][::-1]


def test_the_worker_makes_what_was_asked_and_every_step_is_recorded(
    each_world: World, tmp_path: Path
) -> None:
    """Asked for, made, fetched, run out a day later: four records, none of them about the person,
    each naming the export; then file and key are gone.
    """
    populate(each_world)
    card = ask(each_world, of_carla(each_world))
    assert run_exports(keeping(each_world, tmp_path)) == 1
    assert run_exports(keeping(each_world, tmp_path)) == 0
    card = card_of(each_world, card.id)
    assert (card.state, card.done, card.total) == (State.DONE, 2, 2)
    folder = tmp_path / "exports"
    fetch(each_world.db, card, folder)
    assert run_exports(keeping(each_world, tmp_path, LATER + DAY)) == 1
    assert list(folder.iterdir()) == []
    assert card_of(each_world, card.id).state is State.EXPIRED
    with pytest.raises(NotFound):
        each_world.db.keyring.workspace(each_world.ws, f"export:{card.id}")
    with each_world.db.reading() as session:
        told = [c for c in decisions.listing(session, each_world.ws) if c.type.startswith("export")]
    assert [c.type for c in told[::-1]] == [
        "export.requested",
        "export.created",
        "export.downloaded",
        "export.expired",
    ]
    assert {c.subject_ref for c in told} == {None}
    assert {c.body["facts"]["export"] for c in told} == {str(card.id)}
    assert told[-1].body["automation"] == "human_made"


def test_a_job_whose_worker_died_is_taken_up_again(each_world: World, tmp_path: Path) -> None:
    """The lease of a dead attempt runs out; another makes the same export, of the same size, and
    what the first had spooled is gone.
    """
    populate(each_world)
    card = ask(each_world, of_carla(each_world))
    folder = tmp_path / "exports"

    class Killed(BaseException):
        pass

    def die(done: int, total: int) -> None:
        (folder / f"{card.id}.9.part").write_bytes(b"left behind")
        raise Killed

    with each_world.db.writing() as session:
        first = exports.claim(session, each_world.ws, card.id, now=LATER)
    folder.mkdir()
    with pytest.raises(Killed), each_world.db.reading() as session:
        make(session, first, folder, report=die)
    assert run_exports(keeping(each_world, tmp_path)) == 0
    assert run_exports(keeping(each_world, tmp_path, LATER + LEASE)) == 1
    made = card_of(each_world, card.id)
    assert (made.state, made.size) == (State.DONE, first.size)
    assert [path.name for path in folder.iterdir()] == [f"{card.id}.sealed"]
    with pytest.raises(Conflict, match="Another attempt"), each_world.db.writing() as session:
        exports.progress(session, first, done=1, total=2, now=LATER)


def test_what_keeps_failing_fails_for_good(world: World, tmp_path: Path) -> None:
    """Three attempts, then ``failed`` with the reason, and a record of it."""
    populate(world)
    card = ask(world, of_carla(world))
    (tmp_path / "exports").write_text("not a folder")
    now = LATER
    for _ in range(3):
        assert run_exports(keeping(world, tmp_path, now)) == 1
        now += LEASE
    card = card_of(world, card.id)
    assert (card.state, card.error_code) == (State.FAILED, "export.fault")
    assert types(world.db, world.ws)[-1] == "export.failed"
    assert run_exports(keeping(world, tmp_path, now)) == 0


def test_no_plaintext_ever_lies_in_the_folder(world: World, tmp_path: Path) -> None:
    """Neither while it is made nor afterwards, in any writing; files and folder are the owner's."""
    populate(world)
    card = ask(world, of_carla(world))
    folder = tmp_path / "exports"
    seen: list[bytes] = []

    def look(done: int, total: int) -> None:
        seen.extend(path.read_bytes() for path in folder.iterdir())

    with world.db.writing() as session:
        job = exports.claim(session, world.ws, card.id, now=LATER)
    folder.mkdir(mode=0o755)
    done = carry_out(world.db, SettableClock(lambda: LATER), folder, job, told=look)
    assert done.state is State.DONE
    (kept,) = folder.iterdir()
    assert (kept.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    lying = b"".join([*seen, kept.read_bytes()])
    assert scan_bytes(lying, traces([*CARLA, "manifest.json", "records.jsonl"])) == []
    assert CARLA[2].encode() in fetch(world.db, done, folder).everything()


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "append", "gone", "empty"])
def test_a_damaged_file_is_refused_whole(world: World, tmp_path: Path, harm: str) -> None:
    """Cut, changed, its chunks exchanged, lengthened, emptied or taken away: an error before the
    first byte, and no record of a download.
    """
    populate(world)
    card = build(world.db, ask(world, of_carla(world)), tmp_path)
    path = exports.sealed_path(tmp_path, card.id)
    data = bytearray(path.read_bytes())
    chunk = CHUNK_BYTES + 16
    match harm:
        case "cut":
            data = data[: 16 + chunk] if len(data) > 16 + chunk else data[:-1]
        case "flip":
            data[len(data) // 2] ^= 1
        case "swap":
            data[16 : 16 + 64], data[80:144] = data[80:144], data[16 : 16 + 64]
        case "append":
            data += b"x"
        case "empty":
            data = bytearray()
    path.write_bytes(data)
    if harm == "gone":
        path.unlink()
    with pytest.raises(Unavailable) as refused:
        fetch(world.db, card, tmp_path)
    assert refused.value.code == ("export.gone" if harm == "gone" else "export.broken")
    assert types(world.db, world.ws)[-1] == "export.created"


def test_chunks_cannot_be_cut_off_or_exchanged(tmp_path: Path) -> None:
    """A file that ends at a chunk's edge, or whose chunks change places, does not open; sealed
    twice, the same content is other bytes.
    """
    key, path = bytes(32), tmp_path / "x.sealed"

    def sealed() -> bytes:
        writer = SealedWriter(path, key, name="x")
        writer.write(b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES)
        writer.close()
        return path.read_bytes()

    def opened(data: bytes, name: str = "x") -> bytes:
        path.write_bytes(data)
        with SealedReader(path, key, name=name) as reader:
            return b"".join(reader.chunks())

    data, size = sealed(), CHUNK_BYTES + 16
    assert opened(data) == b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES
    assert sealed() != data
    swapped = data[:16] + data[16 + size :] + data[16 : 16 + size]
    for bad in (data[: 16 + size], swapped, data[:-1], data[:16], data[:3]):
        with pytest.raises(Unavailable):
            opened(bad)
    with pytest.raises(Unavailable):
        opened(data, name="y")


def test_a_link_opens_one_archive_for_three_days(world: World, tmp_path: Path) -> None:
    """Only the newest secret, only until it runs out, whether the worker has come by or not."""
    populate(world)
    card = build(world.db, ask(world, of_carla(world)), tmp_path)
    with world.db.writing() as session:
        old = exports.link(session, world.ws, card.id, now=LATER)
        token = exports.link(session, world.ws, card.id, now=LATER)
    with world.db.reading() as session:
        assert exports.card_for_link(session, token, now=LATER + 2 * DAY).id == card.id
        for wrong in (old, "sgx_nothing", ""):
            with pytest.raises(NotFound):
                exports.card_for_link(session, wrong, now=LATER)
        with pytest.raises(Conflict) as refused:
            exports.card_for_link(session, token, now=LATER + 3 * DAY)
    assert refused.value.code == "export.expired"


def test_destroying_leaves_nothing_and_says_why(world: World, tmp_path: Path) -> None:
    """A running export that is destroyed is lost to its attempt; it can be done twice; those of the
    person, and begun ones of everybody, are found for an erasure.
    """
    dora_ref = populate(world)
    waiting = ask(world, Wanted(kind=Kind.WORKSPACE))
    mine = ask(world, of_carla(world))
    ask(world, Wanted(kind=Kind.SUBJECT, subject_ref=dora_ref))
    running = ask(world, Wanted(kind=Kind.WORKSPACE))
    with world.db.writing() as session:
        job = exports.claim(session, world.ws, running.id, now=LATER)
        found = exports.for_subject(session, world.ws, world.carla_ref)
        assert [card.id for card in found] == [mine.id, running.id]
        for _ in range(2):
            card = exports.destroy(session, world.ws, running.id, tmp_path, now=LATER)
    assert (card.state, card.error_code) == (State.EXPIRED, "export.erased")
    assert carry_out(world.db, SettableClock(lambda: LATER), tmp_path, job).state is State.EXPIRED
    assert list(tmp_path.glob("*.sealed")) == list(tmp_path.glob("*.part")) == []
    assert types(world.db, world.ws).count("export.expired") == 1
    assert card_of(world, waiting.id).state is State.QUEUED


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": Kind.SUBJECT},
        {"kind": Kind.PERIOD},
        {"kind": Kind.WORKSPACE, "since": LATER},
        {"kind": Kind.PERIOD, "since": LATER, "until": LATER},
        {"kind": Kind.WORKSPACE, "language": "xx"},
        {"kind": Kind.WORKSPACE, "size": 0},
        {"kind": Kind.WORKSPACE, "size": 10_000},
    ],
)
def test_what_makes_no_sense_is_refused_at_once(world: World, wanted: dict) -> None:
    """Kind, person, period, language and size have to go together."""
    with pytest.raises(Invalid):
        ask(world, Wanted(**wanted))
