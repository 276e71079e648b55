"""Two people called Ana stay two, and one stays one, over a whole conversation and a restart."""

import re

import pytest

from guardrails import Entity, Guard, KnownPeople, KnownPerson, Owner, Vault
from guardrails.pseudonyms.mentions import Mention, Referent, mention_in
from guardrails.pseudonyms.tokens import LOOSE_TOKEN, MOST_FORMS, TOKEN, form

ANA_ON_FILE = KnownPeople(
    prospect=KnownPerson(name="Ana Lopez", email="ana@acme.example"),
    members=(KnownPerson(name="Ben Ode"), KnownPerson(name="Ana Ruiz")),
)


def restarted(vault: Vault) -> Vault:
    """As another process finds it: what was kept, in no particular order."""
    return Vault(reversed(vault.items()))


def tokens(guard: Guard, vault: Vault, said: str, known: KnownPeople | None = None) -> list[str]:
    model = guard.inbound(said, vault=vault, known=known or KnownPeople()).model
    return re.findall(r"<<PERSON_\w+>>", model)


def owner(vault: Vault, token: str) -> str:
    item = vault.item(token)
    assert item is not None
    return item.owner


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my boss Ana wants this", "my sister Ana wants this"),
        ("meine Chefin Ana will das", "meine Schwester Ana will das"),
        ("ma collègue Ana le veut", "ma femme Ana le veut"),
        ("mi jefa Ana lo quiere", "mi hermana Ana lo quiere"),
        ("il mio capo Ana lo vuole", "mia moglie Ana lo vuole"),
        ("a minha colega Ana quer", "a minha irmã Ana quer"),
        ("mijn baas Ana wil dit", "mijn zus Ana wil dit"),
        ("moja szefowa Ana tego chce", "moja siostra Ana tego chce"),
        ("I asked Ana from finance", "I asked Ana from legal"),
        ("ich fragte Ana aus der IT", "ich fragte Ana aus der Buchhaltung"),
        ("we met Ana, my boss, there", "we met Ana, my accountant, there"),
    ],
)
def test_a_relation_or_a_department_tells_two_people_apart(guard: Guard, one: str, other: str):
    """Each has a token, keeps it when spoken of so again, also after a restart; both are third
    persons, whose name is not read back."""
    vault = Vault()
    (first,), (second,) = tokens(guard, vault, one), tokens(guard, vault, other)
    assert first != second
    assert owner(vault, first) == owner(vault, second) == Owner.THIRD
    vault = restarted(vault)
    assert tokens(guard, vault, f"again: {one}") == [first]
    assert tokens(guard, vault, f"again: {other}") == [second]
    assert "Ana" not in guard.outbound(f"{first} and {second} know.", vault=vault).text


def test_a_relation_is_the_same_in_another_language(guard: Guard):
    """Somebody who changes the language speaks of the same boss."""
    vault = Vault()
    first = tokens(guard, vault, "my boss Ana decides")
    assert tokens(guard, vault, "meine Chefin Ana entscheidet") == first


def test_a_boss_of_the_prospects_own_name_is_not_the_prospect(guard: Guard):
    """The record of the prospect does not swallow somebody else of that name, nor gives them the
    right to be read back; the prospect keeps their own token."""
    vault = Vault()
    (own,) = tokens(guard, vault, "Hi, I'm Ana")
    (boss,) = tokens(guard, vault, "my boss Ana has to agree", ANA_ON_FILE)
    assert own != boss
    (again,) = tokens(guard, restarted(vault), "Ana Lopez here", ANA_ON_FILE)
    assert again.startswith(own[:-2])
    reply = guard.outbound(f"Thanks {own}! Not {boss}.", vault=vault)
    assert reply.text == "Thanks Ana! Not [removed]."


def test_the_same_person_keeps_the_token_once_the_name_is_on_record(guard: Guard):
    """Before the name was known, after it, in a short form, and after a restart: one number."""
    vault = Vault()
    (first,) = tokens(guard, vault, "Anna Smith")
    known = KnownPeople(prospect=KnownPerson(name="Anna Smith"))
    assert (
        vault.token_for(
            Entity.PERSON, "Anna Smith", Owner.PROSPECT, mention=Mention(Referent.PROSPECT)
        )
        == first
        == "<<PERSON_1>>"
    )
    (short,) = tokens(guard, vault, "Hello, Anna here", known)
    assert short == "<<PERSON_1b>>"
    vault = restarted(vault)
    assert tokens(guard, vault, "Anna Smith, and Anna again", known) == [first, short]
    assert guard.outbound(f"{short}, that is {first}.", vault=vault).text == (
        "Anna, that is Anna Smith."
    )


def test_a_short_form_is_the_same_person_and_says_what_was_written(guard: Guard):
    """The model can tell that "Ms Smith" and "Anna" are Anna Smith; each comes back as it was."""
    vault = Vault()
    spoken = "We talked to Anna Smith. Anna liked it. Please call Ms Smith."
    model = guard.inbound(spoken, vault=vault).model
    assert TOKEN.findall(model) == [("PERSON", "1", ""), ("PERSON", "1", "b"), ("PERSON", "1", "c")]
    assert vault.resolve(model) == spoken


def test_a_name_that_several_share_is_nobodys_in_particular(guard: Guard):
    """Ana Lopez, Ana Ruiz, then a bare Ana: a token of its own, the same every time, with the
    least right among those it may mean."""
    vault = Vault()
    ours = tokens(guard, vault, "I am Ana Lopez and we met Ana Ruiz", ANA_ON_FILE)
    assert ours == ["<<PERSON_1>>", "<<PERSON_2>>"]
    (bare,) = tokens(guard, vault, "please tell Ana", ANA_ON_FILE)
    assert bare == "<<PERSON_3>>"
    assert owner(vault, bare) == Owner.MEMBER
    assert tokens(guard, restarted(vault), "ask Ana", ANA_ON_FILE) == [bare]
    tokens(guard, vault, "my sister Ana too", ANA_ON_FILE)
    third = Vault()
    tokens(guard, third, "my sister Ana and my boss Ana")
    (either,) = tokens(guard, third, "then we asked Ana")
    assert owner(third, either) == Owner.THIRD


def test_what_a_page_says_is_not_the_prospect_introducing_themselves(guard: Guard):
    """Only the prospect's own words say who the prospect is."""
    vault = Vault()
    guard.for_model("I'm Ana Costa, the founder.", vault=vault, foreign=True)
    (item,) = vault.items()
    assert (item.owner, item.referent) == (Owner.THIRD, "third:1")


def test_one_number_of_two_people_is_each_ones_own(guard: Guard):
    """A phone or an address that the prospect shares with a colleague: one number, a token for
    each owner; the prospect's own is read back and used, the colleague's is not."""
    vault = Vault()
    guard.inbound("my colleague Peter Lindqvist, office@acme.example", vault=vault)
    (mail,) = [item for item in vault.items() if item.entity == Entity.EMAIL]
    assert (mail.token, mail.owner) == ("<<EMAIL_1>>", Owner.THIRD)
    known = KnownPeople(prospect=KnownPerson(name="Carla Jensen", email="office@acme.example"))
    model = guard.inbound("write to office@acme.example", vault=vault, known=known).model
    assert model == "write to <<EMAIL_1b>>"
    reply = guard.outbound("<<EMAIL_1b>>, not <<EMAIL_1>>", vault=restarted(vault), known=known)
    assert reply.text == "office@acme.example, not [removed]"


@pytest.mark.parametrize(
    ("text", "referent", "cues"),
    [
        ("I'm Ana", Referent.PROSPECT, set()),
        ("I'm Ana's assistant", None, set()),
        ("Hi, Ana from Siemens here", Referent.PROSPECT, set()),
        ("we know Ana from Siemens", Referent.THIRD, {"siemens"}),
        ("my new boss Ana", Referent.THIRD, {"boss"}),
        ("my boss Ana from finance", Referent.THIRD, {"boss", "finance"}),
        ("your colleague Ana said so", None, set()),
        ("call Ana from Monday on", None, set()),
        ("Ana is my sister", Referent.THIRD, {"sister"}),
        ("Ana (our new CFO) agrees", Referent.THIRD, {"chief"}),
        ("my boss and Ana agree", None, set()),
        ("my boss told Ana about it", None, set()),
        ("my name is Ana, my boss wants a quote", Referent.PROSPECT, set()),
        ("Ana, my boss wants a quote", None, set()),
        ("Ana here, my colleague says hello", Referent.PROSPECT, set()),
    ],
)
def test_words_round_a_name_say_who_is_meant(text: str, referent: Referent | None, cues: set[str]):
    """The speaker, one of theirs, or nobody in particular."""
    start = text.index("Ana")
    mention = mention_in(text, start, start + 3)
    assert (mention.referent, set(mention.cues)) == (referent, cues)


def test_a_small_word_taken_along_makes_nobody_another_person(guard: Guard):
    """Recognisers are greedy: "Ana here" is Ana, and says so; each form comes back as written."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Anna Nowak", Owner.THIRD)
    assert vault.token_for(Entity.PERSON, "Anna Nowak przyjdzie", Owner.THIRD) == "<<PERSON_1b>>"
    assert mention_in("Ana aquí", 0, len("Ana aquí")).referent is Referent.PROSPECT


def test_there_is_a_letter_for_every_form():
    """No two forms share a token, and each is one that the pattern knows."""
    written = [f"<<PERSON_1{form(place)}>>" for place in range(MOST_FORMS)]
    assert len(set(written)) == MOST_FORMS
    assert all(TOKEN.fullmatch(token) and LOOSE_TOKEN.fullmatch(token) for token in written)
