"""One clause becomes parts of a rule, or it is said why it cannot."""

from dataclasses import dataclass, field
from typing import Any

from salesgenix.authority.rules import ActionKind, Approval, Audience, Calendar, Limits, Rule
from salesgenix.drafts.meaning import counts, hours, naming
from salesgenix.drafts.meaning.audiences import audiences
from salesgenix.drafts.meaning.clauses import ACTS, Clause
from salesgenix.drafts.meaning.deeds import (
    DISCOUNT,
    MAILS,
    MEETINGS,
    channels,
    deeds,
    missing,
)
from salesgenix.drafts.meaning.findings import (
    ASK,
    GRANT,
    LIMIT,
    NEVER,
    CannotHold,
    Case,
    Fields,
    Span,
)
from salesgenix.drafts.meaning.moods import mood_of
from salesgenix.drafts.meaning.validity import validity
from salesgenix.drafts.reading.lexicons import LANGUAGES, Tag
from salesgenix.drafts.reading.tagging import Reading
from salesgenix.drafts.terms import Facts, Standing
from salesgenix.leads.rules import FactField

NEAR = 2  # small words between an approval and whose it is
SOURCES = frozenset({"message", "site", "file", "booking"})
# What is left of these when a clause has been read was not understood.
_TELLING = frozenset(
    {
        "number", "pct", "sum", "money", "clock", "window", "days", "day_of", "stretch", "month",
        "rel", "next", "week", "year", "hour", "minute", "lang", "data", "source", "strategy",
        "quoted", "seg", "country", "stage", "company_name", "named_member", "except", "unless",
        "cond", "once", "twice", "thrice", "min", "below", "above", "notbefore", "notafter",
        "before", "after", "holidays", "lunch", "officehours", "morning", "afternoon", "evening",
        "night", "until", "date", "size", "rival", "asks", "me", "upto", "max", "named", "weekday",
        "legal_form", "apart", "without", "intotal", "percents",
    }
)  # fmt: skip


@dataclass(slots=True)
class Meant:
    """What one clause comes to."""

    standing: Standing
    rules: list[Rule] = field(default_factory=list)
    why: str = ""
    about: str = ""
    span: Span = field(default_factory=Span)
    leads: bool = False  # when it holds is said first, and of all that follows
    is_one_off: bool = False
    is_campaign: bool = False
    open_kinds: frozenset[ActionKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Before:
    """What an order has said already.

    ``ceiling``: of the discount named last; ``rules``: all, unless something was not understood.
    """

    ceiling: int | None = None
    rules: tuple[Rule, ...] = ()


def meant(clause: Clause, reading: Reading, facts: Facts, before: Before) -> Meant:
    case = Case(clause, reading, facts, LIMIT)
    try:
        found = _topic(case) or _held(case, before)
    except CannotHold as no:
        about = case.words(no.about) if no.about is not None else ""
        found = Meant(no.standing, why=no.why, about=about)
    found.is_one_off, found.is_campaign = clause.has("oneoff"), clause.has("campaign")
    if found.standing in {Standing.UNENFORCED, Standing.UNCLEAR} and case.mood == GRANT:
        found.open_kinds = deeds(case)
    return found


def _topic(case: Case) -> Meant | None:
    """What nobody can order, what holds anyway, and how to sound."""
    evil, good = case.clause.all("evil"), case.clause.all("good")
    is_negative = any(tag.kind in {"never", "neveradv"} for tag in case.clause.mood)
    if evil:
        standing = Standing.FLOOR if is_negative else Standing.REFUSED
        return Meant(standing, why=f"floor_{evil[0].value}")
    if good:
        is_undone = is_negative != case.has("hide")
        standing = Standing.REFUSED if is_undone else Standing.FLOOR
        return Meant(standing, why=f"floor_{good[0].value}")
    if case.has("optout"):
        goes_on = case.has("mailv", "mailn", "followup", "keep") and not is_negative
        standing = Standing.REFUSED if goes_on else Standing.FLOOR
        return Meant(standing, why="floor_optout")
    if case.has("tone"):
        return Meant(Standing.UNENFORCED, why="tone")
    return None


def _held(case: Case, before: Before) -> Meant:
    case.mood = mood_of(case.clause, case)
    naming.name_members(case)
    kinds = _else(case, before) or deeds(case)
    if not kinds:
        return _without_deed(case)
    barred = naming.barred_words(case)
    naming.name_companies(case, kinds)
    _ask_whom(case)
    whom = audiences(case, [r.audience for r in before.rules if r.actions & kinds])
    fields = _fields(case, kinds, before.ceiling)
    _either(case, fields)
    if barred:
        fields["barred_words"] = barred
    span = validity(case)
    _conditions(case, kinds)
    _nothing_left(case)
    rules = _ruled(case, kinds, fields, whom)
    return Meant(
        Standing.ENFORCED,
        [_dated(rule, span) for rule in rules],
        why=case.whys[0] if case.whys else "",
        span=span,
        leads=_leads(case),
    )


def _either(case: Case, fields: Fields) -> None:
    """``if it is over 10 % or they are a bank``: two conditions that are no single one."""
    if not case.has("cond") or "limits" not in fields:
        return
    figures = [tag.start for tag in case.clause.all("pct", "number")]
    whom = [tag.start for tag in case.clause.all("seg", "country", "stage", "company_name")]
    for joint in case.clause.all("and"):
        if any(
            min(one, other) < joint.start < max(one, other) for one in figures for other in whom
        ):
            raise CannotHold("condition", joint, Standing.UNCLEAR)


def _else(case: Case, before: Before) -> frozenset[ActionKind]:
    """``anything else``, after some kinds of mail: the other kinds. Of anything else it is not
    clear what is left.
    """
    if not case.take("otherdeeds"):
        return frozenset()
    letters = [rule.actions for rule in before.rules if rule.actions < MAILS]
    named: frozenset[ActionKind] = frozenset().union(*letters)
    if named == MAILS:
        named = letters[0]  # ``only transcripts`` has spoken of the others already
    named &= MAILS if not case.clause.has(*ACTS) else frozenset()
    if not named or named == MAILS or case.mood not in {ASK, NEVER}:
        raise CannotHold("what_else", None, Standing.UNCLEAR)
    return MAILS - named


def _without_deed(case: Case) -> Meant:
    no = missing(case)
    if no is not None:
        raise CannotHold("no_such_action", no)
    span = validity(case)
    is_only_time = span != Span() and not case.clause.unknown
    if is_only_time or (case.has("oneoff", "campaign") and not case.clause.unknown):
        return Meant(Standing.ENFORCED, span=span, leads=True)
    if case.mood == ASK and not case.clause.unknown:
        raise CannotHold("ask_what", None, Standing.UNCLEAR)
    raise CannotHold("not_understood", _first_unknown(case))


def _first_unknown(case: Case) -> Tag | None:
    """The unknown words from the first to the last that stands beside it."""
    unknown = case.clause.unknown
    if not unknown:
        return None
    last = unknown[0]
    while last + 1 in unknown:
        last += 1
    return Tag("unknown", unknown[0], last + 1)


def _ask_whom(case: Case) -> None:
    """``run it by Ben``: a person is asked; that it is Ben cannot be held."""
    if any(tag.kind == "noask" for tag in case.clause.mood):
        case.take("me", "before")
    if case.mood != ASK:
        return
    case.take("me", "allacts")
    for ask in case.clause.mood:
        for tag in case.tags("named_member", "member"):
            is_asked = 0 <= tag.start - ask.end <= NEAR or 0 <= ask.start - tag.end <= 1
            if is_asked:
                if tag.kind == "named_member":
                    hours.one_member(tag)
                case.mark(tag)
                case.note("anybody_may_answer")
    near_ask = _unknown_asker(case)
    if near_ask is not None:
        raise CannotHold("unknown_member", near_ask, Standing.UNCLEAR)


def _unknown_asker(case: Case) -> Tag | None:
    ends = {tag.end for tag in case.clause.all("ask", "noask")}
    at = next((i for i in case.clause.unknown if i in ends), None)
    is_name = at is not None and case.reading.tokens[at].text[0].isupper()
    return Tag("unknown", at, at + 1) if at is not None and is_name else None


def _fields(case: Case, kinds: frozenset[ActionKind], ceiling: int | None) -> Fields:
    fields: Fields = {}
    limits: dict[str, Any] = {}
    if kinds & DISCOUNT:
        limits |= counts.discount(case, ceiling)
    if kinds & MEETINGS or ActionKind.APPOINTMENT_CANCEL in kinds:
        fields["calendar"] = hours.calendar(case)
    if kinds & MAILS and not kinds & MEETINGS:
        fields["quiet_hours"] = hours.quiet(case)
    limits |= counts.limits(case, kinds)
    per_day = limits.pop("meetings_per_day", None)
    if per_day is not None:
        calendar = fields.get("calendar") or Calendar()
        fields["calendar"] = calendar.model_copy(update={"per_day": per_day})
    limits.pop("asks", None)
    fields["limits"] = Limits(**limits)
    fields |= _words_of(case, kinds) | {"channels": channels(case)}
    return {name: value for name, value in fields.items() if value not in (None, Limits())}


def _words_of(case: Case, kinds: frozenset[ActionKind]) -> Fields:
    """Languages, ways to persuade, what may be remembered and from where; of a refusal the rest."""
    fields: Fields = {}
    everything = {
        "lang": ("languages", case.facts.languages or frozenset(LANGUAGES)),
        "data": ("data_fields", frozenset(str(item) for item in FactField)),
        "source": ("sources", SOURCES),
    }
    for kind, (name, all_of_them) in everything.items():
        is_learning = ActionKind.LEAD_LEARN in kinds
        if (
            kind != "lang"
            and not is_learning
            and not (kind == "data" and ActionKind.SITE_READ in kinds)
        ):
            continue
        tags = case.take(kind)
        if not tags or not (kind == "lang" or is_learning):
            continue
        if case.mood == ASK:
            raise CannotHold("ask_condition", tags[0])
        if kind == "data" and ActionKind.SITE_READ in kinds and ActionKind.LEAD_LEARN not in kinds:
            continue
        named = frozenset(str(tag.value) for tag in tags)
        fields[name] = all_of_them - named if case.mood == NEVER else named
    ways = case.take("strategy")
    if ways and case.mood == ASK:
        raise CannotHold("ask_condition", ways[0])
    if ways:
        named = frozenset(str(tag.value) for tag in ways)
        is_flipped = case.mood == LIMIT
        fields["strategies"] = case.facts.strategies - named if is_flipped else named
    case.take("remember", "in")
    return fields


def _conditions(case: Case, kinds: frozenset[ActionKind]) -> None:
    """``if`` before something a rule can look at is no more than a word; else it cannot be held."""
    for tag in case.tags("request"):
        if case.mood != GRANT or kinds & DISCOUNT:
            raise CannotHold("condition", tag)
        case.note("on_request")
    if ActionKind.SITE_READ in kinds and case.mood == GRANT:
        case.take("cond")
    for tag in case.tags("cond", "unless"):
        after = case.after(tag)
        is_seen = after is not None and (
            after.start in case.used or after.kind in {"person", "company", "that", "above"}
        )
        rest = [t for t in case.clause.tags if t.start > tag.start and t.start in case.used]
        knows = any(
            t.kind in {"seg", "country", "stage", "size", "company_name", "number"} for t in rest
        )
        if tag.kind == "unless" or not (case.mood == ASK or (is_seen and knows)):
            raise CannotHold("condition", tag)
        case.mark(tag)


def _nothing_left(case: Case) -> None:
    if case.clause.unknown:
        raise CannotHold("not_understood", _first_unknown(case))
    left = [t for t in case.clause.tags if t.kind in _TELLING and t.start not in case.used]
    left = [t for t in left if not (t.kind in {"before", "after", "above"} and case.mood == ASK)]
    if left:
        raise CannotHold("not_understood", left[0])


def _ruled(
    case: Case, kinds: frozenset[ActionKind], fields: Fields, whom: list[Audience]
) -> list[Rule]:
    if case.said("followup") and not case.said("transcript", "invite", "mailv"):
        if "limits" not in fields:
            raise CannotHold("follow_up_order")
        case.note("follow_ups_only")
        return [Rule(actions=kinds, effect="bound", audience=one, **fields) for one in whom]
    if case.mood == GRANT:
        return _granted(case, kinds, fields, whom)
    if case.mood == LIMIT or (case.mood == NEVER and fields.keys() - {"channels"}):
        return _limited(case, kinds, fields, whom)
    if case.mood == ASK and case.said("only") and _is_unasked(case) and "limits" not in fields:
        return _others_asked(case, kinds, fields, whom)
    is_ceiling = "limits" in fields and kinds & DISCOUNT and case.mood == ASK
    if is_ceiling:
        return [Rule(actions=kinds, effect="bound", audience=one, **fields) for one in whom]
    approval = dict.fromkeys(kinds, Approval.ASK if case.mood == ASK else Approval.NEVER)
    return [
        Rule(actions=kinds, effect="bound", approval=approval, audience=one, **fields)
        for one in whom
    ]


def _is_unasked(case: Case) -> bool:
    return any(tag.kind == "noask" and tag.value is None for tag in case.clause.mood) and not any(
        tag.kind in {"never", "neveradv"} for tag in case.clause.mood
    )


def _others_asked(
    case: Case, kinds: frozenset[ActionKind], fields: Fields, whom: list[Audience]
) -> list[Rule]:
    """``only transcripts without asking``: before everything else of that kind it asks."""
    is_some_mail = kinds < MAILS and whom == [Audience()]
    if fields or len(whom) > 1 or (whom[0].is_everybody and not is_some_mail):
        raise CannotHold("nothing_limited", None, Standing.UNCLEAR)
    others = whom[0]
    asked = MAILS - kinds if is_some_mail else kinds - {ActionKind.KNOWLEDGE_READ}
    if not is_some_mail:
        others = others.model_copy(update={"is_except": not others.is_except})
    approval = dict.fromkeys(asked, Approval.ASK)
    rules = [Rule(actions=asked, effect="bound", approval=approval, audience=others)]
    if any(tag.kind == "may" and tag.value is None for tag in case.clause.mood):
        rules.insert(0, Rule(actions=kinds, audience=whom[0]))
    return rules


def _granted(
    case: Case, kinds: frozenset[ActionKind], fields: Fields, whom: list[Audience]
) -> list[Rule]:
    if ActionKind.STRATEGY_USE in kinds and not fields.get("strategies"):
        raise CannotHold("which_strategy", None, Standing.UNCLEAR)
    granted = [Rule(actions=kinds, audience=one, **fields) for one in whom]
    if case.said("only") and not whom[0].is_everybody:
        granted.append(_others_never(kinds, whom))
    return granted


def _others_never(kinds: frozenset[ActionKind], whom: list[Audience]) -> Rule:
    if len(whom) > 1:
        raise CannotHold("exception")
    others = whom[0].model_copy(update={"is_except": not whom[0].is_except})
    never = dict.fromkeys(kinds - {ActionKind.KNOWLEDGE_READ}, Approval.NEVER)
    return Rule(actions=frozenset(never), effect="bound", approval=never, audience=others)


def _limited(
    case: Case, kinds: frozenset[ActionKind], fields: Fields, whom: list[Audience]
) -> list[Rule]:
    """Whom ``only`` names is let be; a limit of its own holds for those that are named."""
    if case.said("only") and not whom[0].is_everybody and not fields:
        return [_others_never(kinds, whom)]
    if not fields or (case.said("only") and not whom[0].is_everybody):
        raise CannotHold("nothing_limited", None, Standing.UNCLEAR)
    if case.mood == LIMIT and "strategies" in fields and not case.has("only"):
        raise CannotHold("nothing_limited", None, Standing.UNCLEAR)
    return [Rule(actions=kinds, effect="bound", audience=one, **fields) for one in whom]


def _dated(rule: Rule, span: Span) -> Rule:
    return rule.model_copy(update={"not_before": span.not_before, "not_after": span.not_after})


def _leads(case: Case) -> bool:
    times = case.clause.all("until", "fromday", "rel", "month", "next", "day_of", "stretch")
    acts = [tag.start for tag in case.clause.acts if tag in case.clause.tags]
    return bool(times) and times[0].start < min(acts, default=0)
