"""A rule becomes a form and the form the same rule again."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from api.console.views.rule_form import fields_of, rule_of
from salesgenix.authority.rules import (
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
from salesgenix.kit.errors import Invalid

LEAD, MAYA = UUID(int=7), UUID(int=8)
RULES = [
    Rule(actions=frozenset({ActionKind.REPLY_SEND}), languages=frozenset()),
    Rule(
        actions=frozenset({ActionKind.DISCOUNT_OFFER}),
        effect="bound",
        limits=Limits(discount_ceiling_percent=0, above_ceiling="ask", uses=0, total_per_day=3),
    ),
    Rule(
        actions=frozenset({ActionKind.MAIL_TRANSCRIPT, ActionKind.LEAD_LEARN}),
        approval={ActionKind.MAIL_TRANSCRIPT: Approval.ASK},
        channels=frozenset({Channel.MAIL}),
        data_fields=frozenset({"name", "email"}),
        sources=frozenset({"message"}),
        barred_words=frozenset({"guarantee"}),
        quiet_hours=QuietHours(
            start="21:00", end="07:30", spare_active_minutes=0, days=frozenset({"sat", "sun"})
        ),
        parts=(
            Rule(
                actions=frozenset({ActionKind.MAIL_INVITATION}),
                effect="bound",
                approval={ActionKind.MAIL_INVITATION: Approval.ASK},
                audience=Audience(
                    segments=frozenset({Segment.BANK}),
                    companies=frozenset({"acme holding"}),
                    leads=frozenset({LEAD}),
                    countries=frozenset({"DE", "FR"}),
                    stages=frozenset(),
                    size_min=0,
                    is_except=True,
                ),
            ),
            Rule(
                actions=frozenset({ActionKind.APPOINTMENT_BOOK}),
                not_after=datetime(2027, 3, 1, tzinfo=UTC),
                calendar=Calendar(
                    members=frozenset({MAYA}),
                    weekdays=frozenset({"mon", "thu"}),
                    start="10:00",
                    closed=frozenset({date(2026, 12, 24)}),
                    per_day=0,
                    zone="Europe/Berlin",
                ),
            ),
        ),
    ),
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_survives_the_form(rule):
    """Nothing is lost or loosened on the way, not even an empty list or a nought."""
    assert rule_of(fields_of(rule)) == rule


def test_a_wrong_figure_is_named_as_on_the_page():
    """The refusal names the field in its own words, and repeats no value."""
    fields = fields_of(RULES[1]) | {"p0.limits.discount_ceiling_percent": ["1000"]}
    with pytest.raises(Invalid) as refused:
        rule_of(fields)
    assert "discount by itself up to" in refused.value.message


def test_a_part_can_be_left_out_and_added():
    """What is ticked away is gone, an untouched part is none, and a chosen action makes one."""
    fields = fields_of(RULES[2]) | {"p0.drop": ["1"], "p3.effect": ["bound"]}
    assert rule_of(fields) == RULES[2].parts[0].model_copy(update={"parts": RULES[2].parts[1:]})
    assert rule_of({"p0.effect": ["grant"]}) is None
    added = rule_of(fields | {"p3.may.reply.send": ["ask"]})
    assert added is not None
    assert added.flat()[-1].approval_of(ActionKind.REPLY_SEND) is Approval.ASK
