"""The end of a turn: everything it came to, in one transaction, or nothing of it.

The reply is appended only while the agent still has control under the epoch it was thought with.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from agent import heeding, mailing, proposing, queueing
from agent.answering import may_reply
from agent.briefing import Briefing, Reading
from agent.claiming import INTERNAL
from agent.context import TurnContext
from agent.fence import overtaken
from agent.mind import Mind
from agent.people import keep_vault
from agent.proposing import Proposed
from agent.receiving import guard_entry, sighted
from agent.refusing import keep_refusal
from agent.scoring import has_learnt, scored
from agent.stages import Seen, next_stage
from agent.telling import TOLD
from agent.understanding.kinds import Floor
from guardrails.claims import Code
from guardrails.entities import Entity, Owner
from guardrails.policy import Direction
from guardrails.verdicts import GuardFailure
from prompts.loader import phrases
from salesgenix.accounts.rules import looks_like_email
from salesgenix.authority.rules import Reason, Verdict
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import ConversationCard, EventCard, NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.rights import children
from salesgenix.screening import service as screening
from salesgenix.screening.service import Sighted
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from salesgenix.turns import service as turns
from salesgenix.turns.service import TurnCard

TOLD_WITHIN = 12  # events
QUESTION = frozenset("?？؟")


def record_reply(
    context: TurnContext,
    briefing: Briefing,
    reading: Reading,
    *,
    failure: str | None,
) -> UUID | None:
    """Appends the reply and its decisions; the id of the turn that is owed next, or none.

    Whether it may be said is asked anew: an order can end while a model thinks, and then the words
    stay in the house. ``Conflict`` (``control.changed``) when a person has taken over meanwhile:
    nothing is written.
    """
    turn, now = context.turn, context.mind.clock.now()
    with context.mind.db.writing() as session:
        floor = reading.understanding.floor
        verdict = may_reply(session, turn, language=reading.language, floor=floor, now=now)
        if not verdict.is_allowed:
            return _stay_silent(session, context, briefing, reading, verdict=verdict)
        _append_reply(session, context, briefing, instruction=verdict)
        heeding.tell_unheeded(session, context, now=now)
        if context.refused is not None:
            context.entries += keep_refusal(session, briefing, context.refused, now=now)
        _keep(session, context, reading, briefing.conversation)
        _tell_of_queue(session, context, briefing.conversation, now)
        entries = [*_read(context), *context.entries, *_guard_entries(context)]
        move = _move_stage(session, context, briefing)
        if move is not None:
            entries.append(move)
        if move is not None or has_learnt(context):
            entries.append(scored(session, context))
        entries += _claim_entries(context)
        if (order := context.reply.sayable.stopped_by) is not None:
            entries.append(
                _entry(
                    context,
                    DecisionType.REPLY_WITHHELD,
                    outcome="denied",
                    reasons=(Reason.WORDS_NOT_ALLOWED,),
                    instruction=instructions.cited(
                        session, turn.workspace_id, order.instruction_id, order.version
                    ),
                )
            )
        entries.append(
            _entry(
                context,
                DecisionType.REPLY_SENT,
                outcome="performed",
                phase=Phase.EFFECT,
                reasons=(failure,) if failure else (*verdict.reasons, *context.rested),
                instruction=instructions.cited(
                    session, turn.workspace_id, verdict.instruction_id, verdict.rule_version
                ),
                facts=_manner(context, reading.language),
            )
        )
        decisions.record_all(session, turn.workspace_id, entries, now=now)
        _note_sightings(session, context, now)
        return turns.end(session, turn, state="failed" if failure else "done", now=now)


def _manner(context: TurnContext, language: str) -> dict[str, Any]:
    facts = {"language": language, "sources": len(context.sources)}
    return facts | ({"stood_in_for": context.stood_in_for} if context.stood_in_for else {})


def record_withheld(context: TurnContext) -> UUID | None:
    """A person took over while the agent was thinking: the draft stays with the team."""
    turn, now = context.turn, context.mind.clock.now()
    with context.mind.db.writing() as session:
        if context.reply.text:
            conversations.append(
                session,
                turn.workspace_id,
                turn.conversation_id,
                NewEvent(
                    kind=EventKind.NOTE,
                    actor=Actor.AGENT,
                    payload={"text": context.reply.text, "withheld": True},
                    turn_id=turn.id,
                ),
                now=now,
            )
        entry = _entry(
            context, DecisionType.REPLY_WITHHELD, outcome="withheld", reasons=("control_changed",)
        )
        decisions.record_all(session, turn.workspace_id, [*context.entries, entry], now=now)
        return turns.end(session, turn, state="withheld", now=now)


def record_untold(mind: Mind, turn: TurnCard, verdict: Verdict) -> UUID | None:
    """What the team has answered is not told now; nobody waits for a word of ours about that."""
    now = mind.clock.now()
    with mind.db.writing() as session:
        card = conversations.card(session, turn.workspace_id, turn.conversation_id)
        if not verdict.is_allowed:
            entry = Entry(
                type=DecisionType.REPLY_WITHHELD,
                outcome="denied",
                reasons=verdict.reasons,
                conversation_ref=card.id,
                subject_ref=card.subject_ref,
                turn_id=turn.id,
            )
            decisions.record(session, turn.workspace_id, entry, now=now)
        return turns.end(session, turn, state="withheld", now=now)


def record_silence(
    context: TurnContext, briefing: Briefing, reading: Reading, verdict: Verdict
) -> UUID | None:
    """Nothing allows an answer, or all is paused: the visitor is told so, once, and a person
    asked. ``Conflict`` (``control.changed``) when a person has taken over: they will answer.
    """
    with context.mind.db.writing() as session:
        return _stay_silent(session, context, briefing, reading, verdict=verdict)


def _stay_silent(
    session: Session,
    context: TurnContext,
    briefing: Briefing,
    reading: Reading,
    *,
    verdict: Verdict,
) -> UUID | None:
    """What a person has taken over is theirs to answer: ``Conflict`` (``control.changed``)."""
    turn, now = context.turn, context.mind.clock.now()
    if not conversations.is_agents(
        session, turn.workspace_id, turn.conversation_id, epoch=turn.control_epoch
    ):
        raise overtaken()
    words = phrases(reading.language).one("not_answering")
    recent = conversations.history(
        session, turn.workspace_id, turn.conversation_id, limit=TOLD_WITHIN
    )
    if not _is_told(recent, words):
        told = NewEvent(
            kind=EventKind.MESSAGE,
            actor=Actor.SYSTEM,
            payload={"text": words},
            turn_id=turn.id,
        )
        conversations.append(
            session,
            turn.workspace_id,
            turn.conversation_id,
            told,
            now=now,
            agent_epoch=turn.control_epoch,
        )
    tasks.open_task(
        session,
        turn.workspace_id,
        turn.conversation_id,
        subject_ref=context.tool_context.subject_ref,
        kind=TaskKind.PERSON_WANTED,
        note=", ".join(verdict.reasons),
        now=now,
    )
    _keep(session, context, reading, briefing.conversation)
    _tell_of_queue(session, context, briefing.conversation, now)
    entry = _entry(context, DecisionType.REPLY_WITHHELD, outcome="denied", reasons=verdict.reasons)
    thought = [*_read(context), *context.entries, entry]
    decisions.record_all(session, turn.workspace_id, thought, now=now)
    return turns.end(session, turn, state="withheld", now=now)


def _is_told(recent: Sequence[EventCard], words: str) -> bool:
    """Whether they have been, and the agent has not answered them since."""
    said = [event for event in recent if event.kind is EventKind.MESSAGE]
    answers = [place for place, event in enumerate(said) if event.actor is Actor.AGENT]
    since = said[answers[-1] + 1 :] if answers else said
    return any(event.payload.get("text") == words for event in since)


def record_given_up(
    mind: Mind, turn: TurnCard, reason: str = "too_many_attempts", *, said: str | None = None
) -> UUID | None:
    """A turn that fails before it can say anything: an honest line of the house's own, and a
    task. ``said`` names the phrase for what was done all the same.
    """
    now = mind.clock.now()
    with mind.db.writing() as session:
        card = conversations.card(session, turn.workspace_id, turn.conversation_id)
        if (card.control, card.control_epoch) != ("agent", turn.control_epoch):
            return turns.end(session, turn, state="withheld", now=now)  # a person answers
        words = phrases(card.language or "en").one(said or "fallback")
        conversations.append(
            session,
            turn.workspace_id,
            turn.conversation_id,
            NewEvent(
                kind=EventKind.MESSAGE,
                actor=Actor.SYSTEM,
                payload={"text": words},
                turn_id=turn.id,
            ),
            now=now,
            agent_epoch=turn.control_epoch,
        )
        tasks.open_task(
            session,
            turn.workspace_id,
            turn.conversation_id,
            subject_ref=card.subject_ref,
            kind=TaskKind.AGENT_FAILED,
            note=reason,
            now=now,
        )
        entry = Entry(
            type=DecisionType.REPLY_WITHHELD,
            outcome="failed",
            reasons=(reason,),
            conversation_ref=card.id,
            subject_ref=card.subject_ref,
            turn_id=turn.id,
        )
        decisions.record(session, turn.workspace_id, entry, now=now)
        return turns.end(session, turn, state="failed", now=now)


def _append_reply(
    session: Session, context: TurnContext, briefing: Briefing, *, instruction: Verdict
) -> None:
    turn, now = context.turn, context.mind.clock.now()
    text = context.reply.text.strip()
    payload: dict[str, Any] = {"text": text, "answers": briefing.newest_heard}
    if context.reply.as_thought:
        payload["model"] = context.reply.as_thought
    if context.sources:
        payload["sources"] = _quoted(context, text)
    if asked := _asked(context, text):
        payload["asked"] = asked
    if context.state.answered:
        payload[TOLD] = [one.id for one in context.state.answered]
    if context.objections:
        payload["objections"] = context.objections
    if instruction.instruction_id is not None:
        payload["instruction"] = str(instruction.instruction_id)
    conversations.append(
        session,
        turn.workspace_id,
        turn.conversation_id,
        NewEvent(kind=EventKind.MESSAGE, actor=Actor.AGENT, payload=payload, turn_id=turn.id),
        now=now,
        agent_epoch=turn.control_epoch,
    )
    mailing.carry(session, context, briefing, now=now)
    if context.slots:
        conversations.append(
            session,
            turn.workspace_id,
            turn.conversation_id,
            NewEvent(
                kind=EventKind.BOOKING_PROPOSED,
                actor=Actor.AGENT,
                payload={"slots": context.slots, "zone": context.state.zone},
                turn_id=turn.id,
            ),
            now=now,
        )


def _asked(context: TurnContext, text: str) -> list[str]:
    """The playbook notes it with its reply; a hosted model says beforehand what it will ask."""
    if context.rules_only or not QUESTION & set(text):
        return context.asked
    return list(dict.fromkeys([*context.asked, *context.to_ask]))


def _keep(
    session: Session, context: TurnContext, reading: Reading, before: ConversationCard
) -> None:
    turn, now = context.turn, context.mind.clock.now()
    if Floor.MINOR in context.state.signals.floor:  # a child: no selling, no profile, from here on
        children.protect(
            session, turn.workspace_id, turn.conversation_id, before.subject_ref, now=now
        )
        return
    language, zone = reading.language, reading.when.zone or before.zone
    if (language, zone) != (before.language, before.zone):
        conversations.remember_locale(
            session, turn.workspace_id, turn.conversation_id, language=language, zone=zone
        )
        leads.settle(
            session, turn.workspace_id, before.lead_id, now=now, language=language, zone=zone
        )
    keep_vault(
        session,
        turn.workspace_id,
        turn.conversation_id,
        context.vault,
        subject_ref=context.tool_context.subject_ref,
        now=now,
    )


def _tell_of_queue(
    session: Session, context: TurnContext, before: ConversationCard, now: datetime
) -> None:
    """What is true for somebody who wants a person: since this turn, or since before it."""
    turn = context.turn
    if not before.wants_person:
        queueing.tell_asked(
            session, turn.workspace_id, turn.conversation_id, by_agent=True, now=now
        )
        return
    token = context.state.signals.fact("email")
    if token is None:
        return
    try:
        email = context.vault.resolve(token, owners=frozenset({Owner.PROSPECT}))
    except GuardFailure:  # somebody else's address
        return
    if looks_like_email(email):
        queueing.keep_address(session, turn.workspace_id, turn.conversation_id, email, now=now)


def _move_stage(session: Session, context: TurnContext, briefing: Briefing) -> Entry | None:
    turn, now = context.turn, context.mind.clock.now()
    signals, proposed = context.state.signals, context.proposed or Proposed()
    happened = conversations.events_after(
        session,
        turn.workspace_id,
        turn.conversation_id,
        after=turn.trigger_seq,
        for_prospect=False,
    )
    seen = Seen(
        intents=frozenset(signals.intents) | set(proposed.intents),
        objection=signals.objection or next(iter(proposed.objections), None),
        fact_fields=frozenset(fact.field for fact in signals.facts) | set(proposed.fields),
        events=frozenset(event.kind for event in happened),
    )
    if not context.tool_calls and next_stage(briefing.lead.stage, seen) is None:
        return None
    lead = leads.card(session, turn.workspace_id, briefing.lead.id)
    move = next_stage(lead.stage, seen)
    if move is None:
        return None
    leads.move_stage(session, turn.workspace_id, lead.id, move.after, now=now)
    return _entry(
        context,
        DecisionType.STAGE_MOVED,
        outcome="performed",
        reasons=(move.reason,),
        facts={"from": move.before.value, "to": move.after.value},
    )


def _read(context: TurnContext) -> list[Entry]:
    """What was understood from the message, by code; then what of a model's reading counts."""
    signals = context.state.signals
    facts = {
        "signals": [*signals.floor, *signals.intents],
        "language": signals.language,
        "fields": [fact.field for fact in signals.facts],
        "windows": len(context.state.windows),
    }
    entries = [_entry(context, DecisionType.SIGNAL_READ, outcome="performed", facts=facts)]
    if signals.objection:
        objection = {"objection": signals.objection}
        entries.append(
            _entry(context, DecisionType.OBJECTION_CLASSIFIED, outcome="performed", facts=objection)
        )
    return entries + proposing.entries(context)


def _guard_entries(context: TurnContext) -> list[Entry]:
    """How much was hidden from the model in this turn, and what became of the reply's own text."""
    turn, subject = context.turn, context.tool_context.subject_ref
    shown = [verdict for verdict in context.reply.verdicts if verdict.counts or verdict.codes]
    entries = [
        guard_entry(verdict, turn.conversation_id, subject, turn.id)
        for verdict in shown or context.reply.verdicts[-1:]
    ]
    if context.hidden:
        guardrail = {"stage": "for_model", "result": "mask", "counts": dict(context.hidden)}
        entries.append(
            _entry(context, DecisionType.GUARDRAIL_MASKED, outcome="mask", guardrail=guardrail)
        )
    return entries


def _claim_entries(context: TurnContext) -> list[Entry]:
    """What was not said because nothing backs it, once for each reason. The words lie sealed
    beside it, but for what must stay inside.
    """
    found: dict[Code, list[str]] = {}
    for one in context.reply.sayable.claims.withheld:
        found.setdefault(one.code, []).append(one.text)
    return [
        _entry(
            context,
            DecisionType.REPLY_CORRECTED,
            outcome="withheld",
            phase=Phase.EFFECT,
            reasons=(code.value,),
            facts={"sentences": len(texts)},
            payloads={} if code in INTERNAL else {"withheld": "\n".join(texts)},
        )
        for code, texts in found.items()
    ]


def _note_sightings(session: Session, context: TurnContext, now: datetime) -> None:
    """What was kept from the model in this turn, and what from the reader of the reply."""
    rules, inward = context.known.rules, Direction.TOOL_TO_MODEL
    found = [
        Sighted(inward.value, entity, rules.treatment(Entity(entity), inward).value, count)
        for entity, count in context.hidden.items()
    ]
    for verdict in context.reply.verdicts:
        found += sighted(verdict, Direction.MODEL_TO_PROSPECT)
    screening.note(
        session,
        context.turn.workspace_id,
        found,
        conversation_id=context.turn.conversation_id,
        subject_ref=context.tool_context.subject_ref,
        now=now,
    )


def _quoted(context: TurnContext, text: str) -> list[dict[str, Any]]:
    """The pages the reply quotes or names; all that were read where neither can be told."""
    quoted = [item for item in context.sources if item.get("passage_id") in context.quoted]
    named = quoted or [item for item in context.sources if item["title"] in text]
    distinct = {(item["title"], item.get("url")): item for item in named or context.sources}
    return list(distinct.values())


def _entry(context: TurnContext, kind: DecisionType, *, outcome: str, **more: Any) -> Entry:
    return Entry(
        type=kind,
        outcome=outcome,
        conversation_ref=context.turn.conversation_id,
        subject_ref=context.tool_context.subject_ref,
        turn_id=context.turn.id,
        **more,
    )
