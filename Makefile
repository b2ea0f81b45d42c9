# The commands of the project; each is a short script in bin/, which says what it does.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check audit bench format lock messages .venv

# The port of `make run`
export PORT ?= 8000
# Passed on to pytest by `make test`: make test ARGS="-k orientation"
ARGS ?=

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

run: ## Start the site on this machine, with reference data and the starter répertoire
	@bin/run

test: ## Run every test on SQLite and on PostgreSQL, in a browser too
	@bin/test $(ARGS)

check: ## Check format, types, arrows between packages, templates, migrations, deployment
	@bin/check

audit: ## Look at every page in a browser: accessibility, HTML, weight, Lighthouse
	@bin/audit

bench: .venv ## Measure the list page, waits and imports: ratios of two things timed side by side
	@. bin/env-test; bin/with-postgres .venv/bin/python -m bench.list_page
	@. bin/env-test; .venv/bin/python -m bench.waits
	@. bin/env-test; DEMO=on .venv/bin/python bench/import_rate.py

format: .venv ## Put the Python files in the house's format
	@.venv/bin/python -m ruff check --fix-only --quiet .
	@.venv/bin/python -m ruff format .

lock: ## Make requirements*.txt from pyproject.toml (UPGRADE=1: with the newest releases)
	@bin/lock

messages: ## Gather the texts to translate in locale/, and compile the translations
	@bin/messages

.venv:
	@bin/bootstrap
