"""Whether a clause allows, forbids, wants to be asked, or only limits."""

from collections.abc import Sequence

from salesgenix.drafts.meaning.clauses import Clause
from salesgenix.drafts.meaning.deeds import is_verbal
from salesgenix.drafts.meaning.findings import ASK, GRANT, LIMIT, NEVER, CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag, lexicon
from salesgenix.drafts.terms import Standing

# In these languages two refusals in one clause undo each other; elsewhere they are one.
_SUBJECTS = frozenset({"member", "named_member", "person", "company", "me", "meet", "discount"})
_ONE_NO = frozenset({"en", "de", "nl"})


def mood_of(clause: Clause, case: Case) -> str:
    kinds = {tag.kind.removesuffix("adv") for tag in clause.mood}
    if "optional" in kinds:
        raise CannotHold("optional")
    if _is_doubled(clause, case.reading.language):
        raise CannotHold("double_negation", None, Standing.UNCLEAR)
    if any(tag.kind == "noask" and tag.value == "pending" for tag in clause.mood):
        return ASK  # nothing until somebody has said so
    if "noask" in kinds:
        return ASK if _holds_back(clause, case, kinds) else GRANT
    if "ask" in kinds:
        return ASK
    if "never" in kinds:
        return NEVER
    if any(tag.kind == "may" and tag.value != "must" for tag in clause.mood):
        return GRANT
    return _unsaid(clause, case)


def _holds_back(clause: Clause, case: Case, kinds: set[str]) -> bool:
    """``never more than 8 % without my approval``: a limit, past which somebody is asked."""
    if "never" in kinds or case.said("only"):
        return True
    is_allowed = any(tag.kind == "may" and tag.value != "must" for tag in clause.mood)
    limits = clause.all("max", "below", "notbefore", "notafter")
    is_limit = bool(limits) and _unsaid(clause, case) == LIMIT
    return not is_allowed and (is_limit or any(_says_no(case, tag) for tag in limits))


def _says_no(case: Case, tag: Tag) -> bool:
    """``jamais plus de``: the refusal is inside the phrase."""
    book = lexicon(case.reading.language)
    words = [token.key for token in case.reading.tokens[tag.start : tag.end]]
    found = [book.longest([word], 0) for word in words]
    return any(one is not None and one[1].startswith("never") for one in found)


def _unsaid(clause: Clause, case: Case) -> str:
    """An order to do something allows it; what names a thing, or begins with ``only``, limits."""
    border = clause.pieces[0] if clause.pieces else len(clause.tags)
    first = [tag.kind for tag in clause.tags[:border]]
    is_limit = bool({"only", "max", "notbefore", "notafter", "below", "min"} & set(first))
    if case.said("upto") and not case.said("only"):
        return GRANT
    if clause.has("only") and first[:1] and first[0] in _SUBJECTS:
        return LIMIT
    lends_only = clause.lends("only") and not clause.has("only")
    is_verb = is_verbal(case) or any(tag.kind == "may" for tag in clause.mood)
    return GRANT if is_verb and not is_limit and not lends_only else LIMIT


def _is_doubled(clause: Clause, language: str) -> bool:
    own: Sequence[Tag] = clause.all("never")
    follows_only = any(
        tag.kind == "only" and any(n.end == tag.start for n in own) for tag in clause.tags
    )
    return follows_only or (language in _ONE_NO and len(own) > 1)
