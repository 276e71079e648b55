"""A rule in one line a part, so that a corpus of orders can be read and written by people."""

from salesgenix.authority.rules import Audience, Calendar, Rule
from salesgenix.drafts.rules import Draft

SETS = {
    "MAILS": {"mail.invitation", "mail.cancellation", "mail.transcript"},
    "MEETINGS": {"slots.offer", "appointment.hold", "appointment.book", "appointment.move"},
    "OFFERS": {"slots.offer", "appointment.hold", "appointment.book"},
    "ANSWER": {"reply.send", "knowledge.read"},
}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def of(draft: Draft, names: dict[str, str]) -> list[str]:
    """``names``: member ids as text → a short name."""
    return [_part(part, names) for part in draft.rule.flat()] if draft.rule else []


def standings(draft: Draft) -> str:
    """Each kind once, in order of the words: ``enforced refused``."""
    return " ".join(dict.fromkeys(str(one.standing) for one in draft.sentences))


def _part(part: Rule, names: dict[str, str]) -> str:
    approvals = sorted({str(approval) for approval in part.approval.values()})
    said = [part.effect, *approvals, _actions(part), *_whom(part.audience)]
    limits = part.limits.model_dump(exclude_defaults=True)
    said += [f"{_SHORT.get(name, name)}={value}" for name, value in limits.items()]
    if part.quiet_hours is not None:
        days = ",".join(day for day in WEEK if day in part.quiet_hours.days)
        said.append(f"quiet={part.quiet_hours.start}-{part.quiet_hours.end}/{days}".rstrip("/"))
    if part.calendar is not None:
        said += _calendar(part.calendar, names)
    for label, values in (
        ("lang", part.languages),
        ("by", part.channels),
        ("fields", part.data_fields),
        ("sources", part.sources),
        ("ways", part.strategies or None),
        ("barred", part.barred_words or None),
    ):
        if values is not None:
            said.append(f"{label}={','.join(sorted(values))}")
    for label, at in (("from", part.not_before), ("until", part.not_after)):
        if at is not None:
            said.append(f"{label}={at:%Y-%m-%d}")
    return " ".join(said)


_SHORT = {
    "discount_ceiling_percent": "ceiling",
    "above_ceiling": "above",
    "per_lead_per_day": "lead_day",
    "total_per_day": "day",
    "follow_ups_max": "follow_ups",
    "follow_up_gap_hours": "gap",
}


def _actions(part: Rule) -> str:
    left = {str(kind) for kind in part.actions}
    said = []
    for name, kinds in SETS.items():
        if kinds <= left:
            said.append(name)
            left -= kinds
    return "+".join([*said, *sorted(left)])


def _whom(audience: Audience) -> list[str]:
    said = []
    for label, values in (
        ("seg", audience.segments),
        ("company", audience.companies),
        ("country", audience.countries or ()),
        ("stage", audience.stages or ()),
    ):
        if values:
            said.append(f"{label}={','.join(sorted(values))}")
    if audience.size_min is not None:
        said.append(f"size>={audience.size_min}")
    if audience.size_max is not None:
        said.append(f"size<={audience.size_max}")
    return [f"not({' '.join(said)})"] if audience.is_except else said


def _calendar(calendar: Calendar, names: dict[str, str]) -> list[str]:
    said = []
    if calendar.members is not None:
        said.append(f"with={','.join(sorted(names[str(who)] for who in calendar.members))}")
    if calendar.weekdays is not None:
        said.append(f"days={','.join(day for day in WEEK if day in calendar.weekdays)}")
    if calendar.start or calendar.end:
        said.append(f"hours={calendar.start or ''}-{calendar.end or ''}")
    if calendar.closed:
        said.append(f"closed={min(calendar.closed)}..{max(calendar.closed)}")
    if calendar.per_day is not None:
        said.append(f"per_day={calendar.per_day}")
    return said
