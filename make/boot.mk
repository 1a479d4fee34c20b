# The emulated booth: boots the built packages in qemu and takes their parts away (deploy/test/boot, docs/BOOT-TEST.md). Slow, and
# needs root. Some cases: make boot-test CASES="kiosk-killed run-full". With twenty power cuts instead of two: make boot-test-full.
# PACKAGES: where built packages are; without it they are built.

.PHONY: boot-test boot-test-full boot-image

boot-image: $(if $(PACKAGES),,package)
	@scripts/install-packages mmdebstrap debian-archive-keyring qemu-system-x86 qemu-utils e2fsprogs
	deploy/test/boot/image.sh $(or $(PACKAGES),.build-packages)

boot-test: boot-image
	deploy/test/boot/run $(CASES)

boot-test-full: boot-image
	deploy/test/boot/run --full $(CASES)

test-slow: boot-test
