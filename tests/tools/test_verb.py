import pytest
from pydantic import BaseModel, Field

from salesgenix.authority.rules import ActionKind
from tools.catalog import CATALOG, Arguments, Effect, Finding, Undeclared, Verb, collect


class Greet(Arguments):
    name: str = Field(description="Whom to greet")


DECLARED = {
    "name": "greet",
    "description": "Greets the person by the name that they gave.",
    "arguments": Greet,
    "effect": Effect.INTERNAL,
    "action": ActionKind.LEAD_LEARN,
    "personal_fields": frozenset({"name"}),
    "run": lambda context, arguments: Finding({}),
}


class Mute(Arguments):
    reason: str


class Loose(BaseModel):
    reason: str = Field(description="Why")


def test_a_complete_declaration_is_accepted():
    """The counterpart of the refusals below: what they break is otherwise sound."""
    assert collect([Verb(**DECLARED)]).keys() == {"greet"}


@pytest.mark.parametrize("missing", sorted(DECLARED))
def test_nothing_of_a_declaration_can_be_left_out(missing):
    """Effect class, action, personal fields and the rest have no defaults to fall back on."""
    rest = {name: value for name, value in DECLARED.items() if name != missing}
    with pytest.raises(TypeError):
        Verb(**rest)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Greet!"},
        {"description": "Greets."},
        {"effect": None},
        {"effect": "internal-ish"},
        {"action": None},
        {"action": "lead.learn.all"},
        {"effect": Effect.FLOOR},
        {"action": ActionKind.CONTACT_SUPPRESS},
        {"effect": Effect.OUTBOUND},
        {"action": ActionKind.MAIL_TRANSCRIPT},
        {"personal_fields": None},
        {"personal_fields": frozenset()},
        pytest.param({"personal_fields": frozenset({"name", "shoe_size"})}, id="no such argument"),
        {"arguments": Mute, "personal_fields": frozenset()},
        {"arguments": Loose, "personal_fields": frozenset()},
        {"run": None},
    ],
    ids=str,
)
def test_a_declaration_that_contradicts_itself_is_refused(wrong):
    """An effect that belies its action, or a personal argument not owned up to, stops us."""
    with pytest.raises(Undeclared):
        Verb(**DECLARED | wrong)


def test_two_verbs_cannot_share_a_name():
    """Otherwise the second would silently take the first one's permissions."""
    with pytest.raises(Undeclared, match="twice"):
        collect([Verb(**DECLARED)], [Verb(**DECLARED)])


@pytest.mark.parametrize("verb", CATALOG.values(), ids=CATALOG.keys())
def test_a_model_can_say_only_what_is_declared(verb):
    """Each verb's schema is closed and explains every argument."""
    schema = verb.arguments.model_json_schema()
    assert schema["additionalProperties"] is False
    assert all(field["description"] for field in schema["properties"].values())
