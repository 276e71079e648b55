"""A typed rule in sentences that an owner can check against what they wrote.

They say all that is enforced: rules that mean different things read differently.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from salesgenix.instructions.terms import (
    ActionKind,
    Approval,
    Audience,
    Calendar,
    Channel,
    Limits,
    QuietHours,
    Rule,
    Segment,
)

Names = Mapping[UUID, str]


def plain_words(rule: Rule, names: Names | None = None) -> str:
    """What the rule means, as sentences. ``names`` are those of members, for its calendars."""
    return " ".join(
        sentence for part in rule.flat() for sentence in _sentences(part, names or {}) if sentence
    )


def _sentences(rule: Rule, names: Names) -> list[str]:
    return [
        *_verbs(rule),
        *_whom(rule),
        *_persuasion(rule),
        *_counts(rule.limits),
        *_uses(rule),
        *_nights(rule.quiet_hours),
        *_lists(rule),
        *(_meetings(rule.calendar, names) if rule.calendar else ()),
        *_times(rule),
    ]


def _verbs(rule: Rule) -> list[str]:
    auto, ask, never = (
        sorted(PHRASES[kind] for kind in rule.actions if rule.approval_of(kind) is approval)
        for approval in (Approval.AUTO, Approval.ASK, Approval.NEVER)
    )
    is_grant = rule.effect == "grant"
    return [
        _sentence("The agent may" if is_grant else "It is held to this when it would", auto),
        _sentence("It must ask a person before it may", ask),
        _sentence("It must never", never),
        "" if is_grant else "By itself this allows nothing.",
    ]


def _sentence(beginning: str, verbs: list[str]) -> str:
    return f"{beginning} {_listed(verbs)}." if verbs else ""


def _listed(words: Iterable[str], last: str = "and") -> str:
    """One after the other, or ``none``."""
    *most, end = [*words] or ["none"]
    return f"{', '.join(most)} {last} {end}" if most else end


def _whom(rule: Rule) -> list[str]:
    """Of whom too little is known a grant does not hold, and a bound does."""
    audience = rule.audience
    if audience.is_everybody:
        return []
    who = _people(audience)
    whom = f"everybody but {who}" if audience.is_except else who
    if rule.effect == "grant":
        return [f"This is only for {whom}; not for anybody it does not know to be meant."]
    return [f"This is about {whom}, and anybody it does not know not to be meant."]


def _people(audience: Audience) -> str:
    conditions = []
    if audience.companies:
        names = _listed((f"“{name}”" for name in sorted(audience.companies)), "or")
        conditions.append(f"of a company called {names}")
    if audience.leads is not None:
        ids = ",".join(sorted(str(lead) for lead in audience.leads))
        mark = hashlib.sha256(ids.encode()).hexdigest()[:8]
        conditions.append(f"on the list of {len(audience.leads)} chosen (list {mark})")
    if audience.size_min is not None:
        conditions.append(f"of a company of at least {audience.size_min} people")
    if audience.size_max is not None:
        conditions.append(f"of a company of at most {audience.size_max} people")
    if audience.countries is not None:
        conditions.append(f"in the countries {_listed(sorted(audience.countries), 'or')}")
    if audience.stages is not None:
        conditions.append(f"at the stages {_listed(sorted(audience.stages), 'or')}")
    kinds = _listed((SEGMENTS[segment] for segment in sorted(audience.segments)), "or")
    who = kinds if audience.segments else "people"
    return f"{who} {_listed(conditions)}" if conditions else who


def _persuasion(rule: Rule) -> list[str]:
    said, limits, is_grant = [], rule.limits, rule.effect == "grant"
    ceiling = limits.discount_ceiling_percent
    if ActionKind.DISCOUNT_OFFER in rule.actions and (is_grant or ceiling is not None):
        above = "it asks a person" if limits.above_ceiling == "ask" else "it never goes"
        said.append(f"Discounts: up to {ceiling or 0} %; above, {above}.")
    if ActionKind.STRATEGY_USE in rule.actions and is_grant:
        said.append(f"Ways to persuade: {_listed(sorted(rule.strategies))}.")
    elif ActionKind.STRATEGY_USE in rule.actions and rule.strategies:
        said.append(f"It must never persuade by: {_listed(sorted(rule.strategies))}.")
    return said


def _counts(limits: Limits) -> list[str]:
    said = []
    if limits.per_lead_per_day is not None:
        said.append(f"At most {limits.per_lead_per_day} mails to one person a day.")
    if limits.total_per_day is not None:
        said.append(f"At most {limits.total_per_day} mails a day in all.")
    hours = limits.follow_up_gap_hours
    if limits.follow_ups_max is not None:
        gap = f", at least {hours} hours apart" if hours else ""
        said.append(f"At most {limits.follow_ups_max} follow-ups without an answer{gap}.")
    elif hours:
        said.append(f"Follow-ups at least {hours} hours apart.")
    return said


def _uses(rule: Rule) -> list[str]:
    """A grant's own; whoever allows it, for what only holds back."""
    whose = "under this order" if rule.effect == "grant" else "whichever order allows them"
    what = "mails, meetings and discounts (the mail about a meeting not counted)"
    limits, said = rule.limits, []
    if limits.uses is not None:
        said.append(f"At most {limits.uses} {what} {whose}, since it was given.")
    if limits.uses_per_lead is not None:
        count = limits.uses_per_lead
        said.append(f"With one person at most {count} {what} {whose}, since it was given.")
    return said


def _nights(quiet: QuietHours | None) -> list[str]:
    if quiet is None:
        return []
    said = [f"No mail between {quiet.start} and {quiet.end} on the recipient's clock."]
    if quiet.spare_active_minutes:
        minutes = quiet.spare_active_minutes
        said.append(f"Who wrote in the last {minutes} minutes is awake and gets it at once.")
    return said


def _lists(rule: Rule) -> list[str]:
    said = []
    if rule.channels is not None:
        said.append(f"Only {_listed((WAYS[one] for one in sorted(rule.channels)), 'or')}.")
    if rule.languages is not None:
        said.append(f"Languages: {_listed(sorted(rule.languages))}.")
    if rule.data_fields is not None:
        said.append(f"About a person it keeps only: {_listed(sorted(rule.data_fields))}.")
    if rule.sources is not None:
        said.append(f"It learns only from: {_listed(sorted(rule.sources))}.")
    if rule.barred_words:
        words = _listed((f"“{word}”" for word in sorted(rule.barred_words)), "or")
        said.append(f"No reply says {words}.")
    return said


def _meetings(calendar: Calendar, names: Names) -> list[str]:
    said = []
    if calendar.members is not None:
        people = sorted(names.get(member) or f"member {member}" for member in calendar.members)
        said.append(f"Meetings only with {_listed(people, 'or')}.")
    if calendar.weekdays is not None:
        days = [name for day, name in DAYS.items() if day in calendar.weekdays]
        said.append(f"Meetings only on {_listed(days)}.")
    if calendar.start is not None:
        said.append(f"No meeting begins before {calendar.start}.")
    if calendar.end is not None:
        said.append(f"No meeting ends after {calendar.end}.")
    if calendar.closed:
        closed = _listed(f"{day:%d %B %Y}" for day in sorted(calendar.closed))
        said.append(f"No meeting on {closed}.")
    if calendar.per_day is not None:
        said.append(f"At most {calendar.per_day} meetings a day with one member.")
    if calendar.zone is not None:
        said.append(f"These times are on the clock of {calendar.zone}.")
    elif calendar.start or calendar.end or calendar.weekdays is not None or calendar.closed:
        said.append("These times are on the member's own clock.")
    return said


def _times(rule: Rule) -> list[str]:
    said = []
    if rule.not_before is not None:
        said.append(f"From {_moment(rule.not_before)}.")
    if rule.not_after is not None:
        said.append(f"Until {_moment(rule.not_after)}.")
    return said


def _moment(at: datetime) -> str:
    """To the minute, and further only where the order says so."""
    finer = f":{at:%S.%f}" if at.second or at.microsecond else ""
    return f"{at:%d %B %Y %H:%M}{finer} {at:%Z}"


DAYS = {
    "mon": "Mondays",
    "tue": "Tuesdays",
    "wed": "Wednesdays",
    "thu": "Thursdays",
    "fri": "Fridays",
    "sat": "Saturdays",
    "sun": "Sundays",
}
WAYS = {Channel.CHAT: "in the conversation", Channel.MAIL: "by mail"}
SEGMENTS: dict[Segment, str] = {
    Segment.BANK: "banks",
    Segment.INSURER: "insurers",
    Segment.FINANCE: "finance companies",
    Segment.PUBLIC: "public bodies",
    Segment.MILITARY: "the military",
    Segment.SCHOOL: "schools and universities",
    Segment.HEALTH: "hospitals and practices",
    Segment.LAW: "law firms",
    Segment.NONPROFIT: "non-profit organisations",
    Segment.RELIGIOUS: "religious bodies",
    Segment.GAMBLING: "gambling companies",
    Segment.MEDIA: "media companies",
    Segment.SOFTWARE: "software companies",
    Segment.TELECOM: "telecom companies",
    Segment.ENERGY: "energy companies",
    Segment.MANUFACTURING: "manufacturers",
    Segment.CONSTRUCTION: "building companies",
    Segment.REAL_ESTATE: "property companies",
    Segment.LOGISTICS: "logistics companies",
    Segment.RETAIL: "retailers",
    Segment.HOSPITALITY: "hotels and restaurants",
    Segment.TRAVEL: "travel companies",
    Segment.FOOD: "food companies",
    Segment.AGRICULTURE: "farms",
    Segment.CONSULTING: "consultancies and agencies",
    Segment.RECRUITING: "recruiters",
    Segment.PRIVATE: "private people",
}
PHRASES: dict[ActionKind, str] = {
    ActionKind.REPLY_SEND: "answer visitors",
    ActionKind.KNOWLEDGE_READ: "look things up in the knowledge pages",
    ActionKind.LEAD_LEARN: "remember what a visitor says about themselves",
    ActionKind.SITE_READ: "read a visitor's company site",
    ActionKind.SLOTS_OFFER: "offer meeting times",
    ActionKind.APPOINTMENT_HOLD: "hold a meeting time",
    ActionKind.APPOINTMENT_BOOK: "book a meeting",
    ActionKind.APPOINTMENT_MOVE: "move a meeting",
    ActionKind.APPOINTMENT_CANCEL: "cancel a meeting",
    ActionKind.MAIL_INVITATION: "mail an invitation",
    ActionKind.MAIL_CANCELLATION: "mail a cancellation",
    ActionKind.MAIL_TRANSCRIPT: "mail a transcript",
    ActionKind.MAIL_NOTICE: "mail a notice of the house",
    ActionKind.DISCOUNT_OFFER: "offer a discount",
    ActionKind.STRATEGY_USE: "use a way to persuade",
    ActionKind.HANDOVER_REQUEST: "ask for a person",
    ActionKind.CONTACT_SUPPRESS: "stop all contact",
    ActionKind.DATA_REQUEST_OPEN: "open a data request",
    ActionKind.TASK_OPEN: "open a task",
}
