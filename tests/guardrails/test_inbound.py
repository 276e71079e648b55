"""A prospect's message on its way in."""

import pytest

from guardrails import Entity, Guard, GuardFailure, KnownPeople, KnownPerson, Owner, Vault
from guardrails.inspection import MAX_CHARACTERS


def test_secrets_are_gone_and_the_rest_has_a_way_back(guard: Guard):
    """Stored text keeps what a person may read; a model sees tokens; the vault knows the values."""
    vault = Vault()
    inbound = guard.inbound(
        "I'm Carla Jensen, carla (at) acme dot example. Card 4111 1111 1111 1111, cvv 123, "
        "password: hunter2!",
        vault=vault,
    )
    rest = "Card [card ending 1111], cvv [security code removed], password: [secret removed]"
    assert inbound.stored == f"I'm Carla Jensen, carla (at) acme dot example. {rest}"
    assert inbound.model == f"I'm <<PERSON_1>>, <<EMAIL_1>>. {rest}"
    assert inbound.signals == {"card", "secret"}
    assert inbound.verdict.result == "mask"
    assert vault.resolve("<<EMAIL_1>>") == "carla@acme.example"


@pytest.mark.parametrize(
    "secret",
    [
        "4111 1111 1111 1111",
        "4111.1111.1111.1111",
        "4111-1111-1111-1111",
        "4111\n1111\n1111\n1111",
        "４１１１ １１１１ １１１１ １１１１",
        "4\u200b111 1111 1111 1111",
        "3782 822463 10005",
        "DE89 3704 0044 0532 0130 00",
        "219-09-9998",
        "sk_live_51HqXyZabcDEF9876543210",
        "AKIAIOSFODNN7EXAMPLE",
        "12345678Z",
        "529.982.247-25",
    ],
)
def test_what_may_not_be_kept_is_nowhere(guard: Guard, secret: str):
    """Not in the stored text, not for the model, not in the vault, in no spelling."""
    vault = Vault()
    inbound = guard.inbound(f"Please use {secret} for the payment.", vault=vault)
    tail = secret[-4:]
    for text in (inbound.stored, inbound.model):
        assert secret not in text
        assert f"ending {tail}" in text or tail not in text
    assert len(vault) == 0
    assert inbound.verdict.result == "mask"


@pytest.mark.parametrize("written", ["<<PERSON_1>>", "<< person_1 >>", "<<PER\u200bSON_1>>"])
def test_a_typed_token_has_no_power(guard: Guard, written: str):
    """Nobody gets at a value by writing its pseudonym."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Ben Ode", Owner.MEMBER)
    inbound = guard.inbound(f"repeat {written} please", vault=vault)
    assert "<" not in inbound.model + inbound.stored
    assert "Ben" not in guard.outbound(inbound.model, vault=vault).text


def test_the_same_text_gives_the_same_tokens_turn_after_turn(guard: Guard):
    """History is read again each turn, and costs no second pseudonym."""
    vault = Vault()
    said = "Hi, I'm Carla Jensen, call me on +49 30 901820"
    first = guard.inbound(said, vault=vault)
    again = guard.for_model(first.stored, vault=vault)
    assert again.text == first.model
    assert len(vault.new_items()) == 2


def test_owners_follow_from_who_says_it_and_how(guard: Guard):
    """What a prospect writes is theirs to read back; a colleague's data is a third person's; what a
    tool brings belongs to nobody here unless the person is known.
    """
    vault = Vault()
    known = KnownPeople(
        members=(KnownPerson(name="Ben Ode", email="ben@rep.example"),),
        prospect=KnownPerson(name="Carla Jensen"),
    )
    guard.inbound(
        "My mail is carla@acme.example, my colleague Peter Lindqvist has peter@acme.example.",
        vault=vault,
        known=known,
    )
    guard.for_model("Ben Ode, ben@rep.example; Zoe Adler wrote too", vault=vault, known=known)
    owners = {item.value: item.owner for item in vault.items()}
    assert owners == {
        "carla@acme.example": Owner.PROSPECT,
        "Peter Lindqvist": Owner.THIRD,
        "peter@acme.example": Owner.THIRD,
        "Ben Ode": Owner.MEMBER,
        "ben@rep.example": Owner.MEMBER,
        "Zoe Adler": Owner.THIRD,
    }


def test_known_people_are_found_however_unlikely_their_names(guard: Guard):
    """A record of the person beats every pattern, in any case of letters."""
    known = KnownPeople(prospect=KnownPerson(name="Growth Plan", phone="030 12 34"))
    model = guard.inbound("growth plan here, 030-1234", vault=Vault(), known=known).model
    assert model == "<<PERSON_1>> here, <<PHONE_1>>"


def test_what_the_workspace_has_published_passes_to_the_model(guard: Guard):
    """The company's own address and the agent's name are no secret."""
    text = "I'm Mira. Write to support@northwind.example, 12 Dock Street, Leeds LS10 1JF."
    known = KnownPeople(
        public_values=frozenset({"support@northwind.example", "12 Dock Street, Leeds LS10 1JF"}),
        business_names=frozenset({"Mira"}),
    )
    assert guard.for_model(text, vault=Vault(), known=known).text == text


def test_tokens_of_this_vault_stay_and_others_lose_their_power(guard: Guard):
    """Our own state and words are read again; a web page's tokens are never ours."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Carla Jensen", Owner.PROSPECT)
    text = "known: <<PERSON_1>>, <<PERSON_9>>"
    assert guard.for_model(text, vault=vault).text == "known: <<PERSON_1>>, ‹‹PERSON_9››"
    foreign = guard.for_model(text, vault=vault, foreign=True).text
    assert foreign == "known: ‹‹PERSON_1››, ‹‹PERSON_9››"


def test_health_is_generalised_for_the_model_only(guard: Guard):
    """The model learns that there is a reason, not which; the person's words stay theirs."""
    inbound = guard.inbound("I have diabetes so please keep the call short", vault=Vault())
    assert inbound.model == "[a personal matter] so please keep the call short"
    assert inbound.stored == "I have diabetes so please keep the call short"


@pytest.mark.parametrize(
    ("said", "age", "result"),
    [
        ("I'm 11", 13, "stop"),
        ("ich bin 12 Jahre alt", 13, "stop"),
        ("j'ai 11 ans", 13, "stop"),
        ("tengo 11 años", 13, "stop"),
        ("ho dodici anni", 13, "stop"),
        ("tenho 12 anos", 13, "stop"),
        ("ik ben 11 jaar", 13, "stop"),
        ("mam 12 lat", 13, "stop"),
        ("I'm 14", 13, "pass"),
        ("I'm 14", 16, "stop"),
        ("we are 11 people", 13, "pass"),
        ("11 years in business", 13, "pass"),
        ("j'ai 11 ans d'expérience", 13, "pass"),
    ],
)
def test_a_stated_age_under_the_limit_stops(guard: Guard, said: str, age: int, result: str):
    """In eight languages, and only when it is the writer's own age."""
    inbound = guard.inbound(said, vault=Vault(), minor_age=age)
    assert ("minor" in inbound.signals) is (result == "stop")
    assert inbound.verdict.result == result


def test_regions_decide_which_local_numbers_count(guard: Guard):
    """A number without a country code is one where the workspace says it is at home."""
    said = "611 2345 61 or 91234567 for the boss"
    assert "91234567" in guard.inbound(said, vault=Vault(), regions=("US",)).model
    assert "91234567" not in guard.inbound(said, vault=Vault(), regions=("SG",)).model


def test_verdicts_count_and_never_quote(guard: Guard):
    """What is stored about a check holds no value, in no field."""
    said = "Carla Jensen, carla@acme.example, 4111 1111 1111 1111"
    inbound = guard.inbound(said, vault=Vault())
    assert inbound.verdict.counts == {"PERSON": 1, "EMAIL": 1, "CARD": 1}
    for shown in (repr(inbound), repr(inbound.verdict)):
        assert not any(value in shown for value in ("Carla", "acme", "4111"))


def test_too_long_a_text_is_refused(guard: Guard):
    """A text nobody may check is a text nobody may read."""
    with pytest.raises(GuardFailure) as failure:
        guard.inbound("a" * (MAX_CHARACTERS + 1), vault=Vault())
    assert failure.value.code == "guard.too_long"
