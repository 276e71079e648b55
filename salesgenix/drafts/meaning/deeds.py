"""Which kinds of action a clause is about."""

from salesgenix.authority.rules import ActionKind as Kind
from salesgenix.authority.rules import Channel
from salesgenix.drafts.meaning.findings import ASK, GRANT, Case
from salesgenix.drafts.reading.lexicons import Tag

MAILS = frozenset({Kind.MAIL_INVITATION, Kind.MAIL_CANCELLATION, Kind.MAIL_TRANSCRIPT})
OFFERS = frozenset({Kind.SLOTS_OFFER, Kind.APPOINTMENT_HOLD, Kind.APPOINTMENT_BOOK})
MEETINGS = OFFERS | {Kind.APPOINTMENT_MOVE}
ANSWER = frozenset({Kind.REPLY_SEND})
DISCOUNT = frozenset({Kind.DISCOUNT_OFFER})
EVERYTHING = (
    MAILS
    | MEETINGS
    | ANSWER
    | DISCOUNT
    | {Kind.APPOINTMENT_CANCEL, Kind.STRATEGY_USE, Kind.LEAD_LEARN, Kind.SITE_READ}
)
_PLAIN = {
    "slots": frozenset({Kind.SLOTS_OFFER}),
    "transcript": frozenset({Kind.MAIL_TRANSCRIPT}),
    "invite": frozenset({Kind.MAIL_INVITATION}),
    "cancelmail": frozenset({Kind.MAIL_CANCELLATION}),
    "move": frozenset({Kind.APPOINTMENT_MOVE}),
    "cancel": frozenset({Kind.APPOINTMENT_CANCEL}),
    "discount": DISCOUNT,
    "strategy": frozenset({Kind.STRATEGY_USE}),
    "site": frozenset({Kind.SITE_READ}),
    "mention": ANSWER,
    "remindmail": frozenset({Kind.MAIL_REMINDER}),
    "replymail": ANSWER | {Kind.MAIL_REPLY},
}
_LETTERS = frozenset({"transcript", "invite", "cancelmail"})
_NO_DEED = frozenset({"call", "otherdeed"})


def deeds(case: Case) -> frozenset[Kind]:
    """Empty where the clause names no action that the product has."""
    kinds = {tag.kind for tag in case.clause.acts}
    if "mailn" in kinds and "meet" not in kinds:
        kinds -= {"cancel", "move"}  # of a mail there is nothing to cancel
    found: frozenset[Kind] = frozenset().union(*(_PLAIN.get(kind, frozenset()) for kind in kinds))
    if "percents" in kinds or (not kinds and case.has("pct")):
        found |= DISCOUNT
    if "pct" in {t.kind for t in case.clause.tags} and not found and "remember" not in kinds:
        found |= DISCOUNT
    found |= _meetings(case, kinds) | _letters(case, kinds) | _inner(case, kinds)
    if not found and case.said("lang") and not kinds:
        found |= ANSWER if case.mood == GRANT else ANSWER | MAILS
    if not found and not kinds and case.has("allacts") and case.mood == ASK:
        found |= EVERYTHING
    return found


def _meetings(case: Case, kinds: set[str]) -> frozenset[Kind]:
    is_other = kinds & {"move", "cancel", "slots"} and "book" not in kinds
    if not kinds & {"meet", "book"} or is_other or (kinds & _LETTERS and "book" not in kinds):
        return frozenset()
    if kinds & {"mailv", "mailn", "transcript", "reply"} and "book" not in kinds:
        return frozenset()
    if case.mood == ASK:
        return frozenset({Kind.APPOINTMENT_BOOK})
    return OFFERS if case.mood == GRANT else MEETINGS


def _letters(case: Case, kinds: set[str]) -> frozenset[Kind]:
    if kinds & _LETTERS:
        return frozenset()
    if "reply" in kinds and "mailn" in kinds and "mailv" not in kinds:
        return frozenset()
    if case.mood == GRANT and "mailv" not in kinds and not case.said("do", "may", "followup"):
        return frozenset()
    return MAILS if kinds & {"mailv", "mailn", "followup"} else frozenset()


def _inner(case: Case, kinds: set[str]) -> frozenset[Kind]:
    found: set[Kind] = set()
    if "reply" in kinds and not kinds & {"transcript"}:
        found |= ANSWER | ({Kind.KNOWLEDGE_READ} if case.mood == GRANT else set())
    if "pages" in kinds and not kinds & {"reply", "site", "mention"}:
        found.add(Kind.KNOWLEDGE_READ)
    if "remember" in kinds and (case.has("data", "source") or kinds == {"remember"}):
        found.add(Kind.LEAD_LEARN)
    return frozenset(found)


def channels(case: Case) -> frozenset[Channel] | None:
    kinds = {tag.kind for tag in case.clause.acts}
    by_mail = "replymail" in kinds or ("reply" in kinds and "mailn" in kinds)
    return frozenset({Channel.MAIL}) if by_mail else None


def missing(case: Case) -> Tag | None:
    """Something the clause wants done that the product has no action for."""
    return next((tag for tag in case.clause.acts if tag.kind in _NO_DEED), None)


def is_verbal(case: Case) -> bool:
    """Whether somebody is told to do something, rather than a thing being named."""
    verbs = {
        "book",
        "mailv",
        "reply",
        "replymail",
        "remindmail",
        "move",
        "cancel",
        "slots",
        "do",
        "read",
    }
    keeps = case.said("remember") and case.has("data", "source")
    return keeps or case.said(*verbs)
