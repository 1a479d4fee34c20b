# Checks the records' schemas and the platform's interface with third-party tools from PyPI. Nothing is left outside
# .build.

.PHONY: api

API_PYTHON := .build/api-venv/bin/python

$(API_PYTHON): make/api-requirements.txt | test-packages
	python3 -m venv --clear .build/api-venv
	$@ -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

api: $(API_PYTHON) build
	$(API_PYTHON) scripts/check-schemas
	$(API_PYTHON) scripts/check-api $(BIN)/kiosk-platform
