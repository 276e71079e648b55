"""The scanner finds what is there, however it is written, and nothing that is not."""

import base64
import json
import quopri
import random
from collections.abc import Callable
from email.header import Header
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from salesgenix.erasures.residue import scan_bytes, scan_database, scan_file, scan_folder, traces
from tests.salesgenix.people import World

NAME = "Zoë O'Quillfeather-Ñandú"
PHONE = "+49 (151) 5559-7731"
MAIL = "zoe.quillfeather@ninefold.example"

WRITTEN: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "lower case": lambda value: value.lower().encode(),
    "upper case": lambda value: value.upper().encode(),
    "url": lambda value: quote(value, safe="").encode(),
    "form": lambda value: quote_plus(value).encode(),
    "base64": lambda value: base64.b64encode(value.encode()),
    "base64, one before": lambda value: base64.b64encode(b"a" + value.encode() + b"b"),
    "base64, two before": lambda value: base64.b64encode(b"ab" + value.encode() + b"bcd"),
    "base64, url-safe": lambda value: base64.urlsafe_b64encode(b"\xff" + value.encode()),
    "base64 in lines": lambda value: base64.encodebytes(b"x" * 40 + value.encode() + b"y" * 40),
    "json": lambda value: json.dumps({"name": value}).encode(),
    "json, all escaped": lambda value: "".join(f"\\u{ord(c):04x}" for c in value).encode(),
    "utf-16-le": lambda value: value.encode("utf-16-le"),
    "utf-16-be": lambda value: value.encode("utf-16-be"),
    "hex": lambda value: value.encode().hex().encode(),
    "upper hex": lambda value: value.encode().hex().upper().encode(),
    "quoted-printable": lambda value: quopri.encodestring(b"w" * 60 + value.encode()),
    "mail header": lambda value: Header(value, "utf-8", maxlinelen=200).encode().encode(),
}


@pytest.mark.parametrize("value", [NAME, PHONE, MAIL])
@pytest.mark.parametrize("writing", WRITTEN)
def test_a_copy_is_found_in_each_writing(value: str, writing: str) -> None:
    """Wherever it stands among other bytes."""
    noise = random.Random(writing)
    data = noise.randbytes(5_000) + WRITTEN[writing](value) + noise.randbytes(5_000)
    assert {hit.value for hit in scan_bytes(data, traces(["somebody else", value]))} == {1}


def test_a_number_is_found_by_its_digits() -> None:
    """However it was grouped when it was given."""
    assert [hit.encoding for hit in scan_bytes(b"<4915155597731>", traces([PHONE]))] == ["digits"]


def test_a_long_text_is_found_by_a_part_of_it(tmp_path: Path) -> None:
    """Storage tears long values apart: any longer stretch is enough."""
    words = " ".join(f"word{number}" for number in range(400))
    assert scan_bytes(words[1_000:1_800].encode(), traces([words]))


def test_chance_is_no_hit() -> None:
    """Random bytes hold none of it, and a value too short to tell is not looked for."""
    noise = random.Random(3).randbytes(3_000_000)
    assert scan_bytes(noise, traces([NAME, PHONE, MAIL, "Carla", "Li", "", "  "])) == []


@given(st.text(min_size=6, max_size=60), st.binary(max_size=80), st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_found_again(value: str, before: bytes, after: bytes) -> None:
    """In the clear and in base64, whatever letters it has."""
    value = value.strip()
    encoded = value.encode(errors="ignore")
    if len(encoded) < 8 or encoded.decode() != value:
        return
    wanted = traces([value])
    assert scan_bytes(before + encoded + after, wanted)
    assert scan_bytes(base64.b64encode(before + encoded + after), wanted)


def test_a_large_file_is_read_whole(tmp_path: Path) -> None:
    """Also where two pieces of the reading meet."""
    path = tmp_path / "large"
    for at in (0, (1 << 20) - 9, (1 << 20) - 1, 2_500_000):
        data = bytearray(3_000_000)
        data[at : at + len(MAIL)] = MAIL.encode()
        path.write_bytes(data)
        assert [hit.offset for hit in scan_file(path, traces([MAIL]))] == [at]


def test_names_of_files_are_read_too(tmp_path: Path) -> None:
    """A folder named after a person says it all; what vanished meanwhile says nothing."""
    (tmp_path / "deep" / "export-ninefold").mkdir(parents=True)
    (tmp_path / "deep" / "a.wal").write_bytes(MAIL.encode("utf-16-le"))
    hits = scan_folder(tmp_path, traces([MAIL, "ninefold"]))
    assert {(hit.place, hit.value) for hit in hits} == {
        ("deep/export-ninefold (its name)", 1),
        ("deep/a.wal", 0),
        ("deep/a.wal", 1),
    }
    assert scan_file(tmp_path / "gone", traces([MAIL])) == []


def test_a_database_is_read_through_sql(each_world: World) -> None:
    """Text, bytes and JSON of every table, also of one nobody declared; sealed values hide."""
    wanted = traces(["Carla Ruiz", "carla@customer.example", MAIL, PHONE])
    with each_world.db.writing() as session:
        assert scan_database(session, wanted) == []
        session.execute(text("CREATE TABLE stray (note TEXT, raw TEXT)"))
        session.execute(text("INSERT INTO stray VALUES (:mail, 'x')"), {"mail": f"to {MAIL}"})
        session.execute(
            text("UPDATE member SET hours = :hours"), {"hours": json.dumps({"call": PHONE})}
        )
        hits = scan_database(session, wanted)
        assert {(hit.place, hit.value) for hit in hits} == {("stray.note", 2), ("member.hours", 3)}
