import CTimex
import Foundation
import Glibc
import Vocabulary
import KioskRuntime

/// The clocks of this machine.
enum SystemClock {
    /// A wall clock before this instant (2026-01-01) was never set: the machine booted without a real-time clock.
    private static let trustedSince: Int64 = 1_767_225_600_000
    /// Shanghai has had no summer time since 1991.
    static let utcOffset = 28_800

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    static var unixMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    static var wall: WallTime? {
        let now = unixMilliseconds
        return now < trustedSince ? nil : WallTime(unixMilliseconds: now, utcOffsetSeconds: utcOffset)
    }

    /// Whether a time service keeps the wall clock right, according to the kernel (adjtimex(2)). Setting the clock in
    /// any other way clears this.
    static var isSynchronised: Bool {
        var state = timex()
        let answer = adjtimex(&state)
        return answer >= 0 && answer != TIME_ERROR && state.status & STA_UNSYNC == 0
    }

    /// The id of this boot. Times of one boot are comparable; times of different boots are not.
    static var bootID: String {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }

    @MainActor static let port = Ports.Clock.mainQueue(now: { now }, wall: { wall })
}
