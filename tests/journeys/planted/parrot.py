"""A model that says back whatever it is shown, and books with the words it was given.

It is the worst reader there could be: what reaches it in the clear it repeats, in its reply and in
what it asks tools to do.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.agent.model_server import ModelServer, Step

TOKEN = r"<<{}_\w+>>"
SLOT = re.compile(r"(?<![\w-])[0-9a-f]{6,9}-[0-9a-f]{8}(?![\w-])")


@dataclass
class Parrot(ModelServer):
    """``errand`` is what the next turn is for: ``echo``, ``slots`` or ``book``."""

    errand: str = "echo"

    def next_step(self) -> Step:
        messages = json.loads(self.bodies[-1])["messages"]
        said = next(str(m["content"]) for m in reversed(messages) if m["role"] == "user")
        if self.errand == "slots" and messages[-1]["role"] != "tool":
            return Step(calls=[{"name": "find_slots", "arguments": {"windows": []}}])
        if self.errand == "book" and messages[-1]["role"] != "tool":
            return Step(calls=[{"name": "book_appointment", "arguments": self._booking(said)}])
        return Step(text=said)

    def _booking(self, said: str) -> dict[str, Any]:
        """The first time on the table, and name and address as they stand in the message."""
        slot = SLOT.findall(self.bodies[-1])[0]
        name = re.search(TOKEN.format("PERSON"), said)
        email = re.search(TOKEN.format("EMAIL"), said)
        return {
            "slot_id": slot,
            "name": name[0] if name else said[:60],
            "email": email[0] if email else said[-40:],
        }
