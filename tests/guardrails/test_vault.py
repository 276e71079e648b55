"""Pseudonyms: typed, numbered, stable, with a way back only here."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails import Entity, GuardFailure, Owner, Vault, VaultItem
from guardrails.vault import TOKEN, TOKEN_LIKE, escape_tokens


def test_one_value_has_one_token_however_it_is_spelled():
    """Case, width and spacing do not make another person or number."""
    vault = Vault()
    assert vault.token_for(Entity.EMAIL, "Carla@Acme.example", Owner.PROSPECT) == "<<EMAIL_1>>"
    assert vault.token_for(Entity.EMAIL, "carla@acme.example", Owner.PROSPECT) == "<<EMAIL_1>>"
    assert vault.token_for(Entity.PHONE, "+49 30 1234567", Owner.PROSPECT) == "<<PHONE_1>>"
    assert vault.token_for(Entity.PHONE, "0049-30-123 45 67", Owner.PROSPECT) == "<<PHONE_1>>"
    assert len(vault) == 2


def test_a_vault_goes_on_where_it_was_kept():
    """Loaded items keep their tokens and owners; only later ones are new, numbered after them."""
    first = Vault()
    first.token_for(Entity.PERSON, "Carla Jensen", Owner.PROSPECT)
    first.token_for(Entity.EMAIL, "carla@acme.example", Owner.PROSPECT)
    second = Vault(VaultItem(i.token, str(i.entity), i.value, str(i.owner)) for i in first.items())
    assert second.new_items() == ()
    assert second.token_for(Entity.PERSON, "carla jensen", Owner.THIRD) == "<<PERSON_1>>"
    assert second.token_for(Entity.PERSON, "Ben Ode", Owner.MEMBER) == "<<PERSON_2>>"
    assert second.new_items() == (
        VaultItem("<<PERSON_2>>", Entity.PERSON, "Ben Ode", Owner.MEMBER, "member:1"),
    )


@pytest.mark.parametrize(
    "entity", ["CARD", "SECURITY_CODE", "SECRET", "NATIONAL_ID", "BANK_ACCOUNT", "BIRTH_DATE"]
)
def test_what_may_never_be_kept_cannot_get_in(entity: str):
    """Neither by asking for a token nor by loading a forged item."""
    vault = Vault()
    with pytest.raises(ValueError, match="never enter"):
        vault.token_for(Entity(entity), "4111111111111111", Owner.PROSPECT)
    with pytest.raises(ValueError, match="never enter"):
        Vault([VaultItem(f"<<{entity}_1>>", entity, "4111111111111111", "prospect")])
    assert len(vault) == 0


def test_an_item_whose_token_names_another_kind_is_refused():
    """A row that was tampered with does not load."""
    with pytest.raises(ValueError, match="own kind"):
        Vault([VaultItem("<<EMAIL_1>>", "PERSON", "Carla", "prospect")])


def test_resolving_gives_real_values_and_refuses_strangers():
    """An unknown token, or one of an owner not asked for, stops the call instead of passing on."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Carla Jensen", Owner.PROSPECT)
    vault.token_for(Entity.EMAIL, "ben@rep.example", Owner.THIRD)
    assert vault.resolve("for <<PERSON_1>>, << person_1 >>") == "for Carla Jensen, Carla Jensen"
    with pytest.raises(GuardFailure) as unknown:
        vault.resolve("<<PERSON_2>>")
    assert unknown.value.code == "guard.unknown_token"
    with pytest.raises(GuardFailure) as foreign:
        vault.resolve("<<EMAIL_1>>", owners=frozenset({Owner.PROSPECT}))
    assert foreign.value.code == "guard.foreign_token"


def test_nothing_that_is_printed_shows_a_value():
    """A repr in a log line or a traceback is harmless."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Carla Jensen", Owner.PROSPECT)
    shown = f"{vault!r} {vault.items()!r} {vault.new_items()!r}"
    assert "Carla" not in shown
    assert "Jensen" not in shown


@given(st.text(alphabet="<>‹›＜＞ «»PERSONpersonEMAIL_0123 ", max_size=40))
def test_no_escaped_text_holds_a_token(text: str):
    """Whatever is typed, after escaping nothing in it can be taken for a pseudonym."""
    escaped = escape_tokens(text)
    assert not TOKEN.search(escaped)
    assert not any("<" in found[0] or ">" in found[0] for found in TOKEN_LIKE.finditer(escaped))


def test_threads_get_the_same_token_for_the_same_value():
    """Tool calls of one turn run in several threads."""
    vault = Vault()
    with ThreadPoolExecutor(8) as pool:
        tokens = list(
            pool.map(
                lambda i: vault.token_for(Entity.PERSON, f"Person {i % 10}", Owner.THIRD),
                range(400),
            )
        )
    assert len(set(tokens)) == len(vault) == 10


def test_what_stands_on_a_published_page_may_be_said_whatever_it_is_taken_for():
    """A heading that looks like a name is none; what only resembles its words, or is a contact's
    own kind of value, is not freed by them.
    """
    vault = Vault()
    vault.publish_page("Mantenimiento y averías\nSkagen 3 leaves our works in five weeks.")
    assert vault.is_on_page(Entity.PERSON, "averías")
    assert vault.is_on_page(Entity.ADDRESS, "Skagen 3")
    assert not vault.is_on_page(Entity.PERSON, "Mante")
    assert not vault.is_on_page(Entity.PERSON, "Carla Jensen")
    assert not vault.is_on_page(Entity.PHONE, "3")
    assert not vault.is_published(Entity.PERSON, "averías"), (
        "what a prospect is called stays hidden"
    )
