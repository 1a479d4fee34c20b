# The modules' documentation by DocC, as pages for any web server in .build/docs. A link that leads nowhere is an error.
# DocumentationTests (part of make test) compiles and runs the examples in it.

.PHONY: docs

docs: | packages
	scripts/docs
