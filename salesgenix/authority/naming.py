"""What people call the things that a rule is made of."""

import hashlib
from collections.abc import Iterable, Iterator

from salesgenix.authority.kinds import ActionKind
from salesgenix.authority.terms import Audience, Channel, Segment

_LETTERS = frozenset(
    {
        ActionKind.MAIL_INVITATION,
        ActionKind.MAIL_CANCELLATION,
        ActionKind.MAIL_TRANSCRIPT,
        ActionKind.MAIL_REMINDER,
        ActionKind.MAIL_REPLY,
    }
)
_OFFERS = frozenset(
    {ActionKind.SLOTS_OFFER, ActionKind.APPOINTMENT_HOLD, ActionKind.APPOINTMENT_BOOK}
)
_MEETINGS = _OFFERS | {ActionKind.APPOINTMENT_MOVE}
_OF_MEETINGS = _MEETINGS | {ActionKind.APPOINTMENT_CANCEL}
_ANSWERS = frozenset({ActionKind.REPLY_SEND, ActionKind.KNOWLEDGE_READ})
_ANYTHING = (
    _LETTERS
    | _OF_MEETINGS
    | {
        ActionKind.REPLY_SEND,
        ActionKind.DISCOUNT_OFFER,
        ActionKind.STRATEGY_USE,
        ActionKind.LEAD_LEARN,
        ActionKind.SITE_READ,
    }
)

Words = tuple[str, str, str]  # what it may do; before what it asks; what is limited

# Kinds that an owner means as one. The first that fits is said.
TOGETHER: tuple[tuple[frozenset[ActionKind], Words], ...] = (
    (_ANYTHING, ("do anything", "anything it does", "anything it does")),
    (
        _ANSWERS,
        ("answer visitors from your pages", "answering from your pages", "answers from your pages"),
    ),
    (_LETTERS, ("send any mail", "any mail", "any mail")),
    (
        _OF_MEETINGS,
        (
            "offer, book, move and cancel meetings",
            "offering, booking, moving or cancelling a meeting",
            "meetings and their cancelling",
        ),
    ),
    (
        _MEETINGS,
        ("offer, book and move meetings", "offering, booking or moving a meeting", "meetings"),
    ),
    (_OFFERS, ("offer and book meetings", "offering or booking a meeting", "new meetings")),
)
DEEDS: dict[ActionKind, Words] = {
    ActionKind.REPLY_SEND: ("answer visitors", "any answer", "answers"),
    ActionKind.KNOWLEDGE_READ: (
        "look things up in your pages",
        "looking things up in your pages",
        "what it looks up in your pages",
    ),
    ActionKind.LEAD_LEARN: (
        "remember what people say about themselves",
        "remembering anything about a person",
        "what it remembers",
    ),
    ActionKind.SITE_READ: (
        "read a visitor's company site",
        "reading a company's site",
        "company sites it reads",
    ),
    ActionKind.SLOTS_OFFER: ("offer meeting times", "offering meeting times", "offered times"),
    ActionKind.APPOINTMENT_HOLD: ("hold a meeting time", "holding a meeting time", "held times"),
    ActionKind.APPOINTMENT_BOOK: ("book a meeting", "booking a meeting", "booked meetings"),
    ActionKind.APPOINTMENT_MOVE: ("move a meeting", "moving a meeting", "moved meetings"),
    ActionKind.APPOINTMENT_CANCEL: (
        "cancel a meeting",
        "cancelling a meeting",
        "cancelled meetings",
    ),
    ActionKind.WAITLIST_JOIN: (
        "put people on the waiting list",
        "putting somebody on the waiting list",
        "places on the waiting list",
    ),
    ActionKind.WAITLIST_LEAVE: (
        "take people off the waiting list",
        "taking somebody off the waiting list",
        "places given up on the waiting list",
    ),
    ActionKind.MAIL_INVITATION: ("mail an invitation", "mailing an invitation", "invitations"),
    ActionKind.MAIL_CANCELLATION: (
        "mail a cancellation",
        "mailing a cancellation",
        "cancellation mails",
    ),
    ActionKind.MAIL_TRANSCRIPT: ("mail a transcript", "mailing a transcript", "transcripts"),
    ActionKind.MAIL_REMINDER: (
        "mail reminders of meetings",
        "mailing a reminder of a meeting",
        "reminders of meetings",
    ),
    ActionKind.MAIL_REPLY: ("answer mails", "answering mails", "answers by mail"),
    ActionKind.MAIL_NOTICE: (
        "mail a notice of the house",
        "mailing a notice of the house",
        "notices of the house",
    ),
    ActionKind.CALENDAR_WRITE: (
        "write meetings into the calendar",
        "writing a meeting into the calendar",
        "calendar entries",
    ),
    ActionKind.CALENDAR_REMOVE: (
        "take meetings out of the calendar",
        "taking a meeting out of the calendar",
        "removed calendar entries",
    ),
    ActionKind.DISCOUNT_OFFER: ("offer a discount", "any discount", "discounts"),
    ActionKind.STRATEGY_USE: ("persuade", "persuading", "persuading"),
    ActionKind.HANDOVER_REQUEST: ("ask for a person", "asking for a person", "hand-overs"),
    ActionKind.CONTACT_SUPPRESS: ("stop all contact", "stopping all contact", "stops"),
    ActionKind.DATA_REQUEST_OPEN: (
        "open a data request",
        "opening a data request",
        "data requests",
    ),
    ActionKind.TASK_OPEN: ("open a task", "opening a task", "tasks"),
}
WAYS = {Channel.CHAT: "in the conversation", Channel.MAIL: "by mail"}
STRATEGIES = {
    "discovery_question": "open questions",
    "summary": "summaries",
    "small_step": "small next steps",
    "worked_example": "worked examples",
    "benefit": "benefits",
    "risk_reversal": "the trial or guarantee",
    "credential": "certificates",
    "customer_story": "customer stories",
    "deadline": "deadlines",
}
FIELDS = {
    "name": "name",
    "email": "mail address",
    "phone": "phone number",
    "company": "company",
    "position": "position",
    "site": "web address",
    "size": "company size",
    "industry": "industry",
    "need": "need",
    "budget": "budget",
    "timeline": "timeline",
    "authority": "who decides",
    "current_tool": "current tool",
    "objection": "objection",
    "preference": "preferences",
}
SOURCES = {
    "message": "what they write",
    "site": "their site",
    "file": "your files",
    "booking": "the booking",
}
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
}
STAGES = {
    "new": "new leads",
    "won": "existing customers",
    "lost": "lost leads",
    "booked": "people with a booked meeting",
}
COUNTRIES = {
    "AE": "the United Arab Emirates", "AR": "Argentina", "AT": "Austria", "AU": "Australia",
    "BE": "Belgium", "BG": "Bulgaria", "BR": "Brazil", "BY": "Belarus", "CA": "Canada",
    "CH": "Switzerland", "CL": "Chile", "CN": "China", "CO": "Colombia", "CY": "Cyprus",
    "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "EG": "Egypt",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "the United Kingdom", "GR": "Greece",
    "HR": "Croatia", "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland", "IL": "Israel",
    "IN": "India", "IR": "Iran", "IS": "Iceland", "IT": "Italy", "JP": "Japan",
    "KP": "North Korea", "KR": "South Korea", "LI": "Liechtenstein", "LT": "Lithuania",
    "LU": "Luxembourg", "LV": "Latvia", "MT": "Malta", "MX": "Mexico", "NG": "Nigeria",
    "NL": "the Netherlands", "NO": "Norway", "NZ": "New Zealand", "PL": "Poland",
    "PT": "Portugal", "RO": "Romania", "RS": "Serbia", "RU": "Russia", "SA": "Saudi Arabia",
    "SE": "Sweden", "SG": "Singapore", "SI": "Slovenia", "SK": "Slovakia", "TR": "Turkey",
    "TW": "Taiwan", "UA": "Ukraine", "US": "the United States", "ZA": "South Africa",
}  # fmt: skip
SEGMENTS: dict[Segment, str] = {
    Segment.BANK: "banks",
    Segment.INSURER: "insurers",
    Segment.FINANCE: "finance companies",
    Segment.PUBLIC: "public bodies",
    Segment.MILITARY: "the military",
    Segment.SCHOOL: "schools and universities",
    Segment.HEALTH: "hospitals and practices",
    Segment.LAW: "law firms",
    Segment.NONPROFIT: "non-profit organisations",
    Segment.RELIGIOUS: "religious bodies",
    Segment.GAMBLING: "gambling companies",
    Segment.MEDIA: "media companies",
    Segment.SOFTWARE: "software companies",
    Segment.TELECOM: "telecom companies",
    Segment.ENERGY: "energy companies",
    Segment.MANUFACTURING: "manufacturers",
    Segment.CONSTRUCTION: "building companies",
    Segment.REAL_ESTATE: "property companies",
    Segment.LOGISTICS: "logistics companies",
    Segment.RETAIL: "retailers",
    Segment.HOSPITALITY: "hotels and restaurants",
    Segment.TRAVEL: "travel companies",
    Segment.FOOD: "food companies",
    Segment.AGRICULTURE: "farms",
    Segment.CONSULTING: "consultancies and agencies",
    Segment.RECRUITING: "recruiters",
    Segment.PRIVATE: "private people",
}
_TO = frozenset({*_LETTERS, ActionKind.DISCOUNT_OFFER})


def spaced(code: str) -> str:
    return code.replace("_", " ")


def preposition(kinds: frozenset[ActionKind]) -> str:
    if kinds <= _TO:
        return "to"
    return "with" if kinds <= _OF_MEETINGS else "for"


def people(audience: Audience) -> str:
    """Whom an audience is about, its exception aside."""
    kinds = _or(SEGMENTS[segment] for segment in sorted(audience.segments))
    stages = None
    if audience.stages is not None:
        stages = _or(STAGES.get(s, f"leads at “{spaced(s)}”") for s in sorted(audience.stages))
    conditions = list(_conditions(audience))
    if audience.segments:
        who = kinds
        conditions += [f"that are {stages}"] if stages else []
    else:
        has_company = audience.size_min is not None or audience.size_max is not None
        who = stages or ("companies" if has_company else "people")
    return " ".join([who, *conditions]) if conditions or stages or kinds != "none" else "anybody"


def _conditions(audience: Audience) -> Iterator[str]:
    if audience.companies:
        yield f"at {_or(f'“{name}”' for name in sorted(audience.companies))}"
    if audience.leads is not None:
        ids = ",".join(sorted(str(lead) for lead in audience.leads))
        mark = hashlib.sha256(ids.encode()).hexdigest()[:8]
        yield f"on the list of {len(audience.leads)} chosen (list {mark})"
    least, most = audience.size_min, audience.size_max
    if least is not None and most is not None:
        yield f"of {least} to {most} people"
    elif least is not None:
        yield f"of {least} people or more"
    elif most is not None:
        yield f"of {most} people or fewer"
    if audience.countries is not None:
        yield f"in {_or(COUNTRIES.get(code, code) for code in sorted(audience.countries))}"


def _or(words: Iterable[str]) -> str:
    *most, end = [*words] or ["none"]
    return f"{', '.join(most)} or {end}" if most else end
