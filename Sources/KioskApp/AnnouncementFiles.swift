import Audio
import Foundation
import Glibc
import KioskCore
import Telephony

/// The recordings played into an emergency call, as the SIP agent wants them: 8 kHz WAV with a long silent tail.
enum AnnouncementFiles {
    /// Decodes what is in `assets` into `directory`. A missing recording is logged; the call works without.
    static func prepare(assets: String, into directory: String) -> [Announcement: PreparedAnnouncement] {
        var prepared: [Announcement: PreparedAnnouncement] = [:]
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            Log.line("announcements: \(directory): \(error.localizedDescription)")
        }
        // On a booth the SIP agent is another user, who plays them. Nothing in them is private.
        chmod(directory, 0o755)
        for announcement in Announcement.allCases {
            let source = "\(assets)/\(announcement.rawValue).ogg"
            do {
                let speech = try Recording.decode(source, sampleRate: PreparedAnnouncement.sampleRate)
                prepared[announcement] = try PreparedAnnouncement(
                    speech: WaveFile(sampleRate: PreparedAnnouncement.sampleRate, samples: speech),
                    path: "\(directory)/\(announcement.rawValue).wav")
                chmod("\(directory)/\(announcement.rawValue).wav", 0o644)
            } catch {
                Log.line("announcements: \(source): \(error)")
            }
        }
        return prepared
    }
}
