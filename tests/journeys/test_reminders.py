"""Guests are reminded of their meetings by mail, where the owner's orders let it happen."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from salesgenix.appointments.reminding import hours_due
from tests.journeys.mail import CARLA, Post, invited, text_of
from tests.journeys.test_meeting_links import links_in, meeting, revoke_all
from worker.keeping import Keeping
from worker.reminding import remind_who_comes

STARTS = datetime.fromisoformat("2026-12-03T09:00:00+00:00")


def reminded(post: Post, *, before: timedelta) -> list[EmailMessage]:
    """What has left by so long before the meeting begins."""
    company = post.company
    company.clock.set(meeting(post).starts_at - before)
    for _ in range(3):
        keeping = Keeping(db=company.house.db, clock=company.clock, settings=company.house.settings)
        remind_who_comes(keeping)
        post.work()
    return [mail for mail in post.sent() if mail["Subject"].startswith("Reminder:")]


def test_a_guest_is_reminded_a_day_and_an_hour_before(post: Post) -> None:
    """Each once, to the invited address, on the guest's clock, with the links and a way to get no
    more mail, without another invitation; each an action with the order that allowed it.
    """
    thread, _ = invited(post)
    starts = meeting(post).starts_at
    assert reminded(post, before=timedelta(hours=25)) == []
    (first,) = reminded(post, before=timedelta(hours=23))
    assert first["To"].endswith(f"<{CARLA}>")
    assert f"{starts + timedelta(hours=1):%H:%M} (Berlin)" in text_of(first)
    assert links_in(post)
    assert "text/calendar" not in first.as_string()
    assert first["List-Unsubscribe"]
    assert len(reminded(post, before=timedelta(minutes=50))) == 2
    assert len(reminded(post, before=timedelta(minutes=1))) == 2
    assert thread.actions()["mail.reminder"].instruction_id is not None
    assert {one.kind: one.state for one in thread.actions().values()}["mail.reminder"] == "done"


def test_nobody_is_reminded_without_an_order(post: Post) -> None:
    """Default deny: refused once, with the reason in the log, and not asked again each minute."""
    invited(post)
    revoke_all(post)
    assert reminded(post, before=timedelta(hours=23)) == []
    refused = [
        one
        for one in post.company.decisions()
        if one.type == "action.denied" and "reminder" in one.words
    ]
    assert len(refused) == 1


def test_what_is_off_or_moved_reminds_nobody_of_the_old_time(post: Post) -> None:
    """A reminder that was allowed and then overtaken never leaves."""
    thread, _ = invited(post)
    company = post.company
    company.clock.set(meeting(post).starts_at - timedelta(hours=23))
    remind_who_comes(
        Keeping(db=company.house.db, clock=company.clock, settings=company.house.settings)
    )
    with post.company.served() as site:
        site.post(links_in(post)[1])
    sent = len(post.sent())
    post.work()
    mails = [mail["Subject"] for mail in post.sent()[sent:]]
    assert [one.partition(":")[0] for one in mails] == ["Cancelled"]
    assert thread.actions()["mail.reminder"].state != "done"


@pytest.mark.parametrize(
    ("now", "booked", "expected"),
    [
        (timedelta(hours=24, seconds=1), timedelta(days=3), None),
        (timedelta(hours=24), timedelta(days=3), 24),
        (timedelta(hours=2), timedelta(days=3), 24),
        (timedelta(hours=2), timedelta(hours=20), None),  # it was said so a moment ago
        (timedelta(minutes=59), timedelta(days=3), 1),  # after a standstill, the later one alone
        (timedelta(minutes=59), timedelta(minutes=59), None),
        (timedelta(0), timedelta(days=3), None),
    ],
)
def test_the_last_reminder_that_is_due_counts(
    now: timedelta, booked: timedelta, expected: int | None
) -> None:
    """Times before the beginning: now, and when it was booked so."""
    assert hours_due(STARTS, STARTS - booked, now=STARTS - now) == expected
