# The Debian packages (deploy/packages/README.md). BINARIES: the folder of programs that are built already; otherwise they
# are built first.
PACKAGE_TOOLS := dpkg-dev binutils xz-utils sndfile-programs lintian
PACKAGE_TEST_TOOLS := mmdebstrap debian-archive-keyring

.PHONY: package package-tools package-test package-reproducible

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

# Builds everything twice in different folders and compares the packages byte by byte; slow, for make test-slow.
package-reproducible: | packages package-tools
	scripts/test-reproducible
