"""Only what is new is read: the detector's work does not grow with the conversation."""

from collections.abc import Callable
from dataclasses import replace

from guardrails.entities import Span
from guardrails.guard import Guard
from guardrails.inspection import Finds
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]


class Counting:
    """The real detector, and how often it was asked what."""

    name = "counting"

    def __init__(self, real: Finds) -> None:
        self._real = real
        self.read: list[str] = []

    def find(self, text: str, regions: tuple[str, ...]) -> tuple[Span, ...]:
        self.read.append(text)
        return self._real.find(text, regions)


def test_a_long_conversation_is_read_once(
    open_thread: Open, model: ModelServer, guard: Guard
) -> None:
    """Over forty turns the detector reads each message and each reply when it comes, and never
    again, though every one of them is in the next requests; the work does not grow with the length.
    """
    counting = Counting(guard._detector)
    thread = open_thread(is_hosted=True)
    thread.mind = replace(thread.mind, guard=Guard(counting))
    each: list[int] = []
    for turn in range(40):
        model.script(Step(text=f"Answer{turn}x is what I would say."))
        before = len(counting.read)
        thread.say(f"tell me about topic{turn}x and how Zorvan Quillmere sees it")
        each.append(len(counting.read) - before)
    for turn in range(40):
        assert sum(f"topic{turn}x" in text for text in counting.read) == 1
        assert sum(f"Answer{turn}x" in text for text in counting.read) == 1
    assert "topic35x" in model.bodies[-1]
    assert "Zorvan" not in "".join(model.bodies)
    assert max(each[5:]) <= max(each[:5])
