# make help | run | test | check | data | bench
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONDONTWRITEBYTECODE := 1

help:            ## say what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ /' | sort

run: $(VENV)/installed  ## set up what is missing, compile the data, open the doors on http://127.0.0.1:8050
	@$(PY) -m server.run

test: $(VENV)/installed-tests browser office build/azurite/node_modules build/validators/installed  ## everything the tests need, then all tests
	$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

test-exports: $(VENV)/installed-tests office  ## all ten stories in both languages through LibreOffice (about two minutes)
	$(PY) -m pytest -q -m long tests/exports

test-big: $(VENV)/installed-tests  ## the sums on Apache Spark, two executors (about two minutes; needs Java 17 or 21)
	$(PY) -m pytest -q -m long tests/data/engines

refresh: $(VENV)/installed  ## bring the live sources up to date (docs/live-data.md)
	@$(PY) -m data refresh

walks: $(VENV)/installed-tests browser  ## ten thousand random walks through all rooms (hours; WALK_S=seconds bounds them)
	WALK_S=$${WALK_S:-40000} $(PY) -m pytest -q -n 2 tests/browser/test_walks.py -rP

check: $(VENV)/installed-tests  ## style, tokens, icons, fonts, frozen releases, known faults of dependencies
	$(VENV)/bin/ruff check .
	$(PY) -m scripts.check_tokens
	$(PY) -m scripts.build_icons --check
	$(PY) -m scripts.build_fonts --check
	$(PY) -m scripts.build_app_icons --check
	$(PY) -m data verify
	$(PY) -m scripts.audit

data: $(VENV)/installed  ## rebuild the boundaries from their package and check every table
	$(PY) -m scripts.build_boundaries
	$(PY) -m data check

release: $(VENV)/installed  ## freeze the tables as they are, with checksums and what changed (docs/data.md)
	@$(PY) -m data release

preflight: $(VENV)/installed  ## is everything there that a day in the hall needs?
	@$(PY) -m server.preflight

bench: $(VENV)/installed-tests browser  ## measure the claims; QUICK=1 ends within three minutes
	$(PY) -m bench $(if $(QUICK),--quick)

soak: $(VENV)/installed-tests browser  ## visits at twenty times the speed for an hour (SOAK_S=seconds bounds it): does anything grow?
	$(PY) -m bench --only soak

bench-big: $(VENV)/installed-tests  ## many generated rows: ROWS=100000000 (about 10 GB of disk); 2 million without
	$(PY) -m bench --only big $(if $(ROWS),--rows $(ROWS)) $(if $(QUICK),--quick)

lighthouse: $(VENV)/installed-tests browser build/lighthouse/node_modules  ## Lighthouse's marks, mobile, on the pages most looked at
	$(PY) -m bench --only lighthouse $(if $(QUICK),--quick)

load: $(VENV)/installed  ## 500 visitors at once walking through pages; QUICK=1 for 40 seconds
	$(PY) -m bench --only visitors $(if $(QUICK),--quick)

build/lighthouse/node_modules:
	@echo "Installing Lighthouse from npm, for this measurement only ..."
	@mkdir -p build/lighthouse && npm install --no-audit --no-fund --silent --prefix build/lighthouse lighthouse@13.5.0

$(VENV)/installed: requirements.txt
	@echo "Making the environment and installing the pinned packages (once; about a minute) ..."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-tests: requirements-test.txt requirements-big.txt $(VENV)/installed
	@echo "Installing what the tests need ..."
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements-test.txt -r requirements-big.txt
	@touch $@

browser:         ## Debian's Chromium, Redis, PostgreSQL, nginx, shellcheck and GDAL, for the tests, when they are not there
	@command -v chromium >/dev/null && command -v chromium-headless-shell >/dev/null && command -v redis-server >/dev/null && command -v nginx >/dev/null && command -v shellcheck >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v ogrinfo >/dev/null || { \
	  echo "Installing Chromium, Redis, PostgreSQL, nginx, shellcheck and GDAL from Debian (needs root or sudo) ..."; \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends chromium chromium-headless-shell redis-server nginx-light postgresql shellcheck gdal-bin >/dev/null; }

build/azurite/node_modules:
	@echo "Installing Azurite (Azure Blob on this machine) from npm, for the tests ..."
	@mkdir -p build/azurite && npm install --no-audit --no-fund --silent --prefix build/azurite azurite@3.37.0

build/validators/installed: Makefile
	@echo "Installing validators of others from PyPI, for the tests, in a folder of their own: they want other versions ..."
	@rm -rf build/validators
	@$(PY) -m pip install -q --disable-pip-version-check --target build/validators sempyro==2.2.0 openapi-spec-validator==0.9.0
	@touch $@

office:          ## Debian's LibreOffice Impress and poppler, which read the exports again, when they are not there
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null || { \
	  echo "Installing LibreOffice Impress and poppler from Debian (needs root or sudo) ..."; \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends libreoffice-impress poppler-utils >/dev/null; }

.PHONY: help run test soak bench-big test-big refresh test-exports check data bench browser office preflight walks release lighthouse load
