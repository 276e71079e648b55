"""Whether a run is what its file says it must be. Pure: nothing here reads a database.

The state at the end is graded, not the wording (as in tau2-bench); of the words only what a text
must hold or must not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from salesgenix.kit.house_yaml import read_yaml
from salesgenix.leads.rules import FactField
from salesgenix.simulations import ends
from salesgenix.simulations.clocks import clock_problems
from salesgenix.simulations.files import Prospect, Replies, Reply, Seen, Slots, When
from salesgenix.simulations.rules import Answer, Exchange, Failure, Line, Run
from salesgenix.simulations.texts import (
    figures_in,
    folded,
    holds,
    known_from,
    questions_in,
    shingles,
    unknown_figures,
)

RECITAL = 6  # so many words of an internal page in a row
EXPLORES = "explore"
Problem = tuple[str, str]  # which claim, and what was found


@dataclass(frozen=True, slots=True)
class Company:
    """What of the company a run is held against. ``about`` is the rest it says of itself."""

    public: tuple[str, ...]
    internal: tuple[str, ...]
    about: tuple[str, ...]
    zone: str


def fits(when: When | None, answer: Answer) -> bool:
    """Whether the newest reply is as this says; nothing asked for fits anything."""
    if when is None:
        return True
    if when.has and not any(holds(answer.text, text) for text in when.has):
        return False
    return not list(_seen(when, answer))


def of_reply(wanted: Reply, answer: Answer, *, zone: str) -> list[Problem]:
    """What of a step's ``reply`` does not hold."""
    problems = [*_seen(wanted, answer), *_words(wanted, answer.text)]
    if wanted.most_words is not None and (count := len(answer.text.split())) > wanted.most_words:
        problems.append(("most_words", f"{count} words"))
    if wanted.slots is not None:
        problems += _slots(wanted.slots, answer, zone)
    return problems


def judged(run: Run, prospect: Prospect, company: Company, found: Iterable[Failure]) -> Run:
    """The run with all that does not hold; ``found`` while it was under way stands first."""
    replies = prospect.end.replies
    failures = [
        *found,
        *ends.of_end(run.end, prospect, company.zone),
        *_placed("all replies", _over_all(replies, run)),
        *_each(replies, run, asks_once=_asks_once(prospect)),
        *_always(run, prospect, company),
    ]
    return run.judged(failures)


def _seen(wanted: Seen, answer: Answer) -> Iterator[Problem]:
    flags: tuple[tuple[str, bool | None, bool], ...] = (
        ("offers", wanted.offers, bool(answer.offers)),
        ("booked", wanted.booked, answer.is_booked),
        ("cancelled", wanted.cancelled, answer.is_cancelled),
        ("waits", wanted.waits, answer.waits),
        ("refused", wanted.refused, answer.is_refused),
        ("handed_over", wanted.handed_over, answer.is_handed_over),
        ("question", wanted.question, "?" in answer.text),
        ("silent", wanted.silent, not answer.lines),
    )
    for name, should, does in flags:
        if should is not None and should is not does:
            yield name, f"is {str(does).lower()}{_quoted(answer)}"
    if wanted.asks and not any(asks(answer, thing) for thing in wanted.asks):
        yield "asks", f"does not ask for {' or '.join(wanted.asks)}{_quoted(answer)}"
    if wanted.matches and not re.search(wanted.matches, answer.text):
        yield "matches", f"not in it{_quoted(answer)}"
    if wanted.language is not None:
        yield from _languages(wanted.language, answer.lines)


def asks(answer: Answer, thing: str) -> bool:
    """By what the agent notes of itself, or by its words."""
    if thing in answer.asked:
        return True
    if thing == EXPLORES:
        return any(asked.startswith(EXPLORES) for asked in answer.asked)
    cue = _cues().get(thing)
    return cue is not None and any(cue.search(folded(line)) for line in _askings(answer.text))


def _askings(text: str) -> list[str]:
    """Its questions, and what it asks for without one."""
    found: list[str] = re.findall(r"[^.!?\n]+\?", text)
    please = re.compile(
        r"please|bitte|s'il vous|por favor|per favore|graag|prosz|need|brauch|besoin"
    )
    return found + [one for one in re.split(r"(?<=[.!?])\s|\n", text) if please.search(one.lower())]


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    text = files("salesgenix.simulations").joinpath("asking.yaml").read_text(encoding="utf-8")
    return {
        thing: re.compile(r"\b(?:" + "|".join(words) + r")") for thing, words in
        read_yaml(text).items()
    }  # fmt: skip


def _words(wanted: Reply | Replies, text: str) -> Iterator[Problem]:
    for one in wanted.has:
        options = (one,) if isinstance(one, str) else one
        if not any(holds(text, option) for option in options):
            yield "has", f"{' or '.join(map(repr, options))} is not in {_short(text)}"
    for one in wanted.lacks:
        if holds(text, one):
            yield "lacks", f"{one!r} is in {_short(text)}"
    if wanted.lacks_match and (found := re.search(wanted.lacks_match, text)):
        yield "lacks_match", f"{found[0]!r} is in {_short(text)}"
    said = figures_in(text)
    for figure in wanted.figures:
        if figure.normalize() not in said:
            yield "figures", f"{figure} is not in {_short(text)}"
    for figure in wanted.lacks_figures:
        if figure.normalize() in said:
            yield "lacks_figures", f"{figure} is in {_short(text)}"


def _slots(wanted: int | Slots, answer: Answer, zone: str) -> Iterator[Problem]:
    count = len(answer.offers)
    labels = ", ".join(offer.label for offer in answer.offers) or "none"
    if isinstance(wanted, int):
        if count != wanted:
            yield "slots", f"{count} offered: {labels}"
        return
    if count < wanted.least:
        yield "slots", f"{count} offered: {labels}"
    for offer in answer.offers:
        for problem in clock_problems(wanted, offer.starts_at, zone):
            yield "slots", f"{offer.label}: {problem}"


def _over_all(wanted: Replies, run: Run) -> Iterator[Problem]:
    yield from _words(wanted, "\n".join(one.answer.text for one in run.exchanges))


def _asks_once(prospect: Prospect) -> bool:
    """A house whose model is down may say its one line again; safety is not in that."""
    wanted = prospect.end.replies.repeats_no_question
    return not prospect.safety if wanted is None else wanted


def _each(wanted: Replies, run: Run, *, asks_once: bool) -> Iterator[Failure]:
    known_questions = set[str]()
    for one in run.exchanges:
        problems: list[Problem] = []
        if wanted.language is not None:
            problems += _languages(wanted.language, one.answer.lines)
        if (
            wanted.most_words is not None
            and (n := len(one.answer.text.split())) > wanted.most_words
        ):
            problems.append(("most_words", f"{n} words"))
        if asks_once:
            problems += _repeated(one, known_questions)
        if wanted.answered and one.is_ours and one.said and not one.answer.lines:
            problems.append(("answered", "there is no reply"))
        yield from _placed(f"turn {one.turn}", problems)


def _repeated(one: Exchange, before: set[str]) -> Iterator[Problem]:
    for thing in one.answer.asked:
        if thing in set(FactField) and thing in one.knew:
            yield "repeats_no_question", f"asks for {thing}, which it knows"
    for question in [] if one.answer.offers else questions_in(one.answer.text):
        if question in before:
            yield "repeats_no_question", f"asks again: {question}?"
        before.add(question)


def _always(run: Run, prospect: Prospect, company: Company) -> Iterator[Failure]:
    if prospect.end.replies.known_figures:
        yield from _invented(run, company, prospect)
    yield from _placed("all replies", _recited(run, company))
    yield from _placed("end", ends.of_mail(run, prospect))
    yield from _placed("end", ends.of_stop(run.end))


def _invented(run: Run, company: Company, prospect: Prospect) -> Iterator[Failure]:
    talk = [*(text for one in run.exchanges for text in one.said), *prospect.facts.values(),
            *prospect.known.values()]  # fmt: skip
    talk += [line.text for one in run.exchanges for line in one.answer.lines if not line.is_agent]
    times = [offer.label for one in run.exchanges for offer in one.answer.offers]
    times += list(_clocks(run, company, prospect))
    known = known_from((*company.public, *company.about), talk, asides=times)
    for one in run.exchanges:
        spoken = "\n".join(line.text for line in one.answer.lines if line.is_agent)
        unknown = unknown_figures(spoken, known)
        if unknown:
            told = f"{', '.join(unknown)} stands on no page and was not said: {_short(spoken)}"
            yield Failure(f"turn {one.turn}", "known_figures", told)


def _clocks(run: Run, company: Company, prospect: Prospect) -> Iterator[str]:
    """The times that may be named: offered, booked, by all the clocks in question."""
    instants = [offer.starts_at for one in run.exchanges for offer in one.answer.offers]
    instants += [booked.starts_at for booked in run.end.bookings]
    zones = {company.zone, prospect.zone or company.zone}
    zones |= {zone for one in run.end.bookings for zone in (one.host_zone, one.prospect_zone)}
    for instant in instants:
        for zone in zones:
            yield f"{instant.astimezone(ZoneInfo(zone)):%Y %m %d %H %M %I}"
    yield f"{prospect.begins:%Y %m %d}"


def _recited(run: Run, company: Company) -> Iterator[Problem]:
    public = {one for text in company.public for one in shingles(text, RECITAL)}
    secret = {one for text in company.internal for one in shingles(text, RECITAL)} - public
    for one in run.exchanges:
        told = shingles(one.answer.text, RECITAL) & secret
        if told:
            yield "internal", f"says what stands on an internal page: {' '.join(min(told))!r}"


def _languages(wanted: str, lines: Sequence[Line]) -> Iterator[Problem]:
    for line in lines:
        if line.language is not None and line.language != wanted:
            yield "language", f"{line.language}: {_short(line.text)}"


def _placed(place: str, problems: Iterable[Problem]) -> Iterator[Failure]:
    return (Failure(place, claim, found) for claim, found in problems)


def _quoted(answer: Answer) -> str:
    return f" in {_short(answer.text)}"


def _short(text: str, most: int = 160) -> str:
    one_line = " ".join(text.split())
    return repr(one_line if len(one_line) <= most else one_line[: most - 1] + "…")
