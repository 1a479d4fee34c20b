import BoothConfiguration
import Foundation
import Vocabulary

/// The files: whether they are right, and whether they are this booth's and not the example's.
struct ConfigurationFindings {
    /// The number and the address of the example, which stand on no booth.
    static let exampleNumber = "PT-0042"
    static let exampleAddress = "普陀区兰溪路 123 号"

    /// What `kiosk check` finds, without the recordings of emergencies.
    let problems: [Problem]
    /// What is wrong with what the far side of an emergency is told, and with the emergency's own sentences.
    let recordings: [RecordingDoubt]
    let booth: Booth
    let live: Bool

    var findings: [Finding] { [files, number, address, location, announcements] }

    private var files: Finding {
        let errors = problems.filter { $0.severity == .error }
        let warnings = problems.count - errors.count
        if let first = errors.first {
            let more = errors.count == 1 ? "" : " (and \(errors.count - 1) more)"
            return .failure("configuration", "\(first.file):\(first.line): \(first.message)\(more)", "run kiosk check")
        }
        if warnings > 0 {
            return .warning("configuration", "0 errors, \(warnings) warnings", "run kiosk check, which names them")
        }
        return .ok("configuration", "0 errors, 0 warnings")
    }

    private var number: Finding {
        guard booth.number == Self.exampleNumber else { return .ok("booth number", booth.number) }
        return .wrong(
            "booth number", "\(booth.number), the example's", "write the number of this booth's plate: booth-setup",
            live: live)
    }

    private var address: Finding {
        let written = booth.address.values.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        guard written.contains(Self.exampleAddress) else {
            return .ok("address", booth.address.values[.chinese] ?? written.first ?? "")
        }
        return .wrong(
            "address", "\(Self.exampleAddress), the example's", "write where this booth stands: booth-setup", live: live
        )
    }

    private var location: Finding {
        guard booth.isLocated else {
            return .warning("location", "no coordinates", "write where this booth stands: booth-setup")
        }
        return .ok("location", "\(booth.latitude), \(booth.longitude)")
    }

    private var announcements: Finding {
        if let certain = recordings.first(where: \.isCertain) {
            return .wrong("announcements", "\(certain.file): \(certain.message)", certain.remedy, live: live)
        }
        if let doubt = recordings.first {
            return .warning("announcements", "\(doubt.file): \(doubt.message)", doubt.remedy)
        }
        return .ok("announcements", "what is said in an emergency is recorded, and says what the files say")
    }
}
