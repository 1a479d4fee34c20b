import CALSA
import Glibc

/// A playback device that ALSA offers by name.
public struct SoundDevice: Sendable, Equatable {
    /// The name that `booth.yaml` and ALSA programs use.
    public let name: String
    /// ALSA's description in one line; empty if there is none.
    public let summary: String
}

/// The sound devices of this machine.
public enum SoundDevices {
    /// The playback devices that have a hint in ALSA's configuration, in its order. An offered device may still be busy
    /// or unplugged, so `problem(with:)` opens it.
    public static func offered() -> [SoundDevice] {
        kiosk_alsa_silence()
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard snd_device_name_hint(-1, "pcm", &hints) >= 0, let hints else { return [] }
        defer { snd_device_name_free_hint(hints) }
        var devices: [SoundDevice] = []
        var next = hints
        while let hint = next.pointee {
            next += 1
            // A hint without a direction means both directions.
            guard let name = text(hint, "NAME"), text(hint, "IOID") ?? "Output" == "Output" else { continue }
            let lines = text(hint, "DESC")?.split(separator: "\n") ?? []
            devices.append(SoundDevice(name: name, summary: lines.joined(separator: ", ")))
        }
        return devices
    }

    private static func text(_ hint: UnsafeMutableRawPointer, _ key: String) -> String? {
        guard let value = snd_device_name_get_hint(hint, key) else { return nil }
        defer { free(value) }
        return String(cString: value)
    }

    /// Opens a device in the format of the prompts (48 kHz, mono, 16 bits; converted if the hardware requires it) and
    /// closes it again. Returns in English why that is impossible; nil if it works.
    public static func problem(with name: String) -> String? {
        do {
            try ALSADevice(name: name).close()
            return nil
        } catch {
            return error.detail
        }
    }

    /// The same as `problem(with:)` for a microphone.
    public static func problem(withMicrophone name: String) -> String? {
        do {
            try ALSADevice.tryCapture(name)
            return nil
        } catch {
            return error.detail
        }
    }
}
