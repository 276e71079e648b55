"""An owner's ordinary words become one typed rule, without a model and always the same one."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from salesgenix.authority.rules import ActionKind, Approval, Calendar, Limits, Rule
from salesgenix.drafts.meaning.clauses import ACTS, HEADS, Clause, clauses_of
from salesgenix.drafts.meaning.composing import Before, Meant, meant
from salesgenix.drafts.meaning.deeds import MEETINGS
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.sentences import stretches
from salesgenix.drafts.reading.tagging import language_of, read
from salesgenix.drafts.terms import Draft, Facts, Sentence, Standing

__all__ = ["MAX_CHARACTERS", "Draft", "Facts", "Sentence", "Standing", "compile_words"]

MAX_CHARACTERS = 4_000
_PLACES = frozenset({"only", "days", "window", "notbefore", "notafter", "named_member", "above"})
_SELF_SUFFICIENT = frozenset({"evil", "good", "tone"})


def compile_words(words: str, facts: Facts) -> Draft:
    """Pure, and the same for the same words. Beyond ``MAX_CHARACTERS`` nothing is read.

    What restricts never becomes a grant, and every stretch of the words is in one sentence.
    """
    home = language_of(words[:MAX_CHARACTERS])
    order = _Order()
    for start, end in stretches(words[:MAX_CHARACTERS]):
        order.read(words, (start, end), home, facts)
    if len(words) > MAX_CHARACTERS:
        order.sentences.append(
            Sentence(MAX_CHARACTERS, len(words), Standing.UNENFORCED, why="too_long")
        )
    return order.draft()


class _Order:
    """The parts so far, and what the next sentence may go on from."""

    def __init__(self) -> None:
        self.parts: list[Rule] = []
        self.sentences: list[Sentence] = []
        self.kind = "standing"
        self.ceiling: int | None = None
        self.last: Clause | None = None
        self.open: frozenset[ActionKind] = frozenset()
        self.is_whole = True  # nothing that was said is missing from the parts

    def read(self, words: str, span: tuple[int, int], home: str, facts: Facts) -> None:
        reading = read(words, span, home, facts)
        clauses = clauses_of(reading)
        _share_ends(clauses)
        if not clauses:
            self.sentences.append(Sentence(*span, Standing.UNENFORCED, why="not_understood"))
            return
        if "\n" not in words[self.sentences[-1].end if self.sentences else 0 : span[0]]:
            self._lend(clauses[0])
        starts = [span[0], *(reading.tokens[c.start].start for c in clauses[1:]), span[1]]
        leading: Meant | None = None
        is_refused = False
        begun = len(self.parts)
        said: list[Rule] = []
        for at, clause in enumerate(clauses):
            before = Before(self.ceiling, tuple(self.parts) if self.is_whole else ())
            found = meant(clause, reading, facts, before)
            found = _undoing(found, said) or found
            said += found.rules
            is_refused = is_refused or found.standing is Standing.REFUSED
            if is_refused and any(rule.effect == "grant" for rule in found.rules):
                found = Meant(Standing.REFUSED, why="refused_with")
            if leading is not None:
                found.rules = [_in_span(rule, leading) for rule in found.rules]
            if found.leads and at == 0 and found.rules:
                leading = found
            if found.span.not_after is not None and not clause.has(*HEADS):
                self._end_all(begun, found)
            place = (starts[at], starts[at + 1])
            self._keep(words, place, found, begun)
            self._remember(clause)
            if found.standing is not Standing.ENFORCED and clause.has("pct"):
                self.ceiling = None  # ``more than that`` may mean one that was not understood
            is_lost = found.standing in {Standing.UNENFORCED, Standing.UNCLEAR}
            if is_lost and found.why not in {"tone", "topic"}:
                self.is_whole = False

    def _end_all(self, begun: int, found: Meant) -> None:
        """``hospitals 8 % and hotels 6 % until May``: said in one breath, it ends at once."""
        kinds: frozenset[ActionKind] = frozenset().union(*(rule.actions for rule in found.rules))
        end = replace(found.span, not_before=None)
        for at in range(begun, len(self.parts)):
            part = self.parts[at]
            if part.effect == "grant" and part.actions & kinds:
                self.parts[at] = _in_span(part, replace(found, span=end))

    def _lend(self, first: Clause) -> None:
        """A sentence that names no action goes on about the last one's."""
        if self.last is None or first.has(*ACTS, *_SELF_SUFFICIENT, "pct", "lang"):
            return
        if first.has(*HEADS, *_PLACES):
            first.lent += self.last.acts or [
                Tag("discount", tag.start, tag.end) for tag in self.last.all("pct")[:1]
            ]

    def _remember(self, clause: Clause) -> None:
        if clause.acts or clause.has("pct"):
            self.last = clause

    def _keep(self, words: str, place: tuple[int, int], found: Meant, begun: int) -> None:
        self.open |= found.open_kinds
        if found.is_one_off:
            self.kind = "one_off"
        elif found.is_campaign and self.kind == "standing":
            self.kind = "campaign"
        if found.standing is Standing.ENFORCED and not found.rules:
            self.parts = [_in_span(rule, found) for rule in self.parts]
            touched = tuple(range(len(self.parts)))
            if not self.parts:
                found = replace(found, standing=Standing.UNENFORCED, why="nothing_limited")
        else:
            touched = tuple(self._add(rule, begun) for rule in found.rules)
        sentence = Sentence(
            *_trimmed(words, *place),
            found.standing,
            tuple(dict.fromkeys(touched)),
            found.why,
            found.about,
        )
        self._append(words, sentence)

    def _append(self, words: str, sentence: Sentence) -> None:
        last = self.sentences[-1] if self.sentences else None
        if sentence.start >= sentence.end:
            return
        between = words[last.end : sentence.start] if last is not None else "\n"
        is_same = (
            last is not None
            and last.standing == sentence.standing
            and (last.why, last.about) == (sentence.why, sentence.about)
            and not between.strip(" ,:–—")
            and "\n" not in between
            and words[last.end - 1] not in ".!?;"
        )
        if last is None or not is_same:
            self.sentences.append(sentence)
            return
        parts = tuple(dict.fromkeys([*last.parts, *sentence.parts]))
        self.sentences[-1] = replace(last, end=sentence.end, parts=parts)

    def _add(self, rule: Rule, begun: int) -> int:
        """Where the rule went: into one that says the same of other actions, or after the last."""
        ceiling = rule.limits.discount_ceiling_percent
        if ceiling is not None:
            self.ceiling = ceiling
        for at, part in enumerate(self.parts):
            joined = _joined(part, rule, is_same_sentence=at >= begun)
            if joined is not None:
                self.parts[at] = joined
                return at
        self.parts.append(rule)
        return len(self.parts) - 1

    def draft(self) -> Draft:
        parts = self.parts
        if self.kind == "one_off":
            parts = [_once(part) for part in parts]
        rule = parts[0].model_copy(update={"parts": tuple(parts[1:])}) if parts else None
        return Draft(rule, tuple(self.sentences), self.kind, open_kinds=self.open)


def _undoing(found: Meant, said: Sequence[Rule]) -> Meant | None:
    """``10 % until Friday, then nothing``: a refusal of just what was allowed is said of later."""
    allowed: frozenset[ActionKind] = frozenset().union(
        *(rule.actions for rule in said if rule.effect == "grant")
    )
    undone = [
        rule
        for rule in found.rules
        if rule
        == Rule(
            actions=rule.actions,
            effect="bound",
            approval=dict.fromkeys(rule.actions, Approval.NEVER),
        )
    ]
    if not any(rule.actions <= allowed for rule in undone):
        return None
    return Meant(Standing.UNCLEAR, why="nothing_limited")


def _joined(part: Rule, rule: Rule, *, is_same_sentence: bool) -> Rule | None:
    if _says_what_is_above(part, rule):
        limits = part.limits.model_copy(update={"above_ceiling": rule.limits.above_ceiling})
        return part.model_copy(update={"limits": limits})
    if _says_what_is_below(part, rule):
        return rule.model_copy(update={"limits": part.limits})
    if not is_same_sentence:
        return part if part == rule else None
    if _is_calendar_of(part, rule) and part.calendar is not None and rule.calendar is not None:
        said = rule.calendar.model_dump(exclude_unset=True)
        if all(getattr(part.calendar, name) in (None, frozenset()) for name in said):
            merged = part.calendar.model_dump() | said
            return part.model_copy(update={"calendar": Calendar(**merged)})
    if _is_of_the_same_meetings(part, rule):
        return part.model_copy(update={"actions": part.actions | rule.actions})
    return _of_more_ways(part, rule) or _of_more_kinds(part, rule)


def _of_more_ways(part: Rule, rule: Rule) -> Rule | None:
    plain: dict[str, Any] = {"strategies": frozenset()}
    is_ways = part.strategies and rule.strategies
    if is_ways and part.model_copy(update=plain) == rule.model_copy(update=plain):
        return part.model_copy(update={"strategies": part.strategies | rule.strategies})
    return None


def _of_more_kinds(part: Rule, rule: Rule) -> Rule | None:
    """Two that say the same of different actions are one."""
    only_kinds: dict[str, Any] = {"actions": frozenset(), "approval": {}}
    if part.model_copy(update=only_kinds) == rule.model_copy(update=only_kinds):
        values = set(part.approval.values()) | set(rule.approval.values())
        if len(values) <= 1 and bool(part.approval) == bool(rule.approval):
            return part.model_copy(
                update={
                    "actions": part.actions | rule.actions,
                    "approval": {**part.approval, **rule.approval},
                }
            )
    return None


def _says_what_is_above(part: Rule, rule: Rule) -> bool:
    """``above that ask me``: about the ceiling that has been named, and no other."""
    plain = Rule(actions=rule.actions, effect="bound", limits=rule.limits)
    return (
        rule == plain
        and rule.actions == {ActionKind.DISCOUNT_OFFER}
        and ActionKind.DISCOUNT_OFFER in part.actions
        and part.audience.is_everybody
        and part.limits.discount_ceiling_percent is not None
        and part.limits.discount_ceiling_percent == rule.limits.discount_ceiling_percent
        and (part.not_before, part.not_after) == (None, None)
    )


def _says_what_is_below(part: Rule, rule: Rule) -> bool:
    """``above 15 % ask me; below that go ahead``: what is allowed has the limit that was set."""
    plain = Rule(
        actions=frozenset({ActionKind.DISCOUNT_OFFER}),
        limits=rule.limits.model_copy(update={"above_ceiling": part.limits.above_ceiling}),
    )
    asked = plain.model_copy(update={"effect": "bound", "limits": part.limits})
    return (
        part == asked
        and rule == plain.model_copy(update={"limits": rule.limits})
        and part.limits.discount_ceiling_percent is not None
        and part.limits.discount_ceiling_percent == rule.limits.discount_ceiling_percent
    )


def _is_calendar_of(part: Rule, rule: Rule) -> bool:
    """``book demos with Maya, never before 10``: a limit of the very meetings that are allowed."""
    plain = Rule(actions=rule.actions, effect="bound", calendar=rule.calendar)
    return rule == plain and part.effect == "grant" and ActionKind.APPOINTMENT_BOOK in part.actions


def _is_of_the_same_meetings(part: Rule, rule: Rule) -> bool:
    """``book demos with Ben, and move or cancel them``: those with Ben."""
    meetings = MEETINGS | {ActionKind.APPOINTMENT_CANCEL, ActionKind.MAIL_INVITATION}
    return (
        part.effect == "grant"
        and part.calendar is not None
        and rule.actions <= meetings
        and rule == part.model_copy(update={"actions": rule.actions, "calendar": None})
    )


def _in_span(rule: Rule, found: Meant) -> Rule:
    """With when it holds, where the rule says nothing of that itself."""
    update = {
        name: value
        for name, value in (
            ("not_before", found.span.not_before),
            ("not_after", found.span.not_after),
        )
        if value is not None and getattr(rule, name) is None
    }
    return rule.model_copy(update=update)


def _once(rule: Rule) -> Rule:
    if rule.effect != "grant" or rule.limits.uses is not None:
        return rule
    limits = Limits.model_validate(rule.limits.model_dump() | {"uses": 1})
    return rule.model_copy(update={"limits": limits})


def _share_ends(clauses: list[Clause]) -> None:
    """``never mail or phone banks``: whom the last names is whom both are about."""
    for one, after in reversed(list(itertools.pairwise(clauses))):
        is_bare = bool(one.tags) and one.tags[-1].kind in ACTS
        shares = after.lends(*HEADS) or not (after.has(*HEADS) or one.has(*HEADS))
        kinds = ("seg", "country", "stage", "company_name")
        if is_bare and shares and not after.has("but") and not one.has(*kinds):
            one.lent += [tag for tag in [*after.tags, *after.lent] if tag.kind in kinds]


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (words[start].isspace() or words[start] in ",;:"):
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end
