"""What runs here, as it names itself in records and exports."""

NAME = "salesgenix"
VERSION = "0.1.0"  # that of pyproject.toml
