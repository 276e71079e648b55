"""What a prospect sees of an event: only the parts named here leave the house."""

from typing import Any

from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard

BOOKING = frozenset({"appointment_id", "starts_at", "ends_at", "zone", "member", "label"})
SHOWN: dict[EventKind, frozenset[str]] = {
    EventKind.MESSAGE: frozenset({"text", "sources", "choice", "member", "ai"}),
    EventKind.BOOKING_PROPOSED: frozenset({"slots", "zone"}),
    EventKind.BOOKING_CONFIRMED: BOOKING,
    EventKind.BOOKING_CANCELLED: BOOKING,
    EventKind.CONTROL_CHANGED: frozenset({"control", "member"}),
    EventKind.HANDOFF_REQUESTED: frozenset(),
    EventKind.CONTACT_SUPPRESSED: frozenset(),
    EventKind.REQUEST_OPENED: frozenset({"kind", "due_on"}),
    EventKind.STATUS_CHANGED: frozenset({"state"}),
}
SLOT = frozenset({"id", "starts_at", "ends_at", "label"})
SOURCE = frozenset({"title", "url"})


def visitor_view(event: EventCard) -> dict[str, Any]:
    """The event as JSON. ``client_id`` lets a browser find the message it sent itself."""
    shown = SHOWN.get(event.kind, frozenset())
    payload = {name: value for name, value in event.payload.items() if name in shown}
    if "slots" in payload:
        payload["slots"] = [_only(slot, SLOT) for slot in payload["slots"]]
    if "sources" in payload:
        payload["sources"] = [_only(source, SOURCE) for source in payload["sources"] or []]
    view = {
        "seq": event.seq,
        "kind": event.kind.value,
        "actor": event.actor.value,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "payload": payload,
    }
    if event.client_id is not None and event.actor == "prospect":
        view["client_id"] = event.client_id
    return view


def _only(part: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name in names}
