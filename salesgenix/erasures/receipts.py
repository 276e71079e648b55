"""What the person, or whoever asks in years to come, is given: what went, what stays, and why."""

from datetime import datetime

from salesgenix.checkpoints.rules import origin_of
from salesgenix.erasures.models import Erasure
from salesgenix.kit.register import registers

ENCODINGS = (
    "as written, other case, URL, base64, JSON escapes, UTF-16, hexadecimal, quoted-printable, "
    "bare digits"
)


def receipt_of(row: Erasure, *, now: datetime) -> str:
    """Lines of text without anything personal, to be signed."""
    counts = row.counts
    lines = [
        "salesgenix-erasure/1",
        origin_of(row.workspace_id),
        f"erasure {row.id}",
        f"person {row.subject_ref}",
        f"cause {row.cause}",
        f"order {row.instruction_id or 'none needed'}",
        f"ordered {_instant(row.created_at)}",
        f"completed {_instant(now)}",
        "",
        "erased",
        *(f"{name} {count}" for name, count in sorted(counts.get("erased", {}).items())),
        f"archives {counts.get('archives', 0)}",
        "key 1",
        "",
        "erased, by category of data",
        *_by_category(counts.get("erased", {})),
        "",
        "kept",
        *(f"{item['store']}: {_on_one_line(item['why'])}" for item in row.kept),
        "",
        "searched afterwards: every file of the installation and every value in its database",
        f"values sought {counts.get('sought', 0)}",
        f"values not sought, being in the workspace's own pages {counts.get('common', 0)}",
        f"writings {ENCODINGS}",
        "found 0",
    ]
    return "\n".join(lines) + "\n"


def _by_category(erased: dict[str, int]) -> list[str]:
    """In how many rows there was something of each category."""
    declared = registers()
    found: dict[str, int] = {}
    for name, count in erased.items():
        for category in {column.category for column in declared[name].columns.values()}:
            found[category] = found.get(category, 0) + count
    return [f"{category} {count}" for category, count in sorted(found.items())]


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
