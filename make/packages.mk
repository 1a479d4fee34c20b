# Installs Debian packages by name. Installed ones are not requested again, so a second run needs no network.

BUILD_PACKAGES := libncurses-dev libasound2-dev libsndfile1-dev libsamplerate0-dev libsqlite3-dev libcurl4-openssl-dev zlib1g-dev libqrencode-dev
RUN_PACKAGES := baresip-core tmux python3 ca-certificates iproute2
TEST_PACKAGES := zbar-tools python3-venv sip-tester openssl ncurses-term foot-terminfo pcscd vsmartcard-vpcd espeak-ng tzdata

.PHONY: packages test-packages

packages:
	@scripts/install-packages $(BUILD_PACKAGES) $(RUN_PACKAGES)

test-packages:
	@scripts/install-packages $(BUILD_PACKAGES) $(RUN_PACKAGES) $(TEST_PACKAGES)
