# `make` or `make help` lists the targets. Nothing here needs root, and nothing is written outside this folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
EDITABLE := setup.py pyproject.toml $(wildcard plugins/*/pyproject.toml)
RUN_LOCKS := requirements/run.txt requirements/embedded.txt
PO := $(shell find core plugins tenants themes -name '*.po' 2>/dev/null)
SOURCES := core plugins tests setup.py $(wildcard bench)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: demo
demo: $(VENV)/installed-run frontend messages ## three cities on this machine, until Ctrl-C
	@exec $(BIN)/gridhall demo

.PHONY: demo-reset
demo-reset: $(VENV)/installed-run ## forget the demo's data; the next demo starts anew
	@exec $(BIN)/gridhall demo --reset

.PHONY: env
env: $(VENV)/installed-dev ## the environment in .venv, with all that is locked

.PHONY: frontend
frontend: $(VENV)/installed-run ## fetch the third-party front-end files that are locked
	@$(BIN)/python -m gridhall.web.frontend

.PHONY: messages
messages: $(PO:.po=.mo) ## compile the translations that changed

.PHONY: messages-update
messages-update: $(VENV)/installed-dev ## bring the translations' files up to date with the code; then translate
	@$(BIN)/python -m gridhall.testing.catalogues

.PHONY: reference
reference: $(VENV)/installed-dev ## write docs/reference.md anew, from the code
	@$(BIN)/python -W ignore -m gridhall.testing.reference

.PHONY: pictures
pictures: $(VENV)/installed-dev frontend messages ## take the pictures of the documentation anew, in a Chromium
	@$(BIN)/python -W ignore -m tests.pictures $(PICTURES)

%.mo: %.po | $(VENV)/installed-run
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

.PHONY: test
test: lint types imports pytest ## lint, types, import contracts, all tests

.PHONY: check
check: ## what CI runs: test, where a skipped browser test is a failure
	@GRIDHALL_REQUIRE_BROWSER=1 $(MAKE) test

.PHONY: lint
lint: $(VENV)/installed-dev ## ruff, every rule that is not explained away
	@echo "lint"
	@$(BIN)/ruff check --quiet $(SOURCES)

.PHONY: types
types: $(VENV)/installed-dev ## mypy --strict
	@echo "types"
	@$(BIN)/mypy --no-error-summary core tests $(wildcard bench) $(wildcard plugins/*/gridhall_*)
	@for tests in $(wildcard plugins/*/tests); do $(BIN)/mypy --no-error-summary $$tests || exit 1; done

.PHONY: imports
imports: $(VENV)/installed-dev ## the import contracts of docs/architecture.md
	@echo "import contracts"
	@$(BIN)/lint-imports --no-logo

.PHONY: pytest
pytest: $(VENV)/installed-dev frontend messages ## all tests; PYTEST="-k words" for some
	@$(BIN)/python -m pytest $(PYTEST)

.PHONY: bench
bench: $(VENV)/installed-dev ## measure; prints ratios, which hold on any machine; BENCH="import --rows 1000000"
	@$(BIN)/python -W "ignore:pkg_resources is deprecated" -m bench $(BENCH)

.PHONY: lock
lock: $(VENV)/installed-tools ## lock the packages anew, with hashes; UPGRADE=--upgrade takes newer ones
	@cd requirements && for name in run embedded dev tools; do \
		echo "locking $$name"; \
		../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $(UPGRADE) $$name.in --output-file $$name.txt || exit 1; \
	done

.PHONY: clean
clean: ## remove what can be made again, but not var/ (the data)
	@rm -rf $(VENV) build dist node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find core plugins tests tenants -name __pycache__ -prune -exec rm -rf {} +
	@find core plugins tenants -name '*.mo' -delete

# --- the environment: made once, and again whenever a lock file is newer -----------------------------------------

$(BIN)/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "making $(VENV) with $$($$python --version)"; \
			exec $$python -m venv $(VENV); \
		fi; \
	done; \
	echo "No Python 3.11 or newer with its venv module was found on the PATH." >&2; \
	echo "Install one (on Debian and Ubuntu also the package python3-venv), then run this again." >&2; exit 1

$(VENV)/installed-run: $(RUN_LOCKS) $(EDITABLE) | $(BIN)/python
	@echo "installing what is locked in $(RUN_LOCKS) (the first time takes a minute or two)"
	@$(PIP) install --require-hashes $(RUN_LOCKS:%=-r %)
	@echo "installing gridhall and its plugins from this folder"
	@$(PIP) install --no-deps --no-build-isolation -e . $(PLUGINS:%=-e %)
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed-run
	@echo "installing what is locked in requirements/dev.txt"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/installed-tools: requirements/tools.txt | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements/tools.txt
	@touch $@
