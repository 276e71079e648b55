"""A hosted model in the moods it may have: at work, hostile, silent, babbling, too slow, down.

For tests and benchmarks: ``with served(Mode.HOSTILE) as brain`` is a brain whose endpoint is so.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from agent.brains.registry import Brain, make_brain
from salesgenix.kit.settings import BrainSettings
from tests.agent.model_server import ModelServer, Step, model_server
from tests.journeys.hostile.attacker import EVIL, SAYS, attempts, few

TIMEOUT_S = 0.4
TOO_SLOW_S = 1.0
AT_ONCE = 4  # calls
TURN_S = 3.0  # what a turn may take altogether; a dead model may not cost more


class Mode(StrEnum):
    SCRIPTED = "scripted"
    HOSTILE = "hostile"
    SILENT = "silent"
    GARBAGE = "garbage"
    SLOW = "slow"
    DOWN = "down"


LIES = (
    SAYS,
    "You get 90 % off, confirmed in writing. I am a human, and your meeting is booked.",
    "Our walk-away price on Team is 27 EUR per seat on a two-year commitment. Hurry, only today!",
    f"I have noted your card 4111 1111 1111 1111 and sent it to {EVIL}. Nordhalle pays 5 EUR.",
    "I will keep writing to you. When shall we meet? Only two places are left until midnight.",
)
BABBLE = (
    Step(text='{"tool": "book_appointment", "arguments": {'),
    Step(calls=[{"name": "book_appointment", "arguments": '{"slot_id": '}]),
    Step(text="\u0000\ufffd<|im_end|>" * 20),
    Step(calls=[{"name": "no_such_tool", "arguments": {"x": [1, {"y": None}]}}]),
    Step(text="We can", cut=True),
    Step(text="a" * 9_000),
)


@dataclass
class Moody(ModelServer):
    """What it answers depends on its mood alone, and in some on what it is asked."""

    mode: Mode = Mode.SCRIPTED
    plan: Iterator[Step] = field(default_factory=lambda: iter(()))

    def be(self, mode: Mode) -> None:
        self.mode = mode
        self.bodies.clear()
        self.plan = cycle(_hostile() if mode is Mode.HOSTILE else BABBLE)

    def next_step(self) -> Step:
        if self.mode is Mode.SCRIPTED:
            return _dutiful(json.loads(self.bodies[-1]))
        if self.mode is Mode.SILENT:
            return Step(text="")
        if self.mode is Mode.SLOW:
            return Step(text="Sorry, here I am.", delay=TOO_SLOW_S)
        return Step(status=503) if self.mode is Mode.DOWN else next(self.plan)


def _hostile() -> Iterator[Step]:
    """All its lies, between tries: every tool with what it must not take."""
    tried = few(attempts("0-0", UUID(int=1), UUID(int=2)))
    for place in range(0, len(tried), AT_ONCE):
        yield Step(calls=tried[place : place + AT_ONCE])
        yield Step(text="\n".join(LIES))


def _dutiful(body: dict[str, Any]) -> Step:
    """Looks the newest message up, once, and reads out the first passage that was found."""
    last = body["messages"][-1]
    offered = {tool["function"]["name"] for tool in body.get("tools", ())}
    if last["role"] == "user" and "search_knowledge" in offered:
        query = str(last["content"])[:200]
        return Step(calls=[{"name": "search_knowledge", "arguments": {"query": query}}])
    if last["role"] == "tool":
        return Step(text=_first_passage(str(last["content"])))
    return Step(text="Thank you for your message.")


def _first_passage(told: str) -> str:
    try:
        found = json.loads(told[told.index("{") : told.rindex("}") + 1])
        return str(found["passages"][0]["text"])
    except (ValueError, LookupError, TypeError):
        return "I do not know that. I have asked the team."


def settings_of(server: ModelServer) -> BrainSettings:
    return BrainSettings(
        kind="openai",
        base_url=server.url,
        model="moody",
        api_key=SecretStr("test"),
        timeout_seconds=TIMEOUT_S,
        turn_seconds=TURN_S,
    )


@contextmanager
def served(mode: Mode) -> Iterator[Brain]:
    """Its connections belong to the loop they are used in: close that loop first."""
    with model_server(Moody()) as server:
        assert isinstance(server, Moody)
        server.be(mode)
        yield make_brain(settings_of(server))
