"""Where the sale stands: a typed table, moved by what was read and done, never by a model's wish."""

from dataclasses import dataclass

# A stage is only ever left for one listed here; anything else keeps it where it is.
MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"engaged", "qualifying", "objection", "scheduling", "booked", "lost"}),
    "engaged": frozenset({"qualifying", "objection", "scheduling", "booked", "lost"}),
    "qualifying": frozenset({"objection", "scheduling", "booked", "lost"}),
    "objection": frozenset({"qualifying", "scheduling", "booked", "lost"}),
    "scheduling": frozenset({"objection", "booked", "lost"}),
    "booked": frozenset({"scheduling", "lost"}),
    "lost": frozenset({"engaged", "scheduling"}),
}


@dataclass(frozen=True, slots=True)
class StageMove:
    before: str
    after: str
    reason: str


def next_stage(
    stage: str, *, intents: frozenset[str], objection: str | None, events: frozenset[str]
) -> StageMove | None:
    """The move this turn's facts call for, strongest first, or none."""
    wishes = (
        ("lost", "stop", "contact.suppressed" in events),
        ("lost", "not_interested", "not_interested" in intents or objection == "not_interested"),
        ("booked", "booking_confirmed", "booking.confirmed" in events),
        ("scheduling", "slots_offered", "booking.proposed" in events),
        ("objection", "objection_raised", objection is not None),
        ("qualifying", "facts_given", "give_contact" in intents or "price" in intents),
        ("engaged", "message_received", True),
    )
    for wish, reason, holds in wishes:
        if holds and wish != stage and wish in MOVES.get(stage, frozenset()):
            return StageMove(stage, wish, reason)
        if holds and wish == stage:
            return None
    return None
