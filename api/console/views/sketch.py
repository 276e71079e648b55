"""What stands in the editor of an order: read from its form, and carried on by the next page."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.console.views.lineage import base_of
from api.console.views.rule_form import fields_of, rule_of
from salesgenix.authority.rules import Rule
from salesgenix.instructions.service import MAX_WORDS_CHARACTERS, InstructionCard
from salesgenix.kit.errors import Invalid
from salesgenix.kit.ids import new_id

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")
PART = re.compile(r"p\d{1,2}\.")
# Not carried on: the session's mark, the rehearsal's question, and what the button added.
PASSING = frozenset({"csrf", "say", "by", "digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """``base`` is the order it changes; ``fields`` are those of the rule by hand."""

    ref: UUID
    base: UUID | None = None
    key: str = ""
    words: str = ""
    kind: str = ""  # empty: as the words say
    since: str = ""
    until: str = ""
    drafted_by: str = "embedded"
    drafted_for: str = ""  # a mark of the words that a model's draft was made for
    is_tuned: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def given_rule(self) -> Rule | None:
        """The rule that was set, by a person or by a model's draft; none: the words are read."""
        return rule_of(self.fields) if self.is_tuned or self.drafted_by == "model" else None

    @property
    def carried(self) -> list[tuple[str, str]]:
        plain = [
            ("ref", str(self.ref)),
            ("base", str(self.base or "")),
            ("key", self.key),
            ("words", self.words),
            ("kind", self.kind),
            ("since", self.since),
            ("until", self.until),
            ("drafted_by", self.drafted_by),
            ("drafted_for", self.drafted_for),
            *([("tuned", "1")] if self.is_tuned else []),
        ]
        return plain + [(name, one) for name, values in self.fields.items() for one in values]

    def with_rule(self, rule: Rule | None) -> "Sketch":
        """The same with the rule's own values in the form."""
        return replace(self, fields=fields_of(rule))


def sketch_of(items: Iterable[tuple[str, str]]) -> Sketch:
    given: dict[str, list[str]] = {}
    for name, value in items:
        if name not in PASSING:
            given.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def one(name: str) -> str:
        return given.get(name, [""])[-1].strip()

    words, key = one("words"), one("key")
    if len(words) > MAX_WORDS_CHARACTERS:
        raise Invalid("instruction.words", f"Words: 1 to {MAX_WORDS_CHARACTERS} characters.")
    if key and not KEY.fullmatch(key):
        raise Invalid("instruction.invalid", "The short name: small letters, digits and dashes.")
    is_models = one("drafted_by") == "model" and one("drafted_for") == mark_of(words)
    return Sketch(
        ref=_id(one("ref")) or new_id(),
        base=_id(one("base")),
        key=key,
        words=words,
        kind=one("kind"),
        since=one("since"),
        until=one("until"),
        drafted_by="model" if is_models else "embedded",
        drafted_for=one("drafted_for") if is_models else "",
        is_tuned=bool(one("tuned")),
        fields={name: values for name, values in given.items() if PART.match(name)},
    )


def by_model(sketch: Sketch, rule: Rule) -> Sketch:
    """With a model's rule, which counts as long as the words stay as they are."""
    drafted = replace(sketch, drafted_by="model", drafted_for=mark_of(sketch.words), is_tuned=False)
    return drafted.with_rule(rule)


def mark_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def sketch_from(
    card: InstructionCard, rule: Rule, *, drafted_by: str, zone: str, now: datetime
) -> Sketch:
    """An order as it stands, to be changed. Who read its rule reads it again; a hand's stays.

    An end that is past is not taken along.
    """
    bare = _timeless(rule, now)
    ends = rule.not_after if rule.not_after is not None and rule.not_after > now else None
    sketch = Sketch(
        ref=new_id(),
        base=card.id,
        key=base_of(card.key),
        words=card.words,
        kind=card.kind,
        since=_day(rule.not_before, zone),
        until=_last_day(ends, zone),
        is_tuned=drafted_by != "embedded",
    )
    return sketch.with_rule(bare)


def day_begins(text: str, zone: str) -> datetime | None:
    """``Invalid`` unless it is a day or nothing."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
    except ValueError:
        raise Invalid("instruction.day", f"{text!r} is not a day such as 2027-03-31.") from None


def day_ends(text: str, zone: str) -> datetime | None:
    begins = day_begins(text, zone)
    if begins is None:
        return None
    return datetime.combine(begins.date() + timedelta(days=1), time(), ZoneInfo(zone))


def _timeless(rule: Rule, now: datetime) -> Rule:
    """Without the bounds that the two fields of the order say, and without ends that are past."""
    outer = {"not_before": rule.not_before, "not_after": rule.not_after}

    def bare(part: Rule) -> Rule:
        same = {name for name, value in outer.items() if getattr(part, name) == value}
        if part.not_after is not None and part.not_after <= now:
            same.add("not_after")
        return part.model_copy(update=dict.fromkeys(same))

    return bare(rule).model_copy(update={"parts": tuple(bare(part) for part in rule.parts)})


def _day(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).date().isoformat() if moment else ""


def _last_day(moment: datetime | None, zone: str) -> str:
    """The last day that an end still allows: midnight belongs to the day before."""
    return _day(moment - timedelta(microseconds=1), zone) if moment else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
