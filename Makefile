# SPDX-License-Identifier: Apache-2.0
# Two commands on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
SOURCES := $(shell find rust -name '*.rs' -o -name Cargo.toml) Cargo.toml Cargo.lock pyproject.toml

.PHONY: setup demo test lint types unit unit-server unit-rest unit-postgresql rust booth pages bench lock clean tools fuzz messages screenshots

## setup: a virtual environment with the command line at .venv/bin/isonomia
setup: $(VENV)/.kernel

tools:
	@$(PYTHON) tools/check_machine.py

$(VENV)/.requirements: requirements/dev.lock | tools
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.kernel: $(VENV)/.requirements $(SOURCES)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --release --locked --quiet
	@touch $@

## demo: hold a presidential election with 1,000 simulated voters, verify it; then vote in the browser yourself
demo: setup
	@$(MAKE) --no-print-directory pages || echo "the demo goes on without the pages that need it" >&2
	$(BIN)/isonomia demo --serve --out $(DEMO) $(DEMO_OPTIONS)

## test: everything that CI runs
test: setup lint types rust booth pages unit

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

rust:
	cargo fmt --check
	cargo clippy --locked --all-targets --quiet -- -D warnings
	cargo test --locked --quiet --release
	cargo test --locked --quiet --release --features isonomia-kernel/portable  # as on processors without AVX-512

$(VENV)/.oracles: requirements/oracles.lock $(VENV)/.requirements
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/oracles.lock
	@touch $@

booth/node_modules/.package-lock.json: booth/package-lock.json booth/package.json
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 18))' && npm --version >/dev/null || \
		{ echo "the booth needs Node.js 18 or newer with npm: on Debian or Ubuntu: apt-get install nodejs npm" >&2; exit 1; }
	cd booth && npm ci --silent
	@touch $@

## booth: what runs in the browser: types, format, unit tests, a bundle that comes out the same twice
booth: booth/node_modules/.package-lock.json
	cd booth && npm --silent test

PAGES := src/isonomia/server/static/booth

## pages: the scripts of the server's pages, built from booth/
pages: $(PAGES)/.built

$(PAGES)/.built: booth/node_modules/.package-lock.json $(shell find booth/core booth/record booth/ui booth/tools -type f)
	cd booth && node tools/build.mjs ../$(PAGES) >/dev/null
	@touch $@

# The longest first; the server's tests also on PostgreSQL with `make test POSTGRESQL=1`.
UNIT := unit-server unit-rest $(if $(POSTGRESQL),unit-postgresql)

unit: setup $(VENV)/.oracles
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line $(UNIT)  # most tests keep one core busy

unit-server:
	$(BIN)/pytest tests/server

unit-rest:
	$(BIN)/pytest --ignore tests/server

unit-postgresql:
	ISONOMIA_TEST_DATABASE=postgresql $(BIN)/pytest tests/server --ignore-glob "tests/server/test_browser*.py" \
		--ignore tests/server/test_serve.py

## bench: measure everything, side by side with others' programs; writes bench/README.md
bench: setup $(VENV)/.oracles
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.lock
	$(BIN)/python bench/run.py $(BENCH_OPTIONS)

## lock: pin the newest requirements, with hashes and without addresses; each keeps the pins of those before it
lock: setup
	$(BIN)/python -m pip install --quiet pip-tools
	@for name in requirements/dev requirements/fuzz requirements/oracles bench/requirements; do \
		$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --strip-extras \
			--no-header --no-emit-find-links --upgrade --output-file $$name.lock $$name.in || exit 1; \
	done

## messages: bring the catalogues of translations up to date with the code
messages: setup
	$(BIN)/python tools/messages.py

## screenshots: pictures of the pages for the guides, taken while an election is held
screenshots: setup pages
	@mkdir -p docs/guide/images
	ISONOMIA_REQUIRE_PEERS=1 ISONOMIA_SCREENSHOTS=$(CURDIR)/docs/guide/images $(BIN)/pytest tests/server/test_browser_walk.py -k ed25519
	@cd docs/guide/images && for name in *.png; do grep -qr "images/$$name" .. --include=*.md || rm $$name; done  # what no guide shows

FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= archive payloads keyfile files verify

## fuzz: run each target of fuzz/ for FUZZ_SECONDS; what it finds is kept in target/fuzz
fuzz: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.lock
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p target/fuzz/$$target; \
		$(BIN)/python fuzz/fuzz_$$target.py -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=1024 \
			-print_final_stats=1 -artifact_prefix=target/fuzz/$$target- target/fuzz/$$target fuzz/corpus/$$target || exit 1; \
	done

clean:
	rm -rf $(VENV) target src/isonomia/_kernel*.so booth/node_modules booth/dist $(PAGES)
