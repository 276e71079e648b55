"""What the records refer to: there and unchanged, or gone by a record that says so.

Payloads are ciphertext whose digest the record holds. Where the archive opens one, it gives the key
of that single payload, and opening it again must give the same text.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesgenix_verify.canonical import Fields, parse
from salesgenix_verify.records import Ledger
from salesgenix_verify.report import Place, Report, Tampered

FILE = "payloads.jsonl"
NONCE_BYTES = 12
KEY_BYTES = 32


def check(lines: Iterable[tuple[Place, bytes]], ledger: Ledger, report: Report) -> None:
    present: set[bytes] = set()
    for place, raw in lines:
        fields = parse(raw, place)
        identity = fields.uuid("id").bytes
        if identity in present:
            raise Tampered("payloads.repeated", "The same payload stands twice.", place)
        present.add(identity)
        _check_one(fields, identity, ledger, place)
        report.count(f"payloads {_check_text(fields, place)}")
    for identity, (_, seq, part, _) in ledger.promised.items():
        if identity in present:
            continue
        if ledger.erased.get(identity, 0) <= seq:
            raise Tampered(
                "payloads.removed",
                f"Payload {UUID(bytes=identity)} ({part}) was silently removed: the record names "
                "it, it is not here, and no later record says that it was erased.",
                Place(FILE, seq=seq),
            )
        report.count("payloads erased by record")


def _check_one(fields: Fields, identity: bytes, ledger: Ledger, place: Place) -> None:
    if identity not in ledger.promised:
        raise Tampered("payloads.unknown", "No record here names this payload.", place)
    digest, seq, part, length = ledger.promised[identity]
    place = Place(FILE, place.line, seq)
    if identity in ledger.erased:
        raise Tampered(
            "payloads.not_erased",
            f"Record {ledger.erased[identity]} says that this payload was erased, yet it is here.",
            place,
        )
    sealed = fields.base64("sealed")
    if (fields.number("seq"), fields.text("part")) != (seq, part):
        raise Tampered("payloads.moved", "The payload stands for another record or part.", place)
    if (hashlib.sha256(sealed).digest(), len(sealed)) != (digest, length):
        raise Tampered("payloads.changed", "The payload is not the one that was recorded.", place)
    if fields.text("place") != f"decision_payload:content:{UUID(bytes=identity)}":
        raise Tampered("payloads.place", "The payload was sealed for another place.", place)


def _check_text(fields: Fields, place: Place) -> str:
    """How far the payload is open. A key must give exactly the text that stands beside it."""
    if fields.has("masked"):
        if fields.body["masked"] is not True or fields.has("key") or not fields.has("text"):
            raise Tampered("payloads.shape", "A masked payload has a text and no key.", place)
        fields.text("text")
        return "masked (text not verifiable)"
    if not fields.has("key") and not fields.has("text"):
        return "sealed"
    key, sealed, text = _key(fields), fields.base64("sealed"), fields.text("text")
    try:
        plain = AESGCM(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], fields.text("place").encode()
        )
    except (InvalidTag, ValueError):
        raise Tampered("payloads.key", "The key does not open the payload.", place) from None
    if plain != text.encode():
        raise Tampered("payloads.text", "The text is not what the payload holds.", place)
    return "opened and equal"


def _key(fields: Fields) -> bytes:
    """In hexadecimal, or in base64 as the first writer of this format has it."""
    is_hex = len(fields.text("key")) == 2 * KEY_BYTES
    return fields.digest("key") if is_hex else fields.base64("key")
