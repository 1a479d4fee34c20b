# Runs the tests at other dates and in other time zones. docs/TEST-DATES.md has the last result.

.PHONY: test-dates test-slow today

test-dates: test-packages build
	swift build --build-tests $(SWIFT_FLAGS)
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/test-dates

# Runs one of them, a different one each day, over the targets without real parts. Part of make test.
today: unit
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/test-dates --pure --today

# Everything that takes too long for make test; docs.mk adds to it.
test-slow: test-dates
