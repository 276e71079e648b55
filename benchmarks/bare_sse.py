"""The floor for streams: a bare ASGI endpoint that holds a connection and passes a line on."""

import asyncio
import sys
from typing import Any

from benchmarks.children import answer, read_body, serve_until_told

FRAME = b'event: delta\ndata: {"turn":"none","text":"A word."}\n\n'


def build() -> Any:
    listeners: dict[str, asyncio.Queue[bytes]] = {}

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/tell":
            for name in (await read_body(receive)).decode().split(","):
                listeners[name].put_nowait(FRAME)
            await answer(send, b"{}")
            return
        mine = listeners[scope["query_string"].decode()] = asyncio.Queue()
        head = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
        gone = asyncio.ensure_future(_until_gone(receive, mine))
        while frame := await mine.get():
            await send({"type": "http.response.body", "body": frame, "more_body": True})
        await gone

    return app


async def _until_gone(receive: Any, mine: asyncio.Queue[bytes]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mine.put_nowait(b"")


if __name__ == "__main__":
    serve_until_told(build(), int(sys.argv[1]))
