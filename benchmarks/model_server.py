"""A model that costs next to nothing: the OpenAI chat protocol on bare ASGI, in its own process.

Every answer is new (no cache of a client's may help it) and about as long as a chat reply: some
fifty words in pieces of four characters. A conversation whose newest message asks for a figure gets
one call of ``search_knowledge`` first.
"""

import json
import random
import sys
from collections.abc import Awaitable, Callable
from typing import Any

WORDS = (  # noqa: SIM905 as a text it can be read
    "we can look at this together and see what fits your team because every plan includes the "
    "scheduler reports and support while larger teams often start with a pilot of four weeks "
    "before they decide which sites come next and how the rollout should go"
).split()
WORDS_PER_REPLY = 50
PIECE = 4
SEARCHES = "how much"  # a message with these words is answered by way of a tool
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_chance = random.Random(7)  # the same answers in every run


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    asked = json.loads(body or b"{}")
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"text/event-stream")],
        }
    )
    for frame in _frames(asked):
        await send({"type": "http.response.body", "body": frame, "more_body": True})
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n", "more_body": False})


def _frames(asked: dict[str, Any]) -> list[bytes]:
    newest = asked.get("messages", [{}])[-1]
    wants_tool = newest.get("role") == "user" and SEARCHES in str(newest.get("content"))
    deltas = _call() if wants_tool and asked.get("tools") else _reply()
    frames = [
        _frame(asked, [{"index": 0, "delta": delta, "finish_reason": None}]) for delta in deltas
    ]
    finish = "tool_calls" if "tool_calls" in deltas[-1] else "stop"
    frames.append(_frame(asked, [{"index": 0, "delta": {}, "finish_reason": finish}]))
    usage = {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960}
    return [*frames, _frame(asked, [], usage=usage)]


def _reply() -> list[dict[str, Any]]:
    words = [_chance.choice(WORDS) for _ in range(WORDS_PER_REPLY)]
    sentences = [" ".join(words[at : at + 12]).capitalize() for at in range(0, len(words), 12)]
    text = ". ".join(sentences) + "."
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    return [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]


def _call() -> list[dict[str, Any]]:
    arguments = json.dumps({"query": " ".join(_chance.choices(WORDS, k=4))})
    function = {"name": "search_knowledge", "arguments": arguments}
    call = {"index": 0, "id": f"call_{_chance.randrange(10**9)}", "type": "function"}
    return [{"role": "assistant", "tool_calls": [call | {"function": function}]}]


def _frame(asked: dict[str, Any], choices: list[dict[str, Any]], **more: Any) -> bytes:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1}
    chunk |= {"model": asked.get("model", "none"), "choices": choices, **more}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


if __name__ == "__main__":
    from benchmarks.children import serve_until_told

    serve_until_told(app, int(sys.argv[1]))
