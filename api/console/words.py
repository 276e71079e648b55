"""What codes are called on screen. Machines keep the code; people read these words."""

import re
from datetime import date as date_type
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.console.deeds import ACTIONS as ACTIONS  # noqa: PLC0414 - told on with the other words
from salesgenix.decisions.sentences import words as decision_words

LISTED = re.compile(r"\s*(?:([-•*])|\d+[.)])\s+(.*)")
CODE = 40  # characters; what is longer is a digest or a name
APPROVAL_STATES = {
    "pending": ("Waiting", "warn"),
    "approved": ("Approved", "ok"),
    "edited": ("Approved with changes", "ok"),
    "rejected": ("Rejected", "danger"),
    "answered": ("Answered", "info"),
    "expired": ("Expired", ""),
}
RISKS = {
    "high": ("High risk", "danger", "triangle-alert"),
    "medium": ("Look first", "warn", "eye"),
    "low": ("Routine", "", "check"),
}
SINGLE_REVIEWS = {
    "above_ceiling": "it goes beyond the discount that the agent may give",
    "over_limit": "it goes beyond a limit of yours",
    "segment": "your order singles out this kind of organisation",
    "high_value": "the company is large",
    "first_mail": "it would be the first mail to this person",
    "stale": "something changed while it waited",
    "asked_again": "it was about to leave, and then your orders or what it rests on changed",
    "refused_now": "the rules would refuse it now",
    "cannot_tell": "it is not known whether this person has had mail from you",
}
CHANGED = {
    "order": "The order",
    "limit": "A limit",
    "policy": "The discount you allow",
    "price": "Price on {place}",
    "contact": "The address",
    "meeting": "The meeting time",
    "sale": "Where the sale stands",
    "unknown": "It was asked before this was checked; look at it as if it were new",
}
NOT_APPROVED = {
    "approval.single_review": "Left waiting: look at this one by itself",
    "approval.stale": "Left waiting: something changed",
    "approval.decided": "Decided already",
    "approval.expired": "Nobody decided in time",
    "workspace.paused": "Left waiting: everything is paused",
}
ACTION_STATES = {
    "awaiting_approval": ("Waiting for a person", "warn"),
    "authorised": ("Ready to go", "info"),
    "claimed": ("On its way", "info"),
    "done": ("Done", "ok"),
    "failed": ("Failed", "danger"),
    "refused": ("Refused", "danger"),
    "expired": ("Expired", ""),
    "in_doubt": ("In doubt", "danger"),
}
APPOINTMENT_STATES = {
    "held": ("Held", "accent"),
    "awaiting_approval": ("Waiting for a person", "warn"),
    "confirmed": ("Booked", "ok"),
    "cancelled": ("Cancelled", ""),
    "expired": ("Hold ran out", ""),
}
REPLIES = {
    "accepted": ("Accepted", "ok"),
    "tentative": ("Maybe", "warn"),
}
ATTENDANCES = {"came": ("Came", "ok"), "no_show": ("Did not come", "danger")}
# What goes as it should stays quiet; colour is for what a person may want to look at.
OUTCOMES = {
    "performed": ("Done", ""),
    "done": ("Done", ""),
    "found": ("Done", ""),
    "accepted": ("Accepted", ""),
    "requested": ("Asked for", ""),
    "sent": ("Done", ""),
    "allowed": ("Allowed", ""),
    "authorised": ("Allowed", ""),
    "pass": ("Nothing hidden", ""),
    "approved": ("Approved", "ok"),
    "edited": ("Approved with changes", "ok"),
    "needs_approval": ("Asks a person", "warn"),
    "awaiting_approval": ("Asks a person", "warn"),
    "mask": ("Hidden", "info"),
    "withheld": ("Withheld", "warn"),
    "expired": ("Expired", "warn"),
    "deferred": ("Waits", "warn"),
    "partial": ("Not complete", "warn"),
    "not_performed": ("Not done", "warn"),
    "claimed": ("On its way", "info"),
    "unknown": ("In doubt", "danger"),
    "in_doubt": ("In doubt", "danger"),
    "denied": ("Refused", "danger"),
    "refused": ("Refused", "danger"),
    "rejected": ("Rejected", "danger"),
    "block": ("Stopped", "danger"),
    "stop": ("Stopped", "danger"),
    "failed": ("Failed", "danger"),
    "received": ("Received", ""),
    "duplicate": ("Asked before", ""),
    "stale": ("Asked again", "warn"),
    "identity_pending": ("Waits for proof of identity", "warn"),
    "identified": ("Identified", ""),
    "not_identified": ("Not identified", "warn"),
    "routed": ("With the owner", ""),
    "in_progress": ("On its way", "info"),
    "answered": ("Answered", "ok"),
    "extended": ("Later by notice", "warn"),
    "withdrawn": ("Withdrawn", ""),
    "released": ("Free again", ""),
    "warned": ("Reminded", "warn"),
    "overdue": ("Late", "danger"),
}
DECISIONS = {
    "action.authorised": "Action allowed",
    "action.denied": "Action refused",
    "action.performed": "Action done",
    "action.deferred": "Action waits",
    "action.failed": "Action failed",
    "action.in_doubt": "Action in doubt",
    "ai.disclosed": "AI disclosed",
    "appointment.assigned": "Member chosen",
    "appointment.attended": "Said who came",
    "appointment.answered": "Invitation answered",
    "approval.requested": "Person asked",
    "approval.granted": "Person approved",
    "approval.refused": "Person refused",
    "approval.expired": "Nobody decided",
    "approval.answered": "Person answered",
    "approval.stale": "Person asked again",
    "erasure.planned": "Erasure ordered",
    "erasure.executed": "Erasure done",
    "erasure.partial": "Erasure not complete",
    "erasure.resumed": "Erasure taken up again",
    "erasure.verified": "Erasure checked",
    "export.requested": "Export asked for",
    "export.downloaded": "Export downloaded",
    "export.failed": "Export failed",
    "export.expired": "Export destroyed",
    "incident.found": "Not accounted for",
    "instruction.issued": "Instruction given",
    "instruction.paused": "Instruction paused",
    "instruction.resumed": "Instruction resumed",
    "instruction.revoked": "Instruction withdrawn",
    "key.rotated": "Signing key changed",
    "knowledge.changed": "Knowledge changed",
    "knowledge.dismissed": "Question dismissed",
    "lead.paused": "Agent paused for a lead",
    "lead.resumed": "Agent resumed for a lead",
    "lead.scored": "Lead scored",
    "lead.corrected": "Score corrected",
    "mail.failed": "Mail came back",
    "mail.received": "Mail received",
    "model.called": "Model asked",
    "model.failed": "Model failed",
    "objection.classified": "Objection understood",
    "child.found": "May be a child",
    "child.purged": "Child's data going",
    "child.kept": "Was no child",
    "person.corrected": "Person's data corrected",
    "person.restricted": "Person's data restricted",
    "person.released": "Restriction lifted",
    "platform.resumed": "Installation released",
    "platform.stopped": "Installation stopped",
    "reply.corrected": "Claim taken out of a reply",
    "reply.sent": "Reply sent",
    "reply.withheld": "Reply withheld",
    "request.received": "Data request received",
    "request.identified": "Data request identified",
    "request.warned": "Data request due soon",
    "request.overdue": "Data request overdue",
    "request.approved": "Data request approved",
    "request.answered": "Data request answered",
    "request.refused": "Data request refused",
    "request.withdrawn": "Data request withdrawn",
    "restore.replayed": "Older copy brought up to date",
    "retention.purged": "Old records removed",
    "strategy.selected": "Way to persuade chosen",
    "tool.called": "Tool used",
    "tool.denied": "Tool refused",
    "control.taken": "Taken over",
    "control.returned": "Handed back",
    "waitlist.offered": "Told of a free time",
    "waitlist.ended": "No longer waits",
    "control.whispered": "Whispered to the agent",
    "export.created": "Export made",
    "guardrail.passed": "Text checked",
    "guardrail.masked": "Text hidden",
    "guardrail.blocked": "Text stopped",
    "guardrail.changed": "Guard settings changed",
    "guardrail.proposed": "Wrong finding marked",
    "rep.replied": "Person replied",
    "signal.read": "Message understood",
    "simulation.started": "Trial begun",
    "simulation.ended": "Trial ended",
    "stage.moved": "Sale moved on",
    "workspace.paused": "All paused",
    "workspace.resumed": "All resumed",
}
STAGES = {
    "new": ("New", ""),
    "discovery": ("Discovery", "info"),
    "qualification": ("Qualification", "info"),
    "value": ("Value", "accent"),
    "proposal": ("Proposal", "accent"),
    "booked": ("Booked", "ok"),
    "won": ("Won", "ok"),
    "lost": ("Lost", ""),
    "disqualified": ("Not a fit", ""),
    "opted_out": ("Do not contact", "danger"),
}
GRADES = {
    "new": ("Nothing answered yet", ""),
    "partial": ("Partly qualified", "info"),
    "qualified": ("Qualified", "ok"),
    "not_fit": ("Not a fit", ""),
}
LEVELS = {"none": "None", "low": "Low", "medium": "Medium", "high": "High"}
CRITERIA = {
    "need": "Need",
    "timeline": "Timeline",
    "budget": "Budget",
    "authority": "Authority",
    "challenges": "Challenges",
    "money": "Money",
    "prioritization": "Priority",
    "identify_pain": "Pain",
    "metrics": "Metrics",
    "economic_buyer": "Economic buyer",
    "decision_criteria": "Decision criteria",
    "decision_process": "Decision process",
    "champion": "Champion",
    "size": "Size that fits",
    "company": "Company known",
    "position": "Position known",
    "stage": "How far the sale is",
}
FRAMEWORKS = {"bant": "BANT", "champ": "CHAMP", "meddic": "MEDDIC"}
TASKS = {
    "person_wanted": ("Needs a person", "danger", "hand"),
    "unanswered_question": ("Unanswered question", "warn", "circle-help"),
    "agent_failed": ("Agent could not answer", "danger", "triangle-alert"),
    "data_request": ("Data request", "info", "file-text"),
    "minor": ("May be a child", "danger", "triangle-alert"),
    "not_taken": ("Not taken in the chat", "warn", "lock"),
    "in_doubt": ("Delivery in doubt", "danger", "mail"),
    "incident": ("Not accounted for", "danger", "triangle-alert"),
    "reported": ("Reported", "warn", "triangle-alert"),
}
HANDOFFS = {
    "frustration": "not happy with the answers",
    "missing_knowledge": "nothing written answers it",
    "tool_failure": "something did not work",
    "policy": "the agent may not decide it",
    "legal_or_price": "a matter of law or price",
    "high_value": "worth a person's time",
    "minor": "may be a child",
    "whisper": "the team told the agent to bring one in",
    "rep_away": "whoever had taken over no longer answers",
}
NOTES = {
    "question_answered": "Answered with a page of knowledge. The agent tells the visitor.",
    "rep_idle": (
        "The visitor has waited a while. Write, or hand back; otherwise they are told soon that "
        "nobody is answering, and the agent speaks again."
    ),
    "not_heeded": (
        "The agent did not understand this whisper and will not act on it. It understands: offer "
        "times (“offer Thursday”), “hand over”, “do not discuss the price”, “ask how many they "
        "are”, “ask which tool they use”. A whisper allows nothing; what the agent may do stands "
        "in Instructions."
    ),
    "not_done": (
        "The agent understood this whisper, but nothing came of it: no time is free, it is known "
        "already, or no order lets it. Take over to do it yourself."
    ),
}
STOPS = {
    "platform": "This installation is stopped: no agent answers anybody until it is released.",
    "workspace": "All agents are paused. A visitor who writes is told once that nobody answers.",
    "lead": "The agent is paused for this lead, who is told once that nobody answers.",
    "restricted": "At this person's wish their data is only kept. The agent does not answer them.",
}
SUMMARY = {"promised": "Promised", "agreed": "Agreed", "open": "Still open"}
REPORTS = {
    "fact": "A wrong fact",
    "tone": "A bad tone",
    "privacy": "Too much about a person",
    "other": "Something else",
}
LANGUAGES = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "pl": "Polish",
    "ar": "Arabic",
}
ROLES = {"owner": "Owner", "admin": "Admin", "rep": "Rep", "viewer": "Viewer"}
ACTORS = {"prospect": "Prospect", "agent": "Agent", "rep": "Rep", "system": "System"}
CHANNELS = {
    "widget": "Site chat",
    "chat": "Terminal",
    "api": "API",
    "mail": "Mail",
    "file:leads": "Workspace file",
}
FIELDS = {
    "name": "Name",
    "email": "Mail",
    "phone": "Phone",
    "company": "Company",
    "position": "Position",
    "site": "Site",
    "size": "Size",
    "current_tool": "Uses now",
    "percent": "Discount",
    "starts_at": "Starts",
    "ends_at": "Ends",
    "recipient": "To",
    "subject": "Subject",
    "body": "Words",
    "text": "Words",
    "member_name": "With",
    "member": "With",
    "topic": "Topic",
    "strategy": "Way of persuading",
    "label": "Time",
    "zone": "On the clock of",
    "reason": "Reason",
    "tool": "Uses now",
}


def said(code: str) -> str:
    """A readable form of a code without words of its own: ``stage_moved`` → Stage moved."""
    plain = code.replace(".", " ").replace("_", " ").replace("-", " ").strip()
    return plain[:1].upper() + plain[1:]


def action(kind: str) -> str:
    return ACTIONS.get(kind, said(kind))


def field(name: str) -> str:
    return FIELDS.get(name, said(name))


def outcome(code: str) -> tuple[str, str]:
    return OUTCOMES.get(code, (said(code), ""))


def codes_of(shown: str) -> tuple[str, ...]:
    """The codes that are shown by this word; a code stands for itself."""
    return tuple(code for code, (word, _) in OUTCOMES.items() if shown in {word, code})


def decision_type(code: str) -> str:
    return DECISIONS.get(code, said(code))


def detail(value: object) -> str:
    """A part of a record as people read it: figures and short codes, never brackets."""
    if isinstance(value, dict):
        return ", ".join(f"{said(str(key)).lower()} {detail(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(detail(one) for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ") if len(str(value)) < CODE else str(value)


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """A message as paragraphs (``p``) and lists (``ul``, ``ol``): each with its lines."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        item = LISTED.fullmatch(line)
        kind = "p" if item is None else "ul" if item[1] else "ol"
        words = line if item is None else item[2]
        if not line.strip():
            found.append(("p", []))
        elif found and found[-1][0] == kind and found[-1][1]:
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return [(kind, lines) for kind, lines in found if lines]


def stage(code: str) -> tuple[str, str]:
    return STAGES.get(code, (said(code), ""))


def grade(code: str) -> tuple[str, str]:
    return GRADES.get(code, (said(code), ""))


def criterion(code: str) -> str:
    return CRITERIA.get(code, said(code))


def clock(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def day(moment: datetime, zone: str) -> str:
    """``Thursday 26 November``; the year is said only where it is not plain (never in lists)."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def instant(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y}, {local:%H:%M} {local.tzname()}"


def ending(moment: datetime, zone: str) -> str:
    """When something ends: midnight is the end of the day before it."""
    local = moment.astimezone(ZoneInfo(zone))
    if (local.hour, local.minute) != (0, 0):
        return instant(moment, zone)
    return f"the end of {date(local.date() - timedelta(days=1))}"


def date(day: date_type) -> str:
    """``Mon 7 Dec 2026``"""
    return f"{day:%a} {day.day} {day:%b %Y}"


def age(since: datetime, now: datetime) -> str:
    """``under a minute``, ``7 m``, ``3 h``, ``2 d``: also how long until something to come."""
    minutes = abs(int((now - since).total_seconds())) // 60
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} m" if minutes else "under a minute"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} d"  # noqa: PLR2004 - two days


def initials(name: str) -> str:
    parts = name.replace(",", " ").split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:]))[:2] or "?"


def slot(moment: datetime, zone: str) -> str:
    """``Thu 26 Nov 15:00``"""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def place(zone: str) -> str:
    """``Europe/Madrid`` → Madrid"""
    return zone.rpartition("/")[2].replace("_", " ")


def language(code: str) -> str:
    return LANGUAGES.get(code.partition("-")[0], code)


def kept_from_model(count: int, *, is_read: bool) -> str:
    if not is_read:
        return "No model read it"
    return f"{count} hidden" if count else "Nothing hidden"


def task_tag(kind: str) -> tuple[str, str, str]:
    return TASKS.get(kind, (said(kind), "warn", "user"))


def task(kind: str, note: str | None) -> str:
    """What a person has to do; a note that is a code, in its words."""
    text, _, _ = task_tag(kind)
    if not note or (kind == "person_wanted" and note == "asked"):
        return text
    known = HANDOFFS.get(note) or decision_words().reasons.get(note) or ACTIONS.get(note)
    return f"{text}: {known or note}"
