import Testing

@testable import BoothConfiguration

/// Where a problem is in a file's tree, for programs that read `kiosk check --json`.
@Suite struct TreePathsTests {
    @Test(arguments: [
        ("functions.yaml", "emergency: ambulance", "emergency: ambulanc", "/functions/3/steps/0/emergency"),
        ("functions.yaml", "en: Taxi", "en: Taxi that comes at once", "/functions/0/label/en"),
        ("booth.yaml", "idle: 60", "idle: soon", "/timings/idle"),
        // What is missing is reported at the group in which it is missing.
        ("booth.yaml", "  url: http://127.0.0.1:8080\n", "", "/platform"),
        // RFC 6901, section 3.
        ("booth.yaml", "  number: PT-0001", "  number: PT-0001\n  a/b~c: 1", "/booth/a~1b~0c"),
        // A file that cannot be read has no tree.
        ("booth.yaml", "  idle: 60", "  idle: \"60", ""),
    ])
    func `a problem names the keys that lead to it`(file: String, old: String, new: String, path: String) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit(file, old, new)
        let problem = try #require(fixture.store.check().first { $0.severity == .error && $0.file == file })
        #expect(problem.path == path)
    }
}
