"""One sentence of a reply, held against what stands behind it."""

from collections.abc import Callable
from enum import StrEnum

from guardrails.claims import assurances, cues, eager
from guardrails.claims.arithmetic import explains
from guardrails.claims.backing import Backing, Deed, stems
from guardrails.claims.deeds import undone
from guardrails.claims.figures import Figures, figures
from guardrails.claims.leaks import leaked
from guardrails.claims.plain import once, plain
from guardrails.claims.references import is_unknown_customer
from guardrails.claims.selves import claims_a_life


class Code(StrEnum):
    """Why a sentence was not said."""

    PROMPT = "leak.prompt"
    WHISPER = "leak.whisper"
    HUMAN = "claim.human"
    DONE = "claim.done"
    PRICE = "claim.price"
    DISCOUNT = "claim.discount"
    DEADLINE = "claim.deadline"
    GUARANTEE = "claim.guarantee"
    PROMISE = "claim.promise"
    REFERENCE = "claim.reference"


def judge(
    sentence: str, backing: Backing, *, before: str = "", names: frozenset[str] = frozenset()
) -> Code | None:
    """Why the sentence may not be said, or None. ``before``: what the reply has said so far;
    ``names``: identifiers of the inside, such as tools.
    """
    with once():
        return _judge(sentence, backing, before, names)


def _judge(sentence: str, backing: Backing, before: str, names: frozenset[str]) -> Code | None:
    secret = leaked(sentence, before, backing, names)
    if secret is not None:
        return Code.WHISPER if secret.is_whisper else Code.PROMPT
    said = plain(sentence)
    if not said or backing.quotes(said):
        return None
    own = backing.without_quotations(said)
    if claims_a_life(own, agent=plain(backing.agent)):
        return Code.HUMAN
    if undone(own, backing):
        return Code.DONE
    if is_unknown_customer(sentence, backing):
        return Code.REFERENCE
    found = figures(said)
    return next((code for code, check in _CHECKS if check(said, found, before, backing)), None)


_Check = Callable[[str, Figures, str, Backing], bool]


def _is_asking(said: str) -> bool:
    return cues.QUESTION.search(said) is not None and not cues.OFFERING.search(said)


def _discount(said: str, found: Figures, before: str, backing: Backing) -> bool:
    if cues.HALF.search(said) and not cues.denies(said, cues.HALF) and not _is_asking(said):
        return not any(cues.HALF.search(one) for one in backing.sentences)
    if _is_given_away(said, found, backing) or _is_special(said, backing):
        return True
    if not cues.LESS.search(said) or assurances.GAIN.search(said):
        return False
    told = figures(plain(before + said)).days | found.days
    return any(
        not backing.takes_off(percent, told) and not _may_be_named(percent, said, backing)
        for percent in found.percents
    )


def _may_be_named(percent: object, said: str, backing: Backing) -> bool:
    """A percent that was asked for may be repeated: to refuse it, to ask for it, to wait for it."""
    if percent not in backing.asked_for and percent not in backing.own.percents:
        return False
    if _is_asking(said) or cues.denies(said, cues.LESS) or cues.is_denied(said):
        return True
    if cues.AGREED.search(said):
        return False
    return (cues.PENDING.search(said) or cues.HEARD.search(said)) is not None


def _is_special(said: str, backing: Backing) -> bool:
    """A present of time, or a price that is on no page."""
    for cue in (eager.GIFT, eager.SPECIAL):
        if not cue.search(said) or cues.denies(said, cue) or cues.is_denied(said):
            continue
        is_free = not _is_asking(said) and not backing.asserting(cue)
        if is_free and not (cue is eager.SPECIAL and eager.ONLY.search(said)):
            return True
    return False


def _is_given_away(said: str, found: Figures, backing: Backing) -> bool:
    if not cues.FREE.search(said) or cues.denies(said, cues.FREE) or _is_asking(said):
        return False
    if (cues.MEETING.search(said) and not found.spans) or cues.CLOCK.search(said) or found.days:
        return False
    free = [one for one in backing.asserting(cues.FREE) if found.spans <= figures(one).spans]
    if cues.TRIAL.search(said) and any(cues.TRIAL.search(one) for one in free):
        return False
    wanted = stems(said)
    return not any(wanted & stems(one) for one in free) and not any(
        found.spans and found.spans == figures(one).spans for one in free
    )


def _price(said: str, found: Figures, before: str, backing: Backing) -> bool:
    if not found.money:
        return False
    return any(
        not explains(money, said, before, backing)
        and not (money.amount in {one.amount for one in backing.own.money} and _is_theirs(said))
        for money in found.money
    )


def _is_theirs(said: str) -> bool:
    return _is_asking(said) or cues.HEARD.search(said) is not None or cues.is_denied(said)


def _deadline(said: str, found: Figures, before: str, backing: Backing) -> bool:
    del before
    if _is_asking(said):
        return False
    if _is_scarce(said, backing) or _is_live_too_soon(said, found, backing):
        return True
    if (
        cues.ENDING.search(said)
        and cues.SELLING.search(said)
        and not cues.denies(said, cues.ENDING)
    ):
        return not _is_published(found, backing)
    hurried = cues.SOON.search(said) or (cues.WITHIN.search(said) and found.spans)
    if not hurried or not cues.WILL.search(said) or cues.is_denied(said):
        return False
    if found.spans and found.spans <= backing.spans:
        return False
    return not _is_a_known_time(found, backing) and not _is_their_time(said, found, backing)


def _is_scarce(said: str, backing: Backing) -> bool:
    """Of a meeting's own time ``only today`` may be true."""
    cue = eager.HURRY
    if cue.search(said) and not (cues.CLOCK.search(said) or cues.denies(said, cue)):
        return not backing.asserting(cue)
    cue = eager.SCARCE
    return bool(cue.search(said)) and not (cues.denies(said, cue) or backing.asserting(cue))


def _is_live_too_soon(said: str, found: Figures, backing: Backing) -> bool:
    """Everything is to run by a day or a weekend that nobody has named for it."""
    named = bool(found.weekdays) or eager.WEEKEND.search(said)
    if not named or not eager.LIVE.search(said) or eager.HYPOTHETICAL.search(said):
        return False
    if cues.MEETING.search(said) or cues.CLOCK.search(said) or cues.is_denied(said):
        return False
    return not (found.weekdays and found.weekdays <= _named_days(backing))


def _named_days(backing: Backing) -> frozenset[int]:
    return frozenset(day for said in backing.said for day in said.weekdays)


def _is_published(found: Figures, backing: Backing) -> bool:
    """An offer's end stands on a page; that a meeting is offered that day says nothing of it."""
    days = frozenset(day for said in backing.said for day in said.days)
    week = _named_days(backing)
    return found.days <= days if found.days else bool(found.weekdays) and found.weekdays <= week


def _is_a_known_time(found: Figures, backing: Backing) -> bool:
    if found.days:
        return found.days <= backing.dates
    return bool(found.weekdays) and found.weekdays <= backing.week


def _is_their_time(said: str, found: Figures, backing: Backing) -> bool:
    own = backing.own
    same = found.days & own.days or found.weekdays & own.weekdays or found.spans & own.spans
    return bool(same) and cues.HEARD.search(said) is not None


def _guarantee(said: str, found: Figures, before: str, backing: Backing) -> bool:
    del before
    if _is_asking(said):
        return False
    if assurances.BINDING.search(said) and not cues.denies(said, assurances.BINDING):
        return not backing.asserting(assurances.BINDING)
    if eager.LEGAL.search(said) and not eager.HYPOTHETICAL.search(said):
        denied = cues.is_denied(eager.LEGAL.sub(" ", said))
        return not denied and not backing.asserting(eager.LEGAL)
    if eager.SERVICE_LEVEL.search(said) and found.spans and not cues.is_denied(said):
        return not found.spans <= backing.spans
    return _is_uncertified(said, backing) or _is_unassured(said, found, backing)


def _is_unassured(said: str, found: Figures, backing: Backing) -> bool:
    if assurances.REFUND.search(said) and not cues.denies(said, assurances.REFUND):
        terms = [figures(one).spans for one in backing.asserting(assurances.REFUND)]
        return not any(found.spans & spans if spans else True for spans in terms)
    if assurances.UPTIME.search(said) and found.percents:
        return not set(found.percents) <= backing.percents
    if not assurances.SURE.search(said) or cues.denies(said, assurances.SURE):
        return False
    return not any(_is_the_same(said, found, one) for one in backing.asserting(assurances.SURE))


def _is_the_same(said: str, found: Figures, one: str) -> bool:
    """The guarantee that is written: by its figure if it has one, else by its words."""
    percents = set(figures(one).percents)
    return bool(percents & set(found.percents)) if percents else bool(stems(said) & stems(one))


def _is_uncertified(said: str, backing: Backing) -> bool:
    standards = {name[0].replace(" ", "") for name in assurances.STANDARD.finditer(said)}
    if (
        not standards
        or not assurances.CERTIFIED.search(said)
        or cues.denies(said, assurances.STANDARD)
    ):
        return False
    known = {
        name[0].replace(" ", "")
        for one in backing.asserting(assurances.CERTIFIED)
        for name in assurances.STANDARD.finditer(one)
    }
    return not standards <= known


def _promise(said: str, found: Figures, before: str, backing: Backing) -> bool:
    del before
    if _is_asking(said):
        return False
    return _is_promised(said, found, backing) or _is_too_free(said, backing)


def _is_promised(said: str, found: Figures, backing: Backing) -> bool:
    if assurances.PROMISE.search(said) and not cues.denies(said, assurances.PROMISE):
        return True
    if assurances.GAIN.search(said) and found.percents:
        return not set(found.percents) <= backing.percents
    if assurances.ROADMAP.search(said) and not cues.denies(said, assurances.ROADMAP):
        return not any(
            len(stems(said) & stems(one)) > 1 for one in backing.asserting(assurances.ROADMAP)
        )
    if assurances.TEAM_WILL.search(said) and not cues.denies(said, assurances.TEAM_WILL):
        known = {Deed.ASKED, Deed.ANSWERED, Deed.BOOKED, Deed.REQUESTED, Deed.HELD}
        return not known & backing.deeds
    return bool(
        cues.TERM.search(said)
        and found.spans
        and not found.spans <= backing.spans | backing.own.spans
    )


def _is_too_free(said: str, backing: Backing) -> bool:
    """To leave whenever one likes stands on a page, for the year or the month that is spoken of."""
    if not eager.EXIT.search(said) or cues.is_denied(eager.EXIT.sub(" ", said)):
        return False
    known = [one for one in backing.sentences if eager.EXIT.search(one)]
    spoken = [cue for cue in (eager.ANNUAL, eager.MONTHLY) if cue.search(said)]
    if eager.ANNUAL in spoken:
        return not any(eager.ANNUAL.search(one) for one in known)
    return not any(spoken or not eager.MONTHLY.search(one) for one in known)


def _reference(said: str, found: Figures, before: str, backing: Backing) -> bool:
    """What others of their kind are said to pay or to have saved."""
    del before, found
    if not eager.OTHERS.search(said) or not eager.HALVED.search(said) or _is_asking(said):
        return False
    known = backing.asserting(eager.HALVED)
    return not cues.is_denied(said) and not any(stems(said) & stems(one) for one in known)


_CHECKS: tuple[tuple[Code, _Check], ...] = (
    (Code.DISCOUNT, _discount),
    (Code.PRICE, _price),
    (Code.GUARANTEE, _guarantee),
    (Code.DEADLINE, _deadline),
    (Code.PROMISE, _promise),
    (Code.REFERENCE, _reference),
)
