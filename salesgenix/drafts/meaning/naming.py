"""Words that no lexicon knows: a member mistyped, a company, a word that may not be said."""

from collections.abc import Iterator

from salesgenix.authority.rules import ActionKind
from salesgenix.drafts.meaning.deeds import MAILS, MEETINGS
from salesgenix.drafts.meaning.findings import ASK, NEVER, CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.people import Names, first_names
from salesgenix.drafts.terms import Standing

_TO = frozenset(
    {"with", "to", "for", "at", "on", "mailv", "except", "and", "company_name", "discount"}
)


def name_members(case: Case) -> None:
    """A slip of a member's name, where a member can stand, is the member."""
    names = Names(case.facts.members)
    for at in list(case.clause.unknown):
        token = case.reading.tokens[at]
        is_person = token.text[:1].isupper() or _led_by(case, at) in {"with", "ask"}
        ids = names.near(token.key) if is_person and token.shape == "word" else frozenset()
        if ids:
            _put(case, Tag("named_member", at, at + 1, ids))


def barred_words(case: Case) -> frozenset[str]:
    """What no reply may say. A topic is no word: only what stands in quotes, or is a name."""
    if not case.has("mention"):
        return frozenset()
    case.take("mention", "rival")
    quoted = case.take("quoted")
    words = {str(tag.value).casefold() for tag in quoted}
    for name in list(_names(case)):
        words.add(case.words(name).casefold())
        case.clause.unknown = [i for i in case.clause.unknown if not name.start <= i < name.end]
    if case.mood != NEVER or not words or case.clause.unknown:
        raise CannotHold("topic")
    case.note("words_only")
    return frozenset(words)


def name_companies(case: Case, deeds: frozenset[ActionKind]) -> None:
    """A capitalised name after ``to`` is a company's, unless it is where a person stands."""
    for name in list(_names(case)):
        lead = _led_by(case, name.start)
        if lead == "with" and deeds & MEETINGS and not deeds & MAILS and not _is_legal(case, name):
            raise CannotHold("unknown_member", name, Standing.UNCLEAR)
        if _is_person(case, name) and not _is_legal(case, name):
            raise CannotHold("person_named", name, Standing.UNCLEAR)
        if lead not in _TO and not _is_legal(case, name):
            continue
        if case.reading.language == "de" and not _is_legal(case, name):
            continue
        _put(case, Tag("company_name", name.start, name.end, case.words(name).casefold()))
    me = [tag for tag in case.tags("me") if _led_by(case, tag.start) == "with"]
    if me and deeds & MEETINGS and case.mood != ASK:
        raise CannotHold("unknown_member", me[0], Standing.UNCLEAR)
    for tag in case.tags("quoted"):
        _put(case, Tag("company_name", tag.start, tag.end, str(tag.value).casefold()))
        case.mark(tag)
        case.used.discard(tag.start)
    case.take("legal_form")


def _is_person(case: Case, name: Tag) -> bool:
    return case.reading.tokens[name.start].key in first_names()


def _names(case: Case) -> Iterator[Tag]:
    """Runs of unknown words that are written large, but for the first of a sentence."""
    run: list[int] = []
    for at in [*case.clause.unknown, -1]:
        token = case.reading.tokens[at] if at >= 0 else None
        fits = token is not None and token.shape == "word" and token.text[0].isupper() and at > 0
        if run and (not fits or at != run[-1] + 1):
            yield Tag("name", run[0], run[-1] + 1)
            run = []
        if fits:
            run.append(at)


def _led_by(case: Case, at: int) -> str:
    before = [t for t in case.clause.tags if t.end <= at]
    near = [t for t in before if at - t.end <= 1]
    return near[-1].kind if near else ""


def _is_legal(case: Case, name: Tag) -> bool:
    return any(tag.kind == "legal_form" and tag.start == name.end for tag in case.clause.tags)


def _put(case: Case, tag: Tag) -> None:
    case.clause.unknown = [i for i in case.clause.unknown if not tag.start <= i < tag.end]
    kept = [t for t in case.clause.tags if t.kind != "quoted" or t.start != tag.start]
    case.clause.tags[:] = sorted([*kept, tag], key=lambda t: t.start)
