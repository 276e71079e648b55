"""The worker's round over data requests, to the end of a real erasure."""

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.conversations import service as conversations
from salesgenix.erasures import service as erasures
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.rules import RequestKind, RequestState
from salesgenix.rights import service as rights
from salesgenix.rights.service import Choice
from tests.worker.post import Post
from worker.keeping import Keeping
from worker.requests import look_after_requests


def test_an_erasure_is_answered_only_when_it_is_verified(post: Post) -> None:
    """Ordered, the request waits; the round that finds the erasure done closes it, with what stays
    and why; the next rounds write nothing.
    """
    keeping = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    now = post.clock.now()
    with post.house.db.writing() as session:
        owner = next(who for who in accounts.members(session, post.ws) if who.role is Role.OWNER)
        thread = conversations.open_conversation(
            session, post.ws, channel="widget", now=now
        ).conversation
        for field, value in (("name", "Zelda Quint"), ("email", "zelda.quint@person.example")):
            leads.learn(
                session,
                post.ws,
                thread.lead_id,
                field,
                value=value,
                quote=None,
                source="t",
                now=now,
            )
        card = requests.open_request(
            session, post.ws, thread.subject_ref, RequestKind.ERASE, now=now
        )
        rights.approve_and_execute(session, post.ws, card.id, owner.id, choice=Choice(), now=now)
    assert look_after_requests(keeping) == 0
    for _ in range(4):
        keeping.run()
        post.later(seconds=10)
    with post.house.db.reading() as session:
        erased = erasures.of_subject(session, post.ws, thread.subject_ref)
        closed = requests.card(session, post.ws, card.id)
    assert erased is not None
    assert erased.is_done, (erased.step, erased.failures)
    assert erased.instruction_id == closed.instruction_id
    assert (closed.state, closed.done) == (RequestState.ANSWERED, "erase")
    assert look_after_requests(keeping) == 0
