"""Many hands at once: limits stay exact, a click counts once, a mail has one worker."""

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.actions.reconciling import find
from salesgenix.actions.service import Claim
from salesgenix.authority.rules import ActionKind, Limits
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Conflict, SalesgenixError
from tests.salesgenix.actions.hands import claim, finish, start
from tests.salesgenix.actions.orders import (
    EVERYTHING,
    asking_first,
    book,
    discount,
    give,
    mailbox,
    propose,
    proposed,
    slot,
)
from tests.salesgenix.people import MONDAY, World

WORKERS = 6


def race(world: World, *wishes: Callable[[Session], object]) -> list[object]:
    """Each wish in a transaction of its own, let go at the same moment; what each came to."""
    gate = Barrier(len(wishes))

    def run(wish: Callable[[Session], object]) -> object:
        gate.wait()
        try:
            with world.db.writing() as session:
                return wish(session)
        except SalesgenixError as error:
            return error.code

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(run, wishes))


def assert_whole(world: World) -> None:
    with world.db.reading() as session:
        assert decisions.verify_chain(session, world.ws).sound


def test_limits_are_exact_under_many_hands(each_world: World) -> None:
    """Five mails a day and eighteen at once from several conversations: five are authorised."""
    world = each_world
    give(world, EVERYTHING.model_copy(update={"limits": Limits(total_per_day=5)}))
    people = [world.another() for _ in range(WORKERS)]

    def wish(number: int):
        lead, subject, thread = people[number % WORKERS]
        wanted = proposed(
            world,
            ActionKind.MAIL_TRANSCRIPT,
            mailbox(),
            lead_id=lead,
            subject_ref=subject,
            conversation_id=thread,
        )
        return lambda session: service.propose(session, world.ws, wanted, now=MONDAY).state

    states: Counter[object] = Counter()
    for round_ in range(3):
        states.update(race(world, *(wish(round_ * WORKERS + index) for index in range(WORKERS))))
    assert states == {"authorised": 5, "denied": 13}
    assert_whole(world)


def test_the_same_proposal_at_once_is_one_action(each_world: World) -> None:
    """Six times the same key: one row, one booking, one answer."""
    world = each_world
    give(world)
    wanted = proposed(world, ActionKind.APPOINTMENT_BOOK, slot(world), key="once")

    def wish(session: Session) -> object:
        outcome = service.propose(session, world.ws, wanted, now=MONDAY)
        return (outcome.action_id, outcome.state)

    assert len(set(race(world, *[wish] * WORKERS))) == 1
    assert_whole(world)


def test_opposite_clicks_at_once_have_one_winner(each_world: World) -> None:
    """Ben approves while Bea rejects: one of them counts, and the time is booked or free."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    asked = book(world)
    with world.db.reading() as session:
        (card,) = service.pending_approvals(session, world.ws)

    def click(member, verb: str):
        return lambda session: (
            service.decide_approval(
                session, world.ws, card.id, member, verb=verb, digest=card.digest, now=MONDAY
            ).state
        )

    ended = race(world, click(world.ben, "approve"), click(world.bea, "reject"))
    assert sorted(map(str, ended)) in (
        ["approval.decided", "done"],
        ["approval.decided", "denied"],
    )
    with world.db.reading() as session:
        state = service.card(session, world.ws, asked.action_id).state
    assert state in {"done", "refused"}
    assert_whole(world)


def test_two_reps_a_hundred_times_are_one_decision_and_one_effect(world: World) -> None:
    """Whatever two reps press at the same moment, a hundred times over: the first counts, once."""
    give(world)
    verbs = itertools.cycle(itertools.product(("approve", "reject", "answer"), repeat=2))
    with world.db.writing() as session:
        asked = [
            service.propose(
                session,
                world.ws,
                proposed(world, ActionKind.DISCOUNT_OFFER, {"percent": 20}),
                now=MONDAY,
            ).action_id
            for _ in range(100)
        ]
    with world.db.reading() as session:
        cards = service.pending_approvals(session, world.ws)
    pairs = list(zip(cards, verbs, strict=False))
    gate = Barrier(2)

    def press(place: int, member: UUID) -> list[str]:
        came_to = []
        for card, pair in pairs:
            gate.wait()
            try:
                with world.db.writing() as session:
                    came_to.append(
                        service.decide_approval(
                            session,
                            world.ws,
                            card.id,
                            member,
                            verb=pair[place],
                            digest=card.digest,
                            reason="Said",
                            now=MONDAY,
                        ).state
                    )
            except Conflict as late:
                came_to.append(late.code)
        return came_to

    with ThreadPoolExecutor(2) as pool:
        ended = [pool.submit(press, 0, world.ben), pool.submit(press, 1, world.bea)]
        results = list(zip(*(one.result() for one in ended), strict=True))
    assert all(sorted(pair).count("approval.decided") == 1 for pair in results)
    with world.db.reading() as session:
        for action_id in asked:
            types = [one.type for one in decisions.of_action(session, world.ws, action_id)]
            made = [one for one in types if one.startswith("approval.") and "requested" not in one]
            assert len(made) == 1
            assert types.count("action.performed") == made.count("approval.granted")
    assert_whole(world)


def test_workers_share_the_queue_without_a_mail_twice(each_world: World) -> None:
    """Four workers, twelve mails in four conversations: each mail is claimed by one, and of a
    conversation one at a time.
    """
    world = each_world
    give(world)
    for number in range(12):
        lead, subject, thread = world.another() if number % 3 == 0 else (lead, subject, thread)  # noqa: F821
        propose(
            world,
            ActionKind.MAIL_TRANSCRIPT,
            mailbox(),
            lead_id=lead,
            subject_ref=subject,
            conversation_id=thread,
        )

    def work(session: Session) -> list[Claim]:
        return service.claim_due(session, MONDAY, limit=5)

    claimed: list[UUID] = []
    while found := [one for some in race(world, *[work] * 4) for one in some]:
        assert len({one.conversation_id for one in found}) == len(found)
        for one in found:
            assert start(world, one) is not None
            finish(world, one)
        claimed += [one.action_id for one in found]
    assert len(claimed) == len(set(claimed)) == 12
    assert_whole(world)


def test_four_workers_send_sixty_mails_once_each(each_world: World) -> None:
    """Four at once from claim to end: each mail leaves once, under one permit, and none is left."""
    world = each_world
    give(world)
    threads = [world.another() for _ in range(12)]
    wanted = [
        proposed(
            world,
            ActionKind.MAIL_TRANSCRIPT,
            mailbox(),
            lead_id=lead,
            subject_ref=subject,
            conversation_id=thread,
        )
        for lead, subject, thread in threads * 5
    ]
    with world.db.writing() as session:
        for one in wanted:
            service.propose(session, world.ws, one, now=MONDAY)
    gate, sent = Barrier(4), Counter[object]()

    def work(_: int) -> list[object]:
        gate.wait()
        done = []
        while claims := claim(world, limit=5):
            for claimed in claims:
                assert start(world, claimed) is not None
                done.append(claimed.action_id)
                finish(world, claimed)
        return done

    with ThreadPoolExecutor(4) as pool:
        for done in pool.map(work, range(4)):
            sent.update(done)
    assert (len(sent), sent.total()) == (60, 60)
    with world.db.reading() as session:
        assert {one.state for one in service.outbox(session, world.ws)} == {"sent"}
        assert find(session, world.ws) == []


def test_a_pause_and_a_queue_do_not_lock_each_other(each_world: World) -> None:
    """Pausing, proposing, claiming and deciding at once all end, and nothing leaves afterwards."""
    world = each_world
    give(world)
    propose(world, ActionKind.MAIL_TRANSCRIPT, mailbox())
    discount(world, 20)
    with world.db.reading() as session:
        (card,) = service.pending_approvals(session, world.ws)
    wanted = proposed(world, ActionKind.MAIL_TRANSCRIPT, mailbox())
    race(
        world,
        lambda session: accounts.pause(session, world.ws, "stop", world.ana, now=MONDAY),
        lambda session: service.propose(session, world.ws, wanted, now=MONDAY),
        lambda session: service.claim_due(session, MONDAY),
        lambda session: service.decide_approval(
            session, world.ws, card.id, world.ben, verb="approve", digest=card.digest, now=MONDAY
        ),
    )
    with world.db.writing() as session:
        assert service.claim_due(session, MONDAY) == []
    assert_whole(world)
