"""Nobody waits in vain without being told, and nobody is told twice."""

from concurrent.futures import ThreadPoolExecutor

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from tests.worker.post import Post


def lines(post: Post) -> list[str]:
    with post.house.db.reading() as session:
        log = conversations.history(session, post.ws, post.thread.id)
    return [
        str(event.payload["text"])
        for event in log
        if event.kind is EventKind.MESSAGE and event.payload.get("answers") == 0
    ]


def test_after_the_queue_time_the_visitor_is_told_once(post: Post) -> None:
    """Two workers at the same second: one line, that nobody is free and until when they are here,
    with a wish for an address; a minute early there is none, and never a second."""
    with post.house.db.writing() as session:
        conversations.want_person(
            session, post.ws, post.thread.id, reason="asked", now=post.clock.now()
        )
    post.later(minutes=1)
    post.rounds().settle()
    assert lines(post) == []
    post.later(minutes=1)
    workers = [post.rounds(), post.rounds()]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda worker: worker.settle(), workers))
    (line,) = lines(post)
    assert "Nobody of the team has been free so far" in line
    assert "email address" in line
    post.later(minutes=30)
    post.rounds().settle()
    assert len(lines(post)) == 1
