# Measures figures, one per line: name, value, unit. One section alone: make bench ONLY=terminal

.PHONY: bench

bench: release test-packages
	scripts/bench $(ONLY)
