"""The stores an erasure reaches beyond the tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy import make_url

from salesgenix.kit.settings import Settings


class OutsideStore(Protocol):
    """A system outside the house that was given something of a person: a calendar, a mail service.

    ``forget`` returns once it is gone there, also when it was never there; it raises anything
    else, and is called again later.
    """

    @property
    def name(self) -> str: ...

    def forget(self, workspace_id: UUID, subject_ref: UUID) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Where things lie on this machine, and who else was given some of them."""

    exports_dir: Path
    folders: tuple[Path, ...]  # everything below is scanned
    files: tuple[Path, ...] = ()  # and these, with what SQLite keeps beside a database
    outside: tuple[OutsideStore, ...] = ()

    @classmethod
    def of(cls, settings: Settings, outside: tuple[OutsideStore, ...] = ()) -> "Stores":
        apart = [settings.effective_journal, settings.effective_checkpoint_log]
        for url in (settings.effective_database_url, settings.effective_keys_url):
            file = make_url(url).database
            if url.startswith("sqlite") and file:
                apart += [Path(f"{file}{ending}") for ending in ("", "-wal", "-journal", "-shm")]
        folders = [settings.data_dir]
        if not settings.effective_exports_dir.is_relative_to(settings.data_dir):
            folders.append(settings.effective_exports_dir)
        files = [path for path in apart if not path.is_relative_to(settings.data_dir)]
        return cls(
            exports_dir=settings.effective_exports_dir,
            folders=tuple(folders),
            files=tuple(files),
            outside=outside,
        )
