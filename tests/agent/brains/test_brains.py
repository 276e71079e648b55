"""The brain's memory and desk, and which brain the settings choose."""

import json
import subprocess
import sys

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from pydantic import SecretStr

from agent.brains.embedded import EmbeddedChatModel
from agent.brains.hosted import make_chat_model
from agent.brains.playbook.desk import call_id
from agent.brains.playbook.memory import asked_in
from agent.brains.registry import make_brain
from prompts.loader import languages, phrases
from salesgenix.kit.errors import Invalid
from salesgenix.kit.settings import BrainSettings


@pytest.mark.parametrize("language", languages())
def test_own_questions_are_known_again(language):
    """What a reply asked is read back from its words, in every language."""
    words = phrases(language)
    reply = words.one("booked", label="Demo", when="X") + " " + words.one("qualify_size")
    assert asked_in(reply) == ("size",)
    assert asked_in(words.one("ask_contact", when="X")) == ("name", "email")
    assert asked_in(words.one("explore_price")) == ("explore:price",)
    assert asked_in(words.one("thanks")) == ()


def test_a_call_has_one_id_for_the_same_arguments():
    """A redone turn makes the same calls, so nothing is done twice."""
    assert call_id("find_slots", {"a": 1, "b": 2}) == call_id("find_slots", {"b": 2, "a": 1})
    assert call_id("find_slots", {"a": 1}) != call_id("find_slots", {"a": 2})


def test_a_tool_s_answer_that_is_no_json_is_a_failure(talk):
    """Garbage from a tool is not read as a finding."""
    prospect = talk()
    prospect.say("what does it cost?")
    state = prospect.states[-1]
    messages = [SystemMessage(state.to_fence()), HumanMessage("do you have oat milk?")]
    model = EmbeddedChatModel()
    for _ in range(8):
        answer = model.invoke(messages)
        if not answer.tool_calls:
            break
        messages.append(answer)
        messages += [ToolMessage("<html>", tool_call_id=c["id"]) for c in answer.tool_calls]
    assert answer.text.strip()
    assert "milk" not in answer.text


def test_a_call_without_an_answer_is_not_made_again(talk):
    """If the loop drops a call, the brain goes on without it."""
    prospect = talk()
    prospect.say("hello")
    messages = [SystemMessage(prospect.states[-1].to_fence()), HumanMessage("what does it cost?")]
    model = EmbeddedChatModel()
    first = model.invoke(messages)
    second = model.invoke([*messages, AIMessage("", tool_calls=first.tool_calls)])
    asked = {call["id"] for call in first.tool_calls}
    assert asked.isdisjoint(call["id"] for call in second.tool_calls)


def test_notes_name_what_is_asked_and_quoted(pages, talk):
    """The answer tells the record which passages it quotes and what it asks."""
    prospect = talk()
    prospect.say("hello")
    question = "what does it cost?"
    messages = [SystemMessage(prospect.states[-1].to_fence()), HumanMessage(question)]
    messages[0] = SystemMessage(prospect._state(question).to_fence())
    model = EmbeddedChatModel()
    answer = model.invoke(messages)
    while answer.tool_calls:
        messages.append(answer)
        for call in answer.tool_calls:
            content = json.dumps(prospect._run(call["name"], call["args"]))
            messages.append(ToolMessage(content, tool_call_id=call["id"]))
        answer = model.invoke(messages)
    assert answer.additional_kwargs["asked"] == ["size"]
    quoted = set(answer.additional_kwargs["passages"])
    assert quoted <= {passage["id"] for passage in pages.passages}
    assert quoted


def test_without_a_key_the_embedded_brain_speaks(monkeypatch):
    """No settings, no key: the product works."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    brain = make_brain(BrainSettings())
    assert (brain.name, brain.is_hosted) == ("embedded", False)


def test_a_hosted_brain_keeps_nothing_and_never_retries(monkeypatch):
    """The request that would be sent asks the provider to store nothing and to report usage."""
    monkeypatch.setenv("OPENAI_API_KEY", "test-only")
    settings = BrainSettings(base_url="http://127.0.0.1:9/v1", model="some-model")
    brain = make_brain(settings)
    assert (brain.name, brain.model, brain.is_hosted) == ("openai", "some-model", True)
    payload = brain.chat_model._get_request_payload([HumanMessage("hi")])
    assert payload["store"] is False
    assert "messages" in payload
    assert brain.chat_model.max_retries == 0
    assert brain.chat_model.streaming
    assert brain.chat_model.stream_usage


def test_a_hosted_brain_without_any_access_is_refused(monkeypatch):
    """Neither key nor endpoint: an error that names the setting, at the start."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(Invalid, match="OPENAI_API_KEY"):
        make_chat_model(BrainSettings(kind="openai"))


def test_the_key_is_never_shown():
    """Printing a hosted brain does not print its key."""
    settings = BrainSettings(base_url="http://127.0.0.1:9/v1")
    settings = settings.model_copy(update={"api_key": SecretStr("sk-very-secret")})
    assert "sk-very-secret" not in repr(make_chat_model(settings))


def test_the_embedded_brain_does_not_load_the_provider_s_client():
    """Who runs without a key does not wait for a client that is never used."""
    code = "import sys, agent.brains.registry; print('openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
