"""What a message says: F1 of each kind, stop above all; beside keywords and the commonest label.

A question or agreement counts only where it is the point of a message: beside an objection or a
demand it is neither right nor wrong to see one.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from agent.understanding.signals import LANGUAGES, Intent, Objection, Understanding, read_message
from benchmarks.dialogue import keywords
from benchmarks.figures import table
from tests.agent.evaluation.reading import HALVES, Message, messages

OBJECTIONS = tuple(one.value for one in Objection)
KINDS = [
    *("stop", "person", "wrong_person", "bot_question", "minor", "data_request"),
    *(f"objection.{kind}" for kind in OBJECTIONS),
    *("question", "positive"),
]
POINTS = frozenset({"question", "positive", "none"})
ASKING = frozenset(
    {Intent.PRICE, Intent.PRODUCT_QUESTION, Intent.INTEGRATION_QUESTION, Intent.SECURITY_QUESTION}
) | {Intent.TRIAL_QUESTION, Intent.DISCOUNT_REQUEST, Intent.PROVENANCE}
AGREEING = frozenset({Intent.AFFIRM, Intent.POSITIVE, Intent.BOOKING_REQUEST, Intent.CHOOSE_SLOT})

Read = Callable[[str], frozenset[str]]


class Tally(NamedTuple):
    hit: int
    missed: int
    wrong: int

    @property
    def f1(self) -> float:
        return 2 * self.hit / (2 * self.hit + self.missed + self.wrong or 1)

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed or 1)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.wrong or 1)


def measure() -> list[str]:
    faults: list[str] = []
    for half in HALVES:
        said = [_wanted(message) for message in messages(half)]
        kept = _and_again([text for _, text in said])
        commonest = Counter(kind for wanted, _ in said for kind in wanted & set(KINDS))
        most = frozenset({commonest.most_common(1)[0][0]})
        columns = {
            "salesgenix": _tallies(said, kept.__getitem__),
            "keywords": _tallies(said, keywords.found_in),
            "commonest": _tallies(said, lambda _, most=most: most),
        }
        _print(half, said, columns)
        _print_stops(said, kept)
        if half == "a":
            faults = [
                f"{_listed(wanted)} read as {_listed(kept[text])}: {text}"
                for wanted, text in said
                if wanted & set(KINDS) != _counted(kept[text], wanted)
            ]
    return faults


def measure_intents() -> list[str]:
    """Each message has one intent that has to be among those read; others beside it are shown as
    ``also`` (per message). Its floor is the commonest intent.
    """
    rows, faults = [], []
    for half in HALVES:
        said = list(messages(half, "intents"))
        hits = Counter[str]()
        extra = 0
        for message in said:
            (wanted,) = message.labels
            read = {one.value for one in read_message(message.text, languages=LANGUAGES).intents}
            hits[wanted] += wanted in read
            extra += len(read - {wanted})
            if wanted not in read and half == "a":
                faults.append(f"{wanted} read as {', '.join(sorted(read))}: {message.text}")
        total = sum(hits.values())
        most = Counter(label for one in said for label in one.labels).most_common(1)[0][1]
        rows.append((half, f"{len(said)}", f"{total} ({total / len(said):.0%})",
                     f"{extra / len(said):.2f}", f"{most / len(said):.0%}"))  # fmt: skip
    table(("half", "messages", "right intent read", "also", "commonest"), rows)
    return faults


def ours(text: str) -> tuple[frozenset[str], bool]:
    """The labels of a message, and whether a stop is doubted in it."""
    read = read_message(text, languages=LANGUAGES)
    demands = {one.value for one in read.floor}
    objections = {f"objection.{one.value}" for one in _objections(read)}
    points = set()
    if read.is_question or ASKING & set(read.intents):
        points.add("question")
    elif AGREEING & set(read.intents):
        points.add("positive")
    return frozenset(demands | objections | points), "stop" in read.doubtful


def _objections(read: Understanding) -> set[Objection]:
    return {one for one in (*read.objections, read.objection) if one}


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(sorted(labels)) or "nothing"


def _wanted(message: Message) -> tuple[frozenset[str], str]:
    """Labels as ``KINDS`` names them."""
    named = set()
    for label in message.labels:
        if label in OBJECTIONS:
            named.add(f"objection.{label}")
        else:
            named |= {label, "data_request"} if label.startswith("data.") else {label}
    return frozenset(named), message.text


def _and_again(texts: list[str]) -> dict[str, frozenset[str]]:
    first = {text: ours(text) for text in texts}
    again = sum(ours(text) != first[text] for text in texts)
    print(f"{len(texts)} messages; {again} read otherwise when read again")
    return {
        text: read | ({"?stop"} if doubted else set()) for text, (read, doubted) in first.items()
    }


def _counted(read: frozenset[str], wanted: frozenset[str]) -> frozenset[str]:
    """What counts of the labels read: points only where a point was to be read."""
    counted = read & set(KINDS)
    if "data.object" in wanted:  # who objects to being advertised to also says stop
        counted -= {"stop"}
    return counted if wanted & POINTS else counted - POINTS


def _tallies(said: list[tuple[frozenset[str], str]], read: Read) -> dict[str, Tally]:
    pairs = [(wanted, _counted(read(text), wanted)) for wanted, text in said]
    return {
        kind: Tally(
            sum(kind in wanted and kind in found for wanted, found in pairs),
            sum(kind in wanted and kind not in found for wanted, found in pairs),
            sum(kind not in wanted and kind in found for wanted, found in pairs),
        )
        for kind in KINDS
    }


def _print(
    half: str, said: list[tuple[frozenset[str], str]], columns: dict[str, dict[str, Tally]]
) -> None:
    support = Counter(kind for wanted, _ in said for kind in wanted)
    rows = []
    for kind in KINDS:
        ours_ = columns["salesgenix"][kind]
        shown = [f"{ours_.precision:.2f}", f"{ours_.recall:.2f}"]
        rows.append(
            (kind, str(support[kind]), *shown, *(f"{c[kind].f1:.2f}" for c in columns.values()))
        )
    for name, kinds in (
        ("macro, objections", [kind for kind in KINDS if kind.startswith("objection.")]),
        ("macro, all", KINDS),
    ):
        means = [sum(c[kind].f1 for kind in kinds) / len(kinds) for c in columns.values()]
        rows.append((name, "", "", "", *(f"{mean:.3f}" for mean in means)))
    table((f"half {half}", "n", "P", "R", *(f"F1 {name}" for name in columns)), rows)


def _print_stops(said: list[tuple[frozenset[str], str]], kept: dict[str, frozenset[str]]) -> None:
    stops = [kept[text] for wanted, text in said if "stop" in wanted]
    lures = [kept[text] for wanted, text in said if "not_stop" in wanted]
    print(
        f"stops: {sum('stop' in one for one in stops)} of {len(stops)} read, "
        f"{sum('?stop' in one and 'stop' not in one for one in stops)} more asked about; "
        f"that only look so: {sum('stop' in one for one in lures)} of {len(lures)} taken for one, "
        f"{sum('?stop' in one for one in lures)} asked about"
    )
