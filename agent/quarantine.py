"""Reads a stranger's page where nothing can come of it: no tools, no conversation, no memory.

The embedded brain's reading is code alone. With a hosted model a call of its own fills in the same
form; the text goes through the guard and between marks drawn for this call, the answer is data, and
each field that is not exactly what the form allows is dropped. The acting model sees the form only.
"""

import json
import re
import secrets
from functools import partial

import anyio
import anyio.from_thread
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agent.mind import Mind
from guardrails.spotlight import fenced
from guardrails.vault import Vault
from guardrails.verdicts import GuardFailure
from prompts.loader import load
from salesgenix.knowledge.ports import SitePage
from salesgenix.knowledge.strangers import (
    CompanySheet,
    joined,
    read_page,
    schema_text,
    sheet_of,
)

SECONDS = 20.0
MOST_CHARACTERS = 8_000
LONGEST_ANSWER = 6_000
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


def read_in_quarantine(mind: Mind, page: SitePage) -> CompanySheet:
    """For a worker thread. What the model cannot say or may not, code has said as well as it can;
    a model that fails costs nothing but its part.
    """
    sheet = read_page(page)
    if not mind.brain.is_hosted or mind.breaker.rest is not None:
        return sheet
    return joined(sheet_of(_claimed(mind, page)), sheet)


def _claimed(mind: Mind, page: SitePage) -> object:
    """What the model says is there: anything at all, to be checked."""
    text = f"{page.title}\n{page.text}"[:MOST_CHARACTERS]
    mark = secrets.token_hex(8)
    try:
        guarded = mind.guard.for_model(text, vault=Vault(), foreign=True).text
        prompt = load("quarantine").render(schema=schema_text(), mark=mark)
        asked: list[BaseMessage] = [SystemMessage(prompt), HumanMessage(fenced(guarded, mark))]
        answer = anyio.from_thread.run(partial(_asked, mind, asked))
        found = _OBJECT.search(answer[:LONGEST_ANSWER])
        claimed: object = json.loads(found[0]) if found else None
    except GuardFailure:
        return None
    except Exception:  # noqa: BLE001 - a provider fails in as many ways as it likes: code has read it
        return None
    return claimed


async def _asked(mind: Mind, asked: list[BaseMessage]) -> str:
    """Apart from the turn's own run: nobody who listens to that one hears this answer."""
    with anyio.fail_after(min(SECONDS, mind.turn_seconds)):
        answer = await mind.brain.chat_model.ainvoke(
            asked, config={"callbacks": []}, response_format={"type": "json_object"}
        )
    return str(answer.text)
