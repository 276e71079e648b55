"""From the patterns found in a message to one ``Understanding``."""

from collections.abc import Iterable, Sequence

from agent.understanding import weighing
from agent.understanding.facts import Stated, facts_of
from agent.understanding.floors import Page, floors, uncancelled, weigh
from agent.understanding.kinds import Floor, Intent, Objection, Previous, Understanding
from agent.understanding.language import ranked
from agent.understanding.learning.features import sentences
from agent.understanding.lexicons import lexicon
from agent.understanding.patterns import Hit
from agent.understanding.quoted import own_words
from agent.understanding.remarks import doubts_nothing, passes_on
from agent.understanding.words import Shape, Token, tokenise

INTENTS = {
    "price": Intent.PRICE,
    "discount": Intent.DISCOUNT_REQUEST,
    "discount.half": Intent.DISCOUNT_REQUEST,
    "discount.third": Intent.DISCOUNT_REQUEST,
    "discount.quarter": Intent.DISCOUNT_REQUEST,
    "discount.fifth": Intent.DISCOUNT_REQUEST,
    "booking": Intent.BOOKING_REQUEST,
    "slot": Intent.CHOOSE_SLOT,
    "move": Intent.MOVE_APPOINTMENT,
    "cancel": Intent.CANCEL_APPOINTMENT,
    "product": Intent.PRODUCT_QUESTION,
    "integration": Intent.INTEGRATION_QUESTION,
    "security": Intent.SECURITY_QUESTION,
    "trial": Intent.TRIAL_QUESTION,
    "competitor": Intent.COMPETITOR,
    "greeting": Intent.GREETING,
    "thanks": Intent.THANKS,
    "goodbye": Intent.GOODBYE,
    "affirm": Intent.AFFIRM,
    "deny": Intent.DENY,
    "small_talk": Intent.SMALL_TALK,
    "rude": Intent.RUDE,
    "provenance": Intent.PROVENANCE,
    "transcript": Intent.SEND_TRANSCRIPT,
    "not_interested": Intent.NOT_INTERESTED,
    "positive": Intent.POSITIVE,
}
_AGAINST_FLOOR = {f"{floor.value}.not" for floor in Floor} - {"data_request.not"}
_A_NAME = 3  # words: "Mr" and two names
_PURPOSES = frozenset(
    {"booking", "slot", "move", "cancel", "integration", "trial", "transcript", "provenance"}
)
_PLAUSIBLE = 0.5  # a language is also read when it explains this share of what the best explains
_UNSURE = 0.5  # and all are read when hardly anything is explained
_MOST_OFFERED = 5  # a larger number after "the" is a clock time
_CONTACT_FIELDS = {"name", "email", "phone"}


def read(
    text: str, *, languages: Sequence[str], previous: Previous, minor_age: int, by_rules: bool
) -> Understanding:
    whole, text = text, own_words(text)
    hands_on = whole != text and passes_on(text)  # what is asked stands in the mail below
    tokens = tokenise(text)
    points = ranked(text, tokens, before=previous.language, default=next(iter(languages), None))
    order = list(points)
    likely = [name for name in order if points[name] >= _PLAUSIBLE * points[order[0]] - _UNSURE]
    pages = _pages(text, likely, tokens)
    page = pages[0]
    supported = [language for language in likely if language in languages]
    stated = facts_of(text, page.tokens, page.hits, book=lexicon(page.language), previous=previous)
    heard = weighing.hear("" if by_rules else text, page.alike)
    found = floors(pages, minor_age=minor_age)
    is_no = previous.just_asked == Floor.STOP and bool(page.labelled("deny"))
    suspected = weigh(
        found,
        heard.chances,
        is_explained=is_no or _is_explained(page, stated),
        alike=frozenset().union(*(one.alike for one in pages)),
    )
    objections = weighing.objections(
        _ruled(page),
        heard,
        is_explained=bool(found.floor or page.labelled("discount")) or _is_explained(page, stated),
        just_asked=previous.just_asked,
    )
    objections = () if hands_on else _meant(objections, page, text)
    is_only_floor = bool(found.floor) and len(sentences(text)) == 1
    added = () if is_only_floor else weighing.intents(heard, objections)
    intents = _intents(page, stated, objections, added)
    if previous.just_asked == Floor.STOP and _is_yes(intents):
        found.floor.add(Floor.STOP)
    return Understanding(
        language=_answered_in(order[0], supported, languages, previous),
        written_in=order[0],
        floor=frozenset(found.floor),
        data_request=found.data_request,
        intents=intents,
        objection=next(iter(objections), None),
        objections=objections,
        doubtful=suspected | frozenset(weighing.doubts(heard, objections)),
        facts=stated.facts,
        discount_percent=stated.discount_percent,
        seats=stated.seats,
        months=stated.months,
        choice=_choice(page, previous),
        is_question="?" in text or heard.is_sure("question"),
        evidence=found.evidence,
    )


def _meant(raised: Sequence[Objection], page: Page, text: str) -> tuple[Objection, ...]:
    """``Thanks, I'll pass it on``: a doubt only where a rule hears one beside it."""
    if not raised or not doubts_nothing(text):
        return tuple(raised)
    return tuple(one for one in raised if one in _ruled(page))


def _is_yes(intents: Sequence[Intent]) -> bool:
    return Intent.AFFIRM in intents and Intent.DENY not in intents


def _answered_in(
    written: str, supported: Sequence[str], languages: Sequence[str], previous: Previous
) -> str:
    """Their language where we speak it; else the one spoken so far, or the likeliest of ours."""
    if written not in languages and previous.language in languages:
        return str(previous.language)
    return supported[0] if supported else next(iter(languages), "en")


def _pages(text: str, languages: Sequence[str], tokens: list[Token]) -> list[Page]:
    spelled = [lexicon(language).respell(tokens) for language in languages]
    hits = [
        lexicon(language).book.search(words)
        for language, words in zip(languages, spelled, strict=True)
    ]
    against = [hit for found in hits for hit in found if hit.label in _AGAINST_FLOOR]
    return [
        Page(text, language, words, uncancelled(found, against), _alike(found))
        for language, words, found in zip(languages, spelled, hits, strict=True)
    ]


def _alike(hits: Sequence[Hit]) -> frozenset[str]:
    """Labels of the lexicon, and the intents they stand for, as the classifier names those."""
    labels = {hit.label.removesuffix(".not") for hit in hits if hit.label.endswith(".not")}
    return frozenset(labels | {INTENTS[label].value for label in labels & INTENTS.keys()})


def _ruled(page: Page) -> list[Objection]:
    """In the order said; where two begin together, the specific one before "not interested"."""
    found = [
        (hit.first, hit.label == "not_interested", hit.label)
        for hit in page.hits
        if hit.label == "not_interested" or hit.label.startswith("objection.")
    ]
    found.sort(key=lambda one: one[:2])
    return list(dict.fromkeys(Objection(label.removeprefix("objection.")) for *_, label in found))


def _is_explained(page: Page, stated: Stated) -> bool:
    """Whether the rules know what the message is for; a name or a no by itself is an answer."""
    is_answer = len(page.tokens) <= _A_NAME and (
        any(token.shape is Shape.PLACEHOLDER for token in page.tokens) or page.labelled("deny")
    )
    return bool(is_answer) or bool(stated.facts) or any(hit.label in _PURPOSES for hit in page.hits)


def _intents(
    page: Page, stated: Stated, raised: Sequence[Objection], added: Sequence[Intent]
) -> tuple[Intent, ...]:
    seen = [INTENTS[hit.label] for hit in page.hits if hit.label in INTENTS]
    if raised:
        seen.append(Intent.OBJECTION)
    if Objection.NOT_INTERESTED in raised:
        seen.append(Intent.NOT_INTERESTED)
    if any(fact.field in _CONTACT_FIELDS for fact in stated.facts):
        seen.append(Intent.GIVE_CONTACT)
    return _once([*seen, *added]) or (Intent.OTHER,)


def _once(seen: Iterable[Intent]) -> tuple[Intent, ...]:
    return tuple(dict.fromkeys(seen))


def _choice(page: Page, previous: Previous) -> int | None:
    ordinals = lexicon(page.language).ordinals
    for hit in page.labelled("slot"):
        for token in page.tokens[hit.first : hit.last]:
            if token.forms[0] in ordinals:
                return ordinals[token.forms[0]]
        if hit.number is not None and (page.tokens[hit.number].value or 0) <= _MOST_OFFERED:
            return page.tokens[hit.number].value
    alone = page.text.strip().rstrip(".)")
    if previous.offered and alone.isdigit() and 1 <= int(alone) <= previous.offered:
        return int(alone)
    return None
