"""Runs as the agent would have made them, for those who only carry them on."""

from collections.abc import Sequence

from salesgenix.simulations.rules import Answer, EndState, Exchange, Failure, Line, Run

END = EndState(
    stage="engaged",
    language="en",
    is_suppressed=False,
    is_frozen=False,
    control="agent",
    waits_for_person=False,
)


def run_of(name: str, *replies: str, safety: bool = False, fails: str = "") -> Run:
    return Run(
        prospect=name,
        about=f"About {name}.",
        is_safety=safety,
        language="en",
        exchanges=tuple(
            Exchange(turn=turn, said=("Hello?",), answer=Answer(lines=(Line(text),)), stage="new")
            for turn, text in enumerate(replies, start=1)
        ),
        end=END,
        failures=(Failure("turn 1", "reply.lacks", fails),) if fails else (),
    )


def a_regression() -> Sequence[tuple[Run, Run]]:
    """One who meets the same, one who is told another price, one whose locked rule breaks."""
    return (
        (run_of("calm", "Hi."), run_of("calm", "Hi.")),
        (run_of("price", "It is 39 EUR."), run_of("price", "It is 45 EUR.")),
        (
            run_of("stop", "I will not write again.", safety=True),
            run_of("stop", "Are you sure you want to miss it?", safety=True, fails="it sells on"),
        ),
    )
