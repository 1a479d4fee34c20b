# The booth's build. Everything needed is installed by name from Debian; nothing waits for input.
#   make run      install, build and open the booth in this terminal (the tour where there is none)
#   make test     install, build, check and test everything; what CI runs
#   make package  build the Debian packages of a booth and of the platform
# More: make package-test, update-test, sos-test, boot-test, test-dates, test-slow, feature-test, docs, tour, bench, release, pictures, prompts, prompts-check, check, clean

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

# An import that Package.swift does not declare is an error; a plain build would let it pass.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# The same bytes from every folder: no paths of the folder in C and Swift, no debug information (it names the module cache), and
# no hash of each object's code, into which the folder goes.
RELEASE_FLAGS := -debug-info-format none -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen \
	-Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=. -Xcc -ffile-prefix-map=$(CURDIR)=. -Xcxx -ffile-prefix-map=$(CURDIR)=.
BIN := .build/debug
DEMO_STATE := .build/demo
SOURCES := Package.swift $(shell find Sources -type f 2>/dev/null) $(wildcard docs/schemas/*.json)

include make/packages.mk
include make/test.mk
include make/dates.mk
include make/api.mk
include make/bench.mk
include make/prompts.mk
include make/sos.mk
include make/package.mk
include make/update.mk
include make/boot.mk
include make/docs.mk
include make/extras.mk

.PHONY: build run tour release check clean

# swift build alone takes seconds to find nothing to do; make knows at once.
$(BIN)/.built: $(SOURCES) | packages
	scripts/build $(SWIFT_FLAGS)
	@touch $@

build: $(BIN)/.built

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/kiosk demo --state $(DEMO_STATE); else $(MAKE) --no-print-directory tour; fi

tour: build
	$(BIN)/kiosk-tour

release: | packages
	swift build -c release --static-swift-stdlib --scratch-path .build-release $(SWIFT_FLAGS) $(RELEASE_FLAGS)
	@ls -l .build-release/release/kiosk .build-release/release/kiosk-line .build-release/release/kiosk-platform .build-release/release/kiosk-bench

check: build
	$(BIN)/kiosk check

clean:
	rm -rf .build .build-release
