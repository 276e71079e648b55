"""What is on record: where their data came from, and the talk itself by mail."""

import datetime as dt

from agent.brains.playbook import memory
from agent.brains.playbook.contact import email
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.understanding.kinds import Intent
from salesgenix.kit.spoken import spoken_day

_BY_MAIL = ("info_by_mail", "transcript_email")  # what an address in answer to it is for
_STILL_OPEN = 2  # replies
_CONTACT = frozenset({"email", "phone", "name"})


def provenance(desk: Desk) -> str | None:
    """Where their data came from: as stored, or an honest gap and a task. Never a guess."""
    if Intent.PROVENANCE not in desk.state.signals.intents:
        return None
    lead = desk.call("look_up_lead")
    known = next((fact for fact in lead.items("facts") if fact.get("field") in _CONTACT), None)
    if known is not None:
        date = spoken_day(dt.date.fromisoformat(str(known.get("on"))[:10]), desk.state.language)
        source = str(known.get("source"))
        if source.startswith("message"):
            return desk.say("provenance_written", date=date)
        return desk.say("provenance_known", source=_source(desk, source), date=date)
    came_from = lead.content.get("came_from") or desk.state.source
    if came_from:
        return desk.say("provenance_came", source=_source(desk, str(came_from)))
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("provenance_unknown")


def _source(desk: Desk, stored: str) -> str:
    """A stored source in plain words; one without words of its own is told as it stands."""
    key = f"source_{stored.partition(':')[0]}"
    return desk.words.one(key) if key in desk.words.wordings else stored


def transcript(desk: Desk) -> str | None:
    intents = desk.state.signals.intents
    lately = "\n".join(desk.replies[-_STILL_OPEN:])
    was_offered = any(memory.is_said(key, lately) for key in _BY_MAIL)
    was_offered &= desk.state.held is None and not memory.is_said("transcript_done", lately)
    gives = was_offered and (
        Intent.GIVE_CONTACT in intents or bool(desk.state.signals.fact("email"))
    )
    if Intent.SEND_TRANSCRIPT not in intents and not gives:
        return None
    to = email(desk)
    if not to:
        return desk.say("transcript_email")
    outcome = desk.call("send_transcript", email=to)
    if outcome.is_done or outcome.is_waiting:
        return desk.say("transcript_done", email=to)
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("transcript_failed")
