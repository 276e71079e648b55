"""The places other than tables where personal data lies, or could."""

from dataclasses import dataclass

from salesgenix.kit.register import OnErasure


@dataclass(frozen=True, slots=True)
class Store:
    """A place other than a table where personal data lies, or could."""

    name: str
    holds: str
    is_encrypted: bool
    on_erasure: OnErasure
    why: str  # what becomes of it when a person is erased


STORES = (
    Store(
        "keys",
        "the wrapped key of each person and workspace, in a database of its own",
        is_encrypted=True,
        on_erasure=OnErasure.DELETE,
        why="the person's key is overwritten; its name stays, empty, so that no second is made",
    ),
    Store(
        "exports",
        "finished archives, each sealed under a key of its own",
        is_encrypted=True,
        on_erasure=OnErasure.DELETE,
        why="archives of the person go; one of the whole workspace that contains them too",
    ),
    Store(
        "journal",
        "random references and keyed marks of erasures, stops and withdrawn orders",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data, and a restored backup must obey it",
    ),
    Store(
        "checkpoint_log",
        "signed heads of the decision logs: sizes and digests",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data",
    ),
    Store(
        "process_log",
        "what the program says while it runs: listed facts, never text or addresses",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data; references in it lead nowhere once the mapping is gone",
    ),
    Store(
        "memory",
        "opened keys, typing signals, and messages while a turn is being taken",
        is_encrypted=False,
        on_erasure=OnErasure.DELETE,
        why="the erased person's key is dropped at once, the rest ends with the request",
    ),
    Store(
        "backups",
        "copies of the database as the operator makes them: sealed, without the keys",
        is_encrypted=True,
        on_erasure=OnErasure.KEEP,
        why="without the person's key nothing of them opens; a restored copy follows the journal",
    ),
    Store(
        "mail",
        "letters that were handed to the mail carrier and lie with their addressee",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="they have left the house and are the addressee's own",
    ),
    Store(
        "connected_calendars",
        "meetings that were written into the calendars of members who have connected one",
        is_encrypted=False,
        on_erasure=OnErasure.DELETE,
        why="what we wrote is taken out; an erasure waits for a calendar that does not answer",
    ),
    Store(
        "model_provider",
        "what a hosted model was shown, where one is set up: pseudonyms, asked not to be stored",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="the pseudonyms lead nowhere once the vault is gone",
    ),
)
