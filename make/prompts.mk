# Measures how well a speech recogniser understands the shipped recordings. It takes minutes and needs PyPI once.
# Nothing is left outside .build.
# One language: make prompts-check LANGUAGES=ko

.PHONY: prompts-check

PROMPTS_CHECK := .build/prompts-check-venv

$(PROMPTS_CHECK)/.made: make/prompts-requirements.txt | test-packages
	python3 -m venv --clear $(PROMPTS_CHECK)
	$(PROMPTS_CHECK)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@touch $@

prompts-check: $(PROMPTS_CHECK)/.made
	nice -n 19 $(PROMPTS_CHECK)/bin/python scripts/prompts-check $(LANGUAGES)
