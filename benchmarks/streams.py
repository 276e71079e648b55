"""Thousands of open streams in one process: memory for each, and how soon all have heard a word.

Ours is the real app: each stream is a visitor of a conversation of its own, authorised, subscribed
and caught up from the log. To two: an event, committed and read back from the log. To all: a frame
that is never stored, as while a reply is being written. Beside it a bare ASGI endpoint under the
same server, which authorises nobody and keeps nothing. How many depends on how many files the
machine lets us open.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.children import HOST, Child, raise_file_limit, serving
from benchmarks.figures import median, p95, table
from benchmarks.ours import CALL_PATH, OPEN_PATH, TELL_PATH

MOST = 5_000
AT_ONCE = 100
SPARE_FILES = 500
REPEATS = 5
PATIENCE_SECONDS = 60.0


class Listeners:
    """Open sockets, and for each the moment its last event came in."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.heard: dict[str, float] = {}
        self.waiting: set[str] = set()
        self.done = asyncio.Event()
        self._writers: list[asyncio.StreamWriter] = []
        self._readers: list[asyncio.Task[None]] = []

    async def open(self, name: str, path: str, token: str = "") -> None:
        reader, writer = await asyncio.open_connection(HOST, self.child.port, limit=2**16)
        rights = f"Authorization: Bearer {token}\r\n" if token else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{rights}\r\n".encode())
        await reader.readuntil(b"retry: ")
        self._writers.append(writer)
        self._readers.append(asyncio.ensure_future(self._listen(name, reader)))

    async def _listen(self, name: str, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data: ") and name in self.waiting:
                self.heard[name] = time.perf_counter()
                self.waiting.discard(name)
                if not self.waiting:
                    self.done.set()

    async def tell(self, names: list[str], path: str) -> list[float]:
        """Milliseconds from asking until each of them had the event."""
        self.heard, self.waiting = {}, set(names)
        self.done.clear()
        began = time.perf_counter()
        await request(self.child, "POST", path, ",".join(names))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.done.wait()
        return [(at - began) * 1000 for at in self.heard.values()]

    async def close(self) -> None:
        for writer in self._writers:
            writer.close()
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)


async def request(child: Child, method: str, path: str, body: str = "") -> bytes:
    reader, writer = await asyncio.open_connection(HOST, child.port)
    head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    answer = await reader.read()
    writer.close()
    return answer.partition(b"\r\n\r\n")[2]


async def gathered(work: list[Callable[[], Awaitable[None]]]) -> None:
    """A hundred at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(job: Callable[[], Awaitable[None]]) -> None:
        async with gate:
            await job()

    await asyncio.gather(*(one(job) for job in work))


async def measure_ours(child: Child, count: int) -> tuple[str, ...]:
    places = json.loads(await request(child, "POST", OPEN_PATH, str(count)))
    streams = [(name, "/w/v1/events", token) for name, token in places]
    return await measure(child, streams, to_two=TELL_PATH, to_all=CALL_PATH)


async def measure_bare(child: Child, count: int) -> tuple[str, ...]:
    names = [str(uuid4()) for _ in range(count)]
    streams = [(name, f"/events?{name}", "") for name in names]
    return await measure(child, streams, to_two="/tell", to_all="/tell")


async def measure(
    child: Child, streams: list[tuple[str, str, str]], *, to_two: str, to_all: str
) -> tuple[str, ...]:
    listeners = Listeners(child)
    before, began = child.rss_kib(), time.perf_counter()
    await gathered([partial(listeners.open, *stream) for stream in streams])
    connect = time.perf_counter() - began
    weight = (child.rss_kib() - before) / len(streams)
    names = [name for name, _, _ in streams]
    two = [max(await listeners.tell(names[:2], to_two)) for _ in range(4 * REPEATS)]
    everybody = [await listeners.tell(names, to_all) for _ in range(REPEATS)]
    await listeners.close()
    return (
        str(len(streams)),
        f"{connect:.1f}",
        f"{weight:.1f}",
        f"{p95(two):.1f}",
        f"{median(p95(times) for times in everybody):.0f}",
        f"{median(max(times) for times in everybody):.0f}",
    )


def main() -> None:
    files = raise_file_limit()
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    count = min(asked, (files - SPARE_FILES) // 2)
    rows: list[tuple[str, ...]] = []
    with serving("benchmarks.bare_sse") as child:
        rows.append(("bare ASGI", *asyncio.run(measure_bare(child, count))))
    with (
        TemporaryDirectory(prefix="salesgenix-bench-") as folder,
        serving("benchmarks.ours", "embedded", "unguarded", folder) as child,
    ):
        rows.append(("salesgenix", *asyncio.run(measure_ours(child, count))))
    head = ("", "streams", "open s", "KiB each", "to 2 p95 ms", "to all p95 ms", "last ms")
    table(head, rows)
    print("aim: 5,000 streams at 20 KiB each")


if __name__ == "__main__":
    main()
