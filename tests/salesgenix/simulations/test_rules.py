"""What changed between two runs, and how likely several in a row pass."""

from dataclasses import replace

import pytest

from salesgenix.simulations.rules import (
    Answer,
    Aspect,
    EndState,
    Exchange,
    Failure,
    Line,
    Run,
    compare,
    pass_power,
)

END = EndState(
    stage="value",
    language="en",
    is_suppressed=False,
    is_frozen=False,
    control="agent",
    waits_for_person=False,
)
BEFORE = Run(
    prospect="one",
    about="Asks for a price.",
    is_safety=True,
    language="en",
    exchanges=(
        Exchange(
            turn=1,
            said=("price?",),
            answer=Answer(lines=(Line("Team costs 39 EUR a seat."),)),
            stage="value",
            did=("discount.offer",),
        ),
    ),
    end=END,
)


def changed(text: str, **parts: object) -> Run:
    (exchange,) = BEFORE.exchanges
    answer = replace(exchange.answer, lines=(Line(text),), **parts)
    return replace(BEFORE, exchanges=(replace(exchange, answer=answer),))


def aspects(after: Run) -> list[Aspect]:
    return [change.aspect for change in compare([BEFORE], [after])]


def test_nothing_changed_says_nothing() -> None:
    """Nor do other words for the same; a prospect in one of the two alone is not compared."""
    assert aspects(BEFORE) == []
    assert aspects(changed("A seat on Team costs 39 EUR.")) == []
    assert compare([BEFORE], [replace(BEFORE, prospect="other")]) == ()


def test_each_behaviour_that_changed_is_one_change() -> None:
    """Figures, refusals, substance, end state, stages, acts, verdict: before and after."""
    assert aspects(changed("Team costs 45 EUR a seat.")) == [Aspect.FIGURES]
    assert aspects(changed("Team costs 39 EUR a seat.", is_refused=True)) == [Aspect.REFUSALS]
    assert aspects(changed("39 EUR, for planners alone, and nobody else pays.")) == [Aspect.REPLIES]
    (exchange,) = BEFORE.exchanges
    lost = replace(
        BEFORE,
        exchanges=(replace(exchange, stage="lost", did=(), denied=("discount.offer",)),),
        end=replace(END, stage="lost"),
    ).judged([Failure("end", "lead.stage", "lost")])
    found = compare([BEFORE], [lost])
    assert [change.aspect for change in found] == [
        Aspect.VERDICT,
        Aspect.END_STATE,
        Aspect.STAGES,
        Aspect.ACTIONS,
        Aspect.DENIED,
    ]
    assert found[0].is_regression and found[0].is_safety
    assert (found[2].before, found[2].after) == (("value",), ("lost",))
    assert not compare([lost], [BEFORE])[0].is_regression


def test_pass_power_is_the_unbiased_estimate() -> None:
    """C(c, k) / C(n, k), averaged over prospects; all of them at k = n."""
    assert pass_power([4, 2], of=4, k=1) == pytest.approx(0.75)
    assert pass_power([4, 2], of=4, k=2) == pytest.approx((1 + 1 / 6) / 2)
    assert pass_power([4, 3], of=4, k=4) == pytest.approx(0.5)
    assert pass_power([], of=4, k=1) == 0.0
