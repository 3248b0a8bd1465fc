# Needs Python 3.11, git and make; everything else is installed into .venv, by hash.
PYTHON ?= python3.11
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
HERE := $(CURDIR)/.home
WORKERS ?= 3
APPS := $(notdir $(patsubst %/migrations,%,$(wildcard sotiem/*/migrations)))
# No older program runs beside these: they came before the first release. What is unique in them
# was unique before, or stands in columns that they make.
BEFORE_THE_FIRST_RELEASE := 0004_reports_have_a_channel 0005_routing_and_questions 0002_ways_and_retries 0011_drafts_are_not_drawn 0012_open_by_path_with_status 0015_open_by_status 0003_revocations_are_told 0005_revocation_batches 0007_health_cards 0003_published_facts 0004_words_of_names 0002_organizations 0002_doses 0004_reactions 0005_standing 0005_depots 0004_levels 0005_levels_written_once 0006_keepers_of_depots

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: install
install: .venv/runtime.stamp ## Make .venv with the command sotiem in it

.PHONY: demo
demo: .venv/runtime.stamp ## Start everything with a sample country; Ctrl-C stops it
	@SOTIEM_HOME="$(HERE)" exec $(BIN)/sotiem demo

.PHONY: demo-reset
demo-reset: .venv/runtime.stamp ## Delete the demonstration's data
	@SOTIEM_HOME="$(HERE)" exec $(BIN)/sotiem demo-reset --yes

.PHONY: test
test: check chromium java tesseract softhsm ## Run every check and every test
	@trap '$(BIN)/python -m tests.postgres stop' EXIT
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 25

.PHONY: check
check: .venv/develop.stamp ## Run the quick checks: format, lint, types, layers, templates, migrations
	@export DATABASE_URL="$$($(BIN)/python -m tests.postgres start)"
	export SOTIEM_HOME="$(HERE)/checks" SOTIEM_MODE=test DJANGO_SETTINGS_MODULE=sotiem.config.settings
	set -x
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet sotiem
	$(BIN)/mypy sotiem certificate_format tests hatch_build.py
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python -m django lintmigrations --no-cache --quiet ok ignore --include-apps $(APPS) \
	  --ignore-name $(BEFORE_THE_FIRST_RELEASE)

.PHONY: messages
messages: .venv/develop.stamp ## Compile the translations
	@find sotiem -type d -name locale | while read -r folder; do
		$(BIN)/pybabel compile -d "$$folder" -D django
	done

.PHONY: wheel
wheel: .venv/develop.stamp ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

.PHONY: clean
clean: ## Delete what was made here, except the demonstration's data
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m tests.postgres stop || true; fi
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Runs $install as root, or by sudo where that asks nothing.
define TRY_TO_INSTALL
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	apt-get update -qq && $$install && exit 0
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	sudo apt-get update -qq && sudo $$install && exit 0
fi
endef

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null && exit 0
	install="apt-get install -y --no-install-recommends chromium"
	echo "The browser tests need Chromium; trying: $$install"
	$(TRY_TO_INSTALL)
	echo "Chromium is missing and could not be installed. Type:  sudo $$install" >&2
	exit 1

.PHONY: tesseract
tesseract: ## Install what reads the letters in photos of slips
	@tesseract --list-langs 2>/dev/null | grep -qx vie && exit 0
	install="apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie"
	echo "Reading photos of slips needs Tesseract with Vietnamese; trying: $$install"
	$(TRY_TO_INSTALL)
	echo "Tesseract is missing and could not be installed; without it photos are kept but not read." >&2
	echo "Type:  sudo $$install" >&2
	exit 1

.PHONY: softhsm
softhsm:
	@command -v softhsm2-util >/dev/null && exit 0
	install="apt-get install -y --no-install-recommends softhsm2"
	echo "The tests of keys in a token need SoftHSM; trying: $$install"
	$(TRY_TO_INSTALL)
	echo "SoftHSM is missing and could not be installed. Type:  sudo $$install" >&2
	exit 1

.PHONY: java
java:
	@command -v java >/dev/null && exit 0
	install="apt-get install -y --no-install-recommends openjdk-17-jre-headless"
	echo "The test of the search on a Spark cluster needs Java 17; trying: $$install"
	$(TRY_TO_INSTALL)
	echo "Java is missing and could not be installed. Type:  sudo $$install" >&2
	exit 1

.venv/bin/python:
	@$(PYTHON) -m venv .venv

# Hatchling comes from its own lock, so that building our package fetches nothing.
.venv/runtime.stamp: requirements/runtime.lock requirements/build.lock pyproject.toml hatch_build.py | .venv/bin/python
	@echo "Installing what the program needs (about half a minute) ..."
	$(PIP) install --require-hashes -r requirements/runtime.lock -r requirements/build.lock
	$(PIP) install --no-build-isolation --no-deps --no-index --editable .
	touch $@

.venv/develop.stamp: .venv/runtime.stamp requirements/develop.lock
	@echo "Installing what the tests need ..."
	$(PIP) install --require-hashes -r requirements/develop.lock
	touch $@
