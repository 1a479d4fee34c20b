import Foundation
import Glibc

/// The machine: its clock and the disk that the booth writes to.
struct MachineFindings {
    /// What is left on a disk.
    struct Space: Equatable {
        var bytes: UInt64
        /// nil on a file system that does not count them.
        var inodes: UInt64?
    }

    /// What came of writing a file and reading it back.
    enum Writing: Equatable {
        case worked
        case notAllowed
        case failed(String)
    }

    let isClockSet: Bool
    let isSynchronised: Bool
    let state: String
    /// nil if the directory cannot be looked at.
    let space: Space?
    let writing: Writing

    var findings: [Finding] { [clock, disk, write] }

    private var clock: Finding {
        guard isClockSet else {
            return .failure("clock", "was never set", "timedatectl; connect the network, or set the clock")
        }
        guard isSynchronised else {
            return .warning(
                "clock", "no time service keeps it right", "timedatectl set-ntp true; a reachable NTP server")
        }
        return .ok("clock", "kept right by a time service")
    }

    private var disk: Finding {
        guard let space else { return .unseen("disk", "\(state) is not there or hidden", "run kiosk doctor as root") }
        let megabytes = space.bytes >> 20
        let seen = "\(megabytes) MB\(space.inodes.map { " and \($0) files" } ?? "") free for \(state)"
        let remedy = "make room: journalctl --vacuum-size=50M, apt clean"
        if megabytes < 64 || space.inodes.map({ $0 < 500 }) == true { return .failure("disk", seen, remedy) }
        if megabytes < 512 || space.inodes.map({ $0 < 5_000 }) == true { return .warning("disk", seen, remedy) }
        return .ok("disk", seen)
    }

    private var write: Finding {
        switch writing {
        case .worked: .ok("writing", "a file was written and read back in \(state)")
        case .notAllowed:
            .unseen("writing", "\(state) is the kiosk's", "run kiosk doctor as root or as the kiosk's user")
        case .failed(let why): .failure("writing", "\(state): \(why)", "is the disk read-only or broken? dmesg")
        }
    }
}

extension MachineFindings {
    /// Looks at this machine. Writes and removes one small file.
    init(state: String) {
        self.init(
            isClockSet: SystemClock.wall != nil, isSynchronised: SystemClock.isSynchronised, state: state,
            space: Self.space(state), writing: Self.tryWriting(state))
    }

    private static func space(_ directory: String) -> Space? {
        var found = statvfs()
        guard statvfs(directory, &found) == 0 else { return nil }
        return Space(
            bytes: UInt64(found.f_bavail) * UInt64(found.f_frsize),
            inodes: found.f_files == 0 ? nil : UInt64(found.f_favail))
    }

    private static func tryWriting(_ directory: String) -> Writing {
        let path = "\(directory)/doctor-\(getpid())"
        let text = Array("kiosk doctor\n".utf8)
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            return errno == EACCES || errno == EPERM ? .notAllowed : .failed(String(cString: strerror(errno)))
        }
        defer {
            close(descriptor)
            unlink(path)
        }
        var back = [UInt8](repeating: 0, count: text.count)
        guard Glibc.write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0,
            pread(descriptor, &back, back.count, 0) == text.count
        else { return .failed(String(cString: strerror(errno))) }
        return back == text ? .worked : .failed("what was written is not what is read")
    }
}
