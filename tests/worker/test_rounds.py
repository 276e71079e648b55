"""A worker's round: what leaves, when, how often, and what a person hears of the rest."""

import socket
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy.exc import DBAPIError

from integrations.email.smtp import SmtpMail
from salesgenix.actions.ports import Envelope
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.erasures import service as erasures
from salesgenix.erasures.ports import Stores
from salesgenix.kit.settings import MailSettings
from tests.salesgenix.faults import break_log, mend_log
from tests.worker.post import Carrier, Post, permanent, temporary


class Postbox(Message):
    """Keeps what a real SMTP server takes."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"

    def handle_message(self, message) -> None:
        pass


@contextmanager
def relay():
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield (
            box,
            MailSettings(
                carrier="smtp", host="127.0.0.1", port=port, tls="none", timeout_seconds=5
            ),
        )
    finally:
        controller.stop()


def test_the_captured_carrier_keeps_what_would_have_left(post: Post) -> None:
    """One round sends all that is due, each once; the rows hold the mail as it would have gone."""
    sent = [post.mail(f"carla{number}@lumen.example") for number in range(3)]
    rounds = post.rounds()
    assert rounds.run() == 3
    assert rounds.run() == 0
    assert [post.action(action_id).state for action_id in sent] == ["done"] * 3
    assert {(row.carrier, row.state) for row in post.outbox()} == {("captured", "sent")}


def test_a_real_server_gets_the_very_mail_that_is_kept(post: Post) -> None:
    """Over SMTP the bytes are those of the delivery row, under a Message-ID of the action's id."""
    action_id = post.mail()
    with relay() as (box, settings):
        post.rounds(SmtpMail(settings)).run()
    (row,) = post.outbox()
    (taken,) = box.taken
    got = message_from_bytes(taken, policy=policy.default)
    kept = message_from_bytes((row.message or "").encode(), policy=policy.default)
    assert got["Message-ID"] == kept["Message-ID"] == row.message_ref
    assert str(action_id) in row.message_ref
    assert got["To"] == "carla@lumen.example"
    assert got.get_body().get_content() == kept.get_body().get_content()


def test_a_server_that_is_away_is_tried_again_later(post: Post) -> None:
    """Nothing listens there: the mail waits and leaves once, when its time has come."""
    action_id = post.mail()
    with relay() as (_, settings):
        pass
    post.rounds(SmtpMail(settings)).run()
    assert post.action(action_id).state == "authorised"
    assert post.rounds().run() == 0
    post.later(minutes=2)
    with relay() as (box, settings):
        post.rounds(SmtpMail(settings)).run()
        post.rounds(SmtpMail(settings)).run()
    assert len(box.taken) == 1
    assert [row.state for row in post.outbox()] == ["failed", "sent"]
    assert post.action(action_id).state == "done"


def test_a_refusal_for_good_becomes_a_task(post: Post) -> None:
    """It is not tried again; a person is asked; the next mail leaves all the same."""
    refused, fine = post.mail(), post.mail("ben@lumen.example")
    carrier = Carrier(permanent())
    post.rounds(carrier).run()
    post.later(days=2)
    post.rounds(carrier).run()
    assert (post.action(refused).state, post.action(refused).error_code) == ("failed", "smtp_550")
    assert post.action(fine).state == "done"
    assert len(carrier.taken) == 1
    assert post.tasks() == ["agent_failed"]


def test_patience_ends(post: Post) -> None:
    """After the last of its attempts a mail that never left is given up, with a task."""
    action_id = post.mail()
    carrier = Carrier(*[temporary() for _ in range(50)])
    for _ in range(10):
        post.rounds(carrier).run()
        post.later(hours=12)
    card = post.action(action_id)
    assert (card.state, card.attempts) == ("failed", len(post.outbox()))
    assert 2 < card.attempts < 10
    assert post.tasks() == ["agent_failed"]


def test_an_unforeseen_fault_is_never_guessed_about(post: Post) -> None:
    """It may have left: in doubt, with a task, and never sent a second time."""
    action_id = post.mail()
    carrier = Carrier(RuntimeError("the line went dead"))
    post.rounds(carrier).run()
    assert post.action(action_id).state == "claimed"
    for _ in range(3):
        post.later(minutes=5)
        post.rounds(carrier).run()
    assert post.action(action_id).state == "in_doubt"
    assert post.tasks() == ["in_doubt"]
    assert carrier.taken == []
    assert len(post.outbox()) == 1


def test_nothing_leaves_while_all_is_paused(post: Post) -> None:
    """However often it looks; after the pause it leaves once."""
    action_id = post.mail()
    post.pause()
    carrier = Carrier()
    for _ in range(3):
        post.rounds(carrier).run()
        post.later(hours=2)
    assert (carrier.taken, post.action(action_id).state) == ([], "authorised")
    post.resume()
    post.rounds(carrier).run()
    assert len(carrier.taken) == 1


def test_one_failing_turn_does_not_stop_the_others(post: Post) -> None:
    """Each orphaned turn is tried; a fault in one is logged, and its lease brings it back."""
    tried = []

    def take_turn(turn_id):
        tried.append(turn_id)
        raise RuntimeError("no")

    with post.house.db.writing() as session:
        for number in range(2):
            opened = conversations.open_conversation(
                session, post.ws, channel="widget", now=post.clock.now()
            )
            conversations.receive(
                session,
                post.ws,
                opened.conversation.id,
                client_id=f"client-{number}",
                payload={"text": "Hello"},
                now=post.clock.now(),
            )
    post.later(seconds=6)
    assert post.rounds(take_turn=take_turn).think() == 2
    assert len(set(tried)) == 2


class Breaking(Carrier):
    """Takes the envelope, and the log breaks before anybody can write that down."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post

    async def send(self, envelope: Envelope) -> None:
        await super().send(envelope)
        break_log(self.post.house.db)


def test_nothing_leaves_that_cannot_be_recorded(post: Post) -> None:
    """With a log that takes nothing the carrier is never called; mended, the mail leaves once."""
    action_id = post.mail()
    break_log(post.house.db)
    carrier = Carrier()
    with suppress(DBAPIError):
        post.rounds(carrier).run()
    assert (carrier.taken, post.action(action_id).state) == ([], "authorised")
    mend_log(post.house.db)
    post.rounds(carrier).run()
    assert len(carrier.taken) == 1


def test_an_end_that_cannot_be_recorded_is_in_doubt(post: Post) -> None:
    """What has left and could not be written down is not sent again: a person has to look."""
    action_id = post.mail()
    carrier = Breaking(post)
    with suppress(DBAPIError):
        post.rounds(carrier).run()
    mend_log(post.house.db)
    post.later(minutes=20)
    post.rounds(Carrier()).run()
    assert len(carrier.taken) == 1
    assert post.action(action_id).state == "in_doubt"
    assert post.tasks() == ["in_doubt"]


class Erasing(Carrier):
    """While it has the envelope, the person it is for is erased; then it answers as it is told."""

    def __init__(self, post: Post, *faults: Exception | None) -> None:
        super().__init__(*faults)
        self.post = post
        self.is_erased = False

    async def send(self, envelope: Envelope) -> None:
        db, clock = self.post.house.db, self.post.clock
        with db.writing() as session:
            order = erasures.order(
                session, self.post.ws, self.post.thread.subject_ref, cause="minor",
                instruction_id=None, now=clock.now(),
            )  # fmt: skip
        stores = Stores.of(self.post.house.settings)
        self.is_erased = erasures.run(db, order.id, stores, clock).is_done
        await super().send(envelope)


@pytest.mark.parametrize(
    "fault", [temporary(), permanent(), None, RuntimeError("the line went dead")]
)
def test_an_answer_after_the_person_was_erased_stops_nothing(
    post: Post, fault: Exception | None
) -> None:
    """Whatever the carrier says of a mail to somebody who is gone, the rounds go on, the log stays
    sound and nothing is tried again.
    """
    post.mail()
    carrier = Erasing(post, fault)
    post.rounds(carrier).run()
    assert carrier.is_erased
    taken = len(carrier.taken)
    for _ in range(3):
        post.later(minutes=20)
        post.rounds(carrier).run()
    assert len(carrier.taken) == taken
    with post.house.db.reading() as session:
        assert decisions.verify_chain(session, post.ws).sound
