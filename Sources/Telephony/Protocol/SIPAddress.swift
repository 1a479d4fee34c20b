import Vocabulary

extension Trunk {
    /// The address of record as the agent writes and expects it: always with the port, never with the transport.
    var addressOfRecord: String { "sip:\(user)@\(hostPort)" }

    /// Host and port as in a SIP URI (RFC 3261 section 25.1).
    var hostPort: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The URI that calls `number` over this trunk; nil unless the number consists of digits, `*` and `#` only.
    ///
    /// The agent pastes its input unescaped into the Request-URI, headers and all, so only keypad characters may pass
    /// here.
    func uri(calling number: String) -> String? {
        guard (1...32).contains(number.count), number.allSatisfy(SIPAddress.isKeypadCharacter) else { return nil }
        // `#` is not allowed in the user part of a SIP URI.
        let user = number.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "%23")
        return "sip:\(user)@\(hostPort)"
    }
}

/// What the adapter needs to know about SIP addresses besides the trunk's.
enum SIPAddress {
    /// Whether the character is on a telephone's keypad.
    static func isKeypadCharacter(_ character: Character) -> Bool { "0123456789*#".contains(character) }

    /// The number in a SIP URI such as `sip:120@127.0.0.1:5060;transport=udp`.
    static func number(inURI uri: String) -> String {
        // A far side can write anything here, at any length.
        let user = uri.drop { $0 != ":" }.dropFirst().prefix(64).prefix { $0 != "@" }
        return user.split(separator: "%23", omittingEmptySubsequences: false).joined(separator: "#")
    }
}
