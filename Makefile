# The doors of the project. `make help` lists them. Needed beforehand: Python 3.11 or newer, and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
WORKERS ?= 2

OURS := foundation customers segmentation products relationships service_charter complaints voc strategy reporting trdcrm
PO := $(wildcard locale/*/LC_MESSAGES/*.po locale/*/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
ASSETS := $(shell find static/src static/vite.config.js -type f 2>/dev/null)

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPATH := $(CURDIR)

# An environment that production accepts; the values mean nothing.
FIT = SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=crm.example.org \
	SITE_URL=https://crm.example.org REDIS_URL=redis://redis/0 DATABASE_URL=postgres://crm@database/crm \
	FIELD_KEYS=k1:$$(head -c 32 /dev/urandom | base64) SEARCH_HASH_KEY=$$(head -c 32 /dev/urandom | base64)

.PHONY: check-style check-layers check-templates check-migrations check-translations check-deploy check-types
.PHONY: help run test check fix bench shots demo-large lock code assets messages python node clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1 — /p' Makefile | awk -F' — ' '{ printf "  make %-11s %s\n", $$1, $$2 }'

run: python assets messages ## a working site on this machine; Ctrl-C stops it (PORT, TRDCRM_HOME, DATABASE_URL, REDIS_URL)
	@exec $(PY) -m trdcrm.local

code: python ## the present one-time code of the demo sign-ins
	@$(PY) -m trdcrm.local code

test: dev assets messages ## the whole suite; starts the database it needs
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup

check: check-style check-layers check-templates check-migrations check-translations check-deploy check-types ## style, layers, templates, migrations, translations, production settings, types

check-style: dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

check-layers: dev
	$(VENV)/bin/lint-imports --no-logo

check-templates: dev
	$(VENV)/bin/djlint --lint --quiet templates

check-migrations: dev
	DJANGO_SETTINGS_MODULE=trdcrm.settings.test $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

check-translations: dev
	$(PY) -m trdcrm.local translations

check-deploy: dev assets
	DJANGO_SETTINGS_MODULE=trdcrm.settings.production $(FIT) $(PY) manage.py check --deploy --fail-level WARNING

check-types: dev
	$(VENV)/bin/mypy $(OURS)

fix: dev ## put style in order by itself
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: dev assets messages ## benchmarks, as ratios within one run
	$(PY) -m benchmarks

shots: dev assets messages ## screenshots of every page into var/shots/
	$(PY) -m trdcrm.shots

demo-large: python assets messages ## one million customers, ten million interactions
	$(PY) manage.py demo --scale large

lock: dev ## resolve the dependencies anew; needs uv
	uv pip compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --universal --python-version 3.11 --extra local -o requirements.lock pyproject.toml
	uv pip compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --universal --python-version 3.11 --extra local --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

assets: static/dist/.built ## the bundles of the two faces

messages: $(MO) ## compiled translations

python: $(STAMPS)/runtime
dev: $(STAMPS)/dev
node: $(STAMPS)/node

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Name it: make PYTHON=/path/to/python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.lock | $(STAMPS)/venv
	@echo "installing Python packages …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/runtime
	@echo "installing Python packages for development …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/node: package.json package-lock.json | $(STAMPS)/runtime
	@echo "installing front-end packages …"
	@npm ci --loglevel=error --no-audit --no-fund >/dev/null
	@touch $@

static/dist/.built: $(ASSETS) $(STAMPS)/node
	@echo "building the front end …"
	@npm run --silent build
	@touch $@

%.mo: %.po | $(STAMPS)/runtime
	@$(PY) -m trdcrm.local messages $<

clean: ## remove what was built; keeps var/, where the data is
	rm -rf $(VENV) node_modules static/dist $(MO)
