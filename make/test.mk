# What CI runs. Each part says what it does. The first failure ends the run.

.PHONY: test lint purity scripts unit

test: test-packages lint purity scripts sos-test build package-installed unit today api
	$(BIN)/kiosk check
	cd assets/prompts && python3 -B -m unittest --quiet _generator.tests
	assets/prompts/generate --check
	@echo "all tests passed"

lint:
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

# The core and the screens must not touch the world, nothing unused may be kept, no folders of a module may need each
# other in a circle, and Package.swift names what each target imports.
purity:
	scripts/check-purity
	scripts/check-unused
	scripts/check-folders
	scripts/check-imports

# Tests the scripts that make itself needs (waiting for apt, the build's progress, docs, feature-test), and that the steps of
# docs/FEATURES.md still fit.
scripts:
	cd scripts/tests && python3 -B -m unittest --quiet

unit: .build-sos/booth-sos-checked
	swift build --build-tests $(SWIFT_FLAGS)
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/run-tests
