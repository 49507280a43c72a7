# Python 3.11 or newer with venv, and make: nothing else need be there.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
UV := .tools/uv/bin/uv
UV_VERSION := 0.13.9
PY := .venv/bin/python
ISOLATED := $(PY) tools/isolated.py
PYTEST := $(PY) -m pytest -n $(or $(KOPGROEP_TEST_PROCESSES),2)
# An installation's own settings, for what runs on its data.
ENVIRONMENT := if [ -f .env ]; then set -a; . ./.env; set +a; fi;
export UV_PYTHON_DOWNLOADS := never
export PYTHONUNBUFFERED := 1
# An organisation's own certificates count too; a machine without any uses those that uv brings.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif
unexport VIRTUAL_ENV UV_PROJECT_ENVIRONMENT PYTHONPATH

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run reset check format test test-sqlite test-postgres e2e proof bench bench-engine docs messages seed

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.run-stamp ## Start Kopgroep on this computer; PORT=8001 for another port
	@$(PY) tools/port.py $(PORT)
	@$(PY) tools/messages.py --compile
	@$(ENVIRONMENT) .venv/bin/kopgroep setup
	@$(ENVIRONMENT) exec .venv/bin/kopgroep serve --port $(PORT)

reset: ## Remove all data and start over, after asking; YES=1 answers
	@$(ENVIRONMENT) $(or $(PYTHON),python3) tools/reset.py

setup: .venv/.dev-stamp ## Everything a developer needs, with the example deals
	@$(PY) tools/messages.py --compile
	@$(ENVIRONMENT) .venv/bin/kopgroep setup

seed: .venv/.run-stamp ## Make the fictional deal; STAGE=signing to stop there
	@$(ENVIRONMENT) .venv/bin/kopgroep seed $(if $(STAGE),--until $(STAGE))

check: .venv/.dev-stamp ## Format, lint, types, contracts, migrations, texts and generated docs
	@$(UV) lock --check --quiet || { echo "uv.lock is not what pyproject.toml asks for; run: $(UV) lock"; exit 1; }
	.venv/bin/ruff format --check --quiet || { echo "Run: make format"; exit 1; }
	.venv/bin/ruff check --quiet
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy
	@$(PY) tools/messages.py --compile
	$(PY) tools/messages.py --check
	$(ISOLATED) $(PY) -m django makemigrations --check --dry-run --settings kopgroep.config.settings
	$(ISOLATED) $(PY) tools/docs.py --check

format: .venv/.dev-stamp ## Let ruff put the code in order
	.venv/bin/ruff format --quiet
	.venv/bin/ruff check --fix --quiet

test: check test-sqlite test-postgres e2e ## Everything that a change must pass

test-sqlite: .venv/.dev-stamp ## The suite on SQLite
	@echo "== The suite on SQLite"
	@$(PY) tools/messages.py --compile
	$(ISOLATED) $(PYTEST)

test-postgres: .venv/.dev-stamp ## The suite on a PostgreSQL of its own
	@echo "== The suite on PostgreSQL"
	@$(PY) tools/messages.py --compile
	@$(PY) tools/postgres.py -- $(ISOLATED) --database $(PYTEST) --ignore=tests/engine || { code=$$?; \
		[ $$code -eq 75 ] || exit $$code; \
		echo "PostgreSQL tests skipped: the line above says why."; }

e2e: .venv/.dev-stamp ## Journeys in a real Chromium
	@echo "== Journeys in Chromium"
	@$(PY) tools/messages.py --compile
	@$(PY) tools/chromium.py || echo "Browser tests will be skipped: the line above says why."
	$(ISOLATED) $(PYTEST) -m "browser and not proof"

proof: .venv/.dev-stamp ## The long walks: every page, every role, kill and load
	@$(PY) tools/messages.py --compile
	@$(PY) tools/chromium.py || echo "Browser walks will be skipped: the line above says why."
	$(ISOLATED) $(PYTEST) --dist loadfile -m "proof and not browser"
	$(ISOLATED) $(PYTEST) --dist loadfile -m "proof and browser"

bench: .venv/.dev-stamp ## Speed as in production, on SQLite and on PostgreSQL
	@$(PY) tools/messages.py --compile
	$(ISOLATED) $(PY) tools/bench.py
	$(ISOLATED) $(PY) tools/bench_import.py
	@$(PY) tools/postgres.py -- $(ISOLATED) --database sh -c '$(PY) tools/bench.py && $(PY) tools/bench_import.py' || { code=$$?; \
		[ $$code -eq 75 ] || exit $$code; \
		echo "PostgreSQL not measured: the line above says why."; }

bench-engine: .venv/.dev-stamp ## The engine against floors, rivals and the straightforward way
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m tools.bench_engine $(PROBLEM)

docs: .venv/.dev-stamp ## Write the reference pages that the code knows best
	$(ISOLATED) $(PY) tools/docs.py

messages: .venv/.dev-stamp ## Collect the texts into the Dutch catalogue; shows what has no Dutch yet
	@$(PY) tools/messages.py --prune
	@$(PY) tools/messages.py --missing

$(UV):
	@test -n "$(PYTHON)" || { echo "Kopgroep needs Python 3.11 or newer; found: $$(python3 --version 2>&1). \
	Name another with: make PYTHON=/path/to/python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Kopgroep needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing. On Debian: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up; the first time takes a minute."
	@rm -rf .tools/uv
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" || { rm -rf .tools/uv; exit 1; }

# An environment that is there keeps its Python, unless another is named.
ENVIRONMENT_PYTHON = $(if $(filter file undefined,$(origin PYTHON)),$(or $(wildcard .venv/bin/python),$(PYTHON)),$(PYTHON))

# What a developer installed stays when somebody only runs.
.venv/.run-stamp: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet --python $(ENVIRONMENT_PYTHON) --no-dev --inexact
	@touch $@

.venv/.dev-stamp: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet --python $(ENVIRONMENT_PYTHON)
	@touch .venv/.run-stamp $@
