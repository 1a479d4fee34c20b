# The Debian packages (deploy/packages/README.md). BINARIES: the folder of programs that are built already; otherwise they
# are built first.
PACKAGE_TOOLS := dpkg-dev binutils xz-utils sndfile-programs lintian
PACKAGE_TEST_TOOLS := mmdebstrap debian-archive-keyring

.PHONY: package package-tools package-test package-installed package-reproducible

package-tools:
	@scripts/install-packages $(PACKAGE_TOOLS)

package: sos $(if $(BINARIES),,release) | package-tools
	@rm -f .build-packages/*.deb
	scripts/package .build-packages
	lintian --fail-on error,warning --allow-root .build-packages/*.deb

# Installs, upgrades, removes and purges them in a Debian 12 of their own.
package-test: package
	@scripts/install-packages $(PACKAGE_TEST_TOOLS)
	scripts/test-packages .build-packages

# In make test: the same with the programs as make test has built them, so that nothing is compiled a second time.
package-installed: build sos | package-tools
	@scripts/install-packages $(PACKAGE_TEST_TOOLS)
	@rm -rf .build-packages-debug
	BINARIES=$(BIN) scripts/package .build-packages-debug
	SWIFT_RUNTIME=$(abspath $(dir $(realpath $(shell command -v swiftc)))../lib/swift/linux) scripts/test-packages .build-packages-debug

# Builds everything twice in different folders and compares the packages byte by byte; slow, for make test-slow.
package-reproducible: | packages package-tools
	scripts/test-reproducible

test-slow: package-test package-reproducible update-test update-queue-test
