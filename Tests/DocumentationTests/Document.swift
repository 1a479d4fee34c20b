import AdapterTestSupport
import Foundation

/// A page of a documentation catalogue.
struct Document {
    /// A fenced block of Swift.
    struct Block {
        /// The line of its opening fence, from 1.
        var line: Int
        var text: String
    }

    /// Its path from the project's directory.
    let path: String
    let text: String

    init(path: String) throws {
        self.path = path
        text = try Checkout.text(path)
    }

    /// All pages of all catalogues, by path.
    static func all() throws -> [Document] {
        let sources = try FileManager.default.subpathsOfDirectory(atPath: Checkout.path("Sources"))
        return try sources.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }.sorted()
            .map { try Document(path: "Sources/" + $0) }
    }

    private var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The blocks that are Swift and belong to no file of their own: what names a file behind `swift` is followed by
    /// `scripts/feature-test`.
    var examples: [Block] {
        var blocks: [Block] = []
        var (isInside, isExample) = (false, false)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isExample = !isInside && line == "```swift"
                isInside.toggle()
                if isExample { blocks.append(Block(line: index + 1, text: "")) }
            } else if isExample {
                blocks[blocks.count - 1].text += line + "\n"
            }
        }
        return blocks
    }

    /// The page with other examples in the place of its own, in order.
    func with(_ examples: [String]) -> String {
        var written: [String] = []
        var (isInside, isExample, next) = (false, false, 0)
        for line in lines {
            if line.hasPrefix("```") {
                isExample = !isInside && line == "```swift"
                isInside.toggle()
                written.append(String(line))
                if isExample, next < examples.count {
                    written.append(String(examples[next].dropLast()))
                    next += 1
                }
            } else if !isExample {
                written.append(String(line))
            }
        }
        return written.joined(separator: "\n")
    }

    /// What is named between single backticks, outside blocks.
    var names: [String] {
        var isInside = false
        var prose = ""
        for line in lines {
            if line.hasPrefix("```") { isInside.toggle() } else if !isInside { prose += line + "\n" }
        }
        return prose.replacing(/``[^`]+``/, with: "").matches(of: /`([^`\n]+)`/).map { String($0.output.1) }
    }

    /// What is linked by its symbol: ``State/described(_:_:)``.
    var links: [String] { text.matches(of: /``([^`\n]+)``/).map { String($0.output.1) } }
}

/// A file of `Examples`.
struct ExampleFile {
    let name: String
    /// What it shows, in order.
    let shown: [(document: String, text: String)]

    static func all() throws -> [ExampleFile] {
        let directory = "Tests/DocumentationTests/Examples"
        return try FileManager.default.contentsOfDirectory(atPath: Checkout.path(directory)).sorted()
            .map { try ExampleFile(path: "\(directory)/\($0)") }
    }

    private init(path: String) throws {
        name = path
        let lines = try Checkout.text(path).split(separator: "\n", omittingEmptySubsequences: false)
        // What only the test needs is not shown.
        let imports = lines.filter {
            $0.hasPrefix("import ") && $0 != "import Testing" && !$0.hasSuffix("// not shown")
        }
        var shown: [(document: String, text: String)] = []
        var part: (document: String, lines: [Substring])?
        for line in lines {
            let words = line.drop { $0 == " " }
            if words.hasPrefix("// shown in ") {
                part = (String(words.dropFirst("// shown in ".count)), [])
            } else if words == "// end", let whole = part {
                let isFirst = !shown.contains { $0.document == whole.document }
                let head = isFirst ? imports.joined(separator: "\n") + "\n\n" : ""
                shown.append((whole.document, head + Self.unindented(whole.lines)))
                part = nil
            } else {
                part?.lines.append(line)
            }
        }
        self.shown = shown
    }

    private static func unindented(_ lines: [Substring]) -> String {
        let indents = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
        let indent = indents.min() ?? 0
        return lines.map { $0.dropFirst(indent) + "\n" }.joined()
    }
}
