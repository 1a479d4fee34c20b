import BoothConfiguration
import Glibc
import Serial
import Telephony
import Vocabulary

/// Keeps the SOS service's file as the configuration in use has it, so that it can call for help once this program or
/// its configuration is broken.
enum SOSLinesFile {
    /// Writes `DIRECTORY/sos/lines` in the background, if it is not so already. Everybody may read it: there is nothing
    /// in it that the plate on the booth and the agent's trunks do not say.
    ///
    /// Devices are left out where the agent has a file in place of a microphone, as in a demonstration.
    static func write(_ settings: Settings, state: String, agent: String, hasDevices: Bool) {
        var lines = lines(settings, state: state, sound: sound(settings, agent: agent))
        if !hasDevices { lines.devices = nil }
        // Lines that reach somebody are better than the lines of a configuration without a trunk.
        guard !lines.help.isEmpty else { return }
        let text = lines.text
        Blocking.run {
            let directory = state + "/sos"
            if let error = replace(directory + "/lines", with: text, in: directory) {
                Log.line("\(directory)/lines: cannot be written (\(error)); the SOS service uses what it had")
            }
        }
    }

    /// The lines of a configuration. `state` is where the announcements are, `sound` the agent's own.
    static func lines(_ settings: Settings, state: String, sound: AgentConfiguration.Sound) -> SOSLines {
        let devices = BoothDevices.of(settings, player: sound.player).onHook
        return SOSLines(
            booth: settings.booth.number, telephony: settings.telephony,
            countdown: settings.timings.emergencyCountdown, keys: settings.keys,
            devices: devices.map { devices in
                SOSLines.Devices(
                    player: devices.player, source: devices.source,
                    announcement: AnnouncementFiles.path(of: .address, in: AnnouncementFiles.directory(state: state)))
            })
    }

    /// The agent's own devices. `kiosk agent-config`, which may have been given another earpiece, left them in its
    /// directory.
    static func sound(_ settings: Settings, agent: String) -> AgentConfiguration.Sound {
        let audio = settings.audio
        var earpiece = audio.handset ?? "handset"
        if let bytes = read(agent + "/sos-lines", atMost: 1 << 16) {
            let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
            let player = rows.first { $0.count == 3 && $0[0] == "sound" }?[1]
            if let player, player.hasPrefix("alsa,") { earpiece = String(player.dropFirst("alsa,".count)) }
        }
        return .alsa(microphone: audio.microphone, earpiece: earpiece)
    }

    /// - Returns: What went wrong; nil if the file has this text.
    private static func replace(_ path: String, with text: String, in directory: String) -> String? {
        let bytes = Array(text.utf8)
        mkdir(directory, 0o755)
        chmod(directory, 0o755)
        if read(path, atMost: bytes.count + 1) == bytes { return nil }
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        fchmod(descriptor, 0o644)
        // A power cut must leave either the old file or the whole new one.
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(temporary, path) == 0
        else {
            let error = String(cString: strerror(errno))
            unlink(temporary)
            return error
        }
        return nil
    }

    private static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(descriptor, &bytes, limit)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
