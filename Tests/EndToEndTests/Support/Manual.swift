import BoothDriver
import Foundation
import Testing

/// A document for technicians whose fenced blocks can be followed. `diff FILE` changes a configuration file, and
/// `console` has commands with what they print.
struct Manual {
    /// A block of a document.
    struct Block: Equatable {
        /// The text after the opening fence.
        var label: String
        var lines: [String]
    }

    /// Blocks that are followed one after the other, on a copy of the shipped files.
    struct Section {
        var title: String
        var blocks: [Block]
    }

    let text: String
    private(set) var sections: [Section] = [Section(title: "", blocks: [])]

    init(_ name: String) throws {
        text = try String(contentsOfFile: "\(Places.root)/docs/\(name)", encoding: .utf8)
        var block: Block?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            switch (line.hasPrefix("```"), block) {
            case (true, nil): block = Block(label: String(line.dropFirst(3)), lines: [])
            case (true, let whole?):
                sections[sections.count - 1].blocks.append(whole)
                block = nil
            case (false, _?): block?.lines.append(line)
            case (false, nil):
                if line.hasPrefix("## ") { sections.append(Section(title: String(line.dropFirst(3)), blocks: [])) }
            }
        }
        guard block == nil else { throw Failure("\(name) ends inside a block") }
    }
}

/// The directories in which a section is followed. Commands and outputs use the manual's own names for them.
struct Workshop {
    /// A directory for the `kiosk` that commands find.
    let directory: String
    let configuration: String
    let assets: String
    let state: String

    private var names: [(manual: String, real: String)] {
        [("/etc/kiosk", configuration), ("/usr/share/kiosk", assets), ("/var/lib/kiosk", state)]
    }

    /// A copy of the shipped files, removed afterwards.
    static func with(_ body: (Workshop) throws -> Void) throws {
        let directory = try Places.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workshop = Workshop(
            directory: directory, configuration: directory + "/config", assets: directory + "/assets",
            state: directory + "/state")
        // What a link leads to is copied. With a copied link the originals would be changed.
        for (original, copy) in [
            (Places.configuration, workshop.configuration), (Places.assets, workshop.assets),
        ] {
            try FileManager.default.copyItem(
                at: URL(fileURLWithPath: original).resolvingSymlinksInPath(), to: URL(fileURLWithPath: copy))
        }
        try body(workshop)
    }

    /// Does what a section says, and notes where the result differs.
    func follow(_ section: Manual.Section) throws {
        let kiosk = directory + "/bin/kiosk"
        try FileManager.default.createDirectory(atPath: directory + "/bin", withIntermediateDirectories: true)
        try """
        #!/bin/sh
        command=$1; shift
        exec '\(Places.kiosk)' "$command" "$@" --config '\(configuration)' --assets '\(assets)' --state '\(state)'
        """.write(toFile: kiosk, atomically: true, encoding: .utf8)
        guard chmod(kiosk, 0o700) == 0 else { throw Failure("chmod \(kiosk): \(errno)") }
        for block in section.blocks {
            let words = block.label.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("diff", 2): try change(words[1], block.lines)
            case ("console", 1): try run(block.lines)
            default: throw Failure("a block '\(block.label)' that nobody can follow")
            }
        }
    }

    private func change(_ file: String, _ lines: [String]) throws {
        func text(of signs: Set<Character>) -> String {
            lines.filter { signs.contains($0.first ?? " ") }.map { String($0.dropFirst()) }.joined(separator: "\n")
        }
        let path = "\(configuration)/\(file)"
        let parts = ("\n" + (try String(contentsOfFile: path, encoding: .utf8)))
            .components(separatedBy: "\n" + text(of: [" ", "-"]) + "\n")
        guard parts.count == 2 else { throw Failure("\(file) has \(parts.count - 1) of: \(text(of: [" ", "-"]))") }
        let changed = parts.joined(separator: "\n" + text(of: [" ", "+"]) + "\n").dropFirst()
        try String(changed).write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func run(_ lines: [String]) throws {
        var commands: [(line: String, output: [String])] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                commands.append((String(line.dropFirst(2)), []))
            } else if !commands.isEmpty {
                commands[commands.count - 1].output.append(line)
            }
        }
        for (line, expected) in commands {
            var command = line
            for (manual, real) in names { command = command.replacingOccurrences(of: manual, with: real) }
            let end = try Program.run([
                "env", "PATH=\(directory)/bin:/usr/bin:/bin", "sh", "-c", "cd '\(configuration)' && \(command)",
            ])
            var output = end.output
            for (manual, real) in names { output = output.replacingOccurrences(of: real, with: manual) }
            var printed = output.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            if printed.last == "" { printed.removeLast() }
            let hasErrors = expected.contains { $0.contains("error: ") || $0.contains("\"errors\" : 1") }
            #expect(end.status == (hasErrors ? 1 : 0), "\(line)")
            #expect(
                Self.fits(printed[...], expected[...]),
                "\(line) printed:\n\(output)\nand not:\n\(expected.joined(separator: "\n"))")
        }
    }

    /// Whether lines are as they should be. A line `…` stands for any lines, and `…` in a line for any characters.
    private static func fits(_ printed: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return printed.isEmpty }
        if first == "…" {
            return (printed.startIndex...printed.endIndex).contains { fits(printed[$0...], expected.dropFirst()) }
        }
        guard let line = printed.first, fits(line, first) else { return false }
        return fits(printed.dropFirst(), expected.dropFirst())
    }

    private static func fits(_ line: String, _ expected: String) -> Bool {
        let parts = expected.components(separatedBy: "…")
        guard parts.count > 1 else { return line == expected }
        guard line.hasPrefix(parts[0]) else { return false }
        var rest = line.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }
}
