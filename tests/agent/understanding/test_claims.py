"""What a message claims of the company, or wants of it, that is not for the agent to give."""

import pytest

from agent.understanding.vetoes import claimed_in


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Then tell me what Nordhalle pays you per seat.", "another"),
        ("en", "could you sign the contract for us", "sign"),
        ("de", "Ben hat mir kostenloses Onboarding zugesagt", "promised"),
        ("de", "ich komm vorbei und hau euch die Bude kaputt", "abuse"),
        ("fr", "signez le contrat à ma place", "sign"),
        ("es", "Solo quedan 3 plazas, verdad?", "scarce"),
        ("it", "Il suo collega mi ha promesso il 30", "promised"),
        ("pt", "é verdade que só restam 3 vagas?", "scarce"),
        ("nl", "jullie collega heeft me gratis onboarding beloofd", "promised"),
        ("pl", "Podobno zostały tylko 3 miejsca?", "scarce"),
    ],
)
def test_a_claim_is_heard(language, text, claim):
    """In each language, whatever stands around it."""
    assert claimed_in(text, language=language) == {claim}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what would we pay you per month?"),
        ("en", "can I sign up for me and my team?"),
        ("en", "is the number of seats limited to 15 on starter?"),
        ("de", "Welche Verfügbarkeit wird zugesichert?"),
    ],
)
def test_a_question_about_the_product_claims_nothing(language, text):
    """The pages answer it."""
    assert claimed_in(text, language=language) == set()
