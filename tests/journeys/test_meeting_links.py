"""The links in an invitation: what a guest does to their meeting without signing in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from salesgenix.appointments import service as appointments
from salesgenix.appointments.models import Appointment, MeetingLink
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.instructions import service as instructions
from tests.journeys.company import Thread
from tests.journeys.mail import Post, invited, text_of, workspace

SLOT = re.compile(r'name="slot" value="([^"]+)"')


def links_in(post: Post) -> tuple[str, str]:
    """Where the newest mail lets its reader choose another time, and where it calls it off."""
    text = text_of(post.sent()[-1])
    move, cancel = re.findall(r"https://sales\.tendralis\.example(/m/\S+)", text)
    return move, cancel


def meeting(post: Post) -> Appointment:
    with post.company.house.db.reading() as session:
        found = session.exec(select(Appointment)).one()
        session.expunge(found)
        return found


@dataclass(frozen=True)
class Guest:
    """A chat that came to a meeting, its two links, and a browser."""

    thread: Thread
    move: str
    cancel: str
    site: httpx.Client


@pytest.fixture
def guest(post: Post) -> Iterator[Guest]:
    thread, _ = invited(post)
    with post.company.served() as client:
        yield Guest(thread, *links_in(post), client)


def test_opening_a_link_changes_nothing(post: Post, guest: Guest) -> None:
    """However often a scanner opens it: the page shows the meeting, the row stands as it was, and
    no copy of it is kept. In the reader's language and on their clock.
    """
    before = meeting(post)
    for _ in range(3):
        for link in (guest.move, guest.cancel):
            page = guest.site.get(link, headers={"Accept-Language": "de"})
            assert page.status_code == 200
            assert page.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in page.headers
    assert "Den Termin absagen?" in page.text
    assert "(Berlin)" in page.text
    assert meeting(post).model_dump() == before.model_dump()


def test_a_guest_takes_another_time(post: Post, guest: Guest) -> None:
    """The same meeting at the new time, one mail about it, the agent's own rules; a second press
    finds it done; the old mail's link still opens it.
    """
    before, sent = meeting(post), len(post.sent())
    slots = SLOT.findall(guest.site.get(guest.move).text)
    now = f"{int(before.starts_at.timestamp()) // 60:x}-{before.member_id.hex[-8:]}"
    wanted = next(slot for slot in reversed(slots) if slot != now)
    for _ in range(2):
        done = guest.site.post(guest.move, data={"slot": wanted})
        assert (done.status_code, "Your new time is booked" in done.text) == (200, True)
    after = meeting(post)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    with post.company.house.db.reading() as session:
        assert appointments.find_slot(session, workspace(post), wanted) == (
            after.member_id,
            after.starts_at,
        )
    post.work()
    assert len(post.sent()) == sent + 1
    assert links_in(post)[0] == guest.move
    assert guest.thread.actions()["appointment.move"].state == "done"
    assert guest.site.get(guest.move).status_code == 200


def test_a_time_that_has_gone_is_said_with_others(post: Post, guest: Guest) -> None:
    """Somebody else took it between the page and the press: nothing moves, and free ones are
    shown. No choice, and a made-up one, are asked about.
    """
    before = meeting(post)
    first, *rest = [
        slot
        for slot in SLOT.findall(guest.site.get(guest.move).text)
        if not slot.startswith(f"{int(before.starts_at.timestamp()) // 60:x}-")
    ]
    with post.company.house.db.writing() as session:
        member, starts = appointments.find_slot(session, workspace(post), first)
        span = (starts, starts + timedelta(minutes=5))
        appointments.replace_busy(
            session, workspace(post), member, source="elsewhere", spans=[span]
        )
    refused = guest.site.post(guest.move, data={"slot": first})
    assert refused.status_code == 409
    assert "just been taken" in refused.text
    assert rest[-1] in SLOT.findall(refused.text)
    assert first not in SLOT.findall(refused.text)
    assert guest.site.post(guest.move).status_code == 422
    assert guest.site.post(guest.move, data={"slot": "ffff-00000000"}).status_code == 422
    assert meeting(post).model_dump() == before.model_dump()


def test_a_guest_calls_it_off(post: Post, guest: Guest) -> None:
    """At once and without an order of the owner's; the mail takes it out of their calendar; the
    thread says who did it; a second press and the other link find it off.
    """
    sent = len(post.sent())
    for _ in range(2):
        assert "The meeting is cancelled" in guest.site.post(guest.cancel).text
    after = meeting(post)
    assert (after.state, after.sequence) == ("cancelled", 1)
    (gone,) = [one for one in guest.thread.events() if one.kind is EventKind.BOOKING_CANCELLED]
    assert gone.actor is Actor.PROSPECT
    post.work()
    assert len(post.sent()) == sent + 1
    assert "METHOD:CANCEL" in post.sent()[-1].as_string() or "cancel.ics" in str(post.sent()[-1])
    for link in (guest.move, guest.cancel):
        assert "The meeting is cancelled" in guest.site.get(link).text
    assert "The meeting is cancelled" in guest.site.post(guest.move, data={"slot": "1-2"}).text


def test_without_an_order_a_time_stands_and_can_be_called_off(post: Post, guest: Guest) -> None:
    """Default deny holds for links too: the page says so in words; calling off stays their right,
    and without an order for the mail none leaves.
    """
    before, sent = meeting(post), len(post.sent())
    slots = SLOT.findall(guest.site.get(guest.move).text)
    revoke_all(post)
    refused = guest.site.post(guest.move, data={"slot": slots[-1]})
    assert (refused.status_code, "not moved here" in refused.text) == (403, True)
    assert meeting(post).model_dump() == before.model_dump()
    guest.site.post(guest.cancel)
    post.work()
    assert meeting(post).state == "cancelled"
    assert len(post.sent()) == sent


def test_a_link_opens_one_purpose_until_the_meeting_begins(post: Post, guest: Guest) -> None:
    """Unknown, cut off and run out look alike; only digests are kept; the link to move cancels
    nothing.
    """
    pages = [guest.site.get(link) for link in ("/m/abc", guest.move[:-1], "/m/" + "A" * 24)]
    with post.company.house.db.reading() as session:
        rows = session.exec(select(MeetingLink)).all()
    assert {row.purpose for row in rows} == {"move", "cancel"}
    assert all(guest.move[3:].encode() not in row.token_digest for row in rows)
    post.company.clock.set(meeting(post).starts_at)
    pages += [
        guest.site.get(guest.move),
        guest.site.get(guest.cancel),
        guest.site.post(guest.move),
        guest.site.post(guest.cancel),
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert meeting(post).state == "confirmed"


def revoke_all(post: Post) -> None:
    company, now = post.company, post.company.clock.now()
    with company.house.db.writing() as session:
        for card in instructions.listing(session, workspace(post), now=now):
            if card.state is instructions.State.ACTIVE:
                instructions.revoke(session, workspace(post), card.id, by=company.owner, now=now)
