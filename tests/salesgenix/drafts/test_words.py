"""Words to rules: what owners write means what they mean, or says that it does not."""

import itertools
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.drafts.rules import MAX_CHARACTERS, Facts, Standing, compile_words
from salesgenix.drafts.wording import WHYS
from tests.salesgenix.drafts import shorthand
from tests.salesgenix.drafts.conftest import SHORT

ORDERS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("orders.yaml").read_text(encoding="utf-8")
)
# Ways to forbid, to want to be asked and to limit, each with what it can be said of.
REFUSALS = (
    "never {deed}",
    "don't {deed}",
    "you must not {deed}",
    "do not ever {deed}",
    "you are not allowed to {deed}",
    "under no circumstances {deed}",
    "please stop, and never {deed}",
    "ask me before you {deed}",
    "never {deed} without asking me",
    "{deed} only with my approval",
    "only {deed} on Mondays",
    "you can't {deed}",
    "I don't want you to {deed}",
)
DEEDS = (
    "offer discounts",
    "mail people",
    "write to banks",
    "book demos",
    "book demos with Maya",
    "answer visitors",
    "send transcripts",
    "move meetings",
    "read their website",
    "use customer stories",
    "offer more than 10 %",
    "store phone numbers",
)

NOES = (
    "Keep discounts low",
    "Keep mails to a minimum",
    "Hold all mails to banks",
    "Mail nobody",
    "Offer no discounts",
    "Give no one a discount",
    "Discounts only for schools",
    "Refrain from booking demos",
    "Avoid emailing people",
    "Don't even think about giving discounts",
    "I'd rather you didn't mail banks",
    "Mails to banks? No.",
    "Booking demos is my job",
    "Leave discounts to Ben",
    "Discounts are Ben's business",
    "It is not okay to mail people",
    "You're not supposed to book demos",
    "You may not, under any circumstances, offer discounts",
    "Without my OK you can't book demos",
    "Hardly ever offer discounts",
    "Rarely mail people",
    "Book demos less often",
    "Stop sending transcripts",
    "Quit mailing people",
    "No more discounts",
    "Be careful when you offer discounts",
    "Wait for me before you book demos",
    "Let me book the demos",
    "I will answer visitors myself",
    "Ben answers visitors, not you",
    "Neither mail nor call customers",
    "Cancel all mails",
    "Please, no booking of demos",
    "You can book demos if I say so",
    "Book demos once I approve",
    "Mail people when I tell you to",
    "Give a discount? Never!",
    "Schreib keine Mails",
    "Buche nichts",
    "Rabatte sind tabu",
    "Termine macht nur Ben",
    "Biete Rabatte nur nach Absprache an",
    "N'écris à personne",
    "Aucun rabais",
    "Ne prends pas de rendez-vous",
    "Les remises sont interdites",
    "Il est interdit d'écrire aux banques",
    "No escribas a nadie",
    "Prohibido dar descuentos",
    "No reserves nada",
    "Non prenotare niente",
    "Vietato fare sconti",
    "Não dê descontos",
    "É proibido escrever a bancos",
    "Geen korting",
    "Boek niets",
    "Nie pisz do nikogo",
    "Zakaz rabatów",
)

# A refusal, a figure and leave to be asked for, in one breath: a limit past which it asks.
MIXES = (
    "{never} offer more than 8 % {unasked}|never/don't ever/never ever/you may not/do not|without"
    " my approval/without my okay/without my prior written consent/unless I agree/without asking"
    " me/without running it by me/until I say so",
    "Biete {never} mehr als 8 % Rabatt an{unasked}|nie/niemals/nicht| ohne meine Zustimmung/ ohne"
    " mein Okay/ ohne mich zu fragen/, es sei denn, ich stimme zu/ ohne vorherige Freigabe",
    "Ne propose {never} plus de 8 % de remise {unasked}|jamais/pas|sans mon accord/sans me"
    " demander/sans ma validation/sauf si je suis d'accord/sans mon consentement",
    "No ofrezcas {never} más de 8 % de descuento {unasked}|nunca/jamás|sin mi permiso/sin"
    " preguntarme/sin mi visto bueno/a menos que yo lo apruebe/sin mi consentimiento",
    "Non offrire {never} più dell'8 % di sconto {unasked}|mai|senza chiedermelo/senza il mio"
    " permesso/senza il mio consenso/a meno che io sia d'accordo",
    "{never} ofereças mais de 8 % de desconto {unasked}|nunca/não|sem a minha aprovação/sem me"
    " perguntar/sem o meu consentimento/a menos que eu concorde",
    "Geef {never} meer dan 8 % korting {unasked}|nooit/niet|zonder mijn toestemming/zonder mij te"
    " vragen/zonder mijn akkoord/tenzij ik akkoord ga",
    "{never} dawaj więcej niż 8 % rabatu {unasked}|nigdy nie/nie|bez mojej zgody/bez pytania/bez"
    " mojej akceptacji/chyba że się zgodzę",
)


@pytest.mark.parametrize("mix", MIXES)
def test_a_refusal_beside_without_asking_is_a_limit(facts: Facts, mix: str) -> None:
    """Never a grant; where it is understood, a ceiling above which somebody is asked."""
    sentence, nevers, unasked = mix.split("|")
    understood = 0
    pairs = list(itertools.product(nevers.split("/"), unasked.split("/")))
    for never, way in pairs:
        draft = compile_words(sentence.format(never=never, unasked=way), facts)
        means = shorthand.of(draft, SHORT)
        assert set(means) <= {"bound discount.offer ceiling=8 above=ask"}, (never, way, means)
        understood += bool(means)
    assert understood >= len(pairs) * 0.9


def test_the_others_are_those_that_were_not_named(facts: Facts) -> None:
    """What is said of everyone else never touches those who were named before."""
    for others in ("everyone else", "everybody else", "anyone else", "all others", "the rest"):
        draft = compile_words(f"You may give schools 20 percent off but {others} max 5", facts)
        assert shorthand.of(draft, SHORT) == [
            "grant discount.offer seg=school ceiling=20",
            "grant discount.offer not(seg=school) ceiling=5",
        ]
        unsaid = compile_words(f"{others} max 5 % off", facts)
        assert unsaid.rule is None


def test_every_order_of_the_corpus_means_what_its_owner_meant(facts: Facts) -> None:
    """All orders, in eight languages, come to the parts, standings and reasons beside them."""
    wrong = []
    for order in ORDERS:
        draft = compile_words(order["words"], facts)
        got = {
            "means": shorthand.of(draft, SHORT),
            "standings": shorthand.standings(draft),
            "whys": list(dict.fromkeys(one.why for one in draft.sentences if one.why)),
        }
        wanted = {"means": [], "whys": []} | {k: v for k, v in order.items() if k != "words"}
        if got != wanted:
            wrong.append((order["words"], wanted, got))
    assert len(ORDERS) >= 250
    assert wrong == []


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_restricts_allows_nothing(facts: Facts, refusal: str) -> None:
    """No way to forbid, limit or keep for oneself becomes a grant, whatever it is said of."""
    for deed in DEEDS:
        for words in (refusal.format(deed=deed), refusal.format(deed=deed).upper()):
            draft = compile_words(words, facts)
            granted = [p for p in (draft.rule.flat() if draft.rule else ()) if p.effect == "grant"]
            assert granted == [], words


def test_no_way_to_say_no_allows_anything(facts: Facts) -> None:
    """Refusals as people put them, in eight languages, understood or not."""
    for words in NOES:
        draft = compile_words(words, facts)
        assert "grant" not in {p.effect for p in (draft.rule.flat() if draft.rule else ())}, words


def test_what_is_not_understood_is_not_in_force(facts: Facts) -> None:
    """A strange word in an order that would allow something keeps the clause out of the rule."""
    for words in (
        "you may offer 10 % to wombats",
        "mail people who frobnicate",
        "book demos with Maya when the moon is full",
        "give schools 10 % if they sign by tomorrow noon",
    ):
        draft = compile_words(words, facts)
        assert draft.rule is None, words
        assert {one.standing for one in draft.sentences} <= {
            Standing.UNENFORCED,
            Standing.UNCLEAR,
        }


def test_a_name_of_two_members_is_asked_about(facts: Facts) -> None:
    """Nobody is chosen between two of one name."""
    ids = list(facts.members)
    twins = Facts(
        members={ids[0]: "Maya Lindt", ids[1]: "Maya Roth"}, today=facts.today, zone=facts.zone
    )
    draft = compile_words("Book demos with Maya", twins)
    assert draft.rule is None
    assert draft.sentences[0].why == "ambiguous_member"
    assert compile_words("Book demos with Maya Roth", twins).rule is not None


def test_every_code_has_its_words() -> None:
    """What a sentence is told is written down for every code of the corpus."""
    codes = {code for order in ORDERS for code in order.get("whys", ())}
    assert codes <= WHYS.keys()


_FRAGMENTS = st.sampled_from(
    [*DEEDS, *(r.split(" {")[0] for r in REFUSALS), "10 %", "after 8 pm", "Monday to Friday", ",",
     "and", "but", "unless", "until Christmas", "24.12.", "“", "\n- ", "€500", "Maya", "7-9", "if"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_FRAGMENTS, max_size=14).map(" ".join)))
def test_any_text_compiles_the_same_way_twice_and_is_covered(text: str) -> None:
    """No text breaks the reading; it is deterministic, its stretches do not overlap, and every
    letter and figure is in exactly one of them.
    """
    facts = Facts(members={}, today=date(2026, 11, 30), zone="Europe/Berlin")
    draft = compile_words(text, facts)
    assert draft == compile_words(text, facts)
    spans = [(one.start, one.end) for one in draft.sentences]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    outside = "".join(c for i, c in enumerate(text) if i not in covered)
    assert not set(outside) & set(string.ascii_letters), outside
    assert all(one.why in WHYS for one in draft.sentences)
    parts = len(draft.rule.flat()) if draft.rule else 0
    assert all(at < parts for one in draft.sentences for at in one.parts)


def test_the_longest_order_is_read_and_what_is_beyond_is_marked(facts: Facts) -> None:
    """The worst of repetitions stay within reach, and words past the limit are not dropped."""
    for piece in ("no ", "ask me ", "a,", "10-", "((", "never before 9 and ", "“x”", "mon-"):
        words = (piece * MAX_CHARACTERS)[: MAX_CHARACTERS + 5]
        assert compile_words(words, facts).sentences[-1].why == "too_long"
