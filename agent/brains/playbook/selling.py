"""Objections by listen, acknowledge, explore, respond; and what may be said about the price."""

import re
from itertools import pairwise

from agent.brains.playbook import memory, questions, strategies
from agent.brains.playbook.booking import MOST_QUESTION
from agent.brains.playbook.desk import Desk, Finding
from agent.brains.playbook.knowing import say_quote
from agent.brains.playbook.pricing import seats_in
from agent.brains.playbook.quoting import figures, fragments, picking
from agent.brains.playbook.vocabulary import objection_terms, objection_topics
from agent.state import TurnOutcome
from agent.understanding.kinds import LANGUAGES, Intent, Objection
from agent.understanding.signals import read_message
from salesgenix.knowledge.rules import Role

MOST_ATTEMPTS, MOST_QUERY = 2, 400
_ABOUT_OTHERS = frozenset({Objection.COMPETITOR, Objection.ALREADY_HAVE})  # "theirs is cheaper"
_OPEN = frozenset({Objection.AUTHORITY, Objection.NEED, Objection.TRUST, Objection.SEND_INFO})
_NO_MATTER = frozenset({"decider", "about", "tool"})  # whom they name, and not what matters to them
_SHORT = 4  # words: "and 10?" after a discount is about its percentage
DISCOUNT = "discount.offer"
_SETTLED = frozenset({"approved", "rejected", "answered", "denied", "done"})
_ANSWER_SHORT = 6  # words: "12 % at most" is a figure to propose; more than that has conditions
_PERCENT = re.compile(
    r"\b(\d{1,2}|100)\s*(%|percent|prozent|pour ?cent|por ?ciento|procent)?", re.IGNORECASE
)


def objection(desk: Desk) -> str | None:
    """Acknowledge and ask once; respond when they have answered; twice at most, then let it be."""
    kind = desk.state.signals.objection
    if kind == Objection.SEND_INFO and Intent.SEND_TRANSCRIPT in desk.state.signals.intents:
        return None
    if kind is None or f"explore_{kind}" not in desk.words.wordings or not _is_told(desk, kind):
        return None
    if desk.just_asked.startswith("explore:"):
        return explored(desk)  # what they say next is the answer, even if it sounds like a doubt
    if attempts_at(desk, kind) >= MOST_ATTEMPTS:
        return desk.say("let_be")
    if desk.has_asked(f"explore:{kind}"):
        return respond(desk, kind)
    desk.call("handle_objection", kind=kind, step="explore")
    strategies.use(desk, "discovery_question")
    return desk.say(f"explore_{kind}")


def _is_told(desk: Desk, kind: str) -> bool:
    """Whether the doubt is said, and is no word of a question that is answered as one."""
    beside = questions.told(desk)
    if not beside:
        return kind == Objection.PRICE or not questions.is_factual(desk, desk.text)
    asked = questions.questions(desk)
    return not asked or read_message(beside, languages=LANGUAGES).objection is not None


def explored(desk: Desk) -> str | None:
    """What follows when the message answers the question that an objection was met with."""
    asked = desk.just_asked
    only_contact = set(desk.state.signals.intents) == {Intent.GIVE_CONTACT}
    if not asked.startswith("explore:") or only_contact:
        return None
    return respond(desk, asked.removeprefix("explore:"))


def respond(desk: Desk, kind: str) -> str:
    """An approved passage that speaks to it, and which way of persuading it was."""
    answered = desk.call("handle_objection", kind=kind, step="respond")
    if "objection_attempts_used_up" in answered.reasons:
        return desk.say("let_be")
    claim = _claim(desk, kind, answered)
    if claim is None:
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("respond_nothing")
    passage, quote = claim
    strategies.use(desk, strategies.fitting(passage), passage.id)
    return desk.say("respond", claim=say_quote(desk, quote))


def attempts_at(desk: Desk, kind: str) -> int:
    """How often this objection was responded to: as counted, or as our own replies show."""
    said = [line.text for line in desk.history if line.is_ours]
    responded = sum(
        1
        for before, reply in pairwise(said)
        if memory.is_said("respond", reply)
        and (f"explore:{kind}" in memory.asked_in(before) or memory.is_said("respond", before))
    )
    return max(responded, desk.state.objection_attempts.get(kind, 0))


def _claim(
    desk: Desk, kind: str, answered: Finding
) -> tuple[fragments.Passage, picking.Quote] | None:
    """The best passage on the objection that has not been quoted yet."""
    if kind in _OPEN and (topical := _on_what_they_named(desk)):
        return topical
    terms = objection_terms(kind)
    approved = fragments.passages(answered.items("passages"))
    found = approved or _looked_up(desk, terms)
    found = [*found, *_looked_up(desk, desk.text), *_looked_up(desk, terms)]
    found = [passage for passage in found if _meets(passage, kind) or _bears_on(passage, kind)]
    said = "\n".join(line.text for line in desk.history if line.is_ours)
    for passage in sorted(found, key=lambda one: (not _meets(one, kind), one.place)):
        words = f"{terms} {desk.text}" if _meets(passage, kind) else ""
        quote = picking.pick(words, [passage], strict=False)
        if quote is not None and quote.text not in said:
            return passage, quote
    return None


def _on_what_they_named(desk: Desk) -> tuple[fragments.Passage, picking.Quote] | None:
    """Who says what matters to them is answered on that."""
    topics = [t for t in picking.terms(desk.text) if picking.lexicon().has_role(Role.TOPIC, t)]
    named = frozenset(concept for term in topics for concept in term.concepts) - _NO_MATTER
    for passage in _looked_up(desk, desk.text) if named else ():
        if named & picking.lexicon().concepts_of(f"{passage.title} {passage.heading}"):
            quote = picking.pick(desk.text, [passage], strict=False)
            return (passage, quote) if quote else None
    return None


def _looked_up(desk: Desk, query: str) -> list[fragments.Passage]:
    found = desk.call("search_knowledge", query=query[:MOST_QUERY])
    return fragments.passages(found.items("passages"))


def _meets(passage: fragments.Passage, kind: str) -> bool:
    """Whether the passage was written to meet this objection: its heading voices it."""
    return read_message(passage.heading, languages=LANGUAGES, by_rules=True).objection == kind


def _bears_on(passage: fragments.Passage, kind: str) -> bool:
    """Whether it speaks of something that answers this kind of doubt: a trial, say, or a proof."""
    return bool(objection_topics(kind) & picking.lexicon().concepts_of(passage.heading))


def not_interested(desk: Desk) -> str | None:
    seen = desk.state.signals
    if seen.objection != Objection.NOT_INTERESTED and Intent.NOT_INTERESTED not in seen.intents:
        return None
    desk.call("handle_objection", kind=Objection.NOT_INTERESTED.value, step="acknowledge")
    return desk.say("not_interested")


def discount(desk: Desk) -> str | None:
    """Asks the authority about the percentage named, and says exactly what it answered."""
    percent = _percent_asked(desk)
    if percent is not None:
        return _offered(desk, percent)
    seen = desk.state.signals
    if Intent.DISCOUNT_REQUEST not in seen.intents or seen.objection in _ABOUT_OTHERS:
        return None
    if any(o.kind == DISCOUNT and o.state == "awaiting_approval" for o in desk.state.outcomes):
        return desk.say("still_waiting")
    found = fragments.passages(
        desk.call("search_knowledge", query="discount rebate cheaper").items("passages")
    )
    quote = picking.pick("discount rebate cheaper", found)
    listed = say_quote(desk, quote) if quote else ""
    if desk.may("offer_discount") and not desk.has_asked("percent"):
        return f"{listed} {desk.say('discount_how_much')}".strip()
    if listed:
        return listed
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("discount_none")


def _percent_asked(desk: Desk) -> int | None:
    seen = desk.state.signals
    if seen.discount_percent is not None:
        return seen.discount_percent
    is_sum = figures.MONEY.search(desk.text) or seats_in(desk.text) or desk.state.windows
    number = _PERCENT.search(desk.text) if desk.is_on_discount and not is_sum else None
    is_short = len(desk.text.split()) <= _SHORT
    is_percent = number is not None and (is_short or number[2] is not None)
    return int(number[1]) if number and is_percent else None


def _offered(desk: Desk, percent: int) -> str:
    if not desk.may("offer_discount"):
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("discount_none")
    outcome = desk.call("offer_discount", percent=percent, reason="asked by the prospect")
    if outcome.is_done:
        return desk.say("discount_done", percent=percent)
    if outcome.is_waiting:
        return desk.say("discount_waiting", percent=percent)
    refused = desk.say("discount_denied", percent=percent)
    ceiling = desk.state.discount.ceiling_percent
    if 0 < ceiling < percent:
        less = desk.call("offer_discount", percent=ceiling, reason="the most that is allowed")
        if less.is_done:
            return f"{refused} {desk.say('discount_up_to', percent=ceiling)}"
    return refused


def decided(desk: Desk) -> str:
    """What a colleague has decided since, told once."""
    settled = [outcome for outcome in desk.state.outcomes if outcome.state in _SETTLED]
    if not settled:
        return desk.say("still_waiting")
    newest = settled[-1]
    if newest.state == "answered":
        return _answered(desk, newest)
    agreed = newest.state in {"approved", "done"}
    if newest.kind == DISCOUNT and newest.percent is not None:
        said = desk.say(
            "discount_approved" if agreed else "discount_rejected", percent=newest.percent
        )
        ceiling = desk.state.discount.ceiling_percent
        if not agreed and 0 < ceiling < newest.percent:
            said += _fallback(desk, ceiling)
        return said
    return desk.say("approval_done" if agreed else "approval_refused")


def _answered(desk: Desk, outcome: TurnOutcome) -> str:
    """A colleague said what to do instead: a bare figure is proposed, anything else is passed on.

    What they wrote allows nothing: the proposal is judged like any other.
    """
    figure = _PERCENT.search(outcome.reason)
    is_bare = figure is not None and len(outcome.reason.split()) <= _ANSWER_SHORT
    if outcome.kind == DISCOUNT and figure is not None and is_bare and int(figure[1]) > 0:
        return _offered(desk, int(figure[1]))
    return desk.say("colleague_says", words=outcome.reason.strip())


def _fallback(desk: Desk, ceiling: int) -> str:
    less = desk.call("offer_discount", percent=ceiling, reason="the most that is allowed")
    return f" {desk.say('discount_up_to', percent=ceiling)}" if less.is_done else ""
