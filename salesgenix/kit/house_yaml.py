"""The YAML that ships with the program, read by libyaml where PyYAML has it: ten times as fast, and
a start reads a megabyte. What people write is read by ``strict_yaml``.
"""

from typing import Any

import yaml

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """The document's value, as ``yaml.safe_load`` gives it."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a SafeLoader
