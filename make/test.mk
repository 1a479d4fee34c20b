# What CI runs. Each part says what it does; the first failure ends it.

.PHONY: test lint purity scripts unit

test: test-packages lint purity scripts build unit today api
	$(BIN)/kiosk check
	cd assets/prompts && python3 -B -m unittest --quiet _generator.tests
	assets/prompts/generate --check
	@echo "all tests passed"

lint:
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

# The core and the screens touch nothing of the world, nothing is kept that nothing uses, and no folders need each other in a
# circle.
purity:
	scripts/check-purity
	scripts/check-unused
	scripts/check-folders

# The programs in scripts that make itself needs: waiting for apt, the build's progress.
scripts:
	cd scripts/tests && python3 -B -m unittest --quiet

unit:
	swift build --build-tests $(SWIFT_FLAGS)
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/run-tests
