# skinlesion: `make run` serves the site, `make test` proves it, `make help` lists the rest.
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PORT
export TF_CPP_MIN_LOG_LEVEL ?= 3
.DEFAULT_GOAL := help
.PHONY: help run test test-long mutants corpus check fix demo train convert evaluate teeth fuzz bench bench-pages bench-batches bench-archive bench-queue brokers chaos clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

.venv/ready:
	@test -n "$(PYTHON)" || { echo "skinlesion needs Python 3.11, 3.12 or 3.13: install one, or name it, make run PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) could not make a virtualenv: install its venv module (Debian: apt install python3-venv)."; exit 1; }
	@touch $@

.venv/runtime: .venv/ready requirements.txt
	@echo "Installing what the site needs (once, some minutes) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements.txt 2>.venv/pip.log \
		|| { tail -5 .venv/pip.log; echo "The install failed: pip's words are above and in .venv/pip.log."; exit 1; }
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements-dev.txt 2>.venv/pip.log \
		|| { tail -5 .venv/pip.log; echo "The install failed: pip's words are above and in .venv/pip.log."; exit 1; }
	@touch $@

run: .venv/runtime ## set up and serve the site with worker and demo clinic [PORT=8000]
	@$(BIN)/python manage.py set_up --port $(PORT)
	@exec $(BIN)/honcho start --no-colour

# a suite of a hundred processes must not compile the same modules in each
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev ## set up and run all tests on all cores [ARGS=tests/cases/test_images.py]; skips are said
	@$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder --durations=30 $(ARGS)

test-long: .venv/dev ## the tests that make test leaves out because they take long
	@$(BIN)/python -m pytest -m long --durations=30 $(ARGS)

mutants: .venv/dev ## 20,000 pictures with a few bytes changed, through the door of an upload (minutes) [COUNT=20000]
	@$(BIN)/python -m tests.trust.mutants --count $(or $(COUNT),20000)

corpus: .venv/dev ## write the hostile, odd and broken files and their verdicts [INTO=artifacts/corpus]
	@$(BIN)/python -W ignore -m tests.trust.corpus.every $(or $(INTO),artifacts/corpus)

check: .venv/dev ## lint, format, architecture, migrations, deployment settings
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -W ignore tests/check_deploy.py

fix: .venv/dev ## let ruff mend lint and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

demo: .venv/runtime ## (re)load the demo clinic without starting the site
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py register_models
	@$(BIN)/python manage.py load_demo

train: .venv/runtime ## train the networks from SKINLESION_DATA (hours; resumes)
	@$(BIN)/python -m ml.train_segmenter --out runs/segmenter --resume
	@$(BIN)/python -m ml.train_classifier --config classifier_v3 --out runs/classifier --resume

convert: .venv/runtime ## convert the trained weights for inference (writes .tflite files and their hashes)
	@$(BIN)/python -m ml.convert

evaluate: .venv/runtime ## figures of the shipped networks on the test split of SKINLESION_DATA
	@$(BIN)/python -m ml.evaluate --split test --out runs/evaluation

bench: .venv/runtime ## runtimes, and the whole path against a typical project (minutes; docs/benchmarks.md)
	@$(BIN)/python -m benchmarks.runtimes
	@$(BIN)/python -m benchmarks.whole_path
	@$(BIN)/python -m benchmarks.database
	@$(BIN)/python -m benchmarks.pages

bench-pages: .venv/runtime ## how fast the pages of a large clinic are [ARGS="--server postgres://..."]
	@$(BIN)/python -m benchmarks.pages $(ARGS)

bench-batches: .venv/runtime ## what a batch over 100,000 pictures costs, killed ten times [ARGS="--server postgres://..."]
	@$(BIN)/python -m benchmarks.batches $(ARGS)

bench-archive: .venv/dev ## an archive through queue, database, files and results [ARGS="--pictures 2000"]
	@$(BIN)/python -m benchmarks.archive_through $(ARGS)

bench-queue: .venv/runtime ## what the queue costs with 100,000 and a million rows [ARGS="--server postgres://..."]
	@$(BIN)/python -m benchmarks.queue $(ARGS)

brokers: .venv/dev ## what becomes of pictures when Redis or RabbitMQ dies or hangs (minutes)
	@SKINLESION_TEST_RABBIT=1 $(BIN)/python -m pytest tests/flows/test_survives_lost_broker.py $(ARGS)

chaos: .venv/dev ## try that nothing is lost [SEEDS=3 JOBS=160 BACKEND=sqlite; ROLLING=10: a rolling restart instead]
	@$(BIN)/python -m tests.chaos.gate --seeds $(or $(SEEDS),3) --jobs $(or $(JOBS),160) --backend $(or $(BACKEND),servers) \
		--rolling $(or $(ROLLING),0) $(ARGS)

teeth: .venv/dev ## break one control after another: do the tests notice? [ARGS="--only csrf"]
	@$(BIN)/python -m tests.teeth.gate $(ARGS)

fuzz: .venv/dev ## ask the whole API hundreds of questions in every role (schemathesis) [ARGS="--examples 20"]
	@$(BIN)/python -m tests.fuzz.gate $(ARGS)

clean: ## remove virtualenv, caches and build products (never var/, where the record lives)
	@rm -rf .venv .ruff_cache .pytest_cache .import_linter_cache artifacts
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
