import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// `kiosk setup` on a copy of the shipped files: with a file of answers, and asked at the terminal.
    @Suite(.serialized)
    struct SetupTests {
        private func setup(_ booth: Booth, _ words: [String], input: String = "") throws -> Program.End {
            let options = ["--config", booth.configuration, "--assets", Places.assets, "--state", booth.state]
            let command = ([Places.kiosk, "setup"] + options + words).map { "'\($0)'" }.joined(separator: " ")
            let file = booth.directory + "/typed"
            try input.write(toFile: file, atomically: true, encoding: .utf8)
            return try Program.run(["sh", "-c", "\(command) <'\(file)'"])
        }

        private func text(_ booth: Booth) throws -> String {
            try String(contentsOfFile: booth.configuration + "/booth.yaml", encoding: .utf8)
        }

        @Test("Answers from a file make another booth, which kiosk check likes; a wrong one writes nothing")
        func answers() async throws {
            try await Booth.with { booth in
                try FileManager.default.createDirectory(atPath: booth.state, withIntermediateDirectories: true)
                let before = try text(booth)
                let file = booth.directory + "/answers.yaml"
                try """
                number: PT-7001
                address.zh-Hans: 普陀区枣阳路 8 号
                trunk.1.password: s3cret
                platform.token: token
                """.write(toFile: file, atomically: true, encoding: .utf8)
                let end = try setup(booth, ["--answers", file, "--write-only"])
                #expect(end.status == 0, "\(end.output)")
                #expect(end.output.hasPrefix("written: ") && !end.output.contains("s3cret"))
                #expect(try text(booth).contains("  number: PT-7001\n"))
                #expect(try booth.read("before-setup/booth.yaml") + "\n" == before)
                let check = try Program.run([
                    Places.kiosk, "check", "--config", booth.configuration, "--assets", Places.assets, "--state",
                    booth.state, "--no-layout",
                ])
                #expect(check.status == 0, "\(check.output)")
                #expect(
                    try setup(booth, ["--answers", file, "--write-only"]).output.contains("written: "), "secrets again")

                let now = try text(booth)
                try "number: PT-7002\ntrunk.1.host: 10.0.0.1\n".write(toFile: file, atomically: true, encoding: .utf8)
                let refused = try setup(booth, ["--answers", file, "--write-only"])
                #expect(refused.status == 65)
                #expect(refused.output.hasPrefix("trunk.1.host: ") && refused.output.hasSuffix("nothing was written\n"))
                #expect(try text(booth) == now)

                let printed = try setup(booth, ["--print-answers"])
                #expect(printed.output.contains("\nnumber: PT-7001\n") && !printed.output.contains("s3cret"))
            }
        }

        @Test("Asked at the terminal: Enter keeps, an error is asked again, and what follows is offered")
        func asked() async throws {
            try await Booth.with { booth in
                try FileManager.default.createDirectory(atPath: booth.state, withIntermediateDirectories: true)
                let before = try text(booth)
                let questions = try setup(booth, ["--print-answers"]).output.split(separator: "\n").count / 2 - 1
                let enters = String(repeating: "\n", count: questions - 1)
                let ended = try setup(booth, ["--write-only"], input: "PT-7001\n\n\n")
                #expect(ended.status == 65 && ended.output.contains("nothing was written"))
                #expect(try text(booth) == before)
                let end = try setup(booth, ["--write-only"], input: "PT 7001\nPT-7001\n" + enters + "y\n")
                #expect(end.status == 0, "\(end.output)")
                #expect(end.output.contains("! number: ") && end.output.contains("[PT-0042]"))
                #expect(try text(booth).contains("编号 PT 7001，地址：普陀区兰溪路 123 号。"))
                let changed = zip(
                    before.components(separatedBy: "\n"), try text(booth).components(separatedBy: "\n")
                ).filter { $0 != $1 }
                #expect(changed.count == 6, "the number, one line to say, four announcements: \(changed)")
            }
        }
    }
}
