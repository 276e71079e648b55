"""The typed form in which a person changes a proposal before approving it.

Its fields come from the schema of the action's kind; what was typed comes back in the same types,
or with a sentence for each field that cannot be.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.console import words
from salesgenix.accounts.rules import looks_like_email
from salesgenix.actions.rules import ARGUMENTS
from salesgenix.actions.service import ApprovalCard
from salesgenix.decisions.sentences import words as decision_words
from salesgenix.kit.spoken import spoken

# What names a thing for the machine, or says again in words what another argument fixes.
FIXED = ("_id", "label", "method", "sequence", "zone", "member", "quote", "source", "field", "kind")
LOCAL = "%Y-%m-%dT%H:%M"
LONG = frozenset({"reason", "value", "note", "question"})
MOST = 2_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing a person may change. ``kind``: number, email, choice, time, long or text.

    ``value`` is as it stands in the form; a time is on the clock of the reader's zone.
    """

    name: str
    label: str
    kind: str
    value: str
    is_required: bool
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    wrong: str = ""


def fields_of(card: ApprovalCard, zone: str) -> list[Field]:
    """What of the arguments a person may change, each with the type that it has."""
    schema = ARGUMENTS[card.action.kind].model_json_schema()
    required = frozenset(schema.get("required", []))
    fields = []
    for name, shape in schema.get("properties", {}).items():
        value = card.action.arguments.get(name)
        kind = _kind(name, shape)
        if kind is not None and (value is not None or kind in {"text", "long", "email"}):
            fields.append(
                Field(
                    name=name,
                    label=words.field(name) + (" in percent" if name == "percent" else ""),
                    kind=kind,
                    value=_shown(kind, value, zone),
                    is_required=name in required or kind in {"number", "time"},
                    least=shape.get("minimum"),
                    most=shape.get("maximum"),
                    choices=_choices(name, shape),
                    help=f"On the clock of {words.place(zone)}" if kind == "time" else "",
                )
            )
    return fields


def edited(
    card: ApprovalCard, typed: dict[str, str], zone: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The arguments with what was typed in their place; and by field what is wrong with it."""
    arguments, wrong = dict(card.action.arguments), dict[str, str]()
    for field in fields_of(card, zone):
        text = typed.get(field.name, field.value).strip()
        if text == field.value.strip():
            continue
        if not text and not field.is_required:
            arguments.pop(field.name, None)
            continue
        try:
            arguments[field.name] = _read(field, text, zone)
        except ValueError as error:
            wrong[field.name] = str(error)
    if not wrong and arguments.get("starts_at") != card.action.arguments.get("starts_at"):
        arguments.pop("slot_id", None)  # it names the time that was there before
        arguments["label"] = spoken(datetime.fromisoformat(arguments["starts_at"]), zone, "en")
    return arguments, wrong


def _kind(name: str, shape: dict[str, Any]) -> str | None:
    if name.endswith(FIXED):
        return None
    shapes = [shape, *shape.get("anyOf", [])]
    types = {one.get("type") for one in shapes}
    if _choices(name, shape):
        return "choice"
    if any(one.get("format") == "date-time" for one in shapes):
        return "time"
    if "integer" in types:
        return "number"
    if "string" in types:
        return "email" if name == "email" else "long" if name in LONG else "text"
    return None


def _choices(name: str, shape: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if name == "strategy":
        return tuple((code, words.said(code)) for code in decision_words().strategies)
    return tuple((str(one), words.said(str(one))) for one in shape.get("enum", ()))


def _shown(kind: str, value: object, zone: str) -> str:
    if value is None:
        return ""
    if kind == "time":
        return datetime.fromisoformat(str(value)).astimezone(ZoneInfo(zone)).strftime(LOCAL)
    return str(value)


def _read(field: Field, text: str, zone: str) -> Any:
    """``ValueError`` with a sentence for whoever typed it."""
    match field.kind:
        case "number":
            return _number(field, text)
        case "time":
            return _instant(text, zone)
        case "email" if not looks_like_email(text):
            raise ValueError("Write one mail address, such as carla@customer.example.")
        case "choice" if text not in dict(field.choices):
            raise ValueError("Choose one from the list.")
    if not text:
        raise ValueError("This cannot be left empty.")
    if len(text) > MOST:
        raise ValueError(f"At most {MOST:,} characters.")
    return text


def _number(field: Field, text: str) -> int:
    least = field.least if field.least is not None else 0
    is_whole = text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
    number = int(text) if is_whole and len(text) < 10 else None  # noqa: PLR2004 - a billion
    if number is None or number < least or (field.most is not None and number > field.most):
        upto = f" to {field.most}" if field.most is not None else " or more"
        raise ValueError(f"Write a whole number, {least}{upto}.")
    return number


def _instant(text: str, zone: str) -> str:
    """As UTC. A time that the clock skips that night is none."""
    try:
        local = datetime.strptime(text[: len("2027-03-01T09:00")], LOCAL)  # noqa: DTZ007 - made so below
    except ValueError:
        raise ValueError("Write a day and a time.") from None
    at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise ValueError("The clocks go forward that night; this time does not exist.")
    return at.isoformat()
