"""The second path: an action, from the proposal to the captured outbox, once."""

from datetime import timedelta
from email import message_from_string, policy

from icalendar import Calendar

from salesgenix.privacy import service as privacy
from tests.journeys.company import Company


def test_a_booking_leaves_as_one_valid_invitation(company: Company) -> None:
    """Nothing leaves in the turn; the worker sends it once, with the meeting as it stands."""
    thread = company.open_thread()
    thread.book()
    assert company.outbox() == []
    assert thread.actions()["mail.invitation"].state == "authorised"
    company.rounds.run()
    company.rounds.run()
    (sent,) = company.outbox()
    assert (sent.state, sent.recipient) == ("sent", "carla@lumen.example")
    assert thread.actions()["mail.invitation"].state == "done"
    mail = message_from_string(sent.message or "", policy=policy.default)
    (invitation,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(invitation.get_content())
    (meeting,) = calendar.walk("VEVENT")
    (booked,) = [event for event in thread.events() if event.kind == "booking.confirmed"]
    assert calendar["METHOD"] == "REQUEST"
    assert meeting["ATTENDEE"] == "mailto:carla@lumen.example"
    assert meeting["DTSTART"].dt.isoformat() == booked.payload["starts_at"]
    assert str(sent.action_id) in sent.message_ref
    types = [card.type for card in company.decisions()]
    assert types.index("action.authorised") < types.index("action.performed")


def test_a_pause_stops_everything(company: Company) -> None:
    """Paused with a mail queued: it stays, the agent is silent; resumed, both go on once."""
    thread = company.open_thread()
    thread.book()
    company.pause("holiday")
    before = thread.messages("agent")
    thread.write("Are you still there?")
    company.clock.set(company.clock.now() + timedelta(minutes=5))
    company.rounds.run()
    assert company.outbox() == []
    assert thread.messages("agent") == before
    company.resume()
    company.rounds.run()
    assert [sent.state for sent in company.outbox()] == ["sent"]


def test_stop_writing_to_me_holds_back_what_is_queued(company: Company) -> None:
    """At once: the mark is there in the same turn, and the queued mail never leaves."""
    thread = company.open_thread()
    thread.book()
    reply = thread.say("Stop writing to me.")
    assert "not hear from us" in reply
    with company.house.db.reading() as session:
        ref = thread.card().subject_ref
        assert privacy.is_suppressed(session, company.workspace_id, subject_ref=ref)
    for _ in range(3):
        company.rounds.run()
        company.clock.set(company.clock.now() + timedelta(days=1))
    assert company.outbox() == []
    assert thread.actions()["mail.invitation"].state == "refused"
