"""The demo company on its first morning, made once in a process and then copied."""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cli.installation import DEMO_FILE, MASTER_KEY_FILE, open_installation
from cli.reading import local_settings
from salesgenix.workspaces import service as workspaces

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def lay_demo(folder: Path, *, has_orders: bool = True) -> None:
    """Puts its files into a folder; one that holds an installation already stays as it is."""
    if not (folder / MASTER_KEY_FILE).exists():
        shutil.copytree(_demo(has_orders=has_orders).name, folder, dirs_exist_ok=True)


@cache
def _demo(*, has_orders: bool) -> tempfile.TemporaryDirectory[str]:
    """It goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="demo-", ignore_cleanup_errors=True)
    house = open_installation(local_settings("sandbox", Path(folder.name)))
    declared = workspaces.read_file(DEMO_FILE)
    if not has_orders:
        file = declared.file.model_copy(update={"instructions": []})
        declared = replace(declared, file=file)
    with house.db.writing() as session:
        workspaces.apply(session, declared, now=MONDAY)
    house.close()
    return folder
