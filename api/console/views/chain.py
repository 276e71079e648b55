"""The chain of decisions behind a reply or an action: each step in plain words first, then what a
sceptic wants to see: checks with their limits, the model and its prompt, the hash, the proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.origin import CHECKED, CheckLine, Origin, check_line, origin
from api.console.views.why import Line, sources
from api.console.visit import Visit
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import provenance
from salesgenix.checkpoints import service as checkpoints
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation
from salesgenix.decisions.sentences import reason
from salesgenix.decisions.sentences import words as decision_words
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import NotFound

AUTOMATIC = "Automatic"
SEARCHED_EVENTS = 500
TELLING = ("action.denied", "action.failed", "action.in_doubt", "reply.sent", "reply.withheld")
PER_MILLION = 10_000  # parts per million in a percent
FIGURES = {"tokens_in": "tokens read", "tokens_out": "tokens written", "output_tokens": "tokens"}


@dataclass(frozen=True, slots=True)
class Order:
    """The instruction a decision rests on: the owner's exact words and what was enforced."""

    words: str
    version: int
    meaning: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One record: ``machine`` are named details, ``proof`` where it stands in the signed log."""

    card: DecisionCard
    kind: str
    outcome: tuple[str, str]
    by: str
    reasons: tuple[str, ...]
    order: Order | None
    checks: tuple[CheckLine, ...]
    machine: tuple[Line, ...]
    proof: str


def steps(session: Session, visit: Visit, cards: Sequence[DecisionCard]) -> list[Step]:
    """The records as steps, in the order given."""
    team = {card.id: card.name for card in accounts.members(session, visit.who.workspace_id)}
    newest = checkpoints.latest(session, visit.who.workspace_id)
    covered = newest.size if newest else 0
    orders: dict[tuple[str, int], Order | None] = {}
    return [
        _step(session, visit, card, team=team, covered=covered, orders=orders) for card in cards
    ]


def _step(
    session: Session,
    visit: Visit,
    card: DecisionCard,
    *,
    team: dict[UUID, str],
    covered: int,
    orders: dict[tuple[str, int], Order | None],
) -> Step:
    cite = card.body.get("instruction")
    order = None
    if cite:
        key = (str(cite.get("id")), int(cite.get("version") or 0))
        if key not in orders:
            orders[key] = _order(session, visit, *key)
        order = orders[key]
    return Step(
        card=card,
        kind=words.decision_type(card.type),
        outcome=words.outcome(card.outcome),
        by=_by(card, team),
        reasons=tuple(dict.fromkeys(_reasons(card, visit.language))),
        order=order,
        checks=tuple(check_line(check) for check in card.body.get("checks", [])),
        machine=tuple(_machine(card.body, visit.language)),
        proof=_proof(card.seq, covered),
    )


def _order(session: Session, visit: Visit, instruction_id: str, version: int) -> Order | None:
    who = visit.who
    try:
        found = instructions.card(session, who.workspace_id, UUID(instruction_id), now=who.now)
    except (NotFound, ValueError):
        return None
    meant = [one.plain_words for one in found.versions if one.version == version]
    meaning = meant[0] if meant else found.plain_words
    return Order(found.words, version, meaning, f"/console/instructions#i{found.id}")


def _by(card: DecisionCard, team: dict[UUID, str]) -> str:
    actor = card.body.get("actor")
    name = team.get(UUID(str(actor)), "A person who has left the team") if actor else ""
    match card.body.get("automation"):
        case Automation.HUMAN_MADE:
            return f"Made by {name or 'a person'}"
        case Automation.HUMAN_APPROVED:
            return f"Automatic, approved by {name or 'a person'}"
        case _:
            return AUTOMATIC


def _reasons(card: DecisionCard, language: str) -> list[str]:
    said = [reason(code, language) for code in card.body.get("reasons", [])]
    return [text[:1].upper() + text[1:] for text in said]


def _machine(body: dict[str, Any], language: str) -> list[Line]:
    lines = []
    if body.get("model"):
        lines.append(Line("Model", model_words(body["model"])))
    if body.get("prompt"):
        prompt = body["prompt"]
        lines.append(Line("Prompt", _prompt_words(prompt)))
    if body.get("tool"):
        lines.append(Line("Tool", words.detail(body["tool"])))
    if body.get("guardrail"):
        lines.append(Line("Guardrail", words.detail(body["guardrail"])))
    if body.get("strategy"):
        lines.append(Line("Strategy", strategy_words(body["strategy"], language)))
    if body.get("facts"):
        lines.append(Line("Facts", words.detail(body["facts"])))
    for name, said in (("purpose", "Purpose"), ("lawful_basis", "Lawful basis")):
        if body.get(name):
            lines.append(Line(said, words.said(str(body[name]))))
    if body.get("effect_of"):
        seq = body["effect_of"]
        lines.append(Line("Effect of", f"Record {seq}", f"/console/decisions/{seq}"))
    lines += [
        Line("Rests on", f"Record {seq}", f"/console/decisions/{seq}")
        for seq in body.get("informed_by", [])
    ]
    return lines


def _prompt_words(prompt: dict[str, Any]) -> str:
    """``system 2, 09ab…``; records from before versions say name and digest."""
    named = [str(prompt[part]) for part in ("id", "name", "version") if part in prompt]
    return ", ".join([" ".join(named), *([str(prompt["digest"])] if "digest" in prompt else [])])


def model_words(model: dict[str, Any]) -> str:
    """``embedded, 812 tokens read, 96 tokens written, 40 ms, ended: stop``."""
    parts = [str(model.get("name") or model.get("requested") or "unknown")]
    if model.get("confidence_ppm") is not None:
        parts.append(f"{int(model['confidence_ppm']) // PER_MILLION} % sure")
    parts += [f"{model[key]} {said}" for key, said in FIGURES.items() if model.get(key) is not None]
    taken = model.get("ms") if model.get("ms") is not None else model.get("latency_ms")
    if taken is not None:
        parts.append(f"{taken} ms")
    if model.get("finish"):
        parts.append(f"ended: {words.detail(model['finish'])}")
    return ", ".join(parts)


def strategy_words(strategy: dict[str, Any], language: str) -> str:
    said = decision_words(language).strategies
    chosen = str(strategy.get("id", ""))
    others = [str(one) for one in strategy.get("alternatives") or []]
    parts = [said.get(chosen) or words.said(chosen)]
    if others:
        parts.append(f"could also have been: {', '.join(said.get(one, one) for one in others)}")
    if isinstance(policy := strategy.get("policy"), dict):
        parts += [_chance(strategy.get("propensity")), f"chosen by {policy.get('name')}"]
    return "; ".join(parts)


def _chance(propensity: int | None) -> str:
    """How likely the choice was, which only code can know of itself."""
    if propensity is None:
        return "how likely the choice was is not known"
    if propensity == 100 * PER_MILLION:
        return "the talk alone decided, no chance was involved"
    return f"its chance was {propensity / PER_MILLION:g} %"


def _proof(seq: int, covered: int) -> str:
    if seq <= covered:
        return f"Record {seq} of the log, covered by checkpoint {covered}"
    return f"Record {seq} of the log; the next checkpoint covers it"


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that was decided on the way to one reply or one action."""

    title: str
    said: str
    summary: tuple[Line, ...]
    steps: tuple[Step, ...]
    conversation_id: UUID | None
    turn_id: UUID | None
    origin: Origin | None  # none of a person who has been erased: their rows are gone


def of_turn(session: Session, visit: Visit, turn_id: UUID) -> Chain:
    """Why a reply is what it is. ``NotFound`` when nothing was decided in that turn."""
    who = visit.who
    cards = decisions.of_turn(session, who.workspace_id, turn_id, language=visit.language)
    reply = _reply(session, visit, cards[0].conversation_ref, turn_id) if cards else None
    found = provenance.of_reply(session, who.workspace_id, turn_id, now=who.now)
    return _chain(
        session,
        visit,
        cards,
        title="Why this reply",
        reply=reply,
        found=origin(session, visit, found),
    )


def of_action(session: Session, visit: Visit, action_id: UUID) -> Chain:
    """Why an action happened, waits or was refused. ``NotFound`` when nothing was decided."""
    who = visit.who
    cards = decisions.of_action(session, who.workspace_id, action_id, language=visit.language)
    kinds = [str((card.body.get("facts") or {}).get("kind", "")) for card in cards]
    kind = next((kind for kind in kinds if kind), "")
    title = words.action(kind) if kind else "Why this action"
    return _chain(session, visit, cards, title=title, found=_origin(session, visit, action_id))


def _origin(session: Session, visit: Visit, action_id: UUID) -> Origin | None:
    who = visit.who
    try:
        found = provenance.of_action(session, who.workspace_id, action_id, now=who.now)
    except NotFound:
        return None
    return origin(session, visit, found)


def _chain(
    session: Session,
    visit: Visit,
    cards: list[DecisionCard],
    *,
    title: str,
    reply: EventCard | None = None,
    found: Origin | None,
) -> Chain:
    if not cards:
        raise NotFound("decision.unknown", "Nothing was decided here, or it has been pruned.")
    made = steps(session, visit, cards)
    payload = reply.payload if reply else {}
    may_read = visit.who.may(Verb.REPLY)
    return Chain(
        title=title,
        said=str(payload.get("text", "")) if may_read else "",
        summary=tuple(_summary(visit, made, payload)),
        steps=tuple(made),
        conversation_id=cards[0].conversation_ref,
        turn_id=next((card.turn_id for card in cards if card.turn_id), None),
        origin=found,
    )


def _reply(
    session: Session, visit: Visit, conversation_id: UUID | None, turn_id: UUID
) -> EventCard | None:
    if conversation_id is None:
        return None
    events = conversations.history(
        session, visit.who.workspace_id, conversation_id, limit=SEARCHED_EVENTS
    )
    said = [event for event in events if event.turn_id == turn_id]
    return next((event for event in said if event.kind is EventKind.MESSAGE), None)


def _summary(visit: Visit, made: list[Step], payload: dict[str, Any]) -> list[Line]:
    """In short, and in plain words: by which order, after which checks, with what, by whom."""
    orders = dict.fromkeys(step.order for step in made if step.order)
    lines = [
        Line("Instruction", f"“{order.words}”", order.href, f"Version {order.version}")
        for order in orders
    ]
    lines += [Line("Outcome", step.card.words) for step in made if step.card.type in TELLING]
    lines += _checks(made)
    lines += sources(payload)
    lines += _strategies(visit, made)
    lines += _guardrails(made)
    lines += _models(made)
    return [*lines, Line("Human part", _people(made))]


def _people(made: list[Step]) -> str:
    people = dict.fromkeys(step.by for step in made if step.by != AUTOMATIC)
    if people:
        return "; ".join(people)
    if made[-1].card.type == "approval.requested":
        return "A person is asked and has not decided yet"
    return "None: all of it was automatic"


def _checks(made: list[Step]) -> list[Line]:
    checks = [check for step in made for check in step.checks]
    if not checks:
        return []
    failed = [check for check in checks if check.result != CHECKED["pass"]]
    text = f"{len(checks) - len(failed)} of {len(checks)} checks passed"
    told = [
        f"{check.name}: {check.result[0].lower()}"
        + (f", limit {check.limit}" if check.limit else "")
        + (f", found {check.observed}" if check.observed else "")
        for check in failed
    ]
    return [Line("Checks", "; ".join([text, *dict.fromkeys(told)]))]


def _strategies(visit: Visit, made: list[Step]) -> list[Line]:
    lines = []
    for step in made:
        strategy = step.card.body.get("strategy")
        if strategy:
            lines.append(Line("Strategy", strategy_words(strategy, visit.language)))
    return list(dict.fromkeys(lines))


def _guardrails(made: list[Step]) -> list[Line]:
    checked = [step.card for step in made if step.card.type.startswith("guardrail.")]
    found = dict.fromkeys(card.words for card in checked if card.type != "guardrail.passed")
    if not checked:
        return []
    return [Line("Guardrails", " ".join(found) or "Checked; nothing had to be hidden or stopped.")]


def _models(made: list[Step]) -> list[Line]:
    calls = [step.card.body["model"] for step in made if step.card.body.get("model")]
    return [Line("Model", text) for text in dict.fromkeys(model_words(call) for call in calls)]
