"""What an instruction means, and the pure function that decides whether an action may happen."""

from enum import StrEnum


class ActionKind(StrEnum):
    """Everything the product can do on a workspace's behalf. The list is closed."""

    REPLY_SEND = "reply.send"
    KNOWLEDGE_READ = "knowledge.read"
    LEAD_LEARN = "lead.learn"
    SITE_READ = "site.read"
    SLOTS_OFFER = "slots.offer"
    APPOINTMENT_HOLD = "appointment.hold"
    APPOINTMENT_BOOK = "appointment.book"
    APPOINTMENT_MOVE = "appointment.move"
    APPOINTMENT_CANCEL = "appointment.cancel"
    MAIL_INVITATION = "mail.invitation"
    MAIL_CANCELLATION = "mail.cancellation"
    MAIL_TRANSCRIPT = "mail.transcript"
    DISCOUNT_OFFER = "discount.offer"
    STRATEGY_USE = "strategy.use"
    HANDOVER_REQUEST = "handover.request"
    CONTACT_SUPPRESS = "contact.suppress"
    DATA_REQUEST_OPEN = "data_request.open"
    TASK_OPEN = "task.open"


# What protects the person needs no order from the owner, and no owner can switch it off.
FLOOR = frozenset(
    {
        ActionKind.HANDOVER_REQUEST,
        ActionKind.CONTACT_SUPPRESS,
        ActionKind.DATA_REQUEST_OPEN,
        ActionKind.TASK_OPEN,
    }
)

OUTBOUND = frozenset(
    {ActionKind.MAIL_INVITATION, ActionKind.MAIL_CANCELLATION, ActionKind.MAIL_TRANSCRIPT}
)
