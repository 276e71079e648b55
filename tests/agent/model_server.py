"""A real HTTP server that speaks the OpenAI chat protocol and does what a script tells it.

It remembers every request body, so a test can say what left the house, byte for byte.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

PATIENCE_S = 20


@dataclass
class Step:
    """One answer: text, tool calls, an HTTP status, or a fault on the way."""

    text: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)  # {"name", "arguments": dict | str}
    status: int = 200
    delay: float = 0.0
    cut: bool = False  # the stream ends without a finish reason
    finish: str | None = None
    pause: tuple[int, Event] | None = None  # after so many characters, until something happens


@dataclass
class ModelServer:
    url: str = ""
    steps: list[Step] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    last: Step = field(default_factory=lambda: Step(text="Understood."))

    def script(self, *steps: Step) -> None:
        """These answers in turn; then the last one for ever."""
        self.steps = list(steps)

    def next_step(self) -> Step:
        if self.steps:
            self.last = self.steps.pop(0)
        return self.last


def build(server: ModelServer) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        raw = await request.body()
        server.bodies.append(raw.decode())
        server.headers.append(dict(request.headers))
        step = server.next_step()
        await asyncio.sleep(step.delay)
        if step.status != 200:
            return JSONResponse({"error": {"message": "scripted"}}, status_code=step.status)
        body = json.loads(raw)
        if body.get("stream"):
            return StreamingResponse(_chunks(step, body), media_type="text/event-stream")
        return JSONResponse(_whole(step, body))

    return app


def _calls(step: Step) -> list[dict[str, Any]]:
    return [
        {
            "index": place,
            "id": f"call_{place}_{call['name']}"[:64],
            "type": "function",
            "function": {
                "name": call["name"],
                "arguments": call["arguments"]
                if isinstance(call["arguments"], str)
                else json.dumps(call["arguments"]),
            },
        }
        for place, call in enumerate(step.calls)
    ]


def _finish(step: Step) -> str:
    return step.finish or ("tool_calls" if step.calls else "stop")


async def _chunks(step: Step, body: dict[str, Any]) -> AsyncIterator[str]:
    def frame(delta: dict[str, Any], finish: str | None = None) -> str:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        return f"data: {json.dumps(chunk)}\n\n"

    yield frame({"role": "assistant", "content": ""})
    place, goes_on = step.pause or (len(step.text), Event())
    for start in range(0, len(step.text), 4):
        if start >= place:
            await asyncio.to_thread(goes_on.wait, PATIENCE_S)
        yield frame({"content": step.text[start : start + 4]})
        await asyncio.sleep(0)
    if step.calls:
        yield frame({"tool_calls": _calls(step)})
    if step.cut:
        return
    yield frame({}, _finish(step))
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    last = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1}
    yield f"data: {json.dumps(last | {'model': body['model'], 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _whole(step: Step, body: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": step.text or None}
    if step.calls:
        message["tool_calls"] = _calls(step)
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": _finish(step)}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


@contextmanager
def model_server(model: ModelServer | None = None) -> Iterator[ModelServer]:
    """Serves on a free loopback port until the block ends."""
    state = model or ModelServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(build(state), host="127.0.0.1", port=port, log_config=None)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    state.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield state
    finally:
        server.should_exit = True
        thread.join(10)
