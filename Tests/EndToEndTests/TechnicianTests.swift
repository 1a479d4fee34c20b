import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// The technician's manual, done as it says.
    @Suite struct TechnicianTests {
        /// Whether a section asks something of a running booth.
        private static func needsBooth(_ section: Manual.Section) -> Bool {
            section.blocks.contains { $0.lines.contains { $0.hasPrefix("$ kiosk control") } }
        }

        @Test("Every change in the manual can be made as it is written, and every command prints what stands there")
        func examples() throws {
            let sections = try Manual("TECHNICIAN.md").sections.filter { !$0.blocks.isEmpty }
            #expect(sections.count > 8)
            for section in sections where !Self.needsBooth(section) {
                try Workshop.with { workshop in try workshop.follow(section) }
            }
        }

        @Test("A running booth answers as the manual says")
        func status() async throws {
            let sections = try Manual("TECHNICIAN.md").sections.filter(Self.needsBooth)
            try #require(sections.count == 1)
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                let workshop = Workshop(
                    directory: booth.directory, configuration: booth.configuration, assets: Places.assets,
                    state: booth.state)
                try workshop.follow(sections[0])
            }
        }

        @Test("The Chinese manual has the same changes and commands")
        func chinese() throws {
            let (english, chinese) = (try Manual("TECHNICIAN.md"), try Manual("TECHNICIAN.zh.md"))
            #expect(english.sections.map(\.blocks) == chinese.sections.map(\.blocks))
        }

        @Test("Both manuals name every fault that a booth can have", arguments: ["TECHNICIAN.md", "TECHNICIAN.zh.md"])
        func faults(manual: String) throws {
            let text = try Manual(manual).text
            let source = try String(
                contentsOfFile: Places.root + "/Sources/Vocabulary/Domain/Fault.swift", encoding: .utf8)
            let codes = source.matches(of: /case \w+ = "([a-z._]+)"/).map { String($0.output.1) }
            #expect(codes.count > 15)
            for code in codes { #expect(text.contains("`\(code)`"), "\(code)") }
        }
    }
}
