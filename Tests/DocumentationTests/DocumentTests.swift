import AdapterTestSupport
import Foundation
import Testing

/// The documentation's catalogues: every example in them is one that is compiled and run here, and every name is the name of
/// something.
@Suite struct DocumentTests {
    @Test("Every example of a document is the compiled one")
    func examples() throws {
        let shown = try ExampleFile.all().flatMap { file in file.shown.map { (file: file.name, $0.document, $0.text) } }
        let isRecording = ProcessInfo.processInfo.environment["RECORD_DOCUMENTATION"] != nil
        var compared = 0
        for document in try Document.all() {
            let compiled = shown.filter { $0.1 == document.path }
            // A page without examples may be a link to one of docs.
            if isRecording, !compiled.isEmpty {
                try document.with(compiled.map(\.2))
                    .write(toFile: Checkout.path(document.path), atomically: true, encoding: .utf8)
            }
            let examples = try Document(path: document.path).examples
            if examples.count > compiled.count {
                Issue.record(
                    """
                    \(document.path):\(examples[compiled.count].line): nothing compiles this example; put it between \
                    '// shown in \(document.path)' and '// end' in a file of Tests/DocumentationTests/Examples
                    """)
            }
            if compiled.count > examples.count {
                Issue.record(
                    """
                    \(document.path): there is no block for what \(compiled[examples.count].file) shows in it; add an \
                    empty one (```swift), then RECORD_DOCUMENTATION=1 scripts/run-tests DocumentationTests
                    """)
            }
            for (example, compiled) in zip(examples, compiled) {
                compared += 1
                #expect(
                    example.text == compiled.2,
                    """
                    \(document.path):\(example.line) and \(compiled.file) differ. The file is what compiles: change it, \
                    then write it into the document by RECORD_DOCUMENTATION=1 scripts/run-tests DocumentationTests
                    """)
            }
        }
        let pages = try Document.all().map(\.path)
        for (file, document, _) in shown where !pages.contains(document) {
            Issue.record("\(file): there is no document \(document)")
        }
        #expect(compared > 15, "the documents were found")
    }

    @Test("Every library module has a page with an example")
    func everyModuleHasAPage() throws {
        let modules = try Checkout.text("Package.swift").matches(of: /\n        library\(\s*"(\w+)"/).map {
            String($0.output.1)
        }
        #expect(modules.count > 15)
        for module in modules where !FileManager.default.fileExists(atPath: Checkout.path("Tests/\(module)")) {
            let path = "Sources/\(module)/\(module).docc/\(module).md"
            guard let page = try? Document(path: path) else {
                Issue.record("the module \(module) has no page: \(path)")
                continue
            }
            #expect(page.text.hasPrefix("# ``\(module)``\n"), "\(path) begins with the module's name")
            #expect(!page.examples.isEmpty, "\(path) has no example")
            #expect(page.text.contains("\n## Topics\n"), "\(path) does not list the main types")
        }
    }

    /// `make docs` resolves links to the last letter; it takes minutes, and this does not.
    @Test("What is linked is a name in the module of the page")
    func links() throws {
        for document in try Document.all() {
            let module = String(document.path.split(separator: "/")[1])
            let words = try Self.words(under: "Sources/\(module)")
            for link in document.links {
                for part in link.split(separator: "/") where part != module && !part.hasPrefix("init(") {
                    let name = String(part.prefix { $0 != "(" && $0 != "-" })
                    let isThere = words.contains(name)
                    #expect(isThere, "\(document.path): ``\(link)``: \(module) has no \(name)")
                }
            }
        }
    }

    /// The page names what is internal as well, which no link can reach.
    @Test("A key's way goes over names that there are")
    func keysWay() throws {
        let page = try Document(path: "Sources/KioskCore/KioskCore.docc/KeysWay.md")
        let words = try Self.words(under: "Sources").union(Self.words(under: "config"))
        var checked = 0
        for name in page.names {
            for word in name.split(whereSeparator: { !Self.isOfWord($0) }) where word.count > 2 {
                checked += 1
                let isThere = words.contains(String(word))
                #expect(isThere, "\(page.path): `\(name)`: nothing is called \(word)")
            }
        }
        #expect(checked > 30)
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// The words of all Swift and YAML below a directory, and of the files' own paths.
    private static func words(under directory: String) throws -> Set<String> {
        let files = try FileManager.default.subpathsOfDirectory(atPath: Checkout.path(directory))
        return try files.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".yaml") }.reduce(into: []) { words, file in
            let text = try file + " " + Checkout.text("\(directory)/\(file)")
            words.formUnion(text.split { !isOfWord($0) }.map(String.init))
        }
    }
}
