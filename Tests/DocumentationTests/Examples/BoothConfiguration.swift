import BoothConfiguration
import Foundation
import Testing
import Vocabulary  // not shown

extension Examples {
    @Test func boothConfiguration() throws {
        let directory = try Self.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let shipped = Self.configuration
        // shown in Sources/BoothConfiguration/BoothConfiguration.docc/BoothConfiguration.md
        // A copy of the shipped files, with a function that a technician misspelt.
        let files = "\(directory)/config"
        try FileManager.default.copyItem(atPath: shipped, toPath: files)
        let functions = "\(files)/functions.yaml"
        let text = try String(contentsOfFile: functions, encoding: .utf8)
        try text.replacingOccurrences(of: "- places", with: "- plaecs")
            .write(toFile: functions, atomically: true, encoding: .utf8)

        // Every error has its file, line and column, says what is wrong and what to do.
        let errors = ConfigurationStore(directory: files).check().filter { $0.severity == .error }

        // The booth starts all the same: with its last good copy, or with what is built in.
        let booth = ConfigurationStore(directory: files).load()
        // end
        #expect(errors.first?.description.contains("functions.yaml") == true)
        #expect(errors.first?.description.contains("plaecs") == true)
        #expect(booth.source > .current)
        #expect(booth.catalogue.function(onKey: 5)?.emergency == .ambulance)
    }
}
