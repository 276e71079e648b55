"""The people of one conversation: who of them a name means. Pure; the vault asks, and keeps.

Somebody with a record is found by it; somebody spoken of by a relation or a firm ("my boss Ana",
"Ana from finance") by that. A bare name that only one person goes by is that person's, also in a
shorter form. A name that several share, and nothing says whose it is, is nobody's in particular:
it gets a pseudonym of its own, for merging two people is worse than splitting one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guardrails.entities import Owner
from guardrails.pseudonyms.mentions import Mention, Referent
from guardrails.text.words import words_of

_TITLES = words_of(
    "mr mrs ms miss mx dr prof sir herr herrn frau hr monsieur madame mme mlle m señor señora "
    "sr sra srta don doña signor signora sig dott dottoressa senhor senhora dhr mevr meneer "
    "mevrouw pan pani panem panią pana"
)
_UNTOLD = frozenset({Referent.NAMED, Referent.THIRD})
_FULL = 2  # words of a name that tells people apart
# Whose value it is where it may be anybody's of several: the one that may do least.
STRICTEST = (Owner.THIRD, Owner.MEMBER, Owner.PROSPECT)


@dataclass(frozen=True, slots=True, repr=False)
class VaultItem:
    """``entity`` is an ``Entity``, ``owner`` an ``Owner`` (their plain strings are accepted).
    ``referent`` says which person of the conversation it is of, ``cue`` by what they are told from
    others of the same name.
    """

    token: str
    entity: str
    value: str
    owner: str
    referent: str = ""
    cue: str = ""

    def __repr__(self) -> str:
        return f"VaultItem({self.token}, {self.owner})"


Name = frozenset[str]


def name_of(value: str) -> Name:
    """The words of a name, without titles and, where it has capitals, without small words: order,
    punctuation and a word that was taken along make nobody another person.
    """
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", value)
    capital = [word for word in words if word[0].isupper()]
    folded = frozenset(word.casefold() for word in capital or words)
    return folded - _TITLES or folded


@dataclass(slots=True, repr=False)
class Person:
    number: int
    kind: Referent
    place: int = 0  # the first member, the second third person, …
    items: list[VaultItem] = field(default_factory=list)

    @property
    def referent(self) -> str:
        return f"{self.kind}:{self.place}" if self.place else str(self.kind)

    @property
    def names(self) -> list[Name]:
        return [name_of(item.value) for item in self.items]

    @property
    def cues(self) -> frozenset[str]:
        return frozenset(cue for item in self.items for cue in item.cue.split())

    @property
    def owner(self) -> Owner:
        owners = {Owner(item.owner) for item in self.items}
        return next(owner for owner in STRICTEST if owner in owners)

    def goes_by(self, name: Name) -> bool:
        return any(name <= known for known in self.names)

    def could_be(self, name: Name) -> bool:
        """Everything they have been called is a part of this name, or it of theirs."""
        return all(name <= known or known <= name for known in self.names)

    def may_be_prospect(self) -> bool:
        """Somebody the prospect has named without saying who that is."""
        return self.kind is Referent.NAMED and not self.cues and self.owner is Owner.PROSPECT


class People:
    """Those the vault holds a name of."""

    def __init__(self) -> None:
        self._all: dict[int, Person] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all.values())

    def admit(self, item: VaultItem, number: int) -> Person:
        """A kept name, whose token says of whom it is."""
        kind, _, place = item.referent.partition(":")
        person = self._all.get(number)
        if person is None:
            told = Referent(kind) if kind else _kind_of(Owner(item.owner))
            person = Person(number, told, int(place) if place else 0)
            self._all[number] = person
        elif kind == Referent.PROSPECT:
            person.kind, person.place = Referent.PROSPECT, 0
        person.items.append(item)
        return person

    def meant(self, value: str, owner: Owner, mention: Mention) -> tuple[list[Person], Referent]:
        """Whom a name means, under every number they have had, nobody yet when it is empty; and
        what that person is, or will be.
        """
        name = name_of(value)
        if mention.cues:
            return self._told_by(mention.cues, name), Referent.THIRD
        if mention.referent is Referent.UNCLEAR:
            return self._unclear(name), Referent.UNCLEAR
        if mention.referent is None or (mention.referent is Referent.THIRD and not mention.full):
            return self._bare(name, mention.referent or _kind_of(owner))
        own = self._recorded(mention.referent, name_of(mention.full or value))
        others = [p for p in self._who_go_by(name) if p not in own]
        if others and not mention.is_sure:
            return self._unclear(name), Referent.UNCLEAR
        return own, mention.referent

    def number_of(self, kind: Referent) -> int:
        """Which of their kind a new person is; there is one prospect."""
        if kind is Referent.PROSPECT:
            return 0
        return 1 + max((p.place for p in self if p.kind is kind), default=0)

    def _told_by(self, cues: frozenset[str], name: Name) -> list[Person]:
        told = [p for p in self if p.cues & cues and p.could_be(name)]
        alone = [p for p in self if p.kind in _UNTOLD and not p.cues and name in p.names]
        return told[:1] or (alone[:1] if len(name) >= _FULL else [])

    def _recorded(self, kind: Referent, full: Name) -> list[Person]:
        own = [p for p in self if p.kind is kind and p.could_be(full)]
        if kind is Referent.PROSPECT:  # whoever they named before that is no more than this name
            own += [p for p in self if p.may_be_prospect() and all(n <= full for n in p.names)]
        return own

    def _bare(self, name: Name, otherwise: Referent) -> tuple[list[Person], Referent]:
        fitting = self._who_go_by(name)
        called_so = [p for p in fitting if len(name) >= _FULL and name in p.names]
        found = called_so or fitting
        if len(found) > 1:
            return self._unclear(name), Referent.UNCLEAR
        return found, found[0].kind if found else otherwise

    def _who_go_by(self, name: Name) -> list[Person]:
        """The prospect counts once, under whatever numbers they were named."""
        fitting = [p for p in self if p.kind is not Referent.UNCLEAR and p.goes_by(name)]
        prospects = [p for p in fitting if p.kind is Referent.PROSPECT]
        return [p for p in fitting if p not in prospects[1:]]

    def _unclear(self, name: Name) -> list[Person]:
        return [p for p in self if p.kind is Referent.UNCLEAR and name in p.names][:1]

    def strictest(self, value: str, *also: Owner) -> Owner:
        owners = {*also, *(person.owner for person in self._who_go_by(name_of(value)))}
        return next((owner for owner in STRICTEST if owner in owners), Owner.THIRD)


def _kind_of(owner: Owner) -> Referent:
    """What somebody is of whom only the owner of the name is known."""
    return {Owner.PROSPECT: Referent.NAMED, Owner.MEMBER: Referent.MEMBER}.get(
        owner, Referent.THIRD
    )
