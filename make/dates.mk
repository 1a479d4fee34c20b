# The tests at other dates and in other time zones. docs/TEST-DATES.md has the last result.

.PHONY: test-dates test-slow today

test-dates: test-packages build
	swift build --build-tests $(SWIFT_FLAGS)
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/test-dates

# One of them, another each day, over the targets without real parts; part of make test.
today: unit
	SWIFT_FLAGS='$(SWIFT_FLAGS)' scripts/test-dates --pure --today

# What takes hours.
test-slow: test-dates
