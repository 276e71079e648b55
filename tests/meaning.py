"""Tests of the model of meaning run where it does; a build without it fails, and skips nothing."""

import os

import pytest

from agent.understanding import meaning

needs_model = pytest.mark.skipif(
    not meaning.is_there() and not os.environ.get("CI"), reason="runs on x86-64 with AVX2 only"
)
