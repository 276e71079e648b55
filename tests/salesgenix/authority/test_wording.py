"""Rules in plain words: short, and complete."""

from datetime import UTC, date, datetime

import pytest

from salesgenix.authority.rules import (
    MAILS,
    OF_THE_HOUSE,
    ActionKind,
    Approval,
    Audience,
    Calendar,
    Limits,
    QuietHours,
    Rule,
    plain_words,
)

LETTERS = MAILS - OF_THE_HOUSE
BOOK = frozenset({ActionKind.APPOINTMENT_BOOK})


def test_a_rule_in_plain_words() -> None:
    """An owner can read back what will be enforced."""
    rule = Rule(
        actions=frozenset(
            {ActionKind.REPLY_SEND, ActionKind.DISCOUNT_OFFER, ActionKind.MAIL_INVITATION}
        ),
        approval={ActionKind.MAIL_INVITATION: Approval.ASK},
        limits=Limits(discount_ceiling_percent=10, above_ceiling="ask", total_per_day=40),
        quiet_hours=QuietHours(start="20:00", end="08:00"),
        not_after=datetime(2027, 12, 31, tzinfo=UTC),
    )
    assert plain_words(rule) == (
        "The agent may answer visitors and offer a discount. "
        "Before mailing an invitation it asks a person. "
        "Discounts up to 10 %, above that it asks a person. "
        "At most 40 mails a day in all. "
        "No mail from 20:00 to 08:00, on the recipient's clock. "
        "Who wrote in the last 30 minutes gets it at once. "
        "Until 31 December 2027, 00:00 UTC."
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            Rule(
                actions=frozenset({ActionKind.SLOTS_OFFER, ActionKind.APPOINTMENT_HOLD}) | BOOK,
                calendar=Calendar(
                    weekdays=frozenset({"mon", "tue", "wed", "thu"}),
                    start="10:00",
                    closed=frozenset({date(2026, 12, 24)}),
                ),
            ),
            "The agent may offer and book meetings. Meetings only Monday to Thursday, "
            "not before 10:00, none on 24 December 2026, on the member's own clock.",
        ),
        (
            Rule(
                actions=frozenset({ActionKind.DISCOUNT_OFFER}),
                effect="bound",
                limits=Limits(discount_ceiling_percent=10),
                not_after=datetime(2026, 12, 31, 23, tzinfo=UTC),
            ),
            "Discounts: never above 10 %. Until 31 December 2026. (Allows nothing by itself.)",
        ),
        (
            Rule(
                actions=LETTERS,
                effect="bound",
                approval=dict.fromkeys(LETTERS, Approval.NEVER),
                audience=Audience(countries=frozenset({"DE", "FR"}), is_except=True),
            ),
            "It must never send any mail, unless to people in Germany or France. "
            "Whoever is not known to be one is held to it. (Allows nothing by itself.)",
        ),
        (
            Rule(
                actions=LETTERS,
                effect="bound",
                quiet_hours=QuietHours(
                    start="00:00",
                    end="00:00",
                    spare_active_minutes=0,
                    days=frozenset({"sat", "sun"}),
                ),
            ),
            "Any mail: none on Saturday and Sunday, on the recipient's clock. "
            "(Allows nothing by itself.)",
        ),
    ],
)
def test_a_rule_reads_at_a_glance(rule: Rule, said: str) -> None:
    """Whole days without a clock where they are the workspace's, countries and days by name."""
    assert plain_words(rule, zone="Europe/Berlin") == said
