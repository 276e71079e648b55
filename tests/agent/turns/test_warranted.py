"""What a hosted model wants done is done only where the prospect's own words ask for it."""

from collections.abc import Callable
from typing import Any

import pytest

from salesgenix.conversations.rules import EventKind
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
PRICE = "what does the Team plan cost? My mail is carla@acme.example"
UNASKED = ["tool_not_asked_for"]


def wanted(
    thread: Thread, model: ModelServer, said: str, tool: str, /, **arguments: Any
) -> list[str]:
    """Why the call was refused; nothing where it was made."""
    known = len(thread.decisions())
    model.script(Step(calls=[{"name": tool, "arguments": arguments}]), Step(text="Let me see."))
    thread.say(said)
    (card,) = [one for one in thread.decisions()[known:] if one.type.startswith("tool.")]
    return list(card.body.get("reasons", [])) if card.type == "tool.denied" else []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("opt_out", {"words": "what does the Team plan cost?"}),
        ("opt_out", {"words": "stop writing to me"}),
        ("open_data_request", {"kind": "erase"}),
        ("open_data_request", {"kind": "erase", "quote": "what does the Team plan cost?"}),
        ("open_data_request", {"kind": "access", "quote": "show me my data"}),
        ("send_transcript", {"email": "<<EMAIL_1>>"}),
        ("offer_discount", {"percent": 3, "reason": "to please"}),
        ("join_waitlist", {}),
        ("leave_waitlist", {}),
    ],
    ids=str,
)
def test_what_nobody_asked_for_is_refused(
    open_thread: Open, model: ModelServer, name: str, arguments: dict[str, Any]
) -> None:
    """Whoever asks for a price is not erased, silenced, mailed, put on a list or given less."""
    thread = open_thread(is_hosted=True)
    assert wanted(thread, model, PRICE, name, **arguments) == UNASKED
    assert [one for one in thread.actions() if one.kind != "lead.learn"] == []


def test_a_colleague_is_never_called_in_the_prospect_s_name(
    open_thread: Open, model: ModelServer
) -> None:
    """A model may want one; that they asked for one, or are a child, only their words can say."""
    for reason in ("asked", "minor", "whisper"):
        thread = open_thread(is_hosted=True)
        assert wanted(thread, model, PRICE, "hand_over", reason=reason) == []
        (called,) = [one for one in thread.actions() if one.kind == "handover.request"]
        assert called.arguments["reason"] == "policy"


def test_a_meeting_is_booked_and_cancelled_at_their_word_alone(
    open_thread: Open, model: ModelServer
) -> None:
    """Not beside another question, not at another time than they picked; then as they say."""
    thread = open_thread(is_hosted=True)
    assert wanted(thread, model, "When can we have a demo?", "find_slots") == []
    (offered,) = [one for one in thread.events() if one.kind is EventKind.BOOKING_PROPOSED]
    first, second = (slot["id"] for slot in offered.payload["slots"][:2])
    who = {"name": "Carla", "email": "<<EMAIL_1>>"}
    assert wanted(thread, model, PRICE, "book_appointment", slot_id=first, **who) == UNASKED
    assert wanted(thread, model, "the first, please", "hold_slot", slot_id=second) == UNASKED
    assert wanted(thread, model, "the first, please", "hold_slot", slot_id=first) == []
    said = "I am Carla Jensen, carla@acme.example"
    assert wanted(thread, model, said, "book_appointment", slot_id=second, **who) == UNASKED
    assert wanted(thread, model, said, "book_appointment", slot_id=first, **who) == []
    (booked,) = [one for one in thread.events() if one.kind is EventKind.BOOKING_CONFIRMED]
    mine = {"appointment_id": booked.payload["appointment_id"]}
    assert wanted(thread, model, PRICE, "cancel_appointment", **mine) == UNASKED
    assert wanted(thread, model, "please cancel my meeting", "cancel_appointment", **mine) == []
