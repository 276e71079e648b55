"""The embedded brain keeps LangChain's contract of a chat model."""

import pytest
from langchain_core.messages import HumanMessage
from langchain_tests.unit_tests import ChatModelUnitTests

from agent.brains.embedded import EmbeddedChatModel


class TestEmbeddedConformance(ChatModelUnitTests):
    """LangChain's own standard suite, unchanged."""

    @property
    def chat_model_class(self):
        return EmbeddedChatModel

    @property
    def chat_model_params(self):
        return {}

    @property
    def has_tool_choice(self):
        return True


def test_streamed_words_add_up_to_the_whole_answer():
    """Streaming shows the same text, metadata and usage as a single answer, word by word."""
    model = EmbeddedChatModel()
    whole = model.invoke([HumanMessage("hello")])
    pieces = list(model.stream([HumanMessage("hello")]))
    merged = pieces[0]
    for piece in pieces[1:]:
        merged += piece
    assert merged.text == whole.text
    assert merged.usage_metadata == whole.usage_metadata
    assert merged.response_metadata["finish_reason"] == "stop"
    assert len(pieces) > len(whole.text.split())


@pytest.mark.asyncio
async def test_async_answers_are_the_same():
    """The asynchronous twins answer as the synchronous ones do."""
    model = EmbeddedChatModel()
    text = model.invoke([HumanMessage("hello")]).text
    assert (await model.ainvoke([HumanMessage("hello")])).text == text
    assert "".join([piece.text async for piece in model.astream([HumanMessage("hello")])]) == text
