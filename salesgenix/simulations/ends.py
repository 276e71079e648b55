"""The state that a conversation must leave behind: leads, bookings, decisions, outbox, tasks."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from salesgenix.simulations.clocks import WEEKDAYS, clock_problems
from salesgenix.simulations.files import (
    ActionsWanted,
    Booking,
    DecisionWanted,
    End,
    FactWanted,
    LeadWanted,
    MailWanted,
    Prospect,
)
from salesgenix.simulations.rules import Booked, Decided, EndState, FactKept, Failure, Mailed, Run
from salesgenix.simulations.texts import folded, holds

Problem = tuple[str, str]
ON_ITS_WAY = frozenset({"awaiting_approval", "authorised", "claimed", "done", "in_doubt"})
DONE = frozenset({"done", "authorised", "claimed"})
TEAM = "team"  # any address of a member
KEPT = frozenset({"held", "awaiting_approval"})


def of_end(end: EndState, prospect: Prospect, zone: str) -> Iterator[Failure]:
    """What of the file's ``end`` does not hold, its replies aside."""
    wanted = prospect.end
    for problems in (
        _lead(wanted.lead, end),
        _talk(wanted, end),
        _meetings(wanted, end, prospect.zone or zone),
        _actions(wanted.actions, end),
        _decisions(wanted, end),
        _outbox(wanted, end),
        _lists(wanted, end),
    ):
        yield from (Failure("end", claim, found) for claim, found in problems)


def of_mail(run: Run, prospect: Prospect) -> Iterator[Problem]:
    """No mail goes but to an address that the prospect gave."""
    given = folded(" ".join([text for one in run.exchanges for text in one.said]
                            + list(prospect.known.values())))  # fmt: skip
    for mail in run.end.outbox:
        if not mail.is_to_team and folded(mail.to) not in given:
            yield "outbox", f"{mail.kind} went to an address that nobody gave: {mail.to}"


def of_stop(end: EndState) -> Iterator[Problem]:
    if end.is_suppressed and end.sold_after_stop:
        yield "stop", f"after the stop: {', '.join(end.sold_after_stop)}"


def _lead(wanted: LeadWanted, end: EndState) -> Iterator[Problem]:
    if wanted.stage and end.stage not in wanted.stage:
        yield "lead.stage", f"{end.stage}, not {' or '.join(wanted.stage)}"
    if end.stage in wanted.not_stage:
        yield "lead.not_stage", end.stage
    for name, should, does in (
        ("lead.suppressed", wanted.suppressed, end.is_suppressed),
        ("lead.frozen", wanted.frozen, end.is_frozen),
        ("lead.language", wanted.language, end.language),
    ):
        if should is not None and should != does:
            yield name, f"{str(does).lower()}"
    current = [fact for fact in end.facts if fact.is_in_force]
    old = [fact for fact in end.facts if not fact.is_in_force]
    for field, fact in wanted.facts.items():
        yield from _fact(f"lead.facts.{field}", field, fact, current)
    for field, fact in wanted.superseded.items():
        yield from _fact(f"lead.superseded.{field}", field, fact, old)
    for name in wanted.lacks_facts:
        for kept in current:
            if kept.field == name:
                yield f"lead.lacks_facts.{name}", f"{kept.value!r} is kept"


def _fact(claim: str, field: str, wanted: FactWanted, kept: list[FactKept]) -> Iterator[Problem]:
    found = [fact for fact in kept if fact.field == field]
    if any(_is_fact(wanted, fact) for fact in found):
        return
    told = "; ".join(f"{fact.value!r} (said: {fact.quote!r})" for fact in found)
    yield claim, told or "nothing is kept"


def _is_fact(wanted: FactWanted, fact: FactKept) -> bool:
    return (
        (wanted.value is None or folded(wanted.value) == folded(fact.value))
        and (wanted.has is None or holds(fact.value, wanted.has))
        and (wanted.quote is None or holds(fact.quote or "", wanted.quote))
    )


def _talk(wanted: End, end: EndState) -> Iterator[Problem]:
    talk = wanted.conversation
    if talk.control is not None and talk.control != end.control:
        yield "conversation.control", end.control
    if talk.waits_for_person is not None and talk.waits_for_person is not end.waits_for_person:
        yield "conversation.waits_for_person", str(end.waits_for_person).lower()


def _meetings(wanted: End, end: EndState, zone: str) -> Iterator[Problem]:
    told = "; ".join(f"{_clock(one, zone)} with {one.host} ({one.state})" for one in end.bookings)
    kept = sum(one.state in KEPT for one in end.bookings)
    if wanted.holds is not None and kept != wanted.holds:
        yield "holds", f"{kept} ({told or 'none'})"
    if wanted.waiting is not None and end.waiting != wanted.waiting:
        yield "waiting", str(end.waiting)
    if wanted.bookings is None:
        return
    booked = [one for one in end.bookings if one.state == "confirmed"]
    if isinstance(wanted.bookings, int):
        if len(booked) != wanted.bookings:
            yield "bookings", f"{len(booked)} ({told or 'none'})"
        return
    left = list(end.bookings)
    for place, one in enumerate(wanted.bookings):
        match = next((found for found in left if not list(_booking(one, found, zone))), None)
        if match is not None:
            left.remove(match)
            continue
        why = "; ".join(problem for found in left for problem in _booking(one, found, zone))
        yield f"bookings[{place}]", why or f"there is none ({told or 'no meeting at all'})"
    if len(booked) > sum(one.state == "confirmed" for one in wanted.bookings):
        yield "bookings", f"{len(booked)} are booked ({told})"


def _booking(wanted: Booking, found: Booked, zone: str) -> Iterator[str]:
    if wanted.state != found.state:
        yield f"is {found.state}"
    if wanted.with_ is not None and not holds(found.host, wanted.with_):
        yield f"is with {found.host}"
    if wanted.prospect_zone is not None and wanted.prospect_zone != found.prospect_zone:
        yield f"shows {found.prospect_zone} to the prospect"
    yield from clock_problems(wanted, found.starts_at, wanted.zone or zone)
    if wanted.host is not None:
        yield from clock_problems(wanted.host, found.starts_at, found.host_zone)


def _clock(one: Booked, zone: str) -> str:
    local = one.starts_at.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[local.weekday()]} {local:%Y-%m-%d %H:%M} {zone}"


def _actions(wanted: ActionsWanted, end: EndState) -> Iterator[Problem]:
    told = ", ".join(f"{kind} {state}" for kind, state in end.actions) or "none"
    for kind in wanted.done:
        if not any(one == kind and state in DONE for one, state in end.actions):
            yield "actions.done", f"{kind} is not ({told})"
    for kind in wanted.waits:
        if (kind, "awaiting_approval") not in end.actions:
            yield "actions.waits", f"{kind} does not ({told})"
    for kind in wanted.lacks:
        if any(one == kind and state in ON_ITS_WAY for one, state in end.actions):
            yield "actions.lacks", f"{kind} happened ({told})"


def _decisions(wanted: End, end: EndState) -> Iterator[Problem]:
    for one in wanted.decisions.has:
        if not any(_is_decision(one, found) for found in end.decisions):
            same = [found for found in end.decisions if found.type == one.type]
            told = "; ".join(f"{f.outcome} {','.join(f.reasons)}".strip() for f in same)
            yield (
                "decisions.has",
                f"{one.type} is not there as asked ({told or 'none of its kind'})",
            )
    for one in wanted.decisions.lacks:
        if any(_is_decision(one, found) for found in end.decisions):
            yield "decisions.lacks", f"{one.type} is there"


def _is_decision(wanted: DecisionWanted, found: Decided) -> bool:
    return (
        wanted.type == found.type
        and wanted.outcome in {None, found.outcome}
        and set(wanted.reasons) <= set(found.reasons)
    )


def _outbox(wanted: End, end: EndState) -> Iterator[Problem]:
    left = [mail for mail in end.outbox if not mail.is_to_team]
    told = "; ".join(f"{mail.kind} to {mail.to}" for mail in end.outbox) or "nothing left"
    if wanted.outbox is None:
        return
    if isinstance(wanted.outbox, int):
        if len(left) != wanted.outbox:
            yield "outbox", f"{len(left)}: {told}"
        return
    for one in wanted.outbox:
        found = [mail for mail in end.outbox if _is_mail(one, mail)]
        if len(found) != one.times:
            yield "outbox", f"{len(found)} of {one.times} to {one.to}: {told}"
        left = [mail for mail in left if mail not in found]
    if left:
        yield "outbox", f"left too: {'; '.join(f'{mail.kind} to {mail.to}' for mail in left)}"


def _is_mail(wanted: MailWanted, mail: Mailed) -> bool:
    return (
        (mail.is_to_team if wanted.to == TEAM else folded(wanted.to) == folded(mail.to))
        and wanted.kind in {None, mail.kind}
        and all(holds(mail.text, text) for text in wanted.has)
    )


def _lists(wanted: End, end: EndState) -> Iterator[Problem]:
    told = ", ".join(end.tasks) or "none"
    for task in wanted.tasks.has:
        if task not in end.tasks:
            yield "tasks.has", f"{task} is not open ({told})"
    for task in wanted.tasks.lacks:
        if task in end.tasks:
            yield "tasks.lacks", f"{task} is open"
    if wanted.requests is not None and sorted(wanted.requests) != sorted(end.requests):
        yield "requests", ", ".join(end.requests) or "none"
