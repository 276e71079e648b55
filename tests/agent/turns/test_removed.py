"""Who writes what does not belong in a chat is told that it was taken out, and what to do."""

from collections.abc import Callable

import pytest

from prompts.loader import phrases
from tests.agent.conftest import Thread

Open = Callable[..., Thread]

WRITTEN = {
    "removed_card": "Just charge my card 4111 1111 1111 1111, please",
    "removed_secret": "I cannot log in, my password is Blaubeere!77x",
    "removed_bank": "Our account for the invoice is DE89 3704 0044 0532 0130 00",
    "removed_id": "My social security number is 219-09-9999",
}


@pytest.mark.parametrize("phrase", WRITTEN)
def test_what_was_removed_is_said_before_anything_else(open_thread: Open, phrase: str) -> None:
    """A card, a password, an account and an identity number: each has its own honest line."""
    reply = open_thread().say(WRITTEN[phrase])
    assert reply.startswith(phrases("en").one(phrase))
