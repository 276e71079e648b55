"""What the team has said to the agent and for it: whispers, and what a colleague agreed.

Whoever whispers, the agent does only what it may do anyway: tools that are not ordered stay closed,
and what an order limits stays limited.
"""

from collections.abc import Sequence
from datetime import timedelta

from agent.brains.playbook import knowing
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.floor import OF_WAITING, hand_over
from agent.brains.playbook.offering import offer
from agent.brains.playbook.quoting import fragments, picking
from agent.brains.playbook.vocabulary import plain, spoken
from agent.state import AnsweredQuestion, TimeWindow
from agent.understanding.kinds import Floor, Intent, Objection
from agent.understanding.whispers import Heard, Wish, read_whisper

_PRICE = frozenset({Intent.PRICE, Intent.DISCOUNT_REQUEST})
_SHORTEST = timedelta(minutes=61)  # an hour that is whispered is offered, and not held at once
LONGEST_RECALLED = 200  # characters of what they asked
SHORT_PAGE = 500  # characters that are said whole
MOST_QUERY = 400
_LONGEST_WHEN = 8  # words
ENOUGH_TERMS = 2  # meaning words that a question shares with what was agreed


def bring_in(desk: Desk) -> str | None:
    """A person, where the team wants one: now, or as soon as it is about the price."""
    heard = _heard(desk)
    if any(Wish.HAND_OVER in one.wishes for one, is_new in heard if is_new):
        return hand_over(desk, "whisper")
    signals = desk.state.signals
    is_price = bool(_PRICE & set(signals.intents)) or signals.objection == Objection.PRICE
    if is_price and any(Wish.NOT_PRICE in one.wishes for one, _ in heard):
        return hand_over(desk, "whisper")
    return None


def wished(desk: Desk) -> str | None:
    """``Can I speak to Ben?``: who is named is told of it; whether they are free is not known.

    A time or a meeting with them is a booking, and left to that.
    """
    colleague, text = desk.state.colleague, plain(desk.text)
    if not colleague or not (spoken("talking").search(text) or spoken("reaching").search(text)):
        return None
    is_for_a_time = bool(desk.state.windows or desk.state.time_question)
    if is_for_a_time or spoken("appointment").search(text):
        return None
    return hand_over(desk, "asked")


def when_decided(desk: Desk, asked: str) -> str | None:
    """``When do I hear?`` while a colleague decides: what was asked for is still open."""
    is_open = any(one.state == "awaiting_approval" for one in desk.state.outcomes)
    text = plain(asked)
    if not is_open or len(text.split()) > _LONGEST_WHEN or not spoken("when_asked").match(text):
        return None
    names_more = any(term.concepts - OF_WAITING for term in picking.terms(asked))
    return None if names_more else desk.say("still_waiting")


def also(desk: Desk, said: Sequence[str]) -> str | None:
    """What the team would like brought up, after what was asked, and one question at most."""
    fresh = [one for one, is_new in _heard(desk) if is_new]
    wishes = frozenset().union(*(one.wishes for one in fresh)) if fresh else frozenset()
    if not wishes or Floor.PERSON in desk.state.signals.floor:
        return None
    state = desk.state
    if Wish.OFFER_TIMES in wishes and desk.may("find_slots") and state.appointment is None:
        named = [window for one in fresh for window in one.windows]
        windows = tuple(
            TimeWindow(start=w.start, end=max(w.end, w.start + _SHORTEST), words="") for w in named
        )
        desk.state = state.model_copy(update={"windows": windows})
        try:
            return offer(desk, windows)
        finally:
            desk.state = state
    if any(part.rstrip().endswith("?") for part in said):
        return None
    for wish, field, phrase in (
        (Wish.ASK_SIZE, "size", "qualify_size"),
        (Wish.ASK_TOOL, "tool", "qualify_tool"),
    ):
        if wish in wishes and not state.known.get(field):
            return desk.say(phrase)
    return None


def agreed(desk: Desk) -> str | None:
    """What a colleague wrote about just this: the agent knows it, and keeps to it."""
    back = desk.state.handback
    if back is None or not desk.has_news:
        return None
    asked = set(picking.terms(desk.text))
    is_discount = Intent.DISCOUNT_REQUEST in desk.state.signals.intents
    for quote in (*back.agreed, *back.promised):
        shared = asked & set(picking.terms(quote))
        if len(shared) >= ENOUGH_TERMS or (is_discount and "%" in quote):
            return desk.say("agreed_before", quote=quote)
    return None


def answered(desk: Desk) -> str | None:
    """What they once asked in vain and the team has written down since, from its page; not to
    somebody who has just said no.
    """
    signals = desk.state.signals
    if Intent.NOT_INTERESTED in signals.intents or signals.objection == Objection.NOT_INTERESTED:
        return None
    said = [_told(desk, one) for one in desk.state.answered]
    return "\n\n".join(said) or None


def _told(desk: Desk, one: AnsweredQuestion) -> str:
    question = " ".join(one.question.split())
    if len(question) > LONGEST_RECALLED:
        question = question[:LONGEST_RECALLED].rsplit(" ", 1)[0] + " …"
    quote = _written(desk, one)
    if quote is None:
        return desk.say("answered_page", question=question, title=one.title)
    return desk.say("answered_since", question=question, answer=knowing.say_quote(desk, quote))


def _written(desk: Desk, one: AnsweredQuestion) -> picking.Quote | None:
    """A short page as it stands; of a longer one what fits the question best."""
    for query in (one.title, one.question):
        sought = knowing.written(query)[:MOST_QUERY]
        if not sought.strip():
            continue
        looked = desk.call("search_knowledge", query=sought, limit=knowing.MOST_PASSAGES)
        found = [p for p in fragments.passages(looked.items("passages")) if p.title == one.title]
        if len(found) == 1 and len(found[0].text) <= SHORT_PAGE and "|" not in found[0].text:
            return picking.Quote(found[0].text, tuple(fragments.fragments(found[0])))
        if found:
            return picking.pick(knowing.written(one.question), found, strict=False)
    return None


def _heard(desk: Desk) -> list[tuple[Heard, bool]]:
    state = desk.state
    return [
        (read_whisper(one.text, now=state.now, zone=state.zone), one.is_new)
        for one in state.whispers
    ]
