# make demo   lint the examples
# make test   run all tests
# PYTHON=...  another interpreter than the newest one found

VENV ?= .venv
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	if command -v $$name >/dev/null 2>&1 \
		&& $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$name; break; fi; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed
NODE_STAMP := vscode-extension/node_modules/.installed
INSTALL_INPUTS := pyproject.toml constraints.txt tests/profiles/independent.txt

.DEFAULT_GOAL := help
.PHONY: help demo test extension lint format types docs docs-check bench pictures examples constraints clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "promptlint needs Python 3.11 or newer; none found. Try: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN_STAMP): $(INSTALL_INPUTS) | $(BIN)/python
	@echo "Installing promptlint into $(VENV)"
	@$(PIP) install -c constraints.txt pip hatchling editables PyYAML
	@$(PIP) install -c constraints.txt --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(INSTALL_INPUTS) $(RUN_STAMP)
	@echo "Installing the tools for development into $(VENV)"
	@$(PIP) install -c constraints.txt --no-build-isolation --editable '.[dev,docs]'
	@$(PIP) install --no-deps -r tests/profiles/independent.txt
	@touch $@

demo: $(RUN_STAMP)  ## Lint the examples and show the findings
	$(BIN)/promptlint --fail-on never examples

test: $(DEV_STAMP)  ## Run all tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory extension

extension: $(DEV_STAMP)  ## Check, pack and test the VS Code extension (where Node 20 or newer is installed)
	@if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null || ! command -v npm >/dev/null; then \
		echo "Skipped the tests of the VS Code extension: they need Node 20 or newer and npm."; \
	elif ! $(MAKE) --no-print-directory $(NODE_STAMP) 2>/dev/null; then \
		echo "Skipped the tests of the VS Code extension: what they need could not be installed from npm."; \
	else \
		cd vscode-extension && npm run --silent lint && npm run --silent test && \
			PYTHON="$(abspath $(BIN))/python" npm run --silent test:e2e; \
	fi

$(NODE_STAMP): vscode-extension/package-lock.json
	@echo "Installing the tools of the VS Code extension"
	@cd vscode-extension && npm ci --silent --fetch-retries=1
	@touch $@

lint: $(DEV_STAMP)  ## Check style, format, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tools/*.py benchmarks/*.py examples/plugin/northlight_rules/*/*.py
	$(BIN)/lint-imports

format: $(DEV_STAMP)  ## Format the code and sort imports
	$(BIN)/ruff check --fix-only --select I .
	$(BIN)/ruff format .

docs: $(DEV_STAMP)  ## Generate the reference pages and build the site
	$(BIN)/python tools/docs.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

docs-check: $(DEV_STAMP)  ## Check that generated files are up to date
	$(BIN)/python tools/schemas.py --check
	$(BIN)/python tools/docs.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

bench: $(DEV_STAMP)  ## Measure speed against yamllint
	$(BIN)/python benchmarks/speed.py

pictures: $(DEV_STAMP)  ## Draw the pictures of the report in the documentation (needs Chromium)
	$(BIN)/python tools/report_pictures.py

examples: $(DEV_STAMP)  ## Draw the example pictures and renew the expected findings
	$(BIN)/python tools/example_pictures.py
	PROMPTLINT_UPDATE=1 $(BIN)/python -m pytest tests/examples

constraints:  ## Resolve the newest versions that work on every supported Python
	$(PYTHON) tools/constraints.py

clean:  ## Remove what make created
	rm -rf $(VENV) build dist site vscode-extension/node_modules
