"""The words a workspace lists: never personal, always personal."""

import pytest

from guardrails import Entity, Guard, HouseRules, KnownPeople, KnownPerson, Term, Terms, Vault


def known(allow: tuple[Term, ...] = (), deny: tuple[Term, ...] = (), **more: object) -> KnownPeople:
    return KnownPeople(rules=HouseRules(allow=Terms(allow), deny=Terms(deny)), **more)


@pytest.mark.parametrize(
    "written",
    [
        "Thérèse Marchand",
        "therese marchand",
        "THERESE  MARCHAND",
        "Thérèse-Marchand",
        "Thérèse\nMarchand",
    ],
)
def test_an_allowed_term_is_left_alone_however_it_is_written(guard: Guard, written: str):
    """Case, accents and what joins the words do not count; the words themselves do."""
    said = f"my name is {written}, for 20 people?"
    rules = known(allow=(Term("Thérèse Marchand"),))
    assert guard.inbound(said, vault=Vault(), known=rules).model == said
    assert guard.for_log(said, vault=Vault(), known=rules).text == said
    other = "My name is Therese Marchandise, hello"
    assert "Marchandise" not in guard.inbound(other, vault=Vault(), known=rules).model


def test_a_longer_value_is_not_freed_by_a_word_in_it(guard: Guard):
    """A product called Marchand does not show a person of that name."""
    rules = known(allow=(Term("Marchand"),))
    model = guard.inbound("my name is Claire Marchand", vault=Vault(), known=rules).model
    assert "Marchand" not in model


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("card 4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("pay to DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        ("my ssn is 219-09-9998", "219-09-9998"),
        ("password: hunter2!", "hunter2"),
        ("I'm 11", "I'm 11"),
    ],
)
def test_no_list_shows_what_a_checksum_proves(guard: Guard, said: str, listed: str):
    """Even words that found their way onto the list do not free a card, a key or a child."""
    rules = known(allow=(Term(listed),))
    plain = guard.inbound(said, vault=Vault())
    listed_too = guard.inbound(said, vault=Vault(), known=rules)
    assert (listed_too.model, listed_too.stopped) == (plain.model, plain.stopped)


def test_a_known_person_stays_hidden_whatever_the_list_says(guard: Guard):
    """A record of somebody outweighs a list of words."""
    rules = known(allow=(Term("Nova Reyes"),), prospect=KnownPerson(name="Nova Reyes"))
    assert "Nova" not in guard.inbound("it's Nova Reyes", vault=Vault(), known=rules).model


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("how is project blue heron going", "blue heron"),
        ("BLUE-HERON ships in May", "BLUE-HERON"),
        ("Blue Heron's plan", "Blue Heron"),
        ("see ticket kx 4471 please", "kx 4471"),
    ],
)
def test_a_denied_term_is_hidden_both_ways_and_in_logs(guard: Guard, said: str, hidden: str):
    """A code name or an internal number gets a pseudonym in, and stays in the house on its way
    out, unless the reader wrote it.
    """
    rules = known(deny=(Term("Blue Heron"), Term("KX-4471", Entity.PHONE)))
    vault = Vault()
    model = guard.inbound(said, vault=vault, known=rules).model
    assert hidden not in model
    assert hidden not in guard.for_log(said, vault=Vault(), known=rules).text
    assert hidden not in guard.outbound(said, vault=Vault(), known=rules).text
    assert hidden in guard.outbound(model, vault=vault, known=rules).text


def test_a_denied_term_is_hidden_whole_where_other_values_cross_it(guard: Guard):
    """Half of it inside somebody's mail address: the other half is not left standing."""
    rules = known(deny=(Term("heron carla"), Term("Dock Street Falcon")))
    model = guard.inbound(
        "blue heron carla@acme.example, 12 Dock Street Falcon, Leeds", vault=Vault(), known=rules
    ).model
    assert not any(word in model for word in ("heron", "carla", "Dock", "Falcon"))


def test_what_is_denied_is_hidden_though_it_was_published(guard: Guard):
    """The list of words outweighs a page and another list."""
    rules = KnownPeople(
        public_values=frozenset({"help@northwind.example"}),
        rules=HouseRules(
            allow=Terms([Term("help@northwind.example")]),
            deny=Terms([Term("help@northwind.example", Entity.EMAIL)]),
        ),
    )
    model = guard.inbound("write help@northwind.example", vault=Vault(), known=rules).model
    assert model == "write <<EMAIL_1>>"


def test_two_thousand_terms_are_one_look(guard: Guard):
    """The longest lists find what they hold, and nothing within longer words."""
    terms = tuple(Term(f"code{n} zeta") for n in range(2_000))
    rules = known(deny=terms)
    model = guard.inbound(
        "code7 zeta, code1999 zeta, code2000 zeta, xcode7 zetas", vault=Vault(), known=rules
    ).model
    assert model == "<<PERSON_1>>, <<PERSON_2>>, code2000 zeta, xcode7 zetas"


def test_regions_and_the_age_of_a_child_come_with_the_house(guard: Guard):
    """What a workspace has set counts without the caller saying it again."""
    house = KnownPeople(rules=HouseRules(regions=("SG",), minor_age=16))
    assert "91234567" not in guard.inbound("91234567 works", vault=Vault(), known=house).model
    assert guard.inbound("I'm 15", vault=Vault(), known=house).stopped == {Entity.MINOR_AGE}
    assert guard.inbound("I'm 15", vault=Vault()).stopped == set()
