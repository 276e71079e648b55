"""A hosted model behind any OpenAI-compatible endpoint."""

from typing import TYPE_CHECKING, Any

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
    """The client's own request, answered in plain JSON.

    LangChain reads JSON as well as the client's typed objects; building these, field by field for
    every few characters, costs more than all else the client does.
    """

    def __init__(self, client: "AsyncOpenAI") -> None:
        self._client = client

    async def create(self, **body: Any) -> "AsyncStream[object]":
        from openai import AsyncStream  # noqa: PLC0415 loaded with the client, see above

        return await self._client.post(
            "/chat/completions",
            cast_to=object,
            body=body,
            stream=True,
            stream_cls=AsyncStream[object],
        )
