import Vocabulary

/// Reads `telephony:`: how the booth makes calls. Every number in it is checked: see `PublicNumbers`.
struct TelephonyDecoder {
    let directory: String
    let problems: ProblemList

    struct Result {
        var settings: TelephonySettings
        /// The services that the file names, whether or not their numbers are sound.
        var services: [ServiceID]
    }

    func decode(_ entry: YAMLEntry) -> Result? {
        guard let map = MapReader(entry.value, name: "telephony", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        var telephony = TelephonySettings()
        telephony.live = map.flag("live") ?? false
        if telephony.live, let live = map.entry("live") {
            problems.warning(
                live.value.position, "this booth makes real calls", "write live: false for a demonstration")
        }
        telephony.trunks = trunks(map, live: telephony.live)
        let services = ServicesDecoder(problems: problems, trunks: telephony.trunks.map(\.id)).decode(map)
        telephony.services = services.numbers
        telephony.targets = services.targets
        telephony.controlPort = map.integer("control_port", 1...65_535) ?? telephony.controlPort
        telephony.lineSocket = lineSocket(map) ?? telephony.lineSocket
        telephony.policeWhenUnanswered = map.flag("police_when_unanswered") ?? false
        telephony.ambulanceWhenUnreached = map.flag("ambulance_when_unreached") ?? false
        telephony.helpCentreCallers = callers(map, telephony)
        telephony.selfTest = selfTest(map, telephony)
        map.finish()
        return Result(settings: telephony, services: services.names)
    }

    /// Reads the path of the line's socket. A path that does not fit in the address of a Unix socket (unix(7)) could
    /// not be connected to.
    private func lineSocket(_ map: MapReader) -> String? {
        guard let path = map.text("line_socket") else { return nil }
        if path.hasPrefix("/"), path.utf8.count <= 107 { return path }
        if let position = map.entry("line_socket")?.value.position {
            problems.error(
                position, "'line_socket' is a path from the root of at most 107 bytes, not '\(path)'",
                "write line_socket: /run/kiosk-line/kiosk.sock")
        }
        return nil
    }

    /// Reads the numbers from which the help centre calls. No emergency number may be among them: a call from an
    /// emergency service is let through and shown as such, but here it would ring as the help centre's.
    private func callers(_ map: MapReader, _ telephony: TelephonySettings) -> [String] {
        guard let items = map.list("help_centre_callers") else { return [] }
        return items.compactMap { item in
            guard case .text(let text, _) = item.content, Words.isDigits(text), text.count <= 20 else {
                problems.error(
                    item.position, "a number in help_centre_callers has more than digits",
                    "write digits only, in quotes, such as \"02162345678\"")
                return nil
            }
            if Self.isEmergency(text, telephony) {
                problems.error(
                    item.position, "a number in help_centre_callers is an emergency number: '\(text)'",
                    "write only numbers from which the help centre itself calls")
            }
            return text
        }
    }

    private func selfTest(_ map: MapReader, _ telephony: TelephonySettings) -> SelfTestSettings? {
        guard let entry = map.entry("self_test"),
            let test = MapReader(entry.value, name: "self_test", at: entry.keyPosition, problems: problems)
        else { return nil }
        var settings = SelfTestSettings(number: "")
        if let found = test.required("number", example: "number: \"9990009\""), let value = TextValue(found, problems) {
            if !Words.isDigits(value.text) || value.text.count > 20 {
                problems.error(
                    value.position, "the test number has more than digits: '\(value.text)'",
                    "write digits only, in quotes")
            } else if Self.isEmergency(value.text, telephony) {
                problems.error(
                    value.position, "the test number '\(value.text)' is an emergency number",
                    "write the number of the help centre's test line")
            } else {
                settings.number = value.text
            }
        }
        if let found = test.entry("at"), let value = TextValue(found, problems) {
            if let minute = Self.minuteOfDay(value.text) {
                settings.minuteOfDay = minute
            } else {
                problems.error(value.position, "'at' is a time of day, not '\(value.text)'", "write at: \"03:30\"")
            }
        }
        settings.jitterMinutes = test.integer("jitter_minutes", 0...1439) ?? settings.jitterMinutes
        test.finish()
        return settings.number.isEmpty ? nil : settings
    }

    /// Whether an emergency service answers at a number, according to the file or by general knowledge.
    private static func isEmergency(_ number: String, _ telephony: TelephonySettings) -> Bool {
        telephony.isEmergencyNumber(number) || PublicNumbers.emergency(number) != nil
    }

    private static func minuteOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && Words.isDigits($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private func trunks(_ map: MapReader, live: Bool) -> [Trunk] {
        guard let entry = map.required("trunks", example: "trunks: with id, host, port and user") else { return [] }
        guard let items = map.list("trunks") else { return [] }
        if items.isEmpty {
            problems.warning(
                entry.keyPosition, "without a trunk this booth cannot call anybody", "add one with id, host and user")
        }
        var ids: Set<TrunkID> = []
        return items.compactMap { item in
            guard let found = trunk(item, live: live) else { return nil }
            if !ids.insert(found.trunk.id).inserted {
                problems.error(
                    found.position, "two trunks are called '\(found.trunk.id.rawValue)'", "give each its own id")
            }
            return found.trunk
        }
    }

    private func trunk(_ item: YAMLValue, live: Bool) -> (trunk: Trunk, position: Position)? {
        guard let map = MapReader(item, name: "a trunk", at: item.position, problems: problems) else { return nil }
        let id = map.identifier("id", example: "id: main")
        if let id { map.name = "trunk '\(id.text)'" }
        let host = sipWord(map, "host", required: true, example: "host: 127.0.0.1")
        let isPlain = host.map { isPlainHost($0, map) } ?? true
        let user = sipWord(map, "user", required: true, example: "user: booth")
        let port = map.integer("port", 1...65_535) ?? 5060
        let transport = map.choice("transport", of: Trunk.Transport.self) ?? .udp
        let authUser = sipWord(map, "auth_user", required: false, example: "auth_user: booth")
        let passwordFile = map.passwordFile("password_file", in: directory)
        let registration = map.integer("register", 0...86_400) ?? 60
        let noProgress = map.integer("no_progress", 2...30)
        map.finish()
        guard let id, let host, let user else { return nil }
        let trunk = Trunk(
            id: TrunkID(rawValue: id.text), host: host.text, port: port, transport: transport, user: user.text,
            authUser: authUser?.text, passwordFile: passwordFile, registrationInterval: registration,
            noProgress: noProgress.map { .seconds($0) })
        if !live, !trunk.isLoopback, isPlain {
            problems.error(
                host.position, "trunk '\(id.text)' leaves this machine while live is false",
                "write an address such as 127.0.0.1, or live: true if real calls may be made")
        }
        return (trunk, id.position)
    }

    /// Whether a host is an IPv4 or IPv6 address or a name, and nothing more. A URI (RFC 3261 section 19.1) or a port
    /// in it would be taken as part of a name that does not exist. This is reported and disables only this trunk; a
    /// booth with another trunk goes on calling over that one.
    private func isPlainHost(_ value: TextValue, _ map: MapReader) -> Bool {
        let parts = value.text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let schemes = ["sip", "sips", "tel", "udp", "tcp", "tls", "http", "https"]
        if parts.count > 1, schemes.contains(parts[0].lowercased()) {
            let rest = parts.dropFirst().joined(separator: ":")
            problems.outsideError(
                value.position, "'host' of \(map.name) is '\(value.text)', which has more than the host",
                "write host: \(rest.isEmpty ? "127.0.0.1" : rest); what comes before it is in transport and port")
            return false
        }
        if parts.count == 2 {
            problems.outsideError(
                value.position, "'host' of \(map.name) is '\(value.text)', which has a port behind the host",
                "write host: \(parts[0]) and port: \(Words.isDigits(parts[1]) ? parts[1] : "5060")")
            return false
        }
        return true
    }

    /// Reads a word for the agent's account line, where spaces, brackets and semicolons would end it.
    private func sipWord(_ map: MapReader, _ key: String, required: Bool, example: String) -> TextValue? {
        let entry = required ? map.required(key, example: example) : map.entry(key)
        guard let entry, let value = TextValue(entry, problems) else { return nil }
        let extra: Set<Character> = [".", "-", "_", "+", ":"]
        guard value.text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || extra.contains($0)) }) else {
            problems.error(
                value.position, "'\(key)' of \(map.name) has a character that SIP does not allow there",
                "write letters, digits and . - _ + only, such as \(example)")
            return nil
        }
        return value
    }
}
