"""A guess at the language of one sentence, only as good as the name filter needs it."""

from guardrails.text.words import words_of

_GERMAN = words_of(
    "der die das den dem des ein eine einen einem einer eines und oder aber nicht "
    "ist sind war wird werden "
    "ich wir sie ihr ihre ihrer ihren ihrem uns mir mich für mit von vom zum zur bei "
    "auf aus nach über unter im am "
    "wie was wann welche welcher welchen welches kein keine auch noch schon sehr "
    "kann können möchte haben hat bitte "
    "danke gerne"
)
_ENGLISH = words_of(
    "the a and or but not are be been i we you your our my us it this that these "
    "those for with from as what when which who how can could would should have has "
    "does did please thanks yes here there i'm i'd we're it's"
)


def is_german(sentence: str) -> bool:
    """German writes every noun with a capital, so capitals say nothing about names in it."""
    words = sentence.casefold().split()
    return sum(word in _GERMAN for word in words) > sum(word in _ENGLISH for word in words)


def is_english(sentence: str) -> bool:
    return any(word in _ENGLISH for word in sentence.casefold().split())
