"""``python -m salesgenix_verify``."""

from salesgenix_verify.cli import run

run()
