import pathlib

from programs import Case, module

docs = module("docs")


class Docs(Case):
    def test_all_that_docc_says_counts_but_a_parameter_without_words(self):
        lines = [
            "Building documentation for 'Basics'...",
            "/a/Backoff.swift:9:1: warning: Parameter 'base' is missing documentation. Document 'base' parameter.",
            "/a/Basics.md:9:3: warning: 'Nothing' doesn't exist at '/Basics'",
            "error: 'docc convert' invocation failed with a nonzero exit code: '1'",
        ]
        self.assertEqual(docs.complaints(lines), lines[2:])

    def test_a_module_with_a_catalogue_is_documented(self):
        for name in ("Basics/Basics.docc/Basics.md", "Serial/Serial.swift"):
            pathlib.Path(self.path("Sources", *name.split("/"))).touch()
        self.assertEqual(docs.modules(pathlib.Path(self.directory)), ["Basics"])
