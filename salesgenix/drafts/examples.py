"""What would be allowed, asked and refused under a draft: judged by the authority itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from salesgenix.authority.naming import SEGMENTS
from salesgenix.authority.rules import (
    MAILS,
    ActionKind,
    ActiveRule,
    Audience,
    Calendar,
    Channel,
    Meeting,
    Person,
    Proposal,
    QuietHours,
    Rule,
    Segment,
    Situation,
    Verdict,
    authorise,
)
from salesgenix.drafts import wording

DRAFT_ID = UUID(int=0)
MOST = 12
MINUTES = 30
ELSEWHERE = ("DE", "US")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LETTERS = {
    ActionKind.MAIL_TRANSCRIPT: "Mail a transcript",
    ActionKind.MAIL_INVITATION: "Mail an invitation",
    ActionKind.MAIL_CANCELLATION: "Mail a cancellation",
    ActionKind.MAIL_REMINDER: "Mail a reminder of a meeting",
    ActionKind.MAIL_REPLY: "Answer a mail",
}
_DEEDS = _LETTERS | {
    ActionKind.REPLY_SEND: "Answer a visitor",
    ActionKind.KNOWLEDGE_READ: "Look something up in the knowledge pages",
    ActionKind.LEAD_LEARN: "Remember the budget",
    ActionKind.SITE_READ: "Read a visitor's company site",
    ActionKind.SLOTS_OFFER: "Offer meeting times",
    ActionKind.APPOINTMENT_HOLD: "Hold a meeting time",
    ActionKind.APPOINTMENT_BOOK: "Book a meeting",
    ActionKind.APPOINTMENT_MOVE: "Move a meeting",
    ActionKind.APPOINTMENT_CANCEL: "Cancel a meeting",
    ActionKind.WAITLIST_JOIN: "Put somebody on the waiting list",
    ActionKind.WAITLIST_LEAVE: "Take somebody off the waiting list",
    ActionKind.CALENDAR_WRITE: "Write a meeting into the calendar",
    ActionKind.DISCOUNT_OFFER: "Offer 5 % off",
    ActionKind.STRATEGY_USE: "Use a way to persuade",
}
_SHOWN_FIRST = (ActionKind.MAIL_TRANSCRIPT, ActionKind.APPOINTMENT_BOOK)


@dataclass(frozen=True, slots=True)
class ExampleCard:
    """``outcome``: allowed, needs_approval, denied. ``instruction_id`` decides; none of a draft."""

    text: str
    outcome: str
    reasons: tuple[str, ...]
    instruction_id: UUID | None
    why: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The workspace that the examples are from. ``others`` are the orders in force."""

    now: datetime
    zone: str
    members: Mapping[UUID, str]
    others: Sequence[ActiveRule]
    key: str
    reasons: Mapping[str, str] = field(default_factory=dict)  # what a reason says


_NOBODY = Person()


@dataclass(frozen=True, slots=True)
class _Case:
    text: str
    proposal: Proposal
    person: Person = _NOBODY
    whom: str = ""
    at: datetime | None = None
    member: UUID | None = None
    that_day: int = 0
    sent: int = 0
    follow_ups: int = 0


def examples(rule: Rule, scene: Scene) -> tuple[ExampleCard, ...]:
    """At most a dozen, some of every part; no text twice."""
    drafted = [ActiveRule(DRAFT_ID, 1, scene.key, part, given_at=scene.now) for part in rule.flat()]
    rows = [list(_of_part(part, scene)) for part in rule.flat()]
    mixed = [row[at] for at in range(max(map(len, rows))) for row in rows if at < len(row)]
    unique = {_said(case): case for case in mixed}
    picked = islice(unique.items(), MOST)
    rules = [*scene.others, *drafted]
    return tuple(_judged(text, case, rules, scene) for text, case in picked)


def _judged(text: str, case: _Case, rules: Sequence[ActiveRule], scene: Scene) -> ExampleCard:
    at = case.at or _morning(scene)
    situation = Situation(
        now=at if case.proposal.kind in MAILS else max(at - timedelta(days=7), scene.now),
        is_paused=False,
        is_frozen=False,
        is_suppressed=False,
        control="agent",
        sent_to_lead_today=case.sent,
        sent_today=case.sent,
        follow_ups_sent=case.follow_ups,
        recipient_zone=scene.zone,
        workspace_zone=scene.zone,
        person=case.person,
        meeting=_meeting(case, at, scene),
        uses={},
        uses_by_lead={},
    )
    now = _within(rules, case.proposal.kind, situation.now)
    verdict = authorise(case.proposal, rules, replace(situation, now=now))
    return _card(text, verdict, scene, rules)


def _within(rules: Iterable[ActiveRule], kind: ActionKind, now: datetime) -> datetime:
    """An order of the draft that begins later is shown as it will be then."""
    starts = [
        active.rule.not_before
        for active in rules
        if active.instruction_id == DRAFT_ID
        and kind in active.rule.actions
        and active.rule.not_before is not None
    ]
    return max([now, *starts])


def _meeting(case: _Case, at: datetime, scene: Scene) -> Meeting:
    member = case.member or next(iter(scene.members), None)
    return Meeting(member, at, at + timedelta(minutes=MINUTES), scene.zone, case.that_day)


def _card(text: str, verdict: Verdict, scene: Scene, rules: Sequence[ActiveRule]) -> ExampleCard:
    by = next((a for a in rules if a.instruction_id == verdict.instruction_id), None)
    is_draft = by is not None and by.instruction_id == DRAFT_ID
    order = wording.DRAFT if is_draft or by is None else wording.OTHER.format(key=by.key)
    reasons = tuple(str(reason) for reason in verdict.reasons)
    if by is None:
        why = wording.NOBODY
    elif verdict.wait_until is not None:
        clock = verdict.wait_until.astimezone(ZoneInfo(scene.zone))
        why = wording.WAITS.format(clock=f"{clock:%A} at {clock:%H:%M}")
    else:
        reason = scene.reasons.get(reasons[0], reasons[0])
        why = wording.OUTCOMES[verdict.outcome].format(order=order, reason=reason)
    return ExampleCard(
        text,
        str(verdict.outcome),
        reasons,
        by.instruction_id if by is not None and not is_draft else None,
        why,
        is_draft,
    )


def _said(case: _Case) -> str:
    return f"{case.text}{case.whom}."


def _morning(scene: Scene, day: date | None = None, clock: str = "11:00") -> datetime:
    """At that time of a day that is a Tuesday of next week unless another is named."""
    local = scene.now.astimezone(ZoneInfo(scene.zone))
    start = day or local.date() + timedelta(days=8 - local.weekday())
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime.combine(start, time(hour, minute), ZoneInfo(scene.zone))


def _of_part(part: Rule, scene: Scene) -> Iterator[_Case]:
    kind = _kind(part)
    for case in _of_kind(part, kind, scene):
        yield from _towards(case, part.audience)
    books = part.effect == "grant" and ActionKind.APPOINTMENT_BOOK in part.actions
    if books and ActionKind.MAIL_INVITATION not in part.actions:  # what owners take for granted
        letter = Proposal(ActionKind.MAIL_INVITATION, language="en", channel=Channel.MAIL)
        yield from _towards(_Case("Mail the invitation for it", letter), part.audience)


def _kind(part: Rule) -> ActionKind:
    """The one that shows best what the part is about."""
    if part.limits.discount_ceiling_percent is not None:
        return ActionKind.DISCOUNT_OFFER
    first = [kind for kind in _SHOWN_FIRST if kind in part.actions]
    return (first or sorted(part.actions))[0]


def _of_kind(part: Rule, kind: ActionKind, scene: Scene) -> Iterator[_Case]:
    limits = part.limits
    if kind is ActionKind.DISCOUNT_OFFER:
        ceiling = limits.discount_ceiling_percent
        for percent in _percents(ceiling):
            yield _Case(f"Offer {percent} % off", Proposal(kind, discount_percent=percent))
    elif part.calendar is not None:
        yield from _of_calendar(part.calendar, kind, scene)
    elif part.languages is not None and kind is ActionKind.REPLY_SEND:
        for language in (*sorted(part.languages)[:1], _other(part.languages, ("en", "de", "fr"))):
            yield _Case(f"Answer in {language}", Proposal(kind, language=language))
    else:
        yield from _of_lists(part, kind, scene)


def _percents(ceiling: int | None) -> list[int]:
    if ceiling is None:
        return [5]
    wanted = [ceiling, ceiling + 1, ceiling + 5]
    return [percent for percent in dict.fromkeys(wanted) if 1 <= percent <= 100]  # noqa: PLR2004


def _of_lists(part: Rule, kind: ActionKind, scene: Scene) -> Iterator[_Case]:
    if part.barred_words:
        for word in sorted(part.barred_words)[:2]:
            yield _Case(f"Say “{word}”", Proposal(kind, language="en", text=f"… {word} …"))
    elif part.strategies:
        for name in (
            *sorted(part.strategies)[:1],
            _other(part.strategies, ("deadline", "summary")),
        ):
            yield _Case(f"Use {name.replace('_', ' ')}", Proposal(kind, strategy=name))
    elif part.data_fields is not None:
        for name in (*sorted(part.data_fields)[:1], _other(part.data_fields, ("phone", "budget"))):
            proposal = Proposal(kind, field=name, source="message")
            yield _Case(f"Remember the {name.replace('_', ' ')}", proposal)
    else:
        yield from _of_mails(part, kind, scene)


def _of_mails(part: Rule, kind: ActionKind, scene: Scene) -> Iterator[_Case]:
    proposal = Proposal(
        kind,
        language="en",
        channel=next(iter(part.channels), None) if part.channels else _channel(kind),
        field="budget",
        source="message",
    )
    text, limits = _DEEDS[kind], part.limits
    if part.quiet_hours is not None:
        for said, at in _quiet_and_awake(part.quiet_hours, scene):
            yield _Case(f"{text} {said}", proposal, at=at)
        return
    cap = limits.per_lead_per_day if limits.per_lead_per_day is not None else limits.total_per_day
    if limits.follow_ups_max is not None:
        late = replace(proposal, is_follow_up=True)
        yield _Case(
            f"Send follow-up {limits.follow_ups_max + 1}", late, follow_ups=limits.follow_ups_max
        )
        return
    yield _Case(text, proposal)
    if cap is not None:
        yield _Case(f"{text}, after {cap} that day", proposal, sent=cap)


def _quiet_and_awake(quiet: QuietHours, scene: Scene) -> Iterator[tuple[str, datetime]]:
    if quiet.days:
        day, other = (_day(scene, quiet.days, is_in=is_in) for is_in in (True, False))
        yield f"on {day:%A}", _morning(scene, day)
        yield f"on {other:%A}", _morning(scene, other)
    if quiet.start != quiet.end:
        day = _day(scene, frozenset(_DAYS) - quiet.days or frozenset(_DAYS), is_in=True)
        for clock in (quiet.start, quiet.end):
            yield f"at {clock}", _morning(scene, day if quiet.days else None, clock)


def _channel(kind: ActionKind) -> Channel:
    return Channel.MAIL if kind in MAILS else Channel.CHAT


def _of_calendar(calendar: Calendar, kind: ActionKind, scene: Scene) -> Iterator[_Case]:
    text, member = _DEEDS[kind], _member(calendar, scene)
    proposal = Proposal(kind, channel=Channel.CHAT)
    start, end = calendar.start or "11:00", calendar.end
    day = _day(scene, calendar.weekdays or frozenset(_DAYS), is_in=True, closed=calendar.closed)
    good = _morning(scene, day, start if end is None or start < end else "11:00")

    def case(at: datetime, who: UUID | None = member, that_day: int = 0) -> _Case:
        name = f" with {scene.members[who]}" if who is not None and who in scene.members else ""
        said = f"{text}{name} on {at:%A} {at.day} {at:%B} at {at:%H:%M}"
        if that_day:
            said += f", after {that_day} that day"
        return _Case(said, proposal, at=at, member=who, that_day=that_day)

    yield case(good)
    if calendar.weekdays is not None:
        barred = _day(scene, calendar.weekdays, is_in=False)
        yield case(_morning(scene, barred, start))
    if calendar.start is not None:
        yield case(good - timedelta(minutes=MINUTES))
    if end is not None:
        yield case(_morning(scene, day, end))
    if calendar.closed:
        yield case(_morning(scene, min(calendar.closed), start))
    if calendar.per_day is not None:
        yield case(good, that_day=calendar.per_day)
    others = [who for who in scene.members if calendar.members and who not in calendar.members]
    if others:
        yield case(good, others[0])


def _member(calendar: Calendar, scene: Scene) -> UUID | None:
    wanted = [who for who in scene.members if calendar.members is None or who in calendar.members]
    return wanted[0] if wanted else None


def _day(
    scene: Scene, weekdays: frozenset[str], *, is_in: bool, closed: frozenset[date] = frozenset()
) -> date:
    """The first of the coming ones, from tomorrow on, that is one of these or is none of them."""
    begin = scene.now.astimezone(ZoneInfo(scene.zone)).date() + timedelta(days=1)
    days = (begin + timedelta(days=at) for at in range(100))
    fits = (d for d in days if (_DAYS[d.weekday()] in weekdays) is is_in and d not in closed)
    return next(fits, begin)


def _other(named: Iterable[str], candidates: Sequence[str]) -> str:
    return next((name for name in candidates if name not in named), candidates[-1])


def _towards(case: _Case, audience: Audience) -> Iterator[_Case]:
    """To somebody who is meant, to somebody who is not, and to somebody who is not known."""
    someone = Person(
        company="Northwind",
        segments=frozenset({Segment.SOFTWARE}),
        size=80,
        country=_other(audience.countries or (), ELSEWHERE),
        stage="discovery",
    )
    if audience.is_everybody:
        yield replace(case, person=someone)
        return
    meant = replace(someone, **_traits(audience))
    if audience.segments == {Segment.SOFTWARE}:
        someone = replace(someone, segments=frozenset({Segment.RETAIL}))
    yield replace(case, person=meant, whom=f" to {_whom(audience)}")
    yield replace(case, person=someone, whom=" to somebody else")
    yield replace(case, person=Person(), whom=" to somebody of whom nothing is known")


def _traits(audience: Audience) -> dict[str, Any]:
    traits: dict[str, Any] = {}
    if audience.segments:
        traits["segments"] = frozenset({min(audience.segments)})
    if audience.companies:
        traits["company"] = min(audience.companies)
    if audience.countries:
        traits["country"] = min(audience.countries)
    if audience.stages:
        traits["stage"] = min(audience.stages)
    if audience.size_min is not None:
        traits["size"] = audience.size_min
    elif audience.size_max is not None:
        traits["size"] = audience.size_max
    return traits


def _whom(audience: Audience) -> str:
    said = [
        *(f"somebody from {SEGMENTS[segment]}" for segment in sorted(audience.segments)[:1]),
        *(f"“{name}”" for name in sorted(audience.companies)[:1]),
        *(f"a lead that is {stage}" for stage in sorted(audience.stages or ())[:1]),
        *(f"somebody in {country}" for country in sorted(audience.countries or ())[:1]),
    ]
    sizes = [f"a company of {n}" for n in (audience.size_min, audience.size_max) if n is not None]
    return ", ".join([*said, *sizes[:1]])
