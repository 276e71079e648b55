"""One turn: claim, think, record. No transaction is held while a model or a tool is at work.

Whatever goes wrong on the way ends in one of four ways, each of them visible: a reply, a reply
that was withheld because a person took over, an honest line with a task for the team, or a lease
that runs out so that another worker takes the turn again. Never silence.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import anyio
import anyio.to_thread
import structlog

from agent import briefing as briefings
from agent import protecting, standing_in, telling, warranted
from agent.answering import may_reply
from agent.backing import Grounds
from agent.brains.breaker import RESTING
from agent.brains.garbled import NoUsableAnswer
from agent.briefing import Briefing, Reading
from agent.claiming import ASKED, Claims
from agent.context import TurnContext
from agent.graph import graph_of
from agent.mind import Mind
from agent.origins import origins_of
from agent.quarantine import read_in_quarantine
from agent.recording import (
    record_given_up,
    record_reply,
    record_silence,
    record_untold,
    record_withheld,
)
from agent.refusing import refused
from agent.saying import Sayable
from agent.streaming import ReplyStream
from agent.untraced import untraced
from guardrails.verdicts import GuardFailure
from prompts.loader import load, phrases
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import (
    FLOOR,
    ActionKind,
    Channel,
    Verdict,
    allowed_kinds,
    barring,
)
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.turns import service as turns
from salesgenix.turns.service import TurnCard
from tools.catalog import CATALOG
from tools.context import ToolContext

P = ParamSpec("P")
T = TypeVar("T")

LOG = structlog.get_logger()
GONE = frozenset({"conversation.unknown", "lead.unknown", "key.destroyed"})
LONGEST_QUESTION = 1_000
MARK = 8  # bytes of what stands in this turn's instructions and nowhere else
MAX_ATTEMPTS = 3  # a turn that keeps killing its worker ends with an honest line


async def take_turn(mind: Mind, turn_id: UUID) -> None:
    """Runs this turn and whatever turn its conversation owes next. Safe to call twice."""
    following: UUID | None = turn_id
    while following is not None:
        following = await _take_one(mind, following)


async def _take_one(mind: Mind, turn_id: UUID) -> UUID | None:
    turn = await _in_thread(_claim, mind, turn_id)
    if turn is None:
        return None
    if turn.attempt > MAX_ATTEMPTS + 1:  # it has not even come to an apology
        said = await _in_thread(protecting.act_by_rules, mind, turn)
        return await _in_thread(partial(record_given_up, said=said), mind, turn)
    mind.publish(turn.conversation_id, "typing", {"actor": "agent", "on": True})
    try:
        return await _answer(mind, turn)
    except NotFound as error:
        if error.code not in GONE:
            raise
        LOG.info("turn.lost", turn=str(turn.id), code=error.code)  # the person has been erased
        return None
    finally:
        mind.publish(turn.conversation_id, "typing", {"actor": "agent", "on": False})


async def _answer(mind: Mind, turn: TurnCard) -> UUID | None:
    briefing, reading, verdict = await _in_thread(_brief, mind, turn)
    end_at_once = await _in_thread(_nothing_to_say, mind, briefing, verdict)
    if end_at_once is not None:
        return await _in_thread(end_at_once)
    try:
        context = await _in_thread(_context, mind, briefing, reading)
    except GuardFailure as error:  # what is known could not be checked: no model is asked
        LOG.warning("turn.fell_back", turn=str(turn.id), code=_code(error))
        said = await _in_thread(protecting.act_plainly, mind, briefing, reading.understanding)
        return await _in_thread(partial(record_given_up, said=said), mind, turn, _code(error))
    try:
        if not verdict.is_allowed:
            return await _in_thread(record_silence, context, briefing, reading, verdict)
        if protecting.is_owed(context):
            await _in_thread(protecting.act, context, briefing)
        failure = await _reply(context, briefing, reading)
        if failure is not None:
            await _apologise(context, failure)
        if any(one.code in ASKED for one in context.reply.sayable.claims.withheld):
            await _in_thread(_ask_about, context, briefing)
        return await _in_thread(record_reply, context, briefing, reading, failure=failure)
    except Conflict as error:
        if error.code != "control.changed":
            LOG.info("turn.lost", turn=str(turn.id), code=error.code)
            return None
        return await _in_thread(record_withheld, context)


def _nothing_to_say(
    mind: Mind, briefing: Briefing, verdict: Verdict
) -> Callable[[], UUID | None] | None:
    """How a turn ends that owes nobody a word; none for one that does."""
    turn = briefing.turn
    if briefing.unanswered:
        return None
    if turn.trigger == "message":  # an earlier turn has answered it already
        return partial(_end, mind, turn)
    if telling.is_news(briefing) and not telling.may_tell(mind, briefing, verdict):
        return partial(record_untold, mind, turn, verdict)
    return None


async def _reply(context: TurnContext, briefing: Briefing, reading: Reading) -> str | None:
    """A message that no model may be asked about gets the house's own line instead; what protects
    the person is answered beside it, by rules.
    """
    if context.refused is not None:
        try:
            await context.reply.say(context.refused.told(context.state.language))
        except GuardFailure as error:
            return error.code.replace(".", "_")
        if not protecting.is_owed(context):
            return None
    failure = await _first_thought(context, briefing)
    if failure is None or not standing_in.can_stand_in(context, failure):
        return failure
    LOG.warning("turn.stood_in", turn=str(context.turn.id), code=failure)
    await _in_thread(standing_in.prepare, context, reading, failure)
    again = await _think(context, briefing, seconds=standing_in.SECONDS)
    return None if again is None else failure


async def _first_thought(context: TurnContext, briefing: Briefing) -> str | None:
    """By the model, while its endpoint answers; the embedded brain has its own time, whatever a
    model is given: it may have to be loaded first.
    """
    mind = context.mind
    if context.rules_only:
        return await _think(context, briefing, seconds=max(mind.turn_seconds, standing_in.SECONDS))
    if not mind.breaker.may_ask():
        return RESTING
    return await _think(context, briefing, seconds=mind.turn_seconds)


async def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))


def _claim(mind: Mind, turn_id: UUID) -> TurnCard | None:
    with mind.db.writing() as session:
        return turns.claim(session, turn_id, now=mind.clock.now())


def _end(mind: Mind, turn: TurnCard) -> UUID | None:
    with mind.db.writing() as session:
        return turns.end(session, turn, state="done", now=mind.clock.now())


def _brief(mind: Mind, turn: TurnCard) -> tuple[Briefing, Reading, Verdict]:
    now = mind.clock.now()
    with mind.db.reading() as session:
        briefing = briefings.gather(session, turn, now=now)
        reading = briefings.understand(briefing, now=now)
        floor = reading.understanding.floor
        verdict = may_reply(session, turn, language=reading.language, floor=floor, now=now)
    return briefing, reading, verdict


def _context(mind: Mind, briefing: Briefing, reading: Reading) -> TurnContext:
    turn, now, person = briefing.turn, mind.clock.now(), briefing.person
    allowed = (
        FLOOR
        if _is_idle(briefing)
        else allowed_kinds(briefing.rules, now, person=person, channel=Channel.CHAT)
    )
    tools = tuple(name for name, verb in CATALOG.items() if verb.action in allowed)
    state = briefings.make_state(briefing, reading, mind.guard, now=now, tools=tools)
    state = telling.with_answers(state, briefing, mind)
    prompt, refusal = load("system"), refused(briefing, reading)
    grounds = Grounds(mind.db, briefing, state, mark=secrets.token_hex(MARK))
    origins, fence = origins_of(briefing), secrets.token_hex(MARK)
    is_ours = bool(refusal or state.signals.floor) or not mind.brain.is_hosted
    is_ours = is_ours or telling.is_news(briefing) or warranted.is_for_rules(briefing, reading)
    return TurnContext(
        mind=mind,
        turn=turn,
        state=state,
        tool_context=ToolContext(
            db=mind.db,
            workspace_id=turn.workspace_id,
            conversation_id=turn.conversation_id,
            lead_id=briefing.lead.id,
            subject_ref=briefing.conversation.subject_ref,
            turn_id=turn.id,
            now=now,
            profile=briefing.workspace.profile,
            zone=reading.zone,
            language=reading.language,
            source=f"message:{turn.trigger_seq}",
            site_reader=mind.site_reader,
            quarantine=partial(read_in_quarantine, mind),
        ),
        rules=briefing.rules,
        vault=briefing.vault,
        known=briefing.known,
        reply=ReplyStream(
            mind,
            turn,
            vault=briefing.vault,
            hosts=origins.linkable,
            is_ours=is_ours,
            sayable=Sayable(
                Claims(grounds.now, state),
                barring(briefing.rules, now, language=reading.language, person=person),
            ),
        ),
        origins=origins,
        grounds=grounds,
        refused=refusal,
        rules_only=is_ours,
        prompt=prompt.reference,
        system_words=prompt.render(state=state, mark=grounds.mark, fence=fence),
        fence=fence,
    )


def _is_idle(briefing: Briefing) -> bool:
    """Nothing is sold now: only what the floor gives is done."""
    lead = briefing.lead
    return (
        briefing.is_platform_stopped
        or briefing.workspace.is_paused
        or lead.paused_at is not None
        or lead.is_frozen
        or lead.restricted_at is not None
    )


async def _think(context: TurnContext, briefing: Briefing, *, seconds: float) -> str | None:
    """Runs the loop; the reply gathers in ``context.reply``. A failure code, or none."""
    mind, state = context.mind, context.state
    if context.turn.attempt > MAX_ATTEMPTS:
        return "too_many_attempts"
    brain = mind.embedded if context.rules_only else mind.brain
    graph = graph_of(brain, state.tools)
    try:
        with anyio.fail_after(seconds), untraced(), context.reply.fence.standing():
            await graph.ainvoke(
                {"messages": briefings.to_messages(briefing)},
                config={"callbacks": [context.reply], "recursion_limit": 40},
                context=context,
            )
    except TimeoutError:
        if context.is_asking:
            mind.breaker.failed("timeout")
        return "timeout"
    except NoUsableAnswer as error:
        return error.code
    except GuardFailure as error:
        return _code(error)
    except Conflict:
        raise
    except Exception:  # the turn is a job: any fault ends in an honest line
        LOG.exception("turn.failed", turn=str(context.turn.id))
        return "turn_failed"
    if context.reply.sayable.stopped_by is not None:
        await context.reply.say(phrases(state.language).one("not_allowed_to_say"))
    return None if context.reply.text.strip() else "empty"


def _code(error: GuardFailure) -> str:
    return error.code.replace(".", "_")


async def _apologise(context: TurnContext, failure: str) -> None:
    """The honest line, or what was done of what protects them, and a task for the team."""
    LOG.warning("turn.fell_back", turn=str(context.turn.id), code=failure)
    words = phrases(context.state.language)
    fallback = words.one("fallback")  # our own fixed words: nothing personal in them
    try:
        await context.reply.say(context.protected or fallback)
    except GuardFailure:
        context.reply.text = fallback
    await _in_thread(_ask_team, context, failure)


def _ask_about(context: TurnContext, briefing: Briefing) -> None:
    """The question behind a claim that nothing backed: the reply says that the team was asked."""
    asked = "\n".join(str(event.payload.get("text", "")) for event in briefing.unanswered)
    claimed = [one.text for one in context.reply.sayable.claims.withheld if one.code in ASKED]
    _open_task(
        context,
        {"kind": "unanswered_question", "question": (asked or claimed[0])[:LONGEST_QUESTION]},
        key="claims",
    )


def _ask_team(context: TurnContext, failure: str) -> None:
    _open_task(context, {"kind": "agent_failed", "note": failure}, key="fallback")


def _open_task(context: TurnContext, arguments: dict[str, Any], *, key: str) -> None:
    turn, now = context.turn, context.mind.clock.now()
    with context.mind.db.writing() as session:
        actions.propose(
            session,
            turn.workspace_id,
            Proposed(
                kind=ActionKind.TASK_OPEN,
                arguments=arguments,
                conversation_id=turn.conversation_id,
                lead_id=context.tool_context.lead_id,
                subject_ref=context.tool_context.subject_ref,
                turn_id=turn.id,
                idempotency_key=f"{turn.id}:{key}",
            ),
            now=now,
        )
