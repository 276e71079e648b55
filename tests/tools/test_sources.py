"""Every argument of every tool says where its value may come from, or nothing starts."""

import pytest
from pydantic import Field

from salesgenix.authority.rules import ActionKind
from tools.catalog import CATALOG, Arguments, Effect, Finding, Undeclared, Verb
from tools.sources import FREE, SOURCES, WEIGHTY, Source, check_labels


class Pay(Arguments):
    amount: int = Field(description="How much")


PAY = Verb(
    name="pay",
    description="Pays the amount that was agreed to the person.",
    arguments=Pay,
    effect=Effect.INTERNAL,
    action=ActionKind.LEAD_LEARN,
    personal_fields=frozenset(),
    run=lambda context, arguments: Finding({}),
)


@pytest.mark.parametrize("verb", CATALOG.values(), ids=CATALOG.keys())
def test_each_argument_has_its_sources(verb: Verb):
    """None is left out, and what says to whom, where, how much or when is not the model's."""
    labelled = SOURCES[verb.name]
    assert labelled.keys() == verb.arguments.model_fields.keys()
    assert all(labelled.values())
    weighty = {name for name in labelled if name in WEIGHTY or verb.effect is Effect.OUTBOUND}
    assert all(Source.MODEL not in labelled[name] for name in weighty)


@pytest.mark.parametrize(
    "sources",
    [
        {},
        {"pay": {}},
        {"pay": {"amount": frozenset()}},
        {"pay": {"amount": FREE}},
        {"pay": {"amount": frozenset({Source.REP}), "to": FREE}},
        {"pay": {"amount": frozenset({Source.REP})}, "other": {}},
    ],
    ids=["none", "no argument", "from nowhere", "the model's", "one too many", "another tool"],
)
def test_a_tool_without_its_sources_does_not_start(sources):
    """Unlabelled, labelled with nothing, or its amount left to the model: refused at import."""
    with pytest.raises(Undeclared):
        check_labels({"pay": PAY}, sources)
    check_labels({"pay": PAY}, {"pay": {"amount": frozenset({Source.MAIN_USER})}})
