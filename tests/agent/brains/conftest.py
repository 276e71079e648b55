"""A stage for the brain alone: a tiny executor answers its tool calls from pages and slots."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.brains.embedded import EmbeddedChatModel
from agent.state import (
    BookedAppointment,
    CompanyFacts,
    DiscountLimit,
    OfferedSlot,
    Signals,
    TimeWindow,
    TurnOutcome,
    TurnState,
)
from agent.timing import Said, times_in
from agent.understanding.signals import Previous, read_message
from prompts.loader import load
from salesgenix.knowledge.lexicon import lexicon
from salesgenix.knowledge.rules import Index, PageDraft, split

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
ZONE = "Europe/Berlin"
ALL_TOOLS = (
    "search_knowledge", "look_up_lead", "remember_fact", "find_slots", "hold_slot",
    "book_appointment", "move_appointment", "cancel_appointment", "offer_discount",
    "choose_strategy", "handle_objection", "hand_over", "opt_out", "open_data_request", "ask_team",
    "send_transcript", "join_waitlist", "leave_waitlist",
)  # fmt: skip
MAX_ROUNDS = 8
APPROVED = {
    "price": "costs too much", "already_have": "already have a machine", "need": "drinks",
    "timing": "no time for this now", "trust": "customers", "competitor": "already have a machine",
    "contract": "how long is the contract", "effort": "installing", "authority": "customers",
    "send_info": "drinks",
}  # fmt: skip


class Pages:
    """The fictional company's pages, searched as the product searches them."""

    def __init__(self, path):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.passages = [
            {"id": f"p{number}", "title": page["title"], "heading": piece.heading,
             "text": piece.text, "url": None}
            for number, (page, piece) in enumerate(
                (page, piece)
                for page in declared
                for piece in split(PageDraft(page["title"], page["title"], page["text"]))
            )
        ]  # fmt: skip
        self._index = Index(
            [(p["title"], p["heading"], p["text"]) for p in self.passages], lexicon()
        )

    def search(self, query, limit=4, *, wide=False):
        found = [at for at, _ in self._index.ranked(query)]
        found += [at for at in (self._index.near(query) if wide else ()) if at not in found]
        return [self.passages[at] for at in found[:limit]]


class Talk:
    """One conversation with the brain; ``calls`` is every tool call it made, in order."""

    def __init__(self, pages, *, languages=("en", "de", "fr", "es", "it", "pt", "nl", "pl"),
                 tools=ALL_TOOLS, known=None, ceiling=10, strategies=(), source=None):  # fmt: skip
        self.pages, self.languages, self.tools = pages, languages, tools
        self.known, self.ceiling, self.strategies = dict(known or {}), ceiling, strategies
        self.next_questions = ("current_tool",)
        self.source, self.zone = source, ZONE
        self.model = EmbeddedChatModel()
        self.history, self.asked, self.offered = [], [], []
        self.appointment, self.outcomes, self.language = None, [], None
        self.held = None
        self.is_waiting = False
        self.calls, self.findings, self.states = [], [], []
        self.taken, self.free, self.denied = set(), None, set()
        self.attempts = {}

    def say(self, text, **changes):
        """The reply to one message."""
        self.history.append(HumanMessage(text))
        return self._turn(text, **changes)

    def told(self, *outcomes):
        """The reply to what a colleague decided."""
        self.outcomes = [TurnOutcome(**outcome) for outcome in outcomes]
        self.history.append(HumanMessage("[no new message: continue from the state]"))
        reply = self._turn("", trigger="approval")
        self.outcomes = []
        return reply

    def made(self, tool):
        return [call["args"] for call in self.calls if call["name"] == tool]

    def _turn(self, text, **changes):
        state = self._state(text, **changes)
        self.states.append(state)
        messages = [SystemMessage(load("system").render(state=state, mark="0")), *self.history]
        for _ in range(MAX_ROUNDS):
            answer = self.model.invoke(messages)
            if not answer.tool_calls:
                self.history.append(AIMessage(answer.text))
                self.asked += answer.additional_kwargs.get("asked", [])
                return answer.text
            assert answer.response_metadata["finish_reason"] == "tool_calls"
            messages.append(answer)
            for call in answer.tool_calls:
                assert call["name"] in self.tools
                self.calls.append(call)
                content = self._run(call["name"], call["args"])
                self.findings.append(content)
                messages.append(
                    ToolMessage(json.dumps(content), tool_call_id=call["id"], name=call["name"])
                )
        raise AssertionError("the brain never came to an end")

    def _state(self, text, **changes):
        read = read_message(
            text,
            languages=self.languages,
            previous=Previous(
                language=self.language,
                asked=self.asked[-1] if self.asked else None,
                offered=len(self.offered),
            ),
        )
        asked = self.asked[-1] if self.asked else ""
        when = times_in(Said(text, read.language, None, asked), now=NOW, zone=self.zone)
        self.language = read.language
        facts = {
            "now": NOW, "zone": when.zone or self.zone, "zone_is_known": True,
            "company": CompanyFacts(name="Fernwald", about="", site="https://fernwald.example"),
            "agent_name": "Mira", "language": read.language, "languages": self.languages,
            "known": dict(self.known), "source": self.source,
            "signals": Signals.model_validate(read) if text else Signals(language=read.language),
            "windows": [TimeWindow.model_validate(window) for window in when.windows],
            "time_question": when.question.value if when.question else None,
            "offered_slots": self.offered, "appointment": self.appointment,
            "held": self.held if self.held in self.offered else None,
            "outcomes": self.outcomes, "asked": self.asked, "strategies": self.strategies,
            "next_questions": self.next_questions,
            "objection_attempts": self.attempts,
            "discount": DiscountLimit(ceiling_percent=self.ceiling),
            "home_zone": "Europe/Berlin", "is_waiting": self.is_waiting,
            "tools": self.tools, "meeting_label": "Demo",
            "is_first_turn": not any(isinstance(m, AIMessage) for m in self.history),
        } | changes  # fmt: skip
        return TurnState(**facts)

    def _run(self, tool, args):
        if tool in self.denied:
            return {"state": "denied", "reasons": ["no_instruction"]}
        run = getattr(self, f"_{tool}", None)
        return run(**args) if run else {"state": "done", "reasons": [], "result": {}}

    def _search_knowledge(self, query, limit=4, *, wide=False):
        assert query.strip()
        assert len(query) <= 400
        return {"passages": self.pages.search(query, limit, wide=wide)}

    def _look_up_lead(self):
        return {"stage": "new", "came_from": self.source, "facts": []}

    def _remember_fact(self, field, value, quote):
        self.known[field] = value
        return {"state": "done", "reasons": [], "result": {}}

    def _slots(self):
        hours = self.free or [
            NOW.replace(hour=hour) + timedelta(days=day)
            for day in (1, 2, 3, 4)
            for hour in (9, 13, 14)
        ]
        return [
            {"id": f"s{at:%d%H%M}", "starts": at.isoformat(), "label": f"{at:%a %d %b %H:%M}",
             "member": "Ben"}
            for at in hours
            if f"s{at:%d%H%M}" not in self.taken
        ]  # fmt: skip

    def _find_slots(self, windows, words, member=""):
        spans = [tuple(map(datetime.fromisoformat, (w["start"], w["end"]))) for w in windows]
        fit = [
            slot for slot in self._slots()
            if any(a <= datetime.fromisoformat(slot["starts"]) < b for a, b in spans)
        ][:3]  # fmt: skip
        near = fit or self._slots()[:3]
        self._put_on_the_table(near)
        reason = {} if fit or not windows else {"reason": "nothing_then"}
        return {"slots": near} | reason if near else {"slots": [], "reason": "nothing_free"}

    def _put_on_the_table(self, slots):
        if slots:
            self.offered = [OfferedSlot.model_validate(slot) for slot in slots]

    def _lost(self):
        others = self._slots()[:3]
        self._put_on_the_table(others)
        return {"state": "denied", "reasons": ["slot_taken"], "result": {"alternatives": others}}

    def _hold_slot(self, slot_id):
        if slot_id in self.taken:
            return self._lost()
        self.held = next((slot for slot in self.offered if slot.id == slot_id), None)
        return {"state": "done", "reasons": []}

    def _book_appointment(self, slot_id, name, email=None, topic=""):
        if slot_id in self.taken:
            return self._lost()
        self._settle(slot_id)
        return {"state": "done", "reasons": [], "result": {"appointment_id": "a1"}}

    def _join_waitlist(self, windows, words):
        self.is_waiting = True
        return {"state": "done", "reasons": [], "result": {"waiting": True}}

    def _leave_waitlist(self):
        self.is_waiting = False
        return {"state": "done", "reasons": [], "result": {"waiting": False}}

    def _settle(self, slot_id):
        if self.appointment is not None and self.appointment.slot == slot_id:
            return
        slot = next(slot for slot in self.offered if slot.id == slot_id)
        self.appointment = BookedAppointment(id="a1", starts=slot.starts, slot=slot.id)
        self.offered = []

    def _move_appointment(self, appointment_id, slot_id):
        assert appointment_id == self.appointment.id
        self._settle(slot_id)
        return {"state": "done", "reasons": []}

    def _cancel_appointment(self, appointment_id):
        assert appointment_id == self.appointment.id
        self.appointment = None
        return {"state": "done", "reasons": []}

    def _offer_discount(self, percent, reason):
        state = "done" if percent <= self.ceiling else "awaiting_approval"
        if percent > 50:
            state = "denied"
        return {"state": state, "reasons": []}

    def _handle_objection(self, kind, step):
        if step != "respond":
            return {"kind": kind, "step": step}
        if self.attempts.get(kind, 0) >= 2:
            return {"state": "denied", "reasons": ["objection_attempts_used_up"]}
        self.attempts[kind] = self.attempts.get(kind, 0) + 1
        return {"kind": kind, "step": step, "passages": self.pages.search(APPROVED[kind], 3)}

    def _open_data_request(self, kind):
        return {"state": "done", "reasons": [], "result": {"due_on": "2026-12-08"}}


@pytest.fixture(scope="session")
def pages():
    return Pages(Path(__file__).parent / "pages.yaml")


@pytest.fixture
def talk(pages):
    """Begins a conversation."""
    return lambda **terms: Talk(pages, **terms)
