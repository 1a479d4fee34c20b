import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// `kiosk check`, run as a program: what it prints for programs, and how little a hostile file can do to it.
    @Suite struct CheckCommandTests {
        /// A limit on address space, in KiB (1 GiB), for files that would take all there is if they were unfolded.
        private static let mostMemory = 1 << 20

        @Test("The JSON form says what the lines say, and both end alike")
        func json() throws {
            try Workshop.with { workshop in
                let file = workshop.configuration + "/functions.yaml"
                let sound = try String(contentsOfFile: file, encoding: .utf8)
                try sound.replacing("key: 9", with: "key: 12").replacing("- places", with: "- plcaes")
                    .write(toFile: file, atomically: true, encoding: .utf8)
                let options = ["--config", workshop.configuration, "--assets", workshop.assets, "--no-layout"]
                let lines = try Program.run([Places.kiosk, "check"] + options)
                let object = try Program.run([Places.kiosk, "check", "--json"] + options)
                #expect(lines.status == 1 && object.status == 1)
                let report = try #require(
                    JSONSerialization.jsonObject(with: Data(object.output.utf8)) as? [String: Any])
                let problems = try #require(report["problems"] as? [[String: Any]])
                let retold = problems.map { problem in
                    "\(problem["file"] ?? ""):\(problem["line"] ?? ""):\(problem["column"] ?? ""): "
                        + "\(problem["severity"] ?? ""): \(problem["message"] ?? ""); \(problem["remedy"] ?? "")"
                }
                #expect(retold == lines.output.split(separator: "\n").dropLast().map(String.init))
                #expect(report["version"] as? Int == 1 && report["errors"] as? Int == 2)
                #expect(problems.compactMap { $0["path"] as? String }.contains("/functions/8/key"))
            }
        }

        @Test("Holidays that have ended are a warning with what to do; this year's and the next year's are none")
        func holidays() throws {
            try Workshop.with { workshop in
                let options = ["--config", workshop.configuration, "--assets", workshop.assets, "--no-layout"]
                let file = workshop.configuration + "/sources.yaml"
                func warned(_ years: [Int]) throws -> Bool {
                    let entries = years.map {
                        "  - { id: holidays-\($0), format: holiday-cn, file: holidays-\($0).json }\n"
                    }
                    try ("sources:\n" + entries.joined()).write(toFile: file, atomically: true, encoding: .utf8)
                    for year in years {
                        try #"{"year":\#(year),"days":[{"name":"国庆节","date":"\#(year)-10-01","isOffDay":true}]}"#
                            .write(
                                toFile: workshop.configuration + "/holidays-\(year).json", atomically: true,
                                encoding: .utf8)
                    }
                    let end = try Program.run([Places.kiosk, "check"] + options)
                    #expect(end.status == 0)
                    return end.output.contains(
                        #/sources\.yaml:\d+:1: warning: the holidays of \d{4} are in no file: .*put holiday-cn/#)
                }
                // The year at the booth; the test may run over New Year's Eve.
                let year = Calendar(identifier: .gregorian).component(.year, from: Date())
                let (old, new) = (try warned([year - 2]), try warned([year, year + 1, year + 2]))
                #expect(old && !new)
            }
        }

        @Test(
            "A file made to do harm ends in a refusal with its place, in bounded memory",
            arguments: ["aliases", "brackets", "indentation", "one word", "keys", "zeros", "doubled keys"])
        func hostile(kind: String) throws {
            let text =
                switch kind {
                case "aliases":
                    (1...40).map { level in
                        let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                        return "a\(level): &a\(level) [\(names)]"
                    }.joined(separator: "\n")
                case "brackets": String(repeating: "[", count: 1_000_000)
                case "indentation": (0..<1400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
                case "one word": String(repeating: "w", count: 1_000_000)
                case "keys": (0..<90_000).map { "k\($0): 1" }.joined(separator: "\n")
                case "zeros": String(repeating: "\0", count: 1_000_000)
                default: (0..<40_000).map { "k\($0 / 2): 1" }.joined(separator: "\n")
                }
            try Workshop.with { workshop in
                try text.write(
                    toFile: workshop.configuration + "/functions.yaml", atomically: true, encoding: .utf8)
                let end = try Program.run([
                    "sh", "-c", "ulimit -v \(Self.mostMemory) && exec \"$0\" \"$@\"", Places.kiosk, "check", "--config",
                    workshop.configuration, "--assets", workshop.assets,
                ])
                #expect(end.status == 1)
                #expect(end.output.contains(#/functions\.yaml:\d+:\d+: error: /#))
            }
        }
    }
}
