"""A typed rule in sentences that an owner can check against what they wrote."""

from salesgenix.instructions.terms import ActionKind, Approval, Rule


def plain_words(rule: Rule) -> str:
    """What the rule means, in sentences an owner can check against what they wrote."""
    auto, ask, never = (
        sorted(PHRASES[kind] for kind in rule.actions if rule.approval_of(kind) is approval)
        for approval in (Approval.AUTO, Approval.ASK, Approval.NEVER)
    )
    sentences = [
        _sentence("The agent may", auto),
        _sentence("It must ask a person before it may", ask),
        _sentence("It must never", never),
        *_limits_in_words(rule),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(beginning: str, verbs: list[str]) -> str:
    return f"{beginning} {_listed(verbs)}." if verbs else ""


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)


def _limits_in_words(rule: Rule) -> list[str]:
    limits = rule.limits
    said: list[str] = []
    if ActionKind.DISCOUNT_OFFER in rule.actions:
        above = "it asks a person" if limits.above_ceiling == "ask" else "it never goes"
        said.append(f"Discounts: up to {limits.discount_ceiling_percent or 0} %; above, {above}.")
    if ActionKind.STRATEGY_USE in rule.actions:
        said.append(f"Ways to persuade: {_listed(sorted(rule.strategies)) or 'none'}.")
    if limits.per_lead_per_day is not None:
        said.append(f"At most {limits.per_lead_per_day} mails to one person a day.")
    if limits.total_per_day is not None:
        said.append(f"At most {limits.total_per_day} mails a day in all.")
    if limits.follow_ups_max is not None:
        hours = limits.follow_up_gap_hours
        gap = f", at least {hours} hours apart" if hours else ""
        said.append(f"At most {limits.follow_ups_max} follow-ups without an answer{gap}.")
    return said + _times_in_words(rule)


def _times_in_words(rule: Rule) -> list[str]:
    quiet = rule.quiet_hours
    said: list[str] = []
    if quiet is not None:
        said.append(f"No mail between {quiet.start} and {quiet.end} on the recipient's clock.")
    if quiet is not None and quiet.spare_active_minutes:
        minutes = quiet.spare_active_minutes
        said.append(f"Who wrote in the last {minutes} minutes is awake and gets it at once.")
    if rule.languages is not None:
        said.append(f"Languages: {_listed(sorted(rule.languages)) or 'none'}.")
    if rule.not_before is not None:
        said.append(f"From {rule.not_before:%d %B %Y %H:%M %Z}.")
    if rule.not_after is not None:
        said.append(f"Until {rule.not_after:%d %B %Y %H:%M %Z}.")
    return said


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
