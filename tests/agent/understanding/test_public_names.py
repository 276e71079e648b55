"""The names other rooms build on."""

from datetime import UTC, datetime

from agent.understanding.signals import Floor, Intent, read_message
from agent.understanding.times import resolve


def test_a_message_with_two_wishes_gives_both_intents() -> None:
    """A question about an integration and a wish to meet are both read, in order."""
    seen = read_message(
        "Do you integrate with HubSpot, and can I see it Thursday?", languages=["en"]
    )
    assert Intent.INTEGRATION_QUESTION in seen.intents
    assert Intent.BOOKING_REQUEST in seen.intents


def test_a_stop_is_on_the_floor() -> None:
    """An opt-out is reported apart from intents, so that nothing can outrank it."""
    assert read_message("stop writing to me", languages=["en"]).floor == {Floor.STOP}


def test_a_weekday_becomes_one_local_day() -> None:
    """A bare weekday is the whole of that day where the person is."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    when = resolve("Thursday works", now=now, zone="Europe/Berlin", language="en")
    assert [w.start for w in when.windows] == [datetime(2026, 11, 25, 23, tzinfo=UTC)]
