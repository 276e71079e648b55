"""What we are measured beside: ``python -m benchmarks.peers <port> <which> <model url> <folder>``.

``bare`` drains one streamed answer through the openai client and does nothing else: the floor for
whoever asks a model at all. ``relay`` is the least useful chat server: FastAPI hands the client's
pieces on and keeps nothing. ``langgraph`` keeps its conversations with its own SQLite saver, behind
the same kind of endpoint, with our system prompt and the schemas of our tools.
"""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from benchmarks.children import serve_until_told

MODEL = "local"
SYSTEM = Path(__file__).parents[1] / "prompts" / "system.md"
FOUND = json.dumps(
    {"passages": [{"id": str(n), "title": "Prices", "text": "word " * 80} for n in range(4)]}
)


def _client(url: str) -> Any:
    from openai import AsyncOpenAI

    return AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)


def bare(url: str) -> Any:
    client = _client(url)

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        asked = json.loads((await receive())["body"])
        stream = await client.chat.completions.create(
            model=MODEL, messages=_messages(asked), stream=True
        )
        text = "".join(
            [part.choices[0].delta.content or "" async for part in stream if part.choices]
        )
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})

    return app


def relay(url: str) -> Any:
    from fastapi import FastAPI
    from fastapi.responses import StreamingResponse
    from pydantic import BaseModel

    client = _client(url)
    app = FastAPI()

    class Ask(BaseModel):
        thread: str
        text: str

    @app.post("/chat")
    async def chat(asked: Ask) -> StreamingResponse:
        async def pieces() -> AsyncIterator[str]:
            stream = await client.chat.completions.create(
                model=MODEL, messages=_messages(asked.model_dump()), stream=True
            )
            async for part in stream:
                if part.choices and part.choices[0].delta.content:
                    yield f"data: {json.dumps(part.choices[0].delta.content)}\n\n"

        return StreamingResponse(pieces(), media_type="text/event-stream")

    return app


def langgraph(url: str, folder: str) -> Any:
    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from fastapi.responses import StreamingResponse
    from langchain.agents import create_agent
    from langchain_core.tools import StructuredTool
    from langchain_openai import ChatOpenAI
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from pydantic import BaseModel

    from tools.catalog import CATALOG

    async def found(**arguments: Any) -> str:
        del arguments
        return FOUND

    tools = [
        StructuredTool.from_function(
            coroutine=found,
            name=verb.name,
            description=verb.description,
            args_schema=verb.arguments,
        )
        for verb in CATALOG.values()
    ]
    model = ChatOpenAI(
        model=MODEL, base_url=f"{url}/v1", api_key="none", max_retries=0, streaming=True
    )
    graphs: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncSqliteSaver.from_conn_string(str(Path(folder) / "saver.db")) as saver:
            graphs["agent"] = create_agent(
                model, tools, system_prompt=SYSTEM.read_text(), checkpointer=saver
            )
            yield

    app = FastAPI(lifespan=lifespan)

    class Ask(BaseModel):
        thread: str
        text: str

    @app.post("/chat")
    async def chat(asked: Ask) -> StreamingResponse:
        async def pieces() -> AsyncIterator[str]:
            async for part, _ in graphs["agent"].astream(
                {"messages": [{"role": "user", "content": asked.text}]},
                config={"configurable": {"thread_id": asked.thread}},
                stream_mode="messages",
            ):
                if part.type == "AIMessageChunk" and part.text:
                    yield f"data: {json.dumps(part.text)}\n\n"

        return StreamingResponse(pieces(), media_type="text/event-stream")

    return app


def _messages(asked: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": str(asked["text"])},
    ]


if __name__ == "__main__":
    port, which, url, folder = sys.argv[1:5]
    made = {"bare": lambda: bare(url), "relay": lambda: relay(url)}
    made["langgraph"] = lambda: langgraph(url, folder)
    serve_until_told(made[which](), int(port))
