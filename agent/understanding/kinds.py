"""The closed lists and shapes in which a read message is handed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")


class Floor(StrEnum):
    """What must be honoured before anything else, whatever the owner's instructions say."""

    DISTRESS = "distress"  # somebody who may be about to hurt themselves
    STOP = "stop"
    PERSON = "person"
    BOT_QUESTION = "bot_question"
    MINOR = "minor"
    INJECTION = "injection"
    DATA_REQUEST = "data_request"
    WRONG_PERSON = "wrong_person"


class DataRequest(StrEnum):
    """The right a person exercises, as ``salesgenix.privacy`` names it."""

    ACCESS = "access"
    ERASE = "erase"
    RECTIFY = "rectify"
    OBJECT = "object"
    PORTABILITY = "portability"
    RESTRICT = "restrict"


class Intent(StrEnum):
    PRICE = "price"
    DISCOUNT_REQUEST = "discount_request"
    OBJECTION = "objection"
    BOOKING_REQUEST = "booking_request"
    CHOOSE_SLOT = "choose_slot"
    MOVE_APPOINTMENT = "move_appointment"
    CANCEL_APPOINTMENT = "cancel_appointment"
    GIVE_CONTACT = "give_contact"
    PRODUCT_QUESTION = "product_question"
    INTEGRATION_QUESTION = "integration_question"
    SECURITY_QUESTION = "security_question"
    TRIAL_QUESTION = "trial_question"
    COMPETITOR = "competitor"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"
    SMALL_TALK = "small_talk"
    RUDE = "rude"
    PROVENANCE = "provenance"
    SEND_TRANSCRIPT = "send_transcript"
    NOT_INTERESTED = "not_interested"
    POSITIVE = "positive"
    OTHER = "other"


class Objection(StrEnum):
    PRICE = "price"
    TIMING = "timing"
    AUTHORITY = "authority"
    NEED = "need"
    TRUST = "trust"
    COMPETITOR = "competitor"
    ALREADY_HAVE = "already_have"
    EFFORT = "effort"
    CONTRACT = "contract"
    SEND_INFO = "send_info"
    NOT_INTERESTED = "not_interested"


@dataclass(frozen=True, slots=True)
class FactSeen:
    """One thing the person said about themselves.

    ``field`` is one of name, email, phone, company, position, size, city, budget, tool.
    ``value`` is as written, or a pseudonym token such as ``<<EMAIL_1>>``; ``size`` is digits only.
    ``quote`` is the verbatim stretch of the message that says it.
    """

    field: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Previous:
    """What the conversation already knows and a short answer leans on.

    ``asked`` is what was last asked for: a ``FactSeen`` field, ``slot``, ``confirm``, or None.
    ``offered`` is how many slots lie on the table. ``just_asked`` is what our last message alone
    asked for, ``stop`` among it: a yes to that is a stop.
    """

    language: str | None = None
    asked: str | None = None
    offered: int = 0
    just_asked: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message as typed signals.

    ``language`` is the supported language to answer in; ``written_in`` is the one actually read,
    which may be outside the supported ones. ``choice`` counts offered slots from 1; -1 is the last.
    ``intents`` come in the order of the message; ``other`` stands alone when nothing was seen.
    ``objections`` are all that were raised, the one to meet first as ``objection`` too.
    ``doubtful`` names signals (values of ``Floor``, ``Intent``, ``objection.<kind>``) that the
    words may carry but not surely: they are asked about, never acted on.
    ``evidence`` maps each signal to the words it was read from.
    """

    language: str
    written_in: str
    floor: frozenset[Floor] = frozenset()
    data_request: DataRequest | None = None
    intents: tuple[Intent, ...] = ()
    objection: Objection | None = None
    objections: tuple[Objection, ...] = ()
    doubtful: frozenset[str] = frozenset()
    facts: tuple[FactSeen, ...] = ()
    discount_percent: int | None = None
    seats: int | None = None
    months: int | None = None
    choice: int | None = None
    is_question: bool = False
    evidence: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str | None:
        """The last value stated for a field: a correction wins."""
        return next((seen.value for seen in reversed(self.facts) if seen.field == name), None)
