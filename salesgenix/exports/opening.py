"""Opens payloads for their reader: the text, and the key that shows it is what was sealed."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import keyring_of
from salesgenix.decisions.service import PayloadRow
from salesgenix.exports.coverage import Record
from salesgenix.exports.masking import Mask
from salesgenix.kit.crypto import record_key, unseal
from salesgenix.kit.errors import NotFound, Unavailable


def opened(
    session: Session, workspace_id: UUID, record: Record, *, mask: Mask
) -> Iterator[dict[str, Any]]:
    """One line per payload that is still there. Where others had to be masked there is no key: it
    would open their names too. What does not open is passed on as it lies.
    """
    for payload in record.payloads:
        sealed = payload.sealed or b""
        line: dict[str, Any] = {
            "id": str(payload.id),
            "seq": record.row.seq,
            "part": payload.part,
            "sealed": b64encode(sealed).decode(),
            "place": payload.place,
        }
        yield line | _content(session, workspace_id, payload, mask)


def _content(
    session: Session, workspace_id: UUID, payload: PayloadRow, mask: Mask
) -> dict[str, Any]:
    try:
        person = keyring_of(session).person(workspace_id, payload.subject_ref)
        text = unseal(person, payload.sealed or b"", place=payload.place).decode()
    except (NotFound, Unavailable):
        return {}
    masked = mask.text(text)
    if masked != text:
        return {"masked": True, "text": masked}
    key = record_key(person, payload.place)
    return {"key": b64encode(key).decode(), "text": text}
