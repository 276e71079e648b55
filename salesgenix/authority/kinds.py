"""Everything the product can do on a workspace's behalf, and what its kinds have in common.

``terms`` hands these names on.
"""

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
    WAITLIST_JOIN = "waitlist.join"
    WAITLIST_LEAVE = "waitlist.leave"
    MAIL_INVITATION = "mail.invitation"
    MAIL_CANCELLATION = "mail.cancellation"
    MAIL_TRANSCRIPT = "mail.transcript"
    MAIL_REMINDER = "mail.reminder"
    MAIL_REPLY = "mail.reply"
    MAIL_NOTICE = "mail.notice"
    CALENDAR_WRITE = "calendar.write"
    CALENDAR_REMOVE = "calendar.remove"
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
        ActionKind.MAIL_NOTICE,
        ActionKind.CALENDAR_REMOVE,  # of what we wrote ourselves: a meeting that is off
    }
)

# What goes to a person by mail.
MAILS = frozenset(
    {
        ActionKind.MAIL_INVITATION,
        ActionKind.MAIL_CANCELLATION,
        ActionKind.MAIL_TRANSCRIPT,
        ActionKind.MAIL_REMINDER,
        ActionKind.MAIL_REPLY,
        ActionKind.MAIL_NOTICE,
    }
)

# What a person of the team types themselves needs no order: it is their own word.
BY_MEMBER = frozenset({ActionKind.MAIL_REPLY})

# What goes into a calendar that a member of the team has connected, and out of it again.
CALENDARS = frozenset({ActionKind.CALENDAR_WRITE, ActionKind.CALENDAR_REMOVE})

# What leaves the house at all.
OUTBOUND = MAILS | CALENDARS

# Letters of the house itself. No tool can ask for them, and no limit of the owner counts them.
OF_THE_HOUSE = frozenset({ActionKind.MAIL_NOTICE})


class Notice(StrEnum):
    """What a letter of the house is for. The list is closed."""

    CHECKPOINT = "checkpoint"  # to an owner: the signed head of the decision log
    REQUEST_CONFIRM = "request_confirm"  # to an address: is this request about data yours?
    REQUEST_RECEIVED = "request_received"
    REQUEST_DUE = "request_due"  # to an owner: an answer is due
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REFUSED = "request_refused"
    EXPORT_READY = "export_ready"
    CHILD_FOUND = "child_found"  # to an owner: somebody may be a child, and goes at a named hour


# What the law owes a person who asked reaches them though they want to hear nothing else from us,
# though nothing may be sold to them, and while everything is paused.
ANSWERS = frozenset(
    {
        Notice.REQUEST_CONFIRM,
        Notice.REQUEST_RECEIVED,
        Notice.REQUEST_DUE,
        Notice.REQUEST_ANSWERED,
        Notice.REQUEST_REFUSED,
        Notice.EXPORT_READY,
        Notice.CHILD_FOUND,
    }
)

# To a frozen lead (a child, someone being erased) nothing is sold and nothing about them is kept;
# only an answer to what they write themselves remains.
FOR_THE_FROZEN = frozenset({ActionKind.REPLY_SEND})


# What ``uses`` counts. The mail about a meeting is not counted beside the meeting.
USED = frozenset(
    {ActionKind.MAIL_TRANSCRIPT, ActionKind.APPOINTMENT_BOOK, ActionKind.DISCOUNT_OFFER}
)

# Who names an address in a chat has not shown that it is theirs. So many of a kind go to it in a
# day, from however many conversations, and no order lifts that. A cancellation follows what was
# sent before; letters of the house have their own brakes.
PER_ADDRESS_PER_DAY = {ActionKind.MAIL_TRANSCRIPT: 3, ActionKind.MAIL_INVITATION: 5}

# What takes a time of the team's; ``Calendar`` says which.
MEETINGS = frozenset(
    {ActionKind.APPOINTMENT_HOLD, ActionKind.APPOINTMENT_BOOK, ActionKind.APPOINTMENT_MOVE}
)


# An order about offering times is about noting, and no longer noting, for whom none of them fits.
_OF_THE_LIST = (ActionKind.WAITLIST_JOIN, ActionKind.WAITLIST_LEAVE)
GOES_WITH = dict.fromkeys(_OF_THE_LIST, ActionKind.SLOTS_OFFER) | {
    ActionKind.CALENDAR_WRITE: ActionKind.APPOINTMENT_BOOK  # what is booked is written down
}
