import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// What the built program's commands say about data and about slips of the finger.
    @Suite struct TruthCommandTests {
        private func check(_ workshop: Workshop, _ words: String...) throws -> Program.End {
            try Program.run(
                [
                    Places.kiosk, "check", "--no-layout", "--config", workshop.configuration, "--assets",
                    workshop.assets,
                    "--state", workshop.state,
                ] + words)
        }

        private func write(_ text: String, _ name: String, _ workshop: Workshop) throws {
            try text.write(toFile: "\(workshop.configuration)/\(name)", atomically: true, encoding: .utf8)
        }

        @Test("What ships has neither errors nor warnings")
        func shipped() throws {
            try Workshop.with { workshop in
                let end = try check(workshop)
                #expect(end.status == 0 && end.output.hasSuffix(": 0 errors, 0 warnings\n"), "\(end.output)")
            }
        }

        private static let files = [
            "places.geojson", "activities.ics", "activities-changfeng.ics", "holidays-2026.json",
        ]

        @Test(
            "Each data file that is empty, noise, a web page, a directory or a dead link is an error, and nothing is previewed",
            arguments: files)
        func broken(file: String) throws {
            try Workshop.with { workshop in
                let path = "\(workshop.configuration)/\(file)"
                for kind in ["empty", "noise", "page", "directory", "link"] {
                    try FileManager.default.removeItem(atPath: path)
                    switch kind {
                    case "empty": try write("", file, workshop)
                    case "noise":
                        let noise = Data((0..<500).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) })
                        try noise.write(to: URL(fileURLWithPath: path))
                    case "page": try write("<html>Please log in</html>", file, workshop)
                    case "directory":
                        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                    default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
                    }
                    let end = try check(workshop)
                    #expect(end.status == 1, "\(kind): \(end.output)")
                    #expect(end.output.contains("\(file):1:"), "\(kind): \(end.output)")
                    let preview = try Program.run([
                        Places.kiosk, "preview", "--config", workshop.configuration, "--plain", "71",
                    ])
                    #expect(preview.status == 1 && preview.output.contains("\(file):1:"), "\(kind)")
                    #expect(!preview.output.contains("兰溪大药房"), "no made-up place")
                }
            }
        }

        @Test("JSON for programs names the element of a data file")
        func element() throws {
            try Workshop.with { workshop in
                let path = "\(workshop.configuration)/places.geojson"
                var collection = try #require(
                    JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
                var features = try #require(collection["features"] as? [[String: Any]])
                features[2]["geometry"] = ["type": "Point", "coordinates": [0, 0]]
                collection["features"] = features
                try JSONSerialization.data(withJSONObject: collection, options: .prettyPrinted).write(
                    to: URL(fileURLWithPath: path))
                let end = try check(workshop, "--json")
                #expect(end.status == 0, "one place is no reason to refuse")
                let report = try #require(
                    JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any])
                let problem = try #require((report["problems"] as? [[String: Any]])?.first)
                #expect(problem["file"] as? String == "places.geojson")
                #expect(problem["path"] as? String == "/features/2/geometry/coordinates")
                #expect(problem["line"] as? Int ?? 0 > 3)
            }
        }

        @Test("What the kiosk keeps of the platform and of sources is looked at, and left where it is")
        func kept() throws {
            try Workshop.with { workshop in
                try FileManager.default.createDirectory(
                    atPath: workshop.state + "/life", withIntermediateDirectories: true)
                try write(
                    "sources:\n  - { id: air, format: open-meteo-air, address: \"https://api.example.cn\" }\n",
                    "sources.yaml", workshop)
                for name in ["content.json", "life/air.plist"] {
                    try "noise".write(toFile: "\(workshop.state)/\(name)", atomically: true, encoding: .utf8)
                }
                let end = try check(workshop)
                for name in ["content.json", "life/air.plist"] {
                    #expect(end.output.contains("\(workshop.state)/\(name):1:1: warning: "), "\(end.output)")
                    #expect(FileManager.default.fileExists(atPath: "\(workshop.state)/\(name)"))
                }
            }
        }

        @Test("A recording that is none and a password that is missing are told; the latter is an error")
        func recordings() throws {
            try Workshop.with { workshop in
                let recording = workshop.assets + "/prompts/ja/home.ogg"
                try "no sound".write(toFile: recording, atomically: true, encoding: .utf8)
                let file = workshop.configuration + "/booth.yaml"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try text.replacing(
                    "      user: booth\n", with: "      user: booth\n      password_file: trunk-password\n"
                )
                .write(toFile: file, atomically: true, encoding: .utf8)
                let end = try check(workshop)
                #expect(end.status == 1)
                #expect(end.output.contains("\(recording):1:1: warning: this is no recording that can be read"))
                #expect(
                    end.output.contains(
                        #/booth\.yaml:\d+:\d+: error: there is no file .*/trunk-password; write the password/#),
                    "\(end.output)")
            }
        }

        @Test("Places stay right in files that end their lines with CR LF", arguments: ["\n", "\r\n"])
        func lineEnds(ending: String) throws {
            try Workshop.with { workshop in
                for name in ["languages/en.yaml", "sources.yaml"] {
                    let path = "\(workshop.configuration)/\(name)"
                    let text = try String(contentsOfFile: path, encoding: .utf8)
                        .replacing("  key.back: Back", with: "  key.back: Backbackbackbackbackback")
                        .replacing("    file: holidays-2026.json", with: "    file: holidays-2020.json")
                    try text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: ending).write(
                        toFile: path, atomically: true, encoding: .utf8)
                }
                try #"{"year":2020,"days":[{"name":"国庆节","date":"2020-10-01","isOffDay":true}]}"#.write(
                    toFile: workshop.configuration + "/holidays-2020.json", atomically: true, encoding: .utf8)
                let end = try Program.run([
                    Places.kiosk, "check", "--config", workshop.configuration, "--assets", workshop.assets, "--state",
                    workshop.state,
                ])
                #expect(end.output.contains(#/languages/en\.yaml:14:13: warning: 'Backback/#), "\(end.output)")
                #expect(end.output.contains(#/sources\.yaml:37:1: warning: the holidays of/#), "\(end.output)")
            }
        }

        @Test("A preview of a configuration with errors says them and shows nothing")
        func preview() throws {
            try Workshop.with { workshop in
                let file = workshop.configuration + "/functions.yaml"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try text.replacing("- places", with: "- plcaes").write(toFile: file, atomically: true, encoding: .utf8)
                let errors = workshop.directory + "/errors"
                let end = try Program.run([
                    "sh", "-c", "\"$0\" preview --plain --config '\(workshop.configuration)' 2>'\(errors)'",
                    Places.kiosk,
                ])
                #expect(end.status == 1 && end.output.isEmpty, "\(end.output)")
                let said = try String(contentsOfFile: errors, encoding: .utf8)
                #expect(said.contains("functions.yaml:") && said.contains("unknown verb 'plcaes'"))
            }
        }

        @Test("A preview without places says that there are none, and shows none that are made up")
        func noPlaces() throws {
            try Workshop.with { workshop in
                try FileManager.default.removeItem(atPath: workshop.configuration + "/places.geojson")
                let file = workshop.configuration + "/sources.yaml"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try text.replacing("  - id: places\n    format: geojson\n    file: places.geojson\n", with: "").write(
                    toFile: file, atomically: true, encoding: .utf8)
                let end = try Program.run([
                    Places.kiosk, "preview", "--plain", "--language", "en", "--config", workshop.configuration, "71",
                ])
                #expect(end.status == 0 && end.output.contains("This booth does not have this"), "\(end.output)")
            }
        }

        @Test(
            "A request that nobody can answer is called that, whether a kiosk runs or not",
            arguments: [
                (["foo"], "there is no request 'foo'; there are status, say LANG KEY"),
                (["reload", "extra"], "write reload and nothing behind it"),
                (["say", "en"], "write say LANG KEY"), (["card", "sideways"], "write card in, or card out"),
                (["status", "now"], "write status and nothing behind it"), ([], "say what: status"),
            ] as [([String], String)])
        func usage(words: [String], answer: String) throws {
            let end = try Program.run([Places.kiosk, "control"] + words + ["--state", "/nonexistent"])
            #expect(end.status == 64 && end.output.contains(answer), "\(end.output)")
            #expect(end.output.contains("Usage: kiosk control"))
            #expect(!end.output.contains("no kiosk runs"))
        }

        @Test("Without a kiosk a proper request says that none runs")
        func none() throws {
            let end = try Program.run([Places.kiosk, "control", "status", "--state", "/nonexistent"])
            #expect(end.status == 1 && end.output.contains("no kiosk runs with --state /nonexistent"))
        }

        @Test("The agent's configuration is written beside the configuration that was named, and says where")
        func agent() throws {
            try Workshop.with { workshop in
                let end = try Program.run([
                    Places.kiosk, "agent-config", "--config", workshop.configuration, "--state", workshop.state,
                ])
                #expect(
                    end.status == 0 && end.output.hasPrefix("\(workshop.configuration)/agent/config, accounts"),
                    "\(end.output)")
                for name in ["config", "accounts", "network.conf", "trunks.nft"] {
                    #expect(
                        FileManager.default.fileExists(atPath: "\(workshop.configuration)/agent/\(name)"), "\(name)")
                }
            }
        }

        @Test("The running booth says what it cannot say")
        func say() async throws {
            try await Booth.with { booth in
                try booth.startKiosk(audio: "speaker: \"file:FILE=\(booth.speaker),FORMAT=wav\"")
                try await booth.seeAttract()
                func control(_ words: String...) throws -> Program.End {
                    try Program.run([Places.kiosk, "control"] + words + ["--state", booth.state])
                }
                let language = try control("say", "xx", "home")
                #expect(
                    language.status == 1
                        && language.output.contains("there is no language 'xx'; there are zh-Hans, en, ja, ko"))
                let key = try control("say", "en", "nope")
                #expect(key.status == 1 && key.output.contains("languages/en.yaml has no prompt or fragment 'nope'"))
                let home = try control("say", "en", "home")
                #expect(home.status == 0 && home.output == "saying home\n", "\(home.output)")
            }
        }
    }
}
