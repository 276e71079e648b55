"""What an owner orders when they answer a request, in the exact words they are shown before."""

from dataclasses import dataclass
from uuid import UUID

from salesgenix.kit.errors import Invalid
from salesgenix.leads.rules import FactField
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import COPIES, STOPS, Refusal, RequestKind

MAX_ANSWER_CHARACTERS = 2_000
# What stays after each deed, as codes for the answer.
KEPT = {
    RequestKind.RECTIFY: ("request_file", "data"),
    RequestKind.RESTRICT: ("request_file", "data"),
    RequestKind.OBJECT: ("request_file", "suppression", "data"),
    RequestKind.WITHDRAW_CONSENT: ("request_file", "suppression", "data"),
    RequestKind.UNSUBSCRIBE: ("request_file", "suppression"),
    RequestKind.COMPLAINT: ("request_file", "data"),
}
# What an erasure keeps, by the store's name.
KEPT_STORES = {
    "suppression": "suppression",
    "decision": "decisions",
    "data_request": "request_file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """``about_ref``: which of the people with that address it is, where there are several.
    ``field`` and ``value``: what is right instead; ``words``: added to the answer as they are.
    """

    about_ref: UUID | None = None
    field: FactField | None = None
    value: str | None = None
    words: str | None = None


DEEDS = {
    RequestKind.ACCESS: "Make a copy of everything held about the person of data request {file} "
    "and send them a link to it.",
    RequestKind.PORTABILITY: "Make a machine-readable copy of the data of the person of data "
    "request {file} and send them a link to it.",
    RequestKind.INFORM: "Tell the person of data request {file} what is held about them, what for, "
    "how long and who receives it.",
    RequestKind.AUTOMATED_COPY: "Make a copy of every automated decision about the person of data "
    "request {file} and send them a link to it.",
    RequestKind.RECTIFY: "Correct the field “{field}” of the person of data request {file} as they "
    "ask, and remove the old value.",
    RequestKind.RESTRICT: "From now on only keep the data of the person of data request {file}: "
    "nobody works with it and nothing is sent.",
    RequestKind.ERASE: "Delete all data about the person of data request {file} for good.",
    RequestKind.OBJECT: "Stop using the data of the person of data request {file} for sales, and "
    "do not contact them.",
    RequestKind.WITHDRAW_CONSENT: "End the consent of the person of data request {file}, and do "
    "not contact them.",
    RequestKind.UNSUBSCRIBE: "Do not contact the person of data request {file} any more.",
    RequestKind.COMPLAINT: "Answer the complaint of data request {file}, and name the authority "
    "and the court.",
}
NOT_HELD = "Answer data request {file}: nothing is held about a person with this address."


def order_words(card: RequestCard, choice: Choice, *, is_known: bool) -> str:
    """Names no person: the request does. Shown before; kept as the instruction's words."""
    needs_person = card.kind not in STOPS and card.kind is not RequestKind.COMPLAINT
    words = NOT_HELD if needs_person and not is_known else DEEDS[card.kind]
    return words.format(file=card.id, field=choice.field or "")


def check_choice(card: RequestCard, choice: Choice, *, is_known: bool) -> None:
    """``Invalid`` when a correction does not say what, or the added words are too long."""
    is_whole = choice.field is not None and bool(choice.value)
    if card.kind is RequestKind.RECTIFY and is_known and not is_whole:
        raise Invalid("request.correction", "Say which field is wrong, and what is right.")
    check_words(choice.words)


def check_words(words: str | None) -> None:
    if words is not None and len(words) > MAX_ANSWER_CHARACTERS:
        raise Invalid(
            "request.words", f"At most {MAX_ANSWER_CHARACTERS} characters.", field="words"
        )


def check_refusal(card: RequestCard, reason: Refusal) -> None:
    """Contact stops at the person's word alone, so there is nothing to refuse."""
    if card.kind in STOPS:
        raise Invalid("request.absolute", "A stop of contact cannot be refused.")
    if reason is Refusal.NOT_IDENTIFIED:
        raise Invalid("request.reason", "For that there is a verb of its own.")


def is_copy(kind: RequestKind) -> bool:
    return kind in COPIES
