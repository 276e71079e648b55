"""``python -m migrations draft "words" [revision]``: writes the next migration from the models."""

import sys

from migrations.schema import draft

USAGE = 'usage: python -m migrations draft "What changes." [revision id]'

match sys.argv[1:]:
    case ["draft", words, *rest] if len(rest) <= 1:
        sys.stdout.write(f"{draft(words, *rest)}\n")
    case _:
        sys.exit(USAGE)
