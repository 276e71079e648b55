"""The reply on its way out: model tokens in, guarded pieces out, before the model has finished.

Only what the outbound guard releases is published or kept, so the transcript is what was shown; and
only while the agent has control: a person who takes over is never talked over, by no half sentence.
"""

from functools import partial
from typing import Any

import anyio.to_thread
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import BaseMessage

from agent.brains.garbled import NoUsableAnswer, is_garbled
from agent.brains.pieces import is_enough
from agent.fence import Fence, overtaken
from agent.mind import Mind
from agent.saying import Sayable
from guardrails.guard import OutboundStream
from guardrails.vault import Vault
from guardrails.verdicts import GuardVerdict, Result
from salesgenix.turns.service import TurnCard

_CONTEXT = 400  # characters before a piece, for what repeats itself


class ReplyStream(AsyncCallbackHandler):
    """``text`` is what has been released so far. A model run that released nothing leaves no
    trace. ``as_thought`` is the same in the model's own pseudonyms, none when the guard has
    changed anything but these: it need not be read for personal data again.

    ``is_ours``: the playbook writes; its words may hold whatever the prospect has written.
    ``is_cut``: a run ended badly after words of it were released: half an answer stands there.
    ``hosts`` is where links may lead; a tool that brings one of our own pages adds its hosts.
    ``sayable`` says which sentences that the guard releases are shown.
    """

    raise_error = True  # a failing guard or a fallen fence must end the run, not be logged
    run_inline = True  # in the run's own task: one task for each token would cost more than it

    def __init__(
        self,
        mind: Mind,
        turn: TurnCard,
        *,
        vault: Vault,
        sayable: Sayable,
        hosts: frozenset[str] = frozenset(),
        is_ours: bool = False,
    ) -> None:
        self.text = ""
        self.is_cut = False
        self.hosts = set(hosts)
        self.fence = Fence(mind.db, turn)
        self.sayable = sayable
        self._is_own = False
        self.is_ours = is_ours
        self.verdicts: list[GuardVerdict] = []
        self._mind = mind
        self._turn = turn
        self._vault = vault
        self._pending = ""
        self._guarded: OutboundStream | None = None
        self._starts = True
        self._thought = ""
        self._runs: list[str] = []
        self._is_whole = True

    @property
    def as_thought(self) -> str | None:
        is_clean = all(verdict.result is Result.PASS for verdict in self.verdicts)
        is_whole = self._is_whole and self.sayable.is_whole
        return "\n\n".join(self._runs).strip() if is_whole and is_clean else None

    async def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **kwargs: Any
    ) -> None:
        del serialized, messages, kwargs
        self._begin()

    async def on_llm_new_token(self, token: str | list[Any], **kwargs: Any) -> None:
        del kwargs
        if not isinstance(token, str):
            return  # a block that is no text: a picture, a call
        self._pending += token
        if is_enough(self._pending, opens=not self._thought):
            if not self.is_ours and is_garbled(self._thought[-_CONTEXT:] + self._pending):
                raise NoUsableAnswer("garbled")
            await self._release(ending=False)

    async def finish(self) -> None:
        """The run that just ended is sound: its last words may go out too."""
        await self._release(ending=True)
        if self._thought:
            self._runs.append(self._thought)

    def drop(self) -> None:
        """The run is not to be used: what it has not released yet is forgotten."""
        self.is_cut = self.is_cut or (self._guarded is not None and not self._starts)
        self._pending, self._guarded = "", None
        self._is_whole = self._is_whole and self._starts

    async def say(self, text: str) -> None:
        """A fixed phrase of the house, through the same guard; no order bars what it says, and it
        claims nothing that is not so.
        """
        self._is_own = True
        self._begin()
        self._pending = text
        try:
            await self.finish()
        finally:
            self._is_own = False

    def _begin(self) -> None:
        self._pending, self._thought, self._starts = "", "", True
        self._guarded = self._mind.guard.outbound_stream(
            self._vault, whole_sentences=True, hosts=self.hosts
        )
        self.sayable.begin()

    async def _release(self, *, ending: bool) -> None:
        stream, pending = self._guarded, self._pending
        if stream is None:
            return
        self._pending = ""
        self._thought += pending
        guarding = partial(self._guard_piece, stream, pending, ending=ending)
        piece, may_show = await anyio.to_thread.run_sync(guarding)
        if ending:
            self.verdicts.append(stream.verdict)
            self._guarded = None
        if not piece:
            return
        if self._starts and self.text:
            piece = "\n\n" + piece
        self._starts = False
        self.text += piece  # withheld, it is the team's to read
        if not may_show:
            raise overtaken()
        frame = {"turn": str(self._turn.id), "text": piece}
        self.fence.let(partial(self._mind.publish, self._turn.conversation_id, "delta", frame))

    def _guard_piece(self, stream: OutboundStream, text: str, *, ending: bool) -> tuple[str, bool]:
        """What may leave of the text, and whether the agent still has the word."""
        segments = stream.segments(text) if text else []
        segments += [stream.end()] if ending else []
        piece = "".join(segments) if self._is_own else self.sayable.passed(segments, ending=ending)
        return piece, self.fence.holds() if piece or ending else True
