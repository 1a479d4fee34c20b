# The emulated booth (docs/BOOT-TEST.md): slow, and needs root.
.PHONY: boot-test

boot-test: package
	@scripts/install-packages mmdebstrap qemu-system-x86 e2fsprogs
	deploy/test/boot/make-image .build-packages .build-boot
	deploy/test/boot/run .build-boot $(CASES)

test-slow: boot-test
