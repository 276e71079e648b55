"""Objections by listen, acknowledge, explore, respond; and what may be said about the price."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.brains.playbook import (
    booking,
    learning,
    memory,
    pricing,
    questions,
    settling,
    strategies,
)
from agent.brains.playbook.contact import email
from agent.brains.playbook.desk import Desk, Finding
from agent.brains.playbook.finding import saying
from agent.brains.playbook.floor import hand_over
from agent.brains.playbook.knowing import say_quote, shown
from agent.brains.playbook.pricing import seats_in
from agent.brains.playbook.quoting import figures, fragments, picking
from agent.brains.playbook.vocabulary import (
    asks_amount,
    asks_for_fact,
    objection_terms,
    objection_topics,
    plain,
    spoken,
)
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.state import TurnOutcome
from agent.understanding.kinds import LANGUAGES, Floor, Intent, Objection
from agent.understanding.numerals import numbers_in
from agent.understanding.remarks import named_later
from agent.understanding.signals import read_message
from agent.understanding.words import fold
from salesgenix.knowledge.lexicon import Role, lexicon

MOST_ATTEMPTS, MOST_QUERY = 2, 400
_ABOUT_OTHERS = frozenset({Objection.COMPETITOR, Objection.ALREADY_HAVE})  # "theirs is cheaper"
_OF_TIME = frozenset({Objection.TIMING, Objection.PRICE})  # "no budget this year, maybe next year"
_OPEN = frozenset({Objection.AUTHORITY, Objection.NEED, Objection.TRUST, Objection.SEND_INFO})
_NO_MATTER = frozenset({"decider", "about", "tool"})  # whom they name, and not what matters to them
_SOME_DISCOUNT = re.compile(
    r"(?:discounts?|rabatt|nachlass|remise|descuento|sconto|desconto|korting|rabat) (?:for|fur|"
    r"pour|para|per|"
    r"voor|dla) (?:\w+ )?(\w+)|\b(?!a |the |any |some )(\w+) (?:discount|offer|deal|sale|special)\b"
)
# Doubts that tell what is behind another one: too dear, next to "the shop around the corner".
_ANSWERED_BY: dict[str, set[Objection]] = {
    Objection.PRICE: {Objection.COMPETITOR, Objection.ALREADY_HAVE, Objection.NEED,
                      Objection.AUTHORITY, Objection.TIMING},
    Objection.TIMING: {Objection.AUTHORITY, Objection.EFFORT, Objection.CONTRACT},
    Objection.NEED: {Objection.ALREADY_HAVE, Objection.COMPETITOR},
    Objection.AUTHORITY: {Objection.PRICE, Objection.TRUST, Objection.EFFORT, Objection.NEED},
    Objection.ALREADY_HAVE: {Objection.COMPETITOR, Objection.NEED, Objection.EFFORT},
    Objection.COMPETITOR: {Objection.ALREADY_HAVE, Objection.PRICE, Objection.TRUST},
    Objection.TRUST: {Objection.COMPETITOR, Objection.CONTRACT},
    Objection.EFFORT: {Objection.TIMING},
    Objection.SEND_INFO: {Objection.PRICE, Objection.AUTHORITY, Objection.EFFORT,
                          Objection.CONTRACT, Objection.TRUST},
}  # fmt: skip
_UNLIKELY = frozenset(  # in a message that asks for a time
    {Objection.SEND_INFO, Objection.CONTRACT, Objection.EFFORT, Objection.NEED}
)
_CHATS = frozenset({Intent.SMALL_TALK, Intent.RUDE, Intent.GOODBYE})
# What is one doubt in two words: no time to talk is why something shall be sent.
_ONE_DOUBT = (
    {Objection.SEND_INFO, Objection.TIMING},
    {Objection.ALREADY_HAVE, Objection.NEED},
    {Objection.ALREADY_HAVE, Objection.COMPETITOR},
)
_SEVERAL = 2  # questions
# What the classifier hears in a word beside a plain question: "for our board", "we pay monthly".
_MISHEARD = frozenset({Objection.PRICE, Objection.AUTHORITY, Objection.CONTRACT, Objection.TIMING,
                       Objection.TRUST, Objection.EFFORT})  # fmt: skip
_SHORT = 4  # words: "and 10?" after a discount is about its percentage
_SHORT_OFFER = 6  # words: "give me 7 and I sign", while a colleague is asked for more
_BARE_PERCENT = 8  # words
PRICE = "price"
DISCOUNT = "discount.offer"
_DECISIONS = (
    "discount_approved", "discount_rejected", "colleague_says", "approval_done",
    "approval_refused", "answered_since",
)  # fmt: skip
_OPEN_ONES = (
    "discount_waiting",
    "unknown",
    "unknown_about",
    "unknown_near",
    "discount_none",
    "booking_team",
    "provenance_unknown",
)
_NUMBER = re.compile(r"\d")
_LONGEST_ASKING = 14  # words
_SETTLED = frozenset({"approved", "rejected", "answered", "denied", "done"})
_ANSWER_SHORT = 6  # words: "12 % at most" is a figure to propose; more than that has conditions
_PERCENT = re.compile(
    r"\b(\d{1,2}|100)\s*(%|percent|prozent|pour ?cent|por ?ciento|procent)?", re.IGNORECASE
)


def objection(desk: Desk) -> str | None:
    """Acknowledge and ask once; respond when they have answered; twice at most, then let it be."""
    kind = desk.state.signals.objection
    is_by_mail = kind == Objection.SEND_INFO and desk.state.held is not None  # the invitation is
    if is_by_mail or _wants_something_else(desk, kind) or _only_chats(desk, kind):
        return None
    if kind == Objection.TRUST and Floor.BOT_QUESTION in desk.state.signals.floor:
        return None  # what they doubt is that we are none, and that has been answered
    if _percent_asked(desk) is not None and len(desk.text.split()) <= _BARE_PERCENT:
        return None  # "and 9 %?" bargains, and doubts nothing
    if kind is None or f"explore_{kind}" not in desk.words.wordings or not _is_told(desk, kind):
        return None
    if _percent_asked(desk) is not None:
        return None  # the figure they named has been answered, and is what it hangs on
    return desk.say("after_no") if desk.has_declined else _met(desk, kind)


def _only_chats(desk: Desk, kind: str | None) -> bool:
    """``awful weather today``, ``oh great, another bot``: a few words that doubt nothing by the
    rules, which know them for what they are.
    """
    is_short = len(desk.text.split()) <= booking.SHORT
    if kind == Objection.NOT_INTERESTED or not is_short or questions.questions(desk):
        return False
    read = read_message(desk.text, languages=LANGUAGES, by_rules=True)
    return read.objection is None and bool(_CHATS & set(read.intents))


def _wants_something_else(desk: Desk, kind: str | None) -> bool:
    """The talk by mail, or to be shown it at a time they name: no wish to be sent anything, and in
    a short message no doubt about the terms either.
    """
    intents = desk.state.signals.intents
    if kind == Objection.SEND_INFO and Intent.SEND_TRANSCRIPT in intents:
        return True
    named = bool(desk.state.windows or desk.state.time_question)
    is_short = len(desk.text.split()) <= booking.SHORT
    wants = Intent.BOOKING_REQUEST in intents and (is_short or kind == Objection.SEND_INFO)
    return named and wants and kind in _UNLIKELY


def _met(desk: Desk, kind: str) -> str | None:
    if desk.just_asked.startswith("explore:") and not _is_another(desk, kind):
        return explored(desk)  # what they say next is the answer, even if it sounds like a doubt
    if attempts_at(desk, kind) >= MOST_ATTEMPTS:
        return desk.say("let_be")
    if later := _another_time(desk, kind):
        return later
    said = desk.state.signals
    if kind == Objection.PRICE and said.fact("budget") and not said.is_question:
        return respond(desk, kind)  # they have said what we would ask
    return respond(desk, kind) if desk.has_asked(f"explore:{kind}") else _explore(desk, kind)


def _explore(desk: Desk, kind: str) -> str:
    desk.call("handle_objection", kind=kind, step="explore")
    strategies.use(desk, "discovery_question")
    gladly = to_read(desk) if kind == Objection.SEND_INFO else []
    return " ".join([*_also_heard(desk, kind), *gladly, desk.say(f"explore_{kind}")])


def to_read(desk: Desk) -> list[str]:
    """Who wants something to read is told where it stands and how it comes to them, then asked."""
    site = desk.state.company.site
    where = [desk.say("info_on_site", site=site)] if site else []
    return [desk.say("info_gladly"), *where, *filter(None, [_by_mail(desk)])]


def _is_another(desk: Desk, kind: str) -> bool:
    """A new doubt in place of an answer, where it is none that answers such a question."""
    asked = desk.just_asked.removeprefix("explore:")
    answers = _ANSWERED_BY.get(asked, set())
    return kind != asked and kind not in answers and not desk.has_asked(f"explore:{kind}")


def _also_heard(desk: Desk, met: str) -> list[str]:
    """The other doubts of the message are named, so that nobody feels unheard."""
    heard = [one for one in desk.state.signals.objections if one != met]
    keys = [f"topic_{one}" for one in heard if {met, one} not in _ONE_DOUBT]
    topics = [desk.words.one(key) for key in keys if key in desk.words.wordings]
    return [desk.say("also_heard", topics=", ".join(topics))] if topics else []


def _another_time(desk: Desk, kind: str) -> str | None:
    """Who names a better moment has answered what we would ask: it is kept, and not argued with."""
    words = named_later(desk.text) if kind in _OF_TIME else None
    if words is None:
        return None
    desk.call("handle_objection", kind=kind, step="acknowledge")
    desk.call("remember_fact", field="timeline", value=words, quote=words)
    return desk.say("timing_noted", words=words)


def has_explored(said: Sequence[str]) -> bool:
    """Whether one of the parts asks what lies behind a doubt."""
    return any(thing.startswith("explore:") for part in said for thing in memory.asked_in(part))


def let_go(desk: Desk) -> str | None:
    """After we have let a doubt be, their choice is followed: a person, or nothing more."""
    if not memory.is_said("let_be", desk.last_reply) or questions.questions(desk):
        return None
    intents = set(desk.state.signals.intents)
    if spoken("colleague").search(fold(desk.text)):
        return hand_over(desk, "asked")
    goes_on = spoken("next_step").search(plain(desk.text)) is not None
    return desk.say("let_be") if goes_on or intents & {Intent.AFFIRM, Intent.DENY} else None


def says_no(desk: Desk) -> bool:
    """Whether this message says no to the whole of it."""
    seen = desk.state.signals
    return seen.objection == Objection.NOT_INTERESTED or Intent.NOT_INTERESTED in seen.intents


def _is_told(desk: Desk, kind: str) -> bool:
    """Whether the doubt is said, and is no word of a question that is answered as one."""
    beside = questions.told(desk)
    if questions.is_plain_fact(desk, beside or _asked(desk) or desk.text):
        return False
    if not beside:
        if kind == Objection.PRICE:
            asks = asks_for_fact(desk.text) or asks_amount(desk.text)
            return not asks or questions.voices_doubt(desk, desk.text)
        return not questions.is_factual(desk, desk.text)
    asked = questions.questions(desk)
    if not asked:
        return True
    by_rules = len(asked) >= _SEVERAL  # who asks several things goes on: a doubt must be plain
    read = read_message(beside, languages=LANGUAGES, by_rules=by_rules)
    if read.objection in _MISHEARD and questions.is_plain_fact(desk, _asked(desk)):
        read = read_message(beside, languages=LANGUAGES, by_rules=True)
    return read.objection in {*desk.state.signals.objections, kind}


def _asked(desk: Desk) -> str:
    return " ".join(question.text for question in questions.questions(desk))


def explored(desk: Desk) -> str | None:
    """What follows when the message answers the question that an objection was met with."""
    asked = desk.just_asked
    only_contact = set(desk.state.signals.intents) - {Intent.AFFIRM} == {Intent.GIVE_CONTACT}
    if not asked.startswith("explore:") or only_contact or learning.is_courtesy(desk):
        return None
    if questions.questions(desk) and not questions.told(desk):
        return None  # they ask instead, and are answered
    kind = asked.removeprefix("explore:")
    return _another_time(desk, kind) or respond(desk, kind)


def respond(desk: Desk, kind: str) -> str:
    """An approved passage that speaks to it, and which way of persuading it was."""
    if kind == Objection.SEND_INFO and Intent.PRICE in desk.state.signals.intents:
        listed = pricing.answer(desk, PRICE)
        if listed is not None:
            return f"{listed.text}\n{_by_mail(desk)}".rstrip()
    answered = desk.call("handle_objection", kind=kind, step="respond")
    if "objection_attempts_used_up" in answered.reasons:
        return desk.say("let_be")
    claim = _claim(desk, kind, answered)
    if claim is None:
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("respond_nothing")
    passage, quote = claim
    strategies.use(desk, strategies.fitting(passage), passage.id)
    said = desk.say("respond", claim=say_quote(desk, quote))
    return f"{said}\n{_by_mail(desk)}".rstrip() if kind == Objection.SEND_INFO else said


def _by_mail(desk: Desk) -> str:
    has_offered = any(memory.is_said("info_by_mail", reply) for reply in desk.replies)
    may_offer = desk.may("send_transcript") and not email(desk) and not has_offered
    return desk.say("info_by_mail") if may_offer else ""


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
    found = [
        passage
        for passage in found
        if (_meets(passage, kind) or _bears_on(passage, kind))
        and not strategies.is_barred(desk, passage)
    ]
    said = "\n".join(line.text for line in desk.history if line.is_ours)
    for passage in sorted(found, key=lambda one: (not _meets(one, kind), one.place)):
        words = f"{terms} {desk.text}" if _meets(passage, kind) else ""
        quote = picking.pick(words, [passage], strict=False)
        if quote is not None and shown(desk, quote) not in said and _says_something(passage, quote):
            return passage, quote
    return None


def _says_something(passage: fragments.Passage, quote: picking.Quote) -> bool:
    """A reference speaks by its figures: that words were approved is no answer to a doubt."""
    about = lexicon().concepts_of(f"{passage.title} {passage.heading}")
    return "reference" not in about or any(letter.isdigit() for letter in quote.text)


def _on_what_they_named(desk: Desk) -> tuple[fragments.Passage, picking.Quote] | None:
    """Who says what matters to them is answered on that."""
    topics = [t for t in picking.terms(desk.text) if lexicon().has_role(Role.TOPIC, t)]
    named = frozenset(concept for term in topics for concept in term.concepts) - _NO_MATTER
    found = _looked_up(desk, desk.text) if named else []
    for passage in found:
        if strategies.is_barred(desk, passage):
            continue
        if named & lexicon().concepts_of(f"{passage.title} {passage.heading}"):
            quote = picking.pick(desk.text, [passage], strict=False)
            if quote is not None and _says_something(passage, quote):
                return passage, quote
    return None


def _looked_up(desk: Desk, query: str) -> list[fragments.Passage]:
    found = desk.call("search_knowledge", query=query[:MOST_QUERY])
    return fragments.passages(found.items("passages"))


def _meets(passage: fragments.Passage, kind: str) -> bool:
    """Whether the passage was written to meet this objection: its heading voices it."""
    return read_message(passage.heading, languages=LANGUAGES, by_rules=True).objection == kind


def _bears_on(passage: fragments.Passage, kind: str) -> bool:
    """Whether it speaks of something that answers this kind of doubt: a trial, say, or a proof."""
    return bool(objection_topics(kind) & lexicon().concepts_of(passage.heading))


def not_interested(desk: Desk) -> str | None:
    if not says_no(desk):
        return None
    desk.call("handle_objection", kind=Objection.NOT_INTERESTED.value, step="acknowledge")
    return desk.say("not_interested")


def _asks_a_price(desk: Desk) -> bool:
    """That of the plan that costs least, or a sum: ``for 20 bikes, discount included?``."""
    said = fold(desk.text)
    is_least = Intent.PRICE in desk.state.signals.intents and spoken("cheapest").search(said)
    return bool(is_least or (spoken("discount_in").search(said) and questions.questions(desk)))


def discount(desk: Desk) -> str | None:
    """Asks the authority about the percentage named, and says exactly what it answered."""
    percent = _percent_asked(desk)
    if percent is not None:
        return _offered(desk, percent)
    seen = desk.state.signals
    if Intent.DISCOUNT_REQUEST not in seen.intents or seen.objection in _ABOUT_OTHERS:
        return None
    if _asks_a_price(desk):
        return None
    if any(o.kind == DISCOUNT and o.state == "awaiting_approval" for o in desk.state.outcomes):
        return desk.say("still_waiting")
    found = fragments.passages(
        desk.call("search_knowledge", query="discount rebate cheaper").items("passages")
    )
    if _names_another_discount(desk, found):
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("unknown")
    return _listed_discount(desk, found)


def _listed_discount(desk: Desk, found: list[fragments.Passage]) -> str:
    """What the pages promise, and how much more it would have to be."""
    by_number = saying.percentage(desk, desk.text) if _NUMBER.search(desk.text) else None
    quote = by_number or picking.pick("discount rebate cheaper", found)
    quote = quote or saying.percentage(desk, desk.text)
    listed = say_quote(desk, quote) if quote else ""
    if desk.may("offer_discount") and not desk.has_asked("percent"):
        return f"{listed} {desk.say('discount_how_much')}".strip()
    if listed:
        return listed
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("discount_none")


def _names_another_discount(desk: Desk, found: list[fragments.Passage]) -> bool:
    """``a discount for charities``: one that the pages do not speak of is not answered by "
    "others."""
    words = [word for match in _SOME_DISCOUNT.findall(fold(desk.text)) for word in match]
    named = picking.terms(" ".join(words))
    pages = "\n".join(f"{p.title}\n{p.heading}\n{p.text}" for p in found)
    particular = lexicon().particular - {"volume_discount"}
    return any(
        (term.names or term.concepts & particular) and not picking.strength(term, pages)
        for term in named
    )


def _percent_asked(desk: Desk) -> int | None:
    seen = desk.state.signals
    if seen.discount_percent is not None:
        return seen.discount_percent
    is_sum = figures.MONEY.search(desk.text) or seats_in(desk.text) or desk.state.windows
    is_open = desk.is_on_discount or any(o.kind == DISCOUNT for o in desk.state.outcomes)
    number = _PERCENT.search(desk.text) if is_open and not is_sum else None
    is_short = len(desk.text.split()) <= (_SHORT_OFFER if is_open else _SHORT)
    if number is not None:
        return int(number[1]) if is_short or number[2] is not None else None
    named = numbers_in(desk.text, language=desk.state.language) if is_open and is_short else ()
    return named[0] if len(named) == 1 and not is_sum else None  # "dann eben zehn"


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
    if newest.kind.startswith("appointment."):
        return settling.decided(desk, kind=newest.kind, is_agreed=agreed)
    return desk.say("approval_done" if agreed else "approval_refused")


def told_again(desk: Desk) -> str | None:
    """``What did your team say?``: what was decided, what is still open, or nothing of the kind."""
    text = plain(desk.text)
    if len(text.split()) > _LONGEST_ASKING or not spoken("team_said").search(text):
        return None
    if desk.state.outcomes:
        return decided(desk)
    said = memory.said_before(_DECISIONS, desk.replies)
    if said is not None:
        return desk.say("again", answer=said)
    is_open = any(memory.is_said(key, reply) for key in _OPEN_ONES for reply in desk.replies)
    return desk.say("still_waiting") if is_open else None


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
