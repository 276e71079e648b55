# Two commands are all a newcomer needs: make demo, make test.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo demo-reset serve test check format bench mutants clean

demo: $(VENV)/.ready
	@$(BIN)/salesgenix demo

demo-reset: $(VENV)/.ready
	@$(BIN)/salesgenix demo --reset

test: $(VENV)/.ready-dev
	@CHROMIUM=$$(sh tests/web/find-browser.sh) && export CHROMIUM && \
	TMPDIR=$$(sh tests/find-room.sh) && export TMPDIR && \
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check --quiet . && echo "format   ok"
	@$(BIN)/ruff check --quiet . && echo "lint     ok"
	@$(BIN)/mypy --no-error-summary && echo "types    ok"
	@$(BIN)/lint-imports --no-cache >/dev/null && echo "layers   ok" || { $(BIN)/lint-imports --no-cache; exit 1; }
	@$(BIN)/python -m pytest -q tests/architecture -p no:cacheprovider >/dev/null && echo "house    ok" \
	|| { $(BIN)/python -m pytest -q tests/architecture; exit 1; }

format: $(VENV)/.ready-dev
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .

bench: $(VENV)/.ready-dev
	@$(BIN)/python -m benchmarks $(ARGS)

mutants: $(VENV)/.ready-dev
	@$(BIN)/python -m tests.mutation $(ARGS)

clean:
	rm -rf $(VENV) data

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Salesgenix needs Python 3.11 or newer on the PATH." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian: apt install python3-venv)." >&2; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml verifier/pyproject.toml | $(VENV)/bin/python
	@echo "Installing (once; about a minute) ..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable . --editable ./verifier
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
