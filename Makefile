# Everything there is to do; `make` alone lists it. Needs Python 3.11 or later, nothing else.
.DEFAULT_GOAL := help
.PHONY: help serve site test fuzz parity accept translations language check status bench lock
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m tricks_site

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

# The environment is made anew only when the lock file or the package's metadata has changed.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up .venv (once, and whenever requirements.lock changes) ..."
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

serve: .venv/ready ## build the site in all languages and serve it on port 8000, live
	@$(RUN) serve

site: .venv/ready ## build site/ in all languages, strictly
	@$(RUN) site

test: .venv/ready ## run every test, the browser's too
	@$(BIN)/python tests/support/browser.py
	@$(BIN)/python -m pytest -n auto

fuzz: .venv/ready ## try twenty times as many hostile catalogs as `make test` does (minutes)
	@$(BIN)/python -m pytest --timeout 0 --hypothesis-profile fuzz --hypothesis-show-statistics tests/tricks_site/translation/test_hostile.py

# PyTorch is large and outside the lock, so it has an environment of its own.
.venv-parity/ready: pyproject.toml
	@echo "Setting up .venv-parity (once; PyTorch takes a while) ..."
	@rm -rf .venv-parity
	@$(PYTHON) -m venv .venv-parity
	@.venv-parity/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-parity/bin/python -m pip install --quiet --group parity
	@touch $@

parity: .venv-parity/ready ## compare every trick with PyTorch and optax
	@.venv-parity/bin/python -m pytest tests/parity

accept: .venv/ready ## rewrite the outputs on the pages to what the snippets print now
	@$(RUN) accept

translations: .venv/ready ## bring the catalogs up to date with the English pages
	@$(RUN) translations

# LANG stands in most environments, too, where it names the language of programs, and NAME in some.
# Only what was typed counts, and programs do not see it.
typed = $(if $(filter command,$(origin $1)),$($1))
language: $(if $(call typed,LANG),.venv/ready) ## begin a new language: make language LANG=fr
	@$(if $(call typed,LANG),,echo "Which language? Type its code: make language LANG=fr"; exit 1)
	@env -u LANG $(RUN) language $(if $(call typed,NAME),--name="$$NAME") -- "$$LANG"

check: .venv/ready ## fast checks: style, types, pages, snippets, catalogs
	@$(BIN)/ruff format --check --quiet || { echo "What to do: .venv/bin/ruff format"; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(RUN) check

status: .venv/ready ## how much of each language is translated, and what to do next
	@$(RUN) status

bench: .venv/ready .venv-parity/ready ## measure the speed of the snippets, the labs, the build and the package
	@$(BIN)/python benchmarks/snippets.py
	@$(BIN)/python benchmarks/labs.py
	@$(BIN)/python benchmarks/build.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/serve.py
	@$(BIN)/python benchmarks/large.py
	@PYTHONPATH=src .venv-parity/bin/python benchmarks/package.py

lock: .venv/ready ## choose the newest versions that fit pyproject.toml, and write requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header --group site --group test --no-emit-package training-tricks pyproject.toml --output-file requirements.lock
