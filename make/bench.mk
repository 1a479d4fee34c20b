# Figures: one a line, name value unit. A section alone: make bench ONLY=terminal

.PHONY: bench

bench: release test-packages
	scripts/bench $(ONLY)
