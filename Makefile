# Two commands: `make run` and `make test`. Everything they need goes into .venv, node_modules and var.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Compiled code is kept, also where the environment forbids it: without, every start costs three seconds more.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run setup test lint format lock spark pictures clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 18

run: $(VENV)/.run-ready ## Prepare what is missing and start workspace, public site and worker
	@$(BIN)/cairn run $(ARGS)

setup: $(VENV)/.run-ready ## Prepare everything without starting it
	@$(BIN)/cairn setup

test: $(VENV)/.test-ready ## Run every check: lint, contracts, types, tests on SQLite and PostgreSQL
	@$(BIN)/python tests/run.py

lint: $(VENV)/.test-ready ## Run the checks that need no database
	@$(BIN)/python tests/run.py --only-lint

format: $(VENV)/.test-ready ## Put the code into the common form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/.test-ready ## Compile the locks of requirements/ from pyproject.toml; neither names an index
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -q \
	    -c requirements/run.txt -o requirements/dev.txt
	@$(BIN)/uv pip compile --group spark --universal --python-version 3.11 --generate-hashes --no-header -q \
	    -c requirements/run.txt -o requirements/spark.txt

spark: $(VENV)/.test-ready ## Install Spark beside the tests, so that tables are proved on it too (needs Java)
	@$(PIP) install --quiet --require-hashes -r requirements/spark.txt

pictures: $(VENV)/.test-ready ## Make the pictures of docs/ anew, from a running demonstration
	@$(BIN)/python docs/pictures.py

clean: ## Remove what was built; var/ with the mission's own data stays
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Cairn needs Python 3.11 or newer; “$(PYTHON)” is $$($(PYTHON) --version 2>&1 || echo missing)." \
	         "Install it (apt install python3 python3-venv), or name another: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "Python's venv module is missing. Install it: apt install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# The lock names every package with its hashes and no index, so that what is installed is what was tested.
$(VENV)/.run-ready: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Cairn runs on (a minute or two, once) …"
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test-ready: requirements/dev.txt $(VENV)/.run-ready
	@echo "Installing what the tests need …"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
