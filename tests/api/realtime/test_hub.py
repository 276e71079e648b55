"""The hub: who hears what, from any thread, and what gives way when a listener is slow."""

import asyncio
import threading
from uuid import uuid4

from api.realtime.hub import QUEUE_LENGTH, Ephemeral, Hub
from salesgenix.db import Wakeup


def test_a_wakeup_from_a_thread_reaches_the_conversation_and_its_workspace():
    """One commit wakes who listens to the conversation and who listens to the workspace, once."""
    workspace, thread_id, stranger = uuid4(), uuid4(), uuid4()

    async def listen():
        hub = Hub()
        hub.bind(asyncio.get_running_loop())
        with (
            hub.subscribe(thread_id) as prospect,
            hub.subscribe(workspace, thread_id) as rep,
            hub.subscribe(stranger) as other,
        ):
            news = Wakeup(workspace, "conversation", thread_id, 1)
            worker = threading.Thread(target=hub.hear, args=[news])
            worker.start()
            heard = [await prospect.take(1), await rep.take(1), await other.take(0.05)]
            worker.join()
        return heard, news, len(hub)

    heard, news, left = asyncio.run(listen())
    assert heard == [[news], [news], []]
    assert left == 0


def test_ephemeral_frames_are_dropped_before_wakeups():
    """A slow listener loses drafts, never the word that the log has grown."""
    workspace, thread_id = uuid4(), uuid4()

    async def listen():
        hub = Hub()
        hub.bind(asyncio.get_running_loop())
        with hub.subscribe(thread_id) as slow:
            for number in range(2 * QUEUE_LENGTH):
                hub.publish(thread_id, "delta", {"turn": "t", "text": str(number)})
            for number in range(20):
                hub.hear(Wakeup(workspace, "conversation", thread_id, number))
            return await slow.take(0.1), slow.is_closed

    items, is_closed = asyncio.run(listen())
    assert [item.seq for item in items if isinstance(item, Wakeup)] == list(range(20))
    assert not any(isinstance(item, Ephemeral) for item in items)
    assert not is_closed


def test_a_listener_that_never_reads_is_cut_off():
    """When even wake-ups overflow, the stream ends; its client resumes from the log."""
    workspace, thread_id = uuid4(), uuid4()

    async def listen():
        hub = Hub()
        hub.bind(asyncio.get_running_loop())
        with hub.subscribe(thread_id) as dead, hub.subscribe(thread_id) as alive:
            for number in range(QUEUE_LENGTH + 1):
                hub.hear(Wakeup(workspace, "conversation", thread_id, number))
                await alive.take(0.1)
            return dead.is_closed, alive.is_closed

    assert asyncio.run(listen()) == (True, False)


def test_closing_the_hub_ends_every_subscription():
    """Who waits is woken and told it is over; who comes later is told at once."""
    thread_id = uuid4()

    async def listen():
        hub = Hub()
        hub.bind(asyncio.get_running_loop())
        with hub.subscribe(thread_id) as waiting:
            asyncio.get_running_loop().call_later(0.01, hub.close)
            items = await waiting.take(5)
            with hub.subscribe(thread_id) as late:
                return items, waiting.is_closed, late.is_closed

    assert asyncio.run(listen()) == ([], True, True)


def test_a_hub_without_a_loop_is_deaf_and_harmless():
    """Commits before serving begins and after it ends are nobody's news here."""
    hub = Hub()
    hub.hear(Wakeup(uuid4(), "conversation", uuid4(), 1))
    asyncio.run(asyncio.sleep(0))
    hub.publish(uuid4(), "typing", {"on": True})
    assert len(hub) == 0
