"""No byte of an archive can change, come or go unseen."""

import io
import zipfile

from salesgenix_verify.cli import verify
from salesgenix_verify.report import SOUND, TAMPERED
from tests.verifier.builder import Log, Packing, contents, pack, zipped


def verdict(data: bytes) -> int:
    return verify(data, "a.zip").exit


def test_an_untouched_archive_is_sound(log: Log) -> None:
    """And a common unzip reads it, too."""
    data = pack(log)
    assert verify(data, "a.zip").findings == []
    assert verdict(data) == SOUND
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_every_flipped_byte_is_found(log: Log) -> None:
    """Each position of the whole archive, with one bit and with all bits turned."""
    data = pack(log)
    missed = []
    for position, byte in enumerate(data):
        mask = 0xFF if position % 2 else 1 << position // 2 % 8
        changed = data[:position] + bytes([byte ^ mask]) + data[position + 1 :]
        if verdict(changed) != TAMPERED:
            missed.append(position)
    assert not missed


def test_every_truncation_is_found(log: Log) -> None:
    """At each length, the empty file included."""
    data = pack(log)
    assert not [end for end in range(len(data)) if verdict(data[:end]) != TAMPERED]


def test_junk_before_behind_and_between_is_found(log: Log) -> None:
    """What a lenient reader skips."""
    data = pack(log)
    directory = data.index(b"PK\x01\x02")
    for changed in (
        b"#!" + data,
        data + b"\n",
        data + data,
        data[:directory] + b"x" + data[directory:],
        b"\x00" * 22 + data,
    ):
        assert verdict(changed) == TAMPERED


def test_another_container_of_the_same_files_is_found(log: Log) -> None:
    """Compressed, in another order, with a file twice, unlisted or missing."""
    files = {
        name: zipfile.ZipFile(io.BytesIO(pack(log))).read(name)
        for name in ("manifest.json", "manifest.sig", *contents(log, Packing()))
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    pairs = list(files.items())
    assert zipped(pairs) == pack(log)
    for changed in (
        packed.getvalue(),
        zipped([*pairs[:2], *pairs[:1:-1]]),
        zipped([pairs[1], pairs[0], *pairs[2:]]),
        zipped([*pairs, pairs[-1]]),
        zipped([*pairs, ("extra.txt", b"x")]),
        zipped(pairs[:-1]),
        zipped([]),
    ):
        assert verdict(changed) == TAMPERED


def test_flips_behind_a_corrected_checksum_are_found(log: Log) -> None:
    """A forger who rebuilds the container changes any byte of any file, and is found by what is
    signed; the signature itself is among these files.
    """
    pairs = [
        (info.filename, zipfile.ZipFile(io.BytesIO(pack(log))).read(info))
        for info in zipfile.ZipFile(io.BytesIO(pack(log))).infolist()
    ]
    missed = []
    for number, (name, data) in enumerate(pairs):
        for position in range(0, len(data), 1 if len(data) < 600 else 7):
            byte = bytes([data[position] ^ (1 << position % 8)])
            changed = [*pairs]
            changed[number] = (name, data[:position] + byte + data[position + 1 :])
            if verdict(zipped(changed)) != TAMPERED:
                missed.append((name, position))
    assert not missed
