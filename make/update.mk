# Updates: the updater and the operator's repository, tried in a Debian of their own with real apt, dpkg and gpg. Needs root.
# The root is made once, from Debian's mirror. update-queue-test runs the built kiosk and platform.

.PHONY: update-test update-queue-test

UPDATE_PACKAGES := mmdebstrap apt-utils gnupg shellcheck
UPDATE_TESTS := deploy/update/tests

.build-update/root.tar: $(UPDATE_TESTS)/make-root
	@scripts/install-packages $(UPDATE_PACKAGES)
	@mkdir -p .build-update
	$(UPDATE_TESTS)/make-root $@

update-test: .build-update/root.tar
	@scripts/install-packages $(UPDATE_PACKAGES)
	shellcheck --external-sources --check-sourced deploy/update/booth-update
	shellcheck deploy/repository/make-repository deploy/repository/make-keyring $(UPDATE_TESTS)/make-root $(UPDATE_TESTS)/booth/*
	$(UPDATE_TESTS)/run .build-update/root.tar

update-queue-test: build
	BIN=$(BIN) python3 -B $(UPDATE_TESTS)/queue_test.py
