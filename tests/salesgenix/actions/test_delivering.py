"""The one exit: judged again at the claim, handed over once, in doubt when it cannot be known."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.actions.rules import LEASE, MAX_ATTEMPTS, RETRIES, luck_of, retry_after
from salesgenix.actions.service import Claim
from salesgenix.authority.rules import ActionKind, Limits, QuietHours
from salesgenix.conversations import service as conversations
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Conflict, Forbidden
from salesgenix.kit.ids import new_id
from salesgenix.tasks import service as tasks
from tests.salesgenix.actions.orders import (
    EVERYTHING,
    asking_first,
    book,
    give,
    propose,
    types_of,
)
from tests.salesgenix.people import MONDAY, World, settle

CARLA = {"email": "carla@customer.example"}
LATER = MONDAY + LEASE
NIGHT = datetime(2027, 3, 1, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
MORNING = datetime(2027, 3, 2, 7, 0, tzinfo=UTC)  # 08:00 in Berlin
QUIET = EVERYTHING.model_copy(update={"quiet_hours": QuietHours(start="20:00", end="08:00")})


def mail(world: World, **more) -> service.Outcome:
    return propose(world, ActionKind.MAIL_TRANSCRIPT, CARLA, **more)


def claim(world: World, now: datetime = MONDAY) -> list[Claim]:
    with world.db.writing() as session:
        return service.claim_due(session, now)


def start(world: World, claimed: Claim, now: datetime = MONDAY) -> service.DeliveryCard | None:
    with world.db.writing() as session:
        return service.start_delivery(
            session,
            claimed,
            carrier="captured",
            recipient=claimed.arguments["email"],
            message=b"Subject: Hi\r\n\r\nHello",
            message_ref=f"<{claimed.action_id}@northwind.example>",
            now=now,
        )


def finish(world: World, claimed: Claim, now: datetime = MONDAY) -> None:
    with world.db.writing() as session:
        service.finish(session, claimed, now=now)


def carry_all(world: World, now: datetime = MONDAY) -> list[UUID]:
    """Everything that may leave leaves; in that order."""
    left = []
    while claimed := claim(world, now):
        for one in claimed:
            start(world, one, now)
            finish(world, one, now)
            left.append(one.action_id)
    return left


def state(world: World, action_id) -> str:
    with world.db.reading() as session:
        return service.card(session, world.ws, action_id).state


def test_a_mail_leaves_once(each_world: World) -> None:
    """Claimed, handed over and finished: one delivery with what was sent, and nothing is due."""
    world = each_world
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    start(world, claimed)
    finish(world, claimed)
    assert claim(world, MONDAY + timedelta(days=1)) == []
    with world.db.reading() as session:
        (sent,) = service.outbox(session, world.ws)
        assert (sent.state, sent.recipient) == ("sent", "carla@customer.example")
        assert sent.message == "Subject: Hi\r\n\r\nHello"
        assert types_of(session, world, outcome.action_id) == [
            "action.authorised",
            "action.authorised",
            "action.performed",
        ]
    with pytest.raises(Conflict):
        finish(world, claimed)


def test_what_is_claimed_is_not_claimed_again(each_world: World) -> None:
    """Within the lease nobody else gets it."""
    give(each_world)
    mail(each_world)
    assert len(claim(each_world)) == 1
    assert claim(each_world, MONDAY + LEASE / 2) == []


def test_a_pause_holds_the_queue_and_a_resume_frees_it_once(each_world: World) -> None:
    """Paused with three mails waiting: none leaves; afterwards each leaves once."""
    world = each_world
    give(world)
    for _ in range(3):
        mail(world)
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    assert claim(world) == []
    with world.db.writing() as session:
        accounts.resume(session, world.ws, now=MONDAY)
    left = carry_all(world)
    assert len(set(left)) == len(left) == 3


def test_a_pause_after_the_claim_still_holds_it(world: World) -> None:
    """Right before the hand-over it is asked once more; after the pause it goes on."""
    give(world)
    mail(world)
    (claimed,) = claim(world)
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    assert start(world, claimed) is None
    with world.db.writing() as session:
        accounts.resume(session, world.ws, now=MONDAY)
    (again,) = claim(world)
    assert again.attempt == 2
    assert start(world, again) is not None


def test_who_opted_out_meanwhile_gets_nothing(world: World) -> None:
    """A mail that waited is refused when it is claimed, with its reason on record."""
    give(world)
    outcome = mail(world)
    propose(world, ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out"})
    assert claim(world) == []
    with world.db.reading() as session:
        card = service.card(session, world.ws, outcome.action_id)
        assert (card.state, card.reasons) == ("refused", ("suppressed",))
        assert types_of(session, world, outcome.action_id)[-1] == "action.denied"


def test_opting_out_between_claim_and_hand_over_counts(world: World) -> None:
    """The last look before the hand-over sees it."""
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    propose(world, ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out"})
    assert start(world, claimed) is None
    assert state(world, outcome.action_id) == "refused"


def test_a_revoked_order_empties_the_queue(world: World) -> None:
    """What was authorised under an order that is gone does not leave."""
    order = give(world)
    outcome = mail(world)
    with world.db.writing() as session:
        instructions.revoke(session, world.ws, order, by=world.ana, now=MONDAY)
    assert claim(world) == []
    assert state(world, outcome.action_id) == "refused"


def test_an_order_that_now_asks_first_asks(world: World) -> None:
    """The owner wants to be asked from now on: what waited in the queue is put before a person."""
    give(world)
    outcome = mail(world)
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    assert claim(world) == []
    assert state(world, outcome.action_id) == "awaiting_approval"


def test_at_night_mail_waits_for_the_recipients_morning(world: World) -> None:
    """Quiet on the recipient's clock: due at their eight o'clock, not before, and then it goes."""
    give(world, QUIET)
    outcome = mail(world, now=NIGHT)
    with world.db.reading() as session:
        assert service.card(session, world.ws, outcome.action_id).due_at == MORNING
    assert claim(world, MORNING - timedelta(minutes=1)) == []
    assert len(claim(world, MORNING)) == 1


def test_night_that_falls_while_it_waits_defers_it(world: World) -> None:
    """Authorised by day, looked at by night: it waits for the morning, on record."""
    give(world, QUIET)
    outcome = mail(world)
    assert claim(world, NIGHT) == []
    with world.db.reading() as session:
        assert types_of(session, world, outcome.action_id)[-1] == "action.deferred"
    assert len(claim(world, MORNING)) == 1


def test_the_recipients_own_zone_decides(world: World) -> None:
    """For Carla in New York 23:30 in Berlin is the afternoon."""
    give(world, QUIET)
    with world.db.writing() as session:
        conversations.remember_locale(session, world.ws, world.thread, zone="America/New_York")
    mail(world, now=NIGHT)
    assert len(claim(world, NIGHT)) == 1


def test_who_is_just_writing_gets_what_they_asked_for(world: World) -> None:
    """Carla books at night: she is awake, so her invitation does not wait for the morning."""
    give(world, QUIET)
    with world.db.writing() as session:
        conversations.receive(
            session, world.ws, world.thread, client_id="1", payload={"text": "Now"}, now=NIGHT
        )
    book(world, now=NIGHT)
    assert len(claim(world, NIGHT + timedelta(minutes=5))) == 1


def test_limits_count_what_holds_a_place(world: World) -> None:
    """Two mails a day for one person: the third is refused, tomorrow there is room again."""
    give(world, EVERYTHING.model_copy(update={"limits": Limits(per_lead_per_day=2)}))
    assert [mail(world).state for _ in range(3)] == ["authorised", "authorised", "denied"]
    assert len(carry_all(world)) == 2
    assert mail(world, now=MONDAY + timedelta(days=1)).state == "authorised"


def test_a_failure_is_tried_again_later_and_then_given_up(world: World) -> None:
    """A passing fault is retried with growing pauses; after the last try a person is asked."""
    give(world)
    outcome = mail(world)
    now = MONDAY
    for attempt in range(1, MAX_ATTEMPTS + 1):
        (claimed,) = claim(world, now)
        assert claimed.attempt == attempt
        start(world, claimed, now)
        with world.db.writing() as session:
            service.fail(session, claimed, permanent=False, code="smtp_451", now=now)
        assert claim(world, now) == []
        now += timedelta(hours=3)
    with world.db.reading() as session:
        assert service.card(session, world.ws, outcome.action_id).state == "failed"
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["agent_failed"]
        assert len(service.outbox(session, world.ws)) == MAX_ATTEMPTS


def test_mails_of_a_conversation_leave_in_order(each_world: World) -> None:
    """One at a time: while the first is on its way or waits for its next try, the second stays;
    another conversation's, and what goes into a calendar, wait for neither.
    """
    world = each_world
    give(world)
    first, second = mail(world).action_id, mail(world).action_id
    lead, subject, thread = world.another()
    other = mail(world, lead_id=lead, subject_ref=subject, conversation_id=thread).action_id
    claimed = claim(world)
    assert [one.action_id for one in claimed] == [first, other]
    assert claim(world) == []
    for one in claimed:
        start(world, one)
    finish(world, claimed[1])
    with world.db.writing() as session:
        service.fail(session, claimed[0], permanent=False, code="smtp_451", now=MONDAY)
    assert claim(world, MONDAY + timedelta(seconds=20)) == []
    assert carry_all(world, MONDAY + timedelta(minutes=1)) == [first, second]


def test_workspaces_take_turns(each_world: World) -> None:
    """One with twenty mails due before holds up nobody: the other's is among the next three."""
    busy, quiet = each_world, settle(each_world.db)
    for world in (busy, quiet):
        give(world)
    for _ in range(20):
        lead, subject, thread = busy.another()
        about = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
        mail(busy, **about, now=MONDAY - timedelta(hours=1))
    wanted = mail(quiet).action_id
    with busy.db.writing() as session:
        claimed = service.claim_due(session, MONDAY, limit=3)
    assert wanted in {one.action_id for one in claimed}
    assert len(claimed) == 3


def test_a_wait_is_spread_and_can_be_told(world: World) -> None:
    """Of many that failed together no two try again at one instant; each within its bounds, and
    the same for the same try.
    """
    for attempts, full in enumerate(RETRIES, start=1):
        waits = [retry_after(attempts, luck_of(new_id(), attempts)) for _ in range(50)]
        assert all(wait is not None and full / 2 <= wait < full for wait in waits)
        assert len(set(waits)) == 50
    name = world.thread
    assert luck_of(name, 1) == luck_of(name, 1) != luck_of(name, 2)


def test_a_final_no_is_final(world: World) -> None:
    """A permanent refusal is not tried again."""
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    start(world, claimed)
    with world.db.writing() as session:
        service.fail(session, claimed, permanent=True, code="smtp_550", now=MONDAY)
    assert claim(world, MONDAY + timedelta(days=2)) == []
    assert state(world, outcome.action_id) == "failed"


def test_a_crash_before_the_hand_over_loses_nothing(each_world: World) -> None:
    """Claimed, then the worker died: nothing can have left, so it is claimed again."""
    give(each_world)
    mail(each_world)
    (first,) = claim(each_world)
    (second,) = claim(each_world, LATER)
    assert (second.action_id, second.attempt) == (first.action_id, 2)
    with pytest.raises(Conflict):
        start(each_world, first, LATER)


def test_a_crash_after_the_hand_over_began_is_in_doubt(each_world: World) -> None:
    """It may have left: it is never sent again by itself; a person gets a task and decides."""
    world = each_world
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    start(world, claimed)
    for hours in (1, 2, 48):
        assert claim(world, MONDAY + timedelta(hours=hours)) == []
    assert state(world, outcome.action_id) == "in_doubt"
    with world.db.reading() as session:
        assert [card.id for card in service.in_doubt(session, world.ws)] == [outcome.action_id]
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["in_doubt"]
        assert [sent.state for sent in service.outbox(session, world.ws)] == ["in_doubt"]
    with pytest.raises(Conflict):
        finish(world, claimed)


def test_a_hand_over_has_the_whole_lease(world: World) -> None:
    """What waited for those before it is not called in doubt while it is being sent."""
    give(world)
    mail(world)
    (claimed,) = claim(world)
    start(world, claimed, MONDAY + LEASE * 0.9)
    assert claim(world, MONDAY + LEASE * 1.5) == []
    finish(world, claimed, MONDAY + LEASE * 1.6)


@pytest.mark.parametrize(("has_left", "expected"), [(True, "done"), (False, "authorised")])
def test_a_person_settles_a_doubt(world: World, has_left: bool, expected: str) -> None:  # noqa: FBT001
    """A rep who has found out says so; a viewer may not."""
    give(world)
    outcome = mail(world)
    start(world, claim(world)[0])
    claim(world, LATER)
    with world.db.writing() as session, pytest.raises(Forbidden):
        service.settle_doubt(
            session, world.ws, outcome.action_id, world.vic, has_left=has_left, now=LATER
        )
    with world.db.writing() as session:
        service.settle_doubt(
            session, world.ws, outcome.action_id, world.ben, has_left=has_left, now=LATER
        )
    assert state(world, outcome.action_id) == expected
    assert len(claim(world, LATER)) == (0 if has_left else 1)


def test_of_an_erased_person_nothing_leaves(world: World) -> None:
    """With the key gone nobody can say what the mail was: it is refused, not guessed."""
    give(world)
    outcome = mail(world)
    world.db.keyring.destroy_person(world.ws, world.carla_ref)
    assert claim(world) == []
    assert state(world, outcome.action_id) == "refused"


def test_a_takeover_does_not_stop_a_letter(world: World) -> None:
    """The invitation of a booked meeting leaves although a person has taken over since."""
    give(world)
    book(world)
    with world.db.writing() as session:
        conversations.take_control(
            session,
            world.ws,
            world.thread,
            member_id=world.ben,
            member_name="Ben",
            expected_epoch=0,
            now=MONDAY,
        )
    assert [one.kind for one in claim(world)] == [ActionKind.MAIL_INVITATION]
