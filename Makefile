# Tessera. `make demo` runs the main job on real data; `make test` proves the rest. Both install what they need.
SHELL := /bin/bash
SWIFT ?= swift
PREFIX ?= /usr/local
VENV := .build/venv
BENCH_VENV := .build/bench-venv
ACCURACY_VENV := .build/accuracy-venv
PEOPLE_VENV := .build/people-venv
INTEROP_VENV := .build/interop-venv
# Files of filters for the joins, made once: 3 GB with the ten millions.
TESSERA_BENCH_DATA ?= .build/bench
PROGRAMS := tessera-agency tessera-linker tessera-server tessera-send tessera-lab
RELEASE := $(SWIFT) build -c release --explicit-target-dependency-import-check error
# What is tested is what is installed; a debug build also traps where an unsafe buffer is left: make test CONFIGURATION=debug.
CONFIGURATION ?= release
TESTED := $(SWIFT) build -c $(CONFIGURATION) --explicit-target-dependency-import-check error
TESTS := $(SWIFT) test -c $(CONFIGURATION) --skip-build
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: build build-linking demo demo-server test test-server test-load test-interop test-interop-anonlink test-spine test-spine-orders lint vectors browser-check dashboard-check neon-check \
  bench bench-encode bench-join bench-join-large bench-spine bench-import \
  bench-privacy frontier \
  accuracy bench-accuracy bench-scale install man setup setup-python setup-browser setup-tools clean

build: setup
	$(RELEASE)

# What links files; the server takes minutes more.
build-linking: setup
	for program in tessera-agency tessera-linker tessera-lab; do $(RELEASE) --product $$program || exit 1; done

demo: build-linking setup-python
	Benchmarks/Accuracy/demo.sh

# Three agencies send to a server, which links them; its page is shown until interrupted.
DEMO_PORT ?= 8443
demo-server: setup
	for program in tessera-agency tessera-send tessera-server; do $(RELEASE) --product $$program || exit 1; done
	mkdir -p demo
	Benchmarks/Accuracy/demo-server.sh "$$($(RELEASE) --show-bin-path)" demo/server $(DEMO_PORT)

# The tests tell .build/test.log all; what failed is shown.
test: setup setup-python setup-browser setup-tools lint vectors
	$(TESTED) --build-tests
	@echo "$(TESTS) > .build/test.log"
	@$(TESTS) > .build/test.log 2>&1 || \
	  { grep -E '^(✘|↳|error|.*: error:)' .build/test.log | cut -c1-600 | tail -n 100; exit 1; }
	@tail -n 1 .build/test.log
	$(MAKE) browser-check
	$(MAKE) dashboard-check
	$(MAKE) neon-check
	$(MAKE) test-server
	$(MAKE) test-interop
	$(MAKE) test-spine

# A real server: who may do what, bad input of every kind, killed again and again while files come and are linked.
test-server: setup setup-python setup-tools
	$(TESTED) --build-tests
	rm -rf .build/server && mkdir -p .build/server
	for script in matrix faults kills; do \
	  OPENBLAS_NUM_THREADS=1 python3 Tests/Server/$$script.py "$$($(TESTED) --show-bin-path)" .build/server/$$script || exit 1; done

# The speed of uploads, and 2,400 connections that hold the server without using it; some minutes.
test-load: setup setup-python setup-tools
	for program in tessera-agency tessera-server; do $(RELEASE) --product $$program || exit 1; done
	rm -rf .build/load && mkdir -p .build/load
	python3 Tests/Server/hostile.py "$$($(RELEASE) --show-bin-path)" .build/load/hostile

# Four years of a spine with six agencies of an invented town, through the real programs, judged by the truth.
SPINE_PEOPLE ?= 1500
test-spine: setup-python
	python3 -m unittest discover -s Tests/SpineScenario
	$(RELEASE) --product tessera-agency
	$(RELEASE) --product tessera-linker
	rm -rf .build/spine
	python3 Tests/SpineScenario/scenario.py "$$($(RELEASE) --show-bin-path)" .build/spine --people $(SPINE_PEOPLE)

# The same datasets added in 20 orders, and files of one addition in several; about a quarter of an hour.
test-spine-orders: setup-python
	$(RELEASE) --product tessera-agency
	$(RELEASE) --product tessera-linker
	rm -rf .build/spine-orders
	python3 Tests/SpineScenario/orders.py "$$($(RELEASE) --show-bin-path)" .build/spine-orders

# Our encodings beside those of the real clkhash: the published vectors, then generated schemas and tables. Then files of the real
# anonlink client, imported and exported, and our groups beside those of its solver; the client needs Python 3.11 at most.
test-interop: setup $(INTEROP_VENV)/installed test-interop-anonlink
	$(TESTED) --product tessera-agency
	$(TESTED) --product tessera-linker
	$(INTEROP_VENV)/bin/python Tests/Interop/clkhash_differential.py "$$($(TESTED) --show-bin-path)/tessera-agency" Specs/Vectors/clkhash
	$(INTEROP_VENV)/bin/python Tests/Interop/foreign_formats.py "$$($(TESTED) --show-bin-path)/tessera-linker" $(INTEROP_VENV)/bin

# The real anonlink client against our server, and every result beside that of anonlink's own library.
test-interop-anonlink: setup $(INTEROP_VENV)/installed
	$(TESTED) --product tessera-server
	$(INTEROP_VENV)/bin/python Tests/Interop/anonlink_server.py "$$($(TESTED) --show-bin-path)/tessera-server"

lint:
	$(SWIFT) format lint --strict -r --parallel Sources Tests Benchmarks Package.swift

# The vectors and examples are what the independent scripts make of the specification, to the byte.
vectors: $(VENV) setup
	$(TESTED) --product tessera-agency
	$(VENV)/bin/python Specs/Vectors/make.py --self-test
	$(VENV)/bin/python Specs/Vectors/make.py --check
	$(VENV)/bin/python Specs/Vectors/make_files.py --check
	$(VENV)/bin/python Specs/Vectors/insecure.py --check
	$(VENV)/bin/python Specs/Vectors/hardened.py --check
	$(VENV)/bin/python Specs/check_schema_examples.py "$$($(TESTED) --show-bin-path)/tessera-agency"

# Real report pages in a headless browser: charts, slider, labels, contrast, no error or warning in the console.
browser-check: setup-browser
	$(TESTED) --build-tests
	rm -rf .build/pages && mkdir -p .build/pages
	TESSERA_SAMPLE_PAGES=$(CURDIR)/.build/pages $(TESTS) --filter samplePages
	python3 Tests/Browser/report_pages.py .build/pages/*.html $(wildcard demo/*/unit/out/report.html demo/*/evaluation.html)

# A whole project done in the server's dashboard with a headless browser; pictures of its pages come to .build/dashboard.
dashboard-check: setup setup-browser
	$(TESTED) --product tessera-server
	$(TESTED) --product tessera-agency
	python3 Tests/Server/dashboard_browser.py "$$($(TESTED) --show-bin-path)" .build/dashboard

# The kernels for 64-bit ARM, under emulation, against counting bit by bit.
neon-check: setup-tools
	rm -rf .build/neon && mkdir -p .build/neon
	cd .build/neon && for file in ../../Tests/KernelChecks/*.c ../../Sources/CBitKernels/*.c; do \
	  clang --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include -I../../Sources/CBitKernels/include \
	    -O2 -Wall -Wextra -Werror -c $$file || exit 1; done
	aarch64-linux-gnu-gcc -static .build/neon/*.o -o .build/neon/compare_kernels
	qemu-aarch64-static .build/neon/compare_kernels

bench-encode: build setup-python
	Benchmarks/Throughput/encode.sh

# The join beside its peers, turn by turn, some minutes; then the join of millions. Figures go to Benchmarks/Results as well.
bench-join: build $(BENCH_VENV)/installed
	mkdir -p $(TESSERA_BENCH_DATA)
	$(BENCH_VENV)/bin/python Benchmarks/Peers/bench_join.py "$$($(RELEASE) --show-bin-path)/throughput" $(TESSERA_BENCH_DATA)
	python3 Benchmarks/chart.py

bench-join-large: build $(BENCH_VENV)/installed
	mkdir -p $(TESSERA_BENCH_DATA)
	$(BENCH_VENV)/bin/python Benchmarks/Peers/bench_join_large.py "$$($(RELEASE) --show-bin-path)/throughput" $(TESSERA_BENCH_DATA)

# Additions to a spine of seven millions, half an hour with the making of the files and 12 GB of disk.
bench-spine: build $(BENCH_VENV)/installed
	mkdir -p $(TESSERA_BENCH_DATA)
	$(BENCH_VENV)/bin/python Benchmarks/Spine/bench_spine.py "$$($(RELEASE) --show-bin-path)" $(TESSERA_BENCH_DATA)
	python3 Benchmarks/Spine/chart.py

# Accuracy and re-identification of the profiles on two datasets, in about half an hour; writes Benchmarks/Privacy/tables.md.
bench-privacy: build setup-python
	Benchmarks/Privacy/privacy.sh

# The chart of accuracy against re-identification that the README shows, in about half an hour.
frontier: build setup-python
	Benchmarks/Data/febrl4.sh .build/febrl4
	rm -f .build/frontier.html .build/frontier.svg
	"$$($(RELEASE) --show-bin-path)/tessera-lab" frontier .build/febrl4/dataset4a.csv --list .build/febrl4/dataset4b.csv \
	  --truth .build/febrl4/truth.csv --schema Benchmarks/Privacy/febrl4-hardened.schema.json \
	  --people 1000 --report .build/frontier.html --svg .build/frontier.svg > .build/frontier.txt
	cp .build/frontier.svg .build/frontier.txt Benchmarks/Privacy/
	cat .build/frontier.txt

# Time and memory of taking over seven million encodings of another tool; some minutes and 6 GB of disk.
bench-import: build
	rm -rf $(TESSERA_BENCH_DATA)/import
	python3 Benchmarks/Import/bench_import.py "$$($(RELEASE) --show-bin-path)/tessera-linker" $(TESSERA_BENCH_DATA)/import
	rm -rf $(TESSERA_BENCH_DATA)/import

# Every speed.
bench: bench-encode bench-join bench-join-large bench-spine

accuracy: build setup-python
	Benchmarks/Accuracy/accuracy.sh

# F1 beside Splink, anonlink and recordlinkage on 17 sets; BENCH_ACCURACY="--sets voters --methods field,splink" runs a part.
bench-accuracy: build-linking $(ACCURACY_VENV)/installed $(PEOPLE_VENV)/installed
	Benchmarks/Data/febrl4.sh .build/febrl4
	$(ACCURACY_VENV)/bin/python Benchmarks/Accuracy/bench_accuracy.py "$$($(RELEASE) --show-bin-path)" \
	  $(ACCURACY_VENV)/bin/python $(PEOPLE_VENV)/bin/python $(BENCH_ACCURACY)

# Match weights at size: make bench-scale ROWS=1000000.
ROWS ?= 20000
bench-scale: build-linking $(ACCURACY_VENV)/installed
	PATH="$$($(RELEASE) --show-bin-path):$$PATH" Benchmarks/Accuracy/scale.sh $(ACCURACY_VENV)/bin/python $(ROWS)

# Manual pages, one a subcommand, made from the same text as --help.
man: build
	$(RELEASE) --product generate-manual
	rm -rf .build/man && mkdir -p .build/man
	for program in $(PROGRAMS); do \
	  "$$($(RELEASE) --show-bin-path)/generate-manual" "$$($(RELEASE) --show-bin-path)/$$program" --multi-page --output-directory .build/man; done

install: build man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	for program in $(PROGRAMS); do install -m 755 "$$($(RELEASE) --show-bin-path)/$$program" $(DESTDIR)$(PREFIX)/bin/; done
	install -m 644 .build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|/usr/local/bin|$(PREFIX)/bin|' Sources/tessera-server/Packaging/tessera-server.service \
	  > $(DESTDIR)$(PREFIX)/lib/systemd/system/tessera-server.service

# Debian packages, only if something is missing.
setup:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@[ -e /usr/include/sodium.h ] && [ -e /usr/include/openssl/evp.h ] && [ -e /usr/include/lapacke.h ] && \
	  ls /usr/include/*/openblas_config.h >/dev/null 2>&1 && [ -e /usr/include/sqlite3.h ] && [ -e /usr/include/zlib.h ] || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq \
	      libsodium-dev libssl-dev liblapacke-dev libopenblas-dev libsqlite3-dev zlib1g-dev; }

setup-python:
	@command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' && python3 -m pip --version >/dev/null 2>&1 || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3 python3-pip python3-venv; }

# What the independent scripts need beyond the standard library.
$(VENV): | setup-python
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 pynacl==1.6.2

# The peers that the join is measured beside.
$(BENCH_VENV)/installed: Benchmarks/Peers/requirements.txt | setup-python
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

# The peers that accuracy is measured beside; pseudopeople wants another pandas than they do.
$(ACCURACY_VENV)/installed: Benchmarks/Accuracy/requirements.txt | setup-python
	python3 -m venv $(ACCURACY_VENV)
	$(ACCURACY_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(PEOPLE_VENV)/installed: Benchmarks/Accuracy/requirements-people.txt | setup-python
	python3 -m venv $(PEOPLE_VENV)
	$(PEOPLE_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

# The programs that ours has to agree with.
$(INTEROP_VENV)/installed: Tests/Interop/requirements.txt | setup-python
	python3 -m venv $(INTEROP_VENV)
	$(INTEROP_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

setup-browser: setup-python
	@command -v chromium >/dev/null || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium; }

# What kills programs at every step, and what runs those of another processor.
setup-tools:
	@command -v strace >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64-static >/dev/null && command -v curl >/dev/null && command -v openssl >/dev/null || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends \
	      strace gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static curl openssl; }

clean:
	rm -rf .build demo
