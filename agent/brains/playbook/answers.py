"""The answers to the questions of one message: each from where it stands, or an admitted gap."""

from functools import partial

from agent.brains.playbook import (
    billing,
    comparing,
    introducing,
    knowing,
    listening,
    memory,
    pricing,
    restating,
    selling,
    team,
)
from agent.brains.playbook.desk import Desk, Pending
from agent.brains.playbook.finding import saying
from agent.brains.playbook.questions import Question, questions, unnamed
from agent.brains.playbook.vocabulary import plain, spoken
from agent.understanding.kinds import Objection

_SEVERAL = 2  # gaps
_LONGEST_WISH, _FEW = 10, 6  # words


def answers(desk: Desk) -> tuple[list[str], bool, bool]:
    """The answers, whether one names a price, and whether all were found."""
    try:
        asked = questions(desk)
    except Pending:
        return [], False, True
    said: list[str] = []
    gaps: dict[str, str] = {}
    priced, found = False, True
    for question in _but_for_trust(desk, asked):
        try:
            answer = _answer(desk, question, alone=len(asked) == 1)
        except Pending:
            continue
        said.append(answer.text)
        if not answer.found and memory.is_said("unknown_about", answer.text):
            gaps[question.text] = answer.text
        priced, found = priced or answer.priced, found and answer.found
    told = dict.fromkeys(_together(desk, _each_once(said), gaps))
    return knowing.once(desk, list(told)), priced, found


def _answer(desk: Desk, question: Question, *, alone: bool) -> knowing.Answer:
    """From the list of prices, from the smallest piece of a page, or from a passage."""
    text = question.text
    if awaited := team.when_decided(desk, text):
        return knowing.Answer(awaited, found=True)
    if saying.is_other_variant(desk, text):
        return knowing.unknown(desk, text, alone)
    if (introduced := introducing.answer(desk, text)) is not None:
        return introduced
    if _wants_to_read(text):
        asks = desk.say("explore_send_info")
        return knowing.Answer(" ".join([*selling.to_read(desk), asks]), found=True)
    text = _with_what_it_hangs_on(desk, text)
    answer = restating.answer(desk, text, first=True) or comparing.answer(desk, text)
    answer = answer or billing.answer(desk, text, seats=question.seats)
    is_of_a_case = spoken("of_a_case").search(plain(text)) is not None
    if answer is None and not is_of_a_case and not saying.has_terms(desk, text):
        answer = pricing.answer(desk, text, seats=question.seats)
    if answer is None and (told := listening.recommended(desk, text)):
        return knowing.Answer(told, found=True)
    answer = answer or saying.answer(
        desk, saying.fuller(desk, unnamed(desk, text), _whole(desk, text))
    )
    answer = answer or restating.answer(desk, text)
    return answer or _from_a_passage(desk, question, alone=alone)


def _wants_to_read(text: str) -> bool:
    """``Can you send me some information?``: something to read, and no word on what."""
    said = plain(text)
    is_short = len(said.split()) <= _LONGEST_WISH
    return is_short and all(spoken(one).search(said) for one in ("sends_me", "material"))


def _with_what_it_hangs_on(desk: Desk, text: str) -> str:
    """``And on which plan?``, with the question before it."""
    if len(text.split()) > _FEW or spoken("which_plan").search(plain(text)) is None:
        return text
    beside = [one.text for one in questions(desk)]
    before = beside[beside.index(text) - 1] if text in beside[1:] else desk.last_question
    return f"{before} {text}".strip()


def _whole(desk: Desk, text: str) -> str:
    """The question with what they tell beside it, where it is the only one."""
    is_only = [one.text for one in questions(desk)] == [text]
    doubts = desk.state.signals.objection is not None or len(desk.text.splitlines()) > 1
    return unnamed(desk, desk.text if is_only and not doubts else text)


def _from_a_passage(desk: Desk, question: Question, *, alone: bool) -> knowing.Answer:
    """The last resort: what a passage has in the question's own words."""
    text = question.text
    if (nearest := saying.nearest(desk, unnamed(desk, text))) is not None:
        return knowing.unknown(desk, text, alone, nearest)
    if desk.state.signals.written_in == "en":  # whose words the passages are compared by know most
        return knowing.answer(desk, text, alone=alone, seats=question.seats)
    if saying.is_lacking(desk, text):
        return knowing.unknown(desk, text, alone)
    return knowing.answer(
        desk, text, alone=alone, seats=question.seats, backs=partial(saying.is_backed, desk, text)
    )


def _but_for_trust(desk: Desk, asked: list[Question]) -> list[Question]:
    """``Why should we trust you?`` is a doubt, and met as one."""
    if Objection.TRUST not in desk.state.signals.objections:
        return asked
    return [one for one in asked if not spoken("asks_for_trust").search(plain(one.text))]


def _each_once(said: list[str]) -> list[str]:
    """Without what a longer answer says as well."""
    return [one for one in said if not any(one != other and one in other for other in said)]


def _together(desk: Desk, said: list[str], gaps: dict[str, str]) -> list[str]:
    """Several gaps are admitted in one sentence, after what could be answered."""
    if len(gaps) < _SEVERAL:
        return said
    asked = " / ".join(question.strip(" .?!,") for question in gaps)
    found = [text for text in said if text not in gaps.values()]
    return [*found, desk.say("unknown_about", question=asked)]
