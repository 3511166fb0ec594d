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
PROGRAMS := tessera-agency tessera-linker tessera-lab
RELEASE := $(SWIFT) build -c release --explicit-target-dependency-import-check error
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: build demo test test-interop lint vectors browser-check neon-check bench bench-encode bench-join bench-join-large \
  bench-privacy frontier \
  accuracy bench-accuracy bench-scale install man setup setup-python setup-browser setup-tools clean

build: setup
	$(RELEASE)

demo: build setup-python
	Benchmarks/Accuracy/demo.sh

test: setup setup-python setup-browser setup-tools lint vectors
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build
	$(MAKE) browser-check
	$(MAKE) neon-check
	$(MAKE) test-interop

# Our encodings beside those of the real clkhash: the published vectors, then generated schemas and tables.
test-interop: setup $(INTEROP_VENV)/installed
	$(SWIFT) build --product tessera-agency
	$(INTEROP_VENV)/bin/python Tests/Interop/clkhash_differential.py "$$($(SWIFT) build --show-bin-path)/tessera-agency" Specs/Vectors/clkhash

lint:
	$(SWIFT) format lint --strict -r --parallel Sources Tests Benchmarks Package.swift

# The vectors and examples are what the independent scripts make of the specification, to the byte.
vectors: $(VENV) setup
	$(SWIFT) build --product tessera-agency
	$(VENV)/bin/python Specs/Vectors/make.py --self-test
	$(VENV)/bin/python Specs/Vectors/make.py --check
	$(VENV)/bin/python Specs/Vectors/make_files.py --check
	$(VENV)/bin/python Specs/Vectors/insecure.py --check
	$(VENV)/bin/python Specs/Vectors/hardened.py --check
	$(VENV)/bin/python Specs/check_schema_examples.py "$$($(SWIFT) build --show-bin-path)/tessera-agency"

# Real report pages in a headless browser: charts, slider, silent console.
browser-check: setup-browser
	rm -rf .build/pages && mkdir -p .build/pages
	TESSERA_SAMPLE_PAGES=$(CURDIR)/.build/pages $(SWIFT) test --skip-build --filter samplePages
	python3 Tests/ReportsTests/browser_check.py .build/pages/*.html $(wildcard demo/*/unit/out/report.html demo/*/evaluation.html)

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

# Every speed.
bench: bench-encode bench-join bench-join-large

accuracy: build setup-python
	Benchmarks/Accuracy/accuracy.sh

# F1 beside Splink, anonlink and recordlinkage on 14 sets; BENCH_ACCURACY="--sets voters --methods field,splink" runs a part.
bench-accuracy: build $(ACCURACY_VENV)/installed $(PEOPLE_VENV)/installed
	Benchmarks/Data/febrl4.sh .build/febrl4
	$(ACCURACY_VENV)/bin/python Benchmarks/Accuracy/bench_accuracy.py "$$($(RELEASE) --show-bin-path)" \
	  $(ACCURACY_VENV)/bin/python $(PEOPLE_VENV)/bin/python $(BENCH_ACCURACY)

# Match weights at size: make bench-scale ROWS=1000000.
ROWS ?= 20000
bench-scale: build $(ACCURACY_VENV)/installed
	PATH="$$($(RELEASE) --show-bin-path):$$PATH" Benchmarks/Accuracy/scale.sh $(ACCURACY_VENV)/bin/python $(ROWS)

# Manual pages, one a subcommand, made from the same text as --help.
man: build
	$(SWIFT) build --product generate-manual
	rm -rf .build/man && mkdir -p .build/man
	for program in $(PROGRAMS); do \
	  .build/debug/generate-manual "$$($(RELEASE) --show-bin-path)/$$program" --multi-page --output-directory .build/man; done

install: build man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	for program in $(PROGRAMS); do install -m 755 "$$($(RELEASE) --show-bin-path)/$$program" $(DESTDIR)$(PREFIX)/bin/; done
	install -m 644 .build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/

# Debian packages, only if something is missing.
setup:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@[ -e /usr/include/sodium.h ] && [ -e /usr/include/openssl/evp.h ] && [ -e /usr/include/lapacke.h ] && \
	  ls /usr/include/*/openblas_config.h >/dev/null 2>&1 || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libsodium-dev libssl-dev liblapacke-dev libopenblas-dev; }

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
	@command -v strace >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64-static >/dev/null || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends \
	      strace gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static; }

clean:
	rm -rf .build demo
