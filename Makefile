# Two commands are all that most people need:
#
#   make report   set everything up and write the report of the Huawei article to reports/
#   make test     set everything up and run all that guards the project
#
# `make clean` takes away what they made, reports included; the database stays, for it may hold
# decisions. `make test-all` runs the tests on each Python that tracer supports and that is here,
# `make test-lowest` with the oldest versions of what tracer depends on, as pyproject.toml has them.
# `make train DATA=polnear.jsonl NEWS=documents.jsonl.xz` rebuilds the model (training/README.md).

VENV := .venv
SUPPORTED := 3.11 3.12 3.13
ARTICLE := fixtures/huawei-5g/article.txt

is_new_enough := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 $(foreach v,$(SUPPORTED),python$(v)) python; do \
	if "$$python" -c '$(is_new_enough)' 2>/dev/null; then echo "$$python"; break; fi; done)

.DEFAULT_GOAL := help
.PHONY: help report test lint format types tests test-all test-lowest lowest train clean

help:
	@sed -n '3,7s/^# \{0,1\}//p' Makefile

report: $(VENV)/installed
	@$(VENV)/bin/tracer check $(ARTICLE) --out reports

# One target a check, so that each can be run alone: the hooks of pre-commit do.
test: lint format types tests

lint: $(VENV)/installed-dev
	@$(VENV)/bin/ruff check .

format: $(VENV)/installed-dev
	@$(VENV)/bin/ruff format --check .

types: $(VENV)/installed-dev
	@$(VENV)/bin/mypy

tests: $(VENV)/installed-dev
	@$(VENV)/bin/pytest

test-all:
	@for version in $(SUPPORTED); do \
		if python$$version -c '$(is_new_enough)' 2>/dev/null; then \
			$(MAKE) --no-print-directory tests VENV=.venv-$$version PYTHON=python$$version || exit 1; \
		else echo "Python $$version is not here: passed over"; fi; \
	done

test-lowest:
	@$(MAKE) --no-print-directory lowest VENV=.venv-lowest

lowest: $(VENV)/installed-dev
	@$(VENV)/bin/python -m pip install --quiet uv
	@$(VENV)/bin/uv pip compile --quiet --resolution lowest-direct --python $(VENV)/bin/python \
		--output-file $(VENV)/lowest.txt pyproject.toml
	@$(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --no-deps -r $(VENV)/lowest.txt
	@$(VENV)/bin/pytest

train: $(VENV)/installed-train
	@PYTHONPATH=. $(VENV)/bin/python training/build.py $(DATA) $(if $(NEWS),--news $(NEWS))

$(VENV)/installed: pyproject.toml
	$(call install,.)
	@touch $@

$(VENV)/installed-dev: pyproject.toml
	$(call install,.[dev])
	@touch $(VENV)/installed $@

$(VENV)/installed-train: pyproject.toml training/requirements.txt
	$(call install,.)
	@$(VENV)/bin/python -m pip install --quiet -r training/requirements.txt
	@touch $(VENV)/installed $@

define install
	@if [ -z "$(PYTHON)" ]; then \
		echo "tracer needs Python 3.11 or newer with its venv module, and none is on the PATH." >&2; \
		echo "Install one (Debian: apt-get install python3 python3-venv), or name it:" >&2; \
		echo "make PYTHON=/path/to/python" >&2; exit 1; fi
	@echo "Setting up $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '$(1)'
endef

clean:
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find tracer tests -name __pycache__ -type d -exec rm -rf {} +
	find reports -mindepth 1 ! -name .gitkeep -delete
