"""``python -m tests.architecture.personal_data`` writes docs/personal-data.md from the register."""

from pathlib import Path

from migrations import tables
from salesgenix.kit.register import (
    BASES,
    PERIODS,
    SEALED,
    Category,
    Register,
    about_people,
    registers,
)
from salesgenix.kit.stores import STORES

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
HEAD = """# What is held about people

Written from the register beside the tables (`python -m tests.architecture.personal_data`); a test
fails when it is not current. **Bold** columns are sealed under a key of the person's own.

| Table | Holds | For | On the ground of | From | How long | When the person is erased |
|---|---|---|---|---|---|---|
"""
STORES_HEAD = """
## Places that are no tables

| Place | Holds | Sealed | When a person is erased |
|---|---|---|---|
"""


def page() -> str:
    declared = registers()
    rows = [_row(table.name, declared[table.name]) for table in reversed(about_people(tables()))]
    stores = [
        f"| {store.name} | {store.holds} | {'yes' if store.is_encrypted else 'no'} "
        f"| {store.on_erasure}: {store.why} |"
        for store in STORES
    ]
    return HEAD + "\n".join(rows) + "\n" + STORES_HEAD + "\n".join(stores) + "\n"


def _row(name: str, register: Register) -> str:
    kinds: dict[str, list[str]] = {}
    for column, said in register.columns.items():
        if said.category is not Category.NONE:
            shown = column.removesuffix(SEALED)
            kinds.setdefault(str(said.category), []).append(
                f"**{shown}**" if column.endswith(SEALED) else shown
            )
    holds = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in sorted(kinds.items()))
    erased = f"{register.on_erasure}: {register.why}" if register.why else register.on_erasure
    cells = [
        f"`{name}`",
        holds,
        register.purpose,
        BASES[register.purpose],
        register.source,
        PERIODS[register.retention],
        erased,
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page())
