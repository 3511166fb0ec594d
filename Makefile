# Tessera. `make demo` runs the main job on real data; `make test` proves the rest. Both install what they need.
SHELL := /bin/bash
SWIFT ?= swift
PREFIX ?= /usr/local
PROGRAMS := tessera-agency tessera-linker tessera-lab
RELEASE := $(SWIFT) build -c release --explicit-target-dependency-import-check error
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: build demo test lint vectors browser-check bench-encode accuracy install man setup setup-python setup-browser clean

build: setup
	$(RELEASE)

demo: build setup-python
	Benchmarks/Accuracy/demo.sh

test: setup setup-python setup-browser lint vectors
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build
	$(MAKE) browser-check

lint:
	$(SWIFT) format lint --strict -r --parallel Sources Tests Benchmarks Package.swift

# The vectors are what the independent scripts make of the specification, to the byte.
vectors: setup-python
	python3 Specs/Vectors/make.py --self-test
	python3 Specs/Vectors/make.py --check

browser-check: setup-browser
	python3 Tests/ReportsTests/browser_check.py

bench-encode: build setup-python
	Benchmarks/Throughput/encode.sh

accuracy: build setup-python
	Benchmarks/Accuracy/accuracy.sh

man:
	$(SWIFT) package plugin --allow-writing-to-package-directory generate-manual

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	for program in $(PROGRAMS); do install -m 755 "$$($(RELEASE) --show-bin-path)/$$program" $(DESTDIR)$(PREFIX)/bin/; done

# Debian packages, only if something is missing.
setup:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@[ -e /usr/include/sodium.h ] && [ -e /usr/include/openssl/evp.h ] || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libsodium-dev libssl-dev; }

setup-python:
	@command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3 python3-pip python3-venv; }

setup-browser: setup-python
	@command -v chromium >/dev/null || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium; }

clean:
	rm -rf .build demo
