"""A typed rule as a form, part by part, and the form as a typed rule again: nobody edits JSON.

Each part of an order is a group of fields whose names begin with ``p0.``, ``p1.`` and so on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.console import words
from salesgenix.authority.rules import FLOOR, ActionKind, Channel, Rule, Segment
from salesgenix.kit.errors import Invalid
from salesgenix.leads.rules import FactField, Stage

Form = Mapping[str, Sequence[str]]
MOST_PARTS = 12
NONE = "none"
# Here an empty list is not the same as nothing said: it lets nothing through.
CLOSED = frozenset(
    {
        "languages",
        "channels",
        "data_fields",
        "sources",
        "audience.leads",
        "audience.countries",
        "audience.stages",
        "calendar.members",
        "calendar.weekdays",
    }
)
KINDS = tuple(kind for kind in ActionKind if kind not in FLOOR)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTS = (
    "per_lead_per_day",
    "total_per_day",
    "follow_ups_max",
    "follow_up_gap_hours",
    "uses",
    "uses_per_lead",
)


@dataclass(frozen=True, slots=True)
class Act:
    kind: str
    name: str
    answer: str  # auto, ask, never; empty: not covered


@dataclass(frozen=True, slots=True, kw_only=True)
class PartForm:
    """``value`` and ``has`` ask for a field by the name it has in the rule: ``calendar.start``."""

    index: int
    effect: str
    acts: tuple[Act, ...]
    values: Mapping[str, Any]

    @property
    def covered(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.answer)

    def value(self, name: str) -> str:
        """As a person types it: lists with commas between, none as nothing."""
        found = self._at(name)
        if found is None:
            return ""
        if found == [] and name in CLOSED:
            return NONE
        if isinstance(found, (list, tuple, set, frozenset)):
            return ", ".join(sorted(str(one) for one in found))
        return str(found)

    def chosen(self, name: str) -> frozenset[str]:
        found = self._at(name) or ()
        return frozenset(str(one) for one in found)

    def says(self, *names: str) -> bool:
        """Whether any of these fields holds something back."""
        return any(self._says(name) for name in names)

    def _says(self, name: str) -> bool:
        found = self._at(name)
        if found == []:
            return name in CLOSED
        return found is not None and found is not False

    def _at(self, name: str) -> Any:
        found: Any = self.values
        for step in name.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return found


def parts_of(rule: Rule | None) -> list[PartForm]:
    return [
        PartForm(
            index=index,
            effect=part.effect,
            acts=tuple(
                Act(
                    kind,
                    words.action(kind),
                    str(part.approval_of(kind)) if kind in part.actions else "",
                )
                for kind in KINDS
            ),
            values=part.model_dump(mode="json"),
        )
        for index, part in enumerate(rule.flat() if rule is not None else ())
    ]


def blank_part(index: int) -> PartForm:
    acts = tuple(Act(kind, words.action(kind), "") for kind in KINDS)
    return PartForm(index=index, effect="grant", acts=acts, values={})


def rule_of(form: Form) -> Rule | None:
    """None if no part does anything; ``Invalid`` names the field as it is called on the page."""
    parts = [
        body
        for index in range(MOST_PARTS)
        if f"p{index}.effect" in form and (body := _part(_Part(form, f"p{index}.")))
    ]
    if not parts:
        return None
    first, *others = parts
    try:
        return Rule.model_validate({**first, "parts": others})
    except ValidationError as error:
        names = sorted({_name(found["loc"]) for found in error.errors()})
        raise Invalid(
            "instruction.invalid", f"Please look again at: {', '.join(names)}."
        ) from error


@dataclass(frozen=True, slots=True)
class _Part:
    form: Form
    prefix: str

    def one(self, name: str) -> str | None:
        found = self.form.get(self.prefix + name) or ("",)
        return found[-1].strip() or None

    def many(self, name: str) -> list[str] | None:
        """Ticked boxes, or words with commas between; none of them is no condition."""
        given = self.form.get(self.prefix + name, ())
        typed = [one.strip() for text in given for one in text.split(",") if one.strip()]
        said = [one for one in typed if one != NONE]
        return said or ([] if typed else None)


def _part(part: _Part) -> dict[str, Any] | None:
    chosen = {kind: answer for kind in KINDS if (answer := part.one(f"may.{kind}"))}
    if not chosen or part.one("drop"):
        return None
    body: dict[str, Any] = {
        "effect": part.one("effect") or "grant",
        "actions": list(chosen),
        "approval": {kind: answer for kind, answer in chosen.items() if answer != "auto"},
        "limits": {
            "discount_ceiling_percent": part.one("limits.discount_ceiling_percent"),
            "above_ceiling": part.one("limits.above_ceiling") or "never",
            **{name: part.one(f"limits.{name}") for name in COUNTS},
        },
        "not_before": part.one("not_before"),
        "not_after": part.one("not_after"),
        "quiet_hours": _quiet(part),
        "audience": _audience(part),
        "calendar": _calendar(part),
        "strategies": part.many("strategies") or [],
        "barred_words": [word.casefold() for word in part.many("barred_words") or []],
        **{name: part.many(name) for name in ("languages", "channels", "data_fields", "sources")},
    }
    return body


def _quiet(part: _Part) -> dict[str, Any] | None:
    start, end = part.one("quiet_hours.start"), part.one("quiet_hours.end")
    days = part.many("quiet_hours.days") or []
    if start is None and end is None and not days:
        return None
    return {
        "start": start or "00:00",
        "end": end or "00:00",
        "spare_active_minutes": part.one("quiet_hours.spare_active_minutes") or 0,
        "days": days,
    }


def _audience(part: _Part) -> dict[str, Any]:
    return {
        "segments": part.many("audience.segments") or [],
        "companies": [name.casefold() for name in part.many("audience.companies") or []],
        "leads": part.many("audience.leads"),
        "size_min": part.one("audience.size_min"),
        "size_max": part.one("audience.size_max"),
        "countries": _upper(part.many("audience.countries")),
        "stages": part.many("audience.stages"),
        "is_except": part.one("audience.is_except") is not None,
    }


def _calendar(part: _Part) -> dict[str, Any] | None:
    body = {
        "members": part.many("calendar.members"),
        "weekdays": part.many("calendar.weekdays"),
        "start": part.one("calendar.start"),
        "end": part.one("calendar.end"),
        "closed": part.many("calendar.closed") or [],
        "per_day": part.one("calendar.per_day"),
    }
    if all(value is None or (name == "closed" and not value) for name, value in body.items()):
        return None
    return {**body, "zone": part.one("calendar.zone")}


def _upper(codes: list[str] | None) -> list[str] | None:
    return None if codes is None else [code.upper() for code in codes]


def _name(place: Iterable[int | str]) -> str:
    steps = [str(step) for step in place if not isinstance(step, int) and step != "parts"]
    return next((LABELS[step] for step in reversed(steps) if step in LABELS), "the rule")


LABELS = {
    "discount_ceiling_percent": "discount by itself up to",
    "per_lead_per_day": "mails to one person a day",
    "total_per_day": "mails a day in all",
    "follow_ups_max": "follow-ups without an answer",
    "follow_up_gap_hours": "hours between them",
    "uses": "times in all",
    "uses_per_lead": "times with one person",
    "quiet_hours": "quiet hours",
    "segments": "kinds of organisation",
    "companies": "companies",
    "size_min": "people who work there, at least",
    "size_max": "people who work there, at most",
    "countries": "countries",
    "stages": "stages of the sale",
    "weekdays": "weekdays",
    "members": "meetings with",
    "start": "not before",
    "end": "not after",
    "days": "no mail at all on",
    "closed": "closed days",
    "per_day": "meetings a day",
    "languages": "languages",
    "channels": "by",
    "strategies": "ways of persuading",
    "data_fields": "what may be remembered",
    "sources": "from where",
    "barred_words": "words it never says",
}
SEGMENTS = tuple((str(one), words.said(one)) for one in Segment)
STAGES = tuple((str(one), words.stage(one)[0]) for one in Stage)
CHANNELS = ((str(Channel.CHAT), "In the chat"), (str(Channel.MAIL), "By mail"))
DAYS = tuple((day, day.capitalize()) for day in WEEKDAYS)
FIELDS = tuple((str(one), words.field(one)) for one in FactField)


def fields_of(rule: Rule | None) -> dict[str, list[str]]:
    """The form's fields as a browser would send them for this rule."""
    found: dict[str, list[str]] = {}
    for part in parts_of(rule):
        prefix = f"p{part.index}."
        found[f"{prefix}effect"] = [part.effect]
        found |= {f"{prefix}may.{act.kind}": [act.answer] for act in part.covered}
        for name in NAMES:
            if part.says(name):
                value = part.value(name)
                found[prefix + name] = ["1"] if name == "audience.is_except" else [value]
    return found


NAMES = (
    "limits.discount_ceiling_percent",
    "limits.above_ceiling",
    *(f"limits.{name}" for name in COUNTS),
    "quiet_hours.start",
    "quiet_hours.end",
    "quiet_hours.spare_active_minutes",
    "quiet_hours.days",
    "audience.segments",
    "audience.companies",
    "audience.leads",
    "audience.size_min",
    "audience.size_max",
    "audience.countries",
    "audience.stages",
    "audience.is_except",
    "calendar.members",
    "calendar.weekdays",
    "calendar.start",
    "calendar.end",
    "calendar.closed",
    "calendar.per_day",
    "calendar.zone",
    "strategies",
    "barred_words",
    "languages",
    "channels",
    "data_fields",
    "sources",
    "not_before",
    "not_after",
)
