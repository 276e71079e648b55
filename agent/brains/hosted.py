"""A hosted model behind any OpenAI-compatible endpoint."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self

from agent.brains.pieces import is_enough
from salesgenix.kit.errors import Invalid
from salesgenix.kit.settings import BrainSettings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI
    from openai import AsyncOpenAI, AsyncStream

KEYLESS = "none"  # local endpoints need no key, but the client insists on one


def make_chat_model(settings: BrainSettings) -> "ChatOpenAI":
    """A client that keeps nothing at the provider and never retries by itself.

    Retries belong to the turn: only it knows whether words of the reply are out already. Raises
    ``Invalid`` when there is neither a key nor an endpoint of one's own.
    """
    if settings.api_key is None and settings.base_url is None:
        raise Invalid(
            "brain.key_missing",
            "A hosted brain needs OPENAI_API_KEY, or OPENAI_BASE_URL of an endpoint without keys.",
        )
    # Importing the client costs a second that only a hosted brain should pay.
    from langchain_openai import ChatOpenAI  # noqa: PLC0415

    key = settings.api_key.get_secret_value() if settings.api_key else KEYLESS
    model = ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url,
        api_key=lambda: key,
        timeout=settings.timeout_seconds,
        stream_chunk_timeout=0,  # the client's own read time-out says the same without a task each
        max_retries=0,
        streaming=True,
        stream_usage=True,
        use_responses_api=False,
        store=False,
    )
    model.async_client = PlainCompletions(model.root_async_client)
    return model


class PlainCompletions:
    """The client's own request, answered in plain JSON and in pieces worth carrying.

    LangChain reads JSON as well as the client's typed objects; building these, field by field for
    every few characters, costs more than all else the client does.
    """

    def __init__(self, client: "AsyncOpenAI") -> None:
        self._client = client

    async def create(self, **body: Any) -> "GatheredStream":
        from openai import AsyncStream  # noqa: PLC0415 loaded with the client, see above

        stream = await self._client.post(
            "/chat/completions",
            cast_to=object,
            body=body,
            stream=True,
            stream_cls=AsyncStream[object],
        )
        return GatheredStream(stream)


class GatheredStream:
    """A provider's chunks with neighbouring bits of text joined; all else passes as it came."""

    def __init__(self, stream: "AsyncStream[Any]") -> None:
        self._stream = stream

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._stream.close()

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        held: dict[str, Any] | None = None
        opens = True
        async for chunk in self._stream:
            text = _only_text(chunk)
            if held is None or text is None:
                if held is not None:
                    yield held
                held = chunk if text is not None else None
            else:
                held["choices"][0]["delta"]["content"] += text
            if held is None:
                yield chunk
            elif is_enough(held["choices"][0]["delta"]["content"], opens=opens):
                yield held
                held, opens = None, False
        if held is not None:
            yield held


def _only_text(chunk: Any) -> str | None:
    """The chunk's text when it carries nothing else: no call, no end, no figures."""
    choices = chunk.get("choices") or []
    if len(choices) != 1 or choices[0].get("finish_reason") or chunk.get("usage"):
        return None
    delta = {name: value for name, value in (choices[0].get("delta") or {}).items() if value}
    delta.pop("role", None)
    if choices[0].get("logprobs") or set(delta) != {"content"}:
        return None
    return delta["content"] if isinstance(delta["content"], str) else None
