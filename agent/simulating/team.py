"""What the owner does beside a scene, as in the console; and another prospect who is faster."""

from typing import Any

from sqlmodel import Session

from agent.handback import summary_of
from agent.simulating.scene import Scene
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.actions.service import ApprovalCard
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import Guest
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.kit.errors import Conflict, Forbidden
from salesgenix.leads import service as leads
from salesgenix.rehearsals.service import Copy
from salesgenix.simulations.files import Team
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

ANSWERED_BY_TAKING = (
    TaskKind.PERSON_WANTED,
    TaskKind.AGENT_FAILED,
    TaskKind.MINOR,
    TaskKind.NOT_TAKEN,
    TaskKind.REPORTED,
)
RECENT = 200


def act(scene: Scene, what: str | Team) -> None:
    """``Conflict`` where there is nothing to act on; ``Forbidden`` but in a copy."""
    if not isinstance(scene.db, Copy):
        raise Forbidden("simulation.no_copy", "An invented owner decides in a copy alone.")
    verb, words = (what, "") if isinstance(what, str) else _worded(what)
    with scene.db.writing() as session:
        _VERBS[verb](session, scene, words)


def take_slots(scene: Scene, place: int) -> None:
    """Another prospect books what was offered to this one: one slot, or with 0 all of them."""
    wanted = scene.offers if place == 0 else scene.offers[place - 1 : place]
    if not wanted:
        raise Conflict("slot.none", "no slot was offered that another prospect could take")
    with scene.db.writing() as session:
        for slot in wanted:
            member_id, starts_at = appointments.find_slot(
                session, scene.workspace_id, str(slot["id"])
            )
            other = leads.create(session, scene.workspace_id, "chat", now=scene.now)
            guest = Guest(other.id, other.subject_ref, None, "UTC")
            appointments.book(
                session,
                scene.workspace_id,
                guest,
                member_id=member_id,
                starts_at=starts_at,
                now=scene.now,
            )


def _worded(team: Team) -> tuple[str, str]:
    verb = next(iter(team.model_fields_set))
    return verb, str(getattr(team, verb))


def _take_over(session: Session, scene: Scene, _: str) -> None:
    card = conversations.card(session, scene.workspace_id, scene.conversation_id)
    taken = conversations.take_control(
        session,
        scene.workspace_id,
        scene.conversation_id,
        member_id=scene.owner_id,
        member_name=_name(session, scene),
        expected_epoch=card.control_epoch,
        now=scene.now,
    )
    tasks.finish(
        session,
        scene.workspace_id,
        scene.conversation_id,
        kinds=ANSWERED_BY_TAKING,
        member_id=scene.owner_id,
        now=scene.now,
    )
    _record(session, scene, DecisionType.CONTROL_TAKEN, {"epoch": taken.control_epoch})


def _hand_back(session: Session, scene: Scene, _: str) -> None:
    card = conversations.card(session, scene.workspace_id, scene.conversation_id)
    recent = conversations.history(session, scene.workspace_id, scene.conversation_id, limit=RECENT)
    back, _turn = conversations.hand_back(
        session,
        scene.workspace_id,
        scene.conversation_id,
        expected_epoch=card.control_epoch,
        by=_name(session, scene),
        summary=summary_of(recent),
        now=scene.now,
    )
    _record(session, scene, DecisionType.CONTROL_RETURNED, {"epoch": back.control_epoch})


def _say(session: Session, scene: Scene, words: str) -> None:
    card = conversations.card(session, scene.workspace_id, scene.conversation_id)
    if card.control == "agent":
        _take_over(session, scene, "")
    event = _append(session, scene, EventKind.MESSAGE, words)
    _record(session, scene, DecisionType.REP_REPLIED, {"seq": event.seq})


def _whisper(session: Session, scene: Scene, words: str) -> None:
    event = _append(session, scene, EventKind.WHISPER, words)
    _record(session, scene, DecisionType.CONTROL_WHISPERED, {"seq": event.seq})


def _append(session: Session, scene: Scene, kind: EventKind, words: str) -> Any:
    new = NewEvent(
        kind=kind,
        actor=Actor.REP,
        payload={"text": words, "member": _name(session, scene)},
        member_id=scene.owner_id,
    )
    return conversations.append(
        session, scene.workspace_id, scene.conversation_id, new, now=scene.now
    )


def _decide(verb: str) -> Any:
    def decide(session: Session, scene: Scene, words: str) -> None:
        for asked in _pending(session, scene):
            actions.decide_approval(
                session,
                scene.workspace_id,
                asked.id,
                scene.owner_id,
                verb=verb,
                digest=asked.digest,
                reason=words or None,
                now=scene.now,
            )

    return decide


def _pending(session: Session, scene: Scene) -> list[ApprovalCard]:
    found = [
        one
        for one in actions.pending_approvals(session, scene.workspace_id)
        if one.action.conversation_id == scene.conversation_id
    ]
    if not found:
        raise Conflict("approval.none", "nothing waits for the team's approval")
    return found


def _cancel(session: Session, scene: Scene, _: str) -> None:
    mine = appointments.of_conversation(session, scene.workspace_id, scene.conversation_id)
    booked = [one for one in mine if one.state is State.CONFIRMED]
    if not booked:
        raise Conflict("appointment.none", "there is no appointment to cancel")
    for one in booked:
        appointments.cancel(session, scene.workspace_id, one.id, now=scene.now)


def _pause(session: Session, scene: Scene, _: str) -> None:
    accounts.pause(session, scene.workspace_id, "simulation", scene.owner_id, now=scene.now)


def _resume(session: Session, scene: Scene, _: str) -> None:
    accounts.resume(session, scene.workspace_id, now=scene.now)


def _name(session: Session, scene: Scene) -> str:
    return accounts.member(session, scene.workspace_id, scene.owner_id).name


def _record(session: Session, scene: Scene, kind: DecisionType, facts: dict[str, Any]) -> None:
    card = conversations.card(session, scene.workspace_id, scene.conversation_id)
    entry = Entry(
        type=kind,
        outcome="done",
        automation=Automation.HUMAN_MADE,
        actor=scene.owner_id,
        conversation_ref=card.id,
        subject_ref=card.subject_ref,
        facts=facts,
    )
    decisions.record(session, scene.workspace_id, entry, now=scene.now)


_VERBS: dict[str, Any] = {
    "takes over": _take_over,
    "hands back": _hand_back,
    "approves": _decide("approve"),
    "rejects": _decide("reject"),
    "answers": _decide("answer"),
    "says": _say,
    "whispers": _whisper,
    "cancels appointment": _cancel,
    "pauses": _pause,
    "resumes": _resume,
}
