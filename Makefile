# Every target says in its comment what it does; a bare `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build release demo test test-browser lint format bench fuzz mutants docs coverage install clean

PREFIX ?= /usr/local
PROGRAMS := wallet verifier issuer conformance
# The same flags everywhere, or Swift would build everything again for each target.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# Optimised across modules: our types are small and used everywhere.
RELEASE_FLAGS := -c release --static-swift-stdlib -Xswiftc -cross-module-optimization $(SWIFT_FLAGS)
RELEASE := .build/release

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target words; do \
		printf '%-20s %s\n' "$$target" "$$words"; done

setup: ## install what is missing on this machine (silent when nothing is)
	@scripts/setup

build: setup ## build everything for development
	swift build $(SWIFT_FLAGS) --build-tests

release: setup ## build the four commands for use, Swift's runtime included
	@for program in $(PROGRAMS); do \
		echo "building $$program"; \
		swift build $(RELEASE_FLAGS) --product $$program --quiet || exit 1; done

demo: release ## issue two credentials, present and verify them: three real processes
	@scripts/demo

test: setup ## run all tests
	swift test $(SWIFT_FLAGS)

test-browser: release ## walk through the verifier's pages in headless Chromium (installs Debian's chromium)
	@scripts/test-browser

lint: setup release ## check format, layers, house rules, rule catalogue and release binaries
	swift format lint --strict --parallel --recursive Sources Tests bench Package.swift
	@scripts/lint
	@scripts/rules --check
	@scripts/units
	@scripts/linkage $(addprefix $(RELEASE)/,$(PROGRAMS))
	@$(RELEASE)/conformance generate --check
	@$(RELEASE)/conformance coverage --built --check

format: ## format the Swift files in place
	swift format --in-place --parallel --recursive Sources Tests bench Package.swift

bench: release ## measure every cost beside its limit, into a table and .build/bench.json
	@swift build $(RELEASE_FLAGS) --product bench --quiet
	@$(RELEASE)/bench run --into .build/bench.json

fuzz: setup ## mutate all vectors for a minute and feed every parser with them
	@scripts/fuzz

mutants: setup ## take the checks of MODULES out, one at a time, and list those that no test misses
	@scripts/mutants $(MODULES)

docs: setup ## make the pages of the programming interface in .build/docs
	@scripts/docs

coverage: setup ## run all tests and show which lines of Sources they reach
	@scripts/coverage

install: release ## copy the commands to $(PREFIX)/bin and the credential types to $(PREFIX)/share (PREFIX=/usr/local); with SYSTEMD=/usr also the units
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/carnet/types" \
		"$(DESTDIR)$(PREFIX)/share/carnet/type-metadata"
	install -m 0755 $(addprefix $(RELEASE)/,$(PROGRAMS)) "$(DESTDIR)$(PREFIX)/bin"
	install -m 0644 examples/types/*.json "$(DESTDIR)$(PREFIX)/share/carnet/types"
	install -m 0644 examples/type-metadata/*.json "$(DESTDIR)$(PREFIX)/share/carnet/type-metadata"
	install -m 0644 examples/*.schema.json "$(DESTDIR)$(PREFIX)/share/carnet"
ifdef SYSTEMD
	install -d "$(DESTDIR)$(SYSTEMD)/lib/systemd/system" "$(DESTDIR)$(SYSTEMD)/lib/sysusers.d"
	for unit in packaging/*.service; do \
		sed 's#/usr/local/bin/#$(PREFIX)/bin/#' "$$unit" >"$(DESTDIR)$(SYSTEMD)/lib/systemd/system/$${unit##*/}"; done
	install -m 0644 packaging/carnet.sysusers "$(DESTDIR)$(SYSTEMD)/lib/sysusers.d/carnet.conf"
endif

clean: ## remove everything that was built
	rm -rf .build
