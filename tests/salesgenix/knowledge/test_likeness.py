"""Which questions ask the same thing."""

from salesgenix.knowledge.lexicon import lexicon
from salesgenix.knowledge.likeness import grouped


def together(*questions):
    return len(grouped(questions, lexicon())) == 1


def test_like_questions_meet_in_other_words_and_languages():
    """By the words they share and what these stand for; an amount makes no other question."""
    for one, other in (
        ("Do you integrate with Okta?", "is there an okta integration??"),
        ("Do you have a Slack connector?", "Gibt es eine Schnittstelle zu Slack?"),
        ("Y a-t-il une intégration Salesforce ?", "¿Tenéis integración con Salesforce?"),
        ("What does onboarding cost for 20 people?", "what's the cost of onboarding for 35 people"),
        ("Bonjour?", "bonjour ?"),
    ):
        assert together(one, other), (one, other)


def test_other_questions_stay_apart():
    """What is named decides, not how the question opens."""
    for one, other in (
        ("Do you integrate with Okta?", "Do you integrate with Slack?"),
        ("Is there a mobile app?", "Is there a desktop app?"),
        ("Where are your servers?", "Where is your office?"),
        ("Do you offer training in Madrid?", "Do you offer a refund?"),
    ):
        assert not together(one, other), (one, other)
