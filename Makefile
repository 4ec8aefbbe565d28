# sluice: few verbs, each of which does all that it needs.

SWIFT ?= swift
# An import that a target does not declare as a dependency is an error.
STRICT = --explicit-target-dependency-import-check error

.PHONY: demo test test-only simulate build release deb bench bench-build baseline format lint reference faults \
	setup

# Sets up, builds, and runs the quickstart and a job of 250 items.
demo: setup
	@SWIFT="$(SWIFT)" STRICT="$(STRICT)" bash .ci/demo

# Sets up, builds with warnings as errors, and runs every test.
test:
	@bash .ci/setup tests
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) test --skip-build $(STRICT)

# The tests of one module: make test-only TARGET=FileQueueSinkTests
test-only:
	@bash .ci/setup tests
	$(SWIFT) test --filter '^$(TARGET)\.' $(STRICT)

# The engine's histories of so many seeds: make simulate SEEDS=100000
SEEDS ?= 10000
simulate:
	@bash .ci/setup tests
	SEEDS=$(SEEDS) $(SWIFT) test --filter '^ExportEngineTests\.HistoryTests' $(STRICT)

# Swift's own libraries go into the binary, so that the machine that runs it needs none; macOS has them.
STATIC = $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)

# A release binary: .build/release/sluice
build: setup
	$(SWIFT) build --configuration release --product sluice $(STATIC) $(STRICT)
	@echo "built $$($(SWIFT) build --configuration release --show-bin-path)/sluice"

# The binary that is handed out: static, stripped, tried in an empty root, and packed. Linux only.
release:
	@SWIFT="$(SWIFT)" bash .ci/release

# Debian's package of it, looked at by lintian, installed, run and removed.
deb:
	@SWIFT="$(SWIFT)" bash .ci/deb

# The parts of a run's work: how long they take here, and how many instructions, which must not be a tenth more than
# in Benchmarks/baseline.txt.
bench: bench-build
	@SWIFT="$(SWIFT)" bash .ci/bench

# Rewrites Benchmarks/baseline.txt.
baseline: bench-build
	@SWIFT="$(SWIFT)" bash .ci/bench record

# In the folder that releases are built in, so that the two share what they are built of.
bench-build:
	@bash .ci/setup bench
	$(SWIFT) build --configuration release --product sluice-bench --scratch-path .build-static $(STATIC) \
	  -debug-info-format none

format:
	$(SWIFT) format format --in-place --parallel --recursive Package.swift Benchmarks Fuzzing Sources Plugins Tests

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Benchmarks Fuzzing Sources Plugins Tests

# Writes the schema and the reference of job files anew, from the declarations that files are checked by, and the
# example for schedulers.
reference: setup
	$(SWIFT) build --product sluice $(STRICT)
	"$$($(SWIFT) build --show-bin-path)/sluice" schema > config/job.schema.json
	"$$($(SWIFT) build --show-bin-path)/sluice" schema --reference > config/README.md
	for scheduler in systemd cron kubernetes; do \
	  "$$($(SWIFT) build --show-bin-path)/sluice" schedule print --$$scheduler config/jobs/scheduled.yaml \
	    --as /etc/sluice/scheduled.yaml --binary /usr/bin/sluice --into config/schedule || exit 1; \
	done

# Writes the tables of faults in the documentation, by running a job on each of them.
faults: setup
	SLUICE_WRITE_FAULTS=1 $(SWIFT) test --filter 'FaultTableTests|FailingDiskTests|SinksInTroubleTests' $(STRICT)

# Installs what is missing of libyaml, SQLite, simdjson, g++ and pkg-config, or says what to install.
setup:
	@bash .ci/setup
