# The modules' documentation by DocC, as pages for any web server in .build/docs. A link that leads nowhere is an error.
# DocumentationTests (part of make test) compiles and runs the examples in it. docs/DOCUMENTATION.md has the last results.

.PHONY: docs feature-test

docs: | packages
	scripts/docs

# Does what docs/FEATURES.md says in a temporary checkout; make test looks whether its steps still fit.
feature-test: | test-packages
	scripts/feature-test

test-slow: docs feature-test
