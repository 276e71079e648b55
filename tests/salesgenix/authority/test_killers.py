"""No check is idle: for each there is a proposal that passes only because that check is gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from salesgenix.authority import checks, rules
from salesgenix.authority.rules import (
    ActionKind,
    ActiveRule,
    Approval,
    Audience,
    Calendar,
    Channel,
    Limits,
    Meeting,
    Notice,
    Person,
    Proposal,
    QuietHours,
    Rule,
    Situation,
    authorise,
)
from tests.mutation.mutants import SAYS_ONLY

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)  # a Tuesday
EASY = Situation(
    now=NOON, is_paused=False, is_frozen=False, is_suppressed=False, control="agent",
    recipient_zone="UTC",
)  # fmt: skip
ALL = Rule(
    actions=frozenset(ActionKind),
    limits=Limits(discount_ceiling_percent=20),
    strategies=frozenset({"benefit"}),
)
MAIL = Proposal(ActionKind.MAIL_TRANSCRIPT, channel=Channel.MAIL)
REPLY = Proposal(ActionKind.REPLY_SEND, language="en", text="It is free.", channel=Channel.CHAT)
BOOK = Proposal(ActionKind.APPOINTMENT_BOOK)
LEARN = Proposal(ActionKind.LEAD_LEARN, field="email", source="site")
ORDER = UUID(int=1)


def changed(**values) -> Rule:
    return ALL.model_copy(update=values)


# What is proposed, under which order, in which situation.
WITNESSES = {
    "_platform": (REPLY, ALL, {"is_platform_stopped": True}),
    "_paused": (REPLY, ALL, {"is_paused": True}),
    "_lead_paused": (REPLY, ALL, {"is_lead_paused": True}),
    "_frozen": (MAIL, ALL, {"is_frozen": True}),
    "_restricted": (REPLY, ALL, {"is_restricted": True}),
    "_suppressed": (MAIL, ALL, {"is_suppressed": True}),
    "_control": (REPLY, ALL, {"control": "rep"}),
    "_epoch": (REPLY, ALL, {"expected_epoch": 1, "control_epoch": 2}),
    "_instruction": (REPLY, None, {}),
    "_validity": (REPLY, changed(not_after=NOON - timedelta(days=1)), {}),
    "_running": (REPLY, "paused", {}),
    "_channel": (MAIL, changed(channels=frozenset({Channel.CHAT})), {}),
    "_audience": (
        REPLY,
        changed(audience=Audience(countries=frozenset({"DE"}))),
        {"person": Person(country="AT")},
    ),
    "_forbidden": (REPLY, changed(approval={ActionKind.REPLY_SEND: Approval.NEVER}), {}),
    "_discount": (Proposal(ActionKind.DISCOUNT_OFFER, discount_percent=21), ALL, {}),
    "_strategy": (Proposal(ActionKind.STRATEGY_USE, strategy="guilt"), ALL, {}),
    "_language": (REPLY, changed(languages=frozenset({"de"})), {}),
    "_field": (LEARN, changed(data_fields=frozenset({"need"})), {}),
    "_source": (LEARN, changed(sources=frozenset({"message"})), {}),
    "_words": (REPLY, changed(barred_words=frozenset({"free"})), {}),
    "_calendar": (
        BOOK,
        changed(calendar=Calendar(weekdays=frozenset({"mon"}))),
        {"meeting": Meeting(None, NOON, NOON + timedelta(minutes=30), "UTC", 0)},
    ),
    "_quiet_hours": (MAIL, changed(quiet_hours=QuietHours(start="11:00", end="13:00")), {}),
    "_address_limit": (MAIL, ALL, {"sent_to_address_today": 3}),
    "_lead_limit": (MAIL, changed(limits=Limits(per_lead_per_day=1)), {"sent_to_lead_today": 1}),
    "_day_limit": (MAIL, changed(limits=Limits(total_per_day=1)), {"sent_today": 1}),
    "_follow_ups": (
        replace(MAIL, is_follow_up=True),
        changed(limits=Limits(follow_ups_max=1)),
        {"follow_ups_sent": 1},
    ),
    "_uses": (MAIL, changed(limits=Limits(uses=1)), {"uses": {ORDER: 1}}),
    "_approval": (REPLY, changed(approval={ActionKind.REPLY_SEND: Approval.ASK}), {}),
}
NOTICE = ActionKind.MAIL_NOTICE
FLOOR_WITNESSES = {
    "_platform": (
        Proposal(NOTICE, purpose=Notice.REQUEST_ANSWERED),
        None,
        {"is_platform_stopped": True},
    ),
    "_notice": (Proposal(NOTICE, purpose="advert"), None, {}),
}


def judged(witness) -> tuple:
    wanted, rule, facts = witness
    is_paused = rule == "paused"
    orders = (
        [] if rule is None else [ActiveRule(ORDER, 1, "one", ALL if is_paused else rule, is_paused)]
    )
    verdict = authorise(wanted, orders, replace(EASY, **facts))
    return verdict.outcome, verdict.reasons, verdict.wait_until


@pytest.mark.parametrize(
    ("which", "witnesses"), [("ALL_CHECKS", WITNESSES), ("FLOOR_CHECKS", FLOOR_WITNESSES)]
)
def test_without_any_one_check_something_else_would_happen(monkeypatch, which, witnesses) -> None:
    """Each check of the lists, also one that is new, has a witness that only it holds back."""
    questions = getattr(checks, which)
    idle = []
    for question in questions:
        name = question.__name__
        if name in SAYS_ONLY:
            continue
        held_back = judged(witnesses[name])  # a KeyError: a new check needs its witness here
        left = tuple(one for one in questions if one is not question)
        monkeypatch.setattr(rules, which, left)
        if judged(witnesses[name]) == held_back:
            idle.append(name)
        monkeypatch.setattr(rules, which, questions)
    assert idle == []
