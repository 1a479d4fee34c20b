import Audio
import Vocabulary

/// The sound devices of booth.yaml, each opened once.
struct SoundFindings {
    /// A device and what happened when it was opened.
    struct Device {
        /// Its key in booth.yaml.
        var key: String
        var name: String
        /// Why it cannot be used; nil if it can.
        var problem: String?
    }

    /// The devices; nil where the key is `none`.
    let devices: [Device]
    let isSilent: Bool
    let kiosk: RunningKiosk?
    let live: Bool

    /// Opens the devices.
    init(_ audio: AudioSettings, kiosk: RunningKiosk?, live: Bool) {
        var devices: [Device] = []
        func add(_ key: String, _ name: String?, _ problem: (String) -> String?) {
            if let name, name != "none" { devices.append(Device(key: key, name: name, problem: problem(name))) }
        }
        add("speaker", audio.speaker, SoundDevices.problem(with:))
        add("handset", audio.handset, SoundDevices.problem(with:))
        add("microphone", audio.microphone, SoundDevices.problem(withMicrophone:))
        add("hands_free_microphone", audio.handsFreeMicrophone, SoundDevices.problem(withMicrophone:))
        self.init(devices: devices, isSilent: audio.speaker == "none", kiosk: kiosk, live: live)
    }

    init(devices: [Device], isSilent: Bool, kiosk: RunningKiosk?, live: Bool) {
        (self.devices, self.isSilent, self.kiosk, self.live) = (devices, isSilent, kiosk, live)
    }

    var findings: [Finding] {
        let silence: [Finding] =
            isSilent
            ? [.wrong("sound speaker", "none: nothing is ever heard", "name a device in audio.speaker", live: live)]
            : []
        return silence + devices.map(finding)
    }

    private func finding(_ device: Device) -> Finding {
        let check = "sound \(device.key)"
        let fault = device.key == "speaker" ? "audio.failed" : device.key == "handset" ? "handset.failed" : ""
        if kiosk?.faults.contains(fault) == true {
            return .failure(check, "\(device.name): the running kiosk cannot use it", "kiosk audio list")
        }
        guard let problem = device.problem else { return .ok(check, "\(device.name) can be opened") }
        // A card without mixing belongs to one program at a time.
        if problem.contains("busy"), kiosk != nil {
            return .ok(check, "\(device.name) is in use, and the running kiosk has no fault of sound")
        }
        return .wrong(check, "\(device.name): \(problem)", "kiosk audio list; booth-setup", live: live)
    }
}
