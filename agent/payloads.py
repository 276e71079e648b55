"""What a tool found, as the event log carries it."""

from typing import Any

from tools.context import OfferedSlot, Origin


def slot_payload(slot: OfferedSlot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "member_id": str(slot.member_id),
        "member": slot.member,
        "label": slot.label,
    }


def source_payload(source: Origin) -> dict[str, Any]:
    return {
        "title": source.title,
        "url": source.url,
        "passage_id": str(source.passage_id) if source.passage_id else None,
    }
