import BoothDriver
import Testing

extension Examples {
    @Test func boothDriver() async throws {
        // shown in Sources/BoothDriver/BoothDriver.docc/BoothDriver.md
        // A terminal of 45 columns and 34 rows with a program in it.
        let terminal = try TmuxServer(columns: 45, rows: 34, "echo 'press a number'; exec cat")
        defer { terminal.end() }
        try await eventually("the program's first words") { try terminal.screen().contains("press a number") }

        // Somebody types.
        try terminal.command("send-keys", "120")
        try await eventually("what was typed") { try terminal.screen().contains("120") }
        // end
        #expect(try terminal.screen().first == "press a number")
    }
}
