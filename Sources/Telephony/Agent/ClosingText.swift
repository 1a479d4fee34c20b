import Vocabulary

/// Why a call ended, according to the words of the agent's `CALL_CLOSED`.
struct ClosingText {
    /// The words, such as `486 Busy Here` or `Connection reset by peer`.
    var text: String
    /// Whether the call had been answered.
    var established: Bool
    /// Whether the kiosk requested the end.
    var hangUpRequested: Bool
    /// Whether the agent reported a failing sound device in this call.
    var audioFailed: Bool

    /// The reason in the kiosk's words.
    var reason: CloseReason {
        let words = text.lowercased()
        if let status = Int(words.prefix { $0.isNumber }), (400...699).contains(status) { return .refused(status) }
        // Requested or not, the user agent says "by user" whenever it ends a call itself, including at its own
        // shutdown.
        if hangUpRequested { return .local }
        if audioFailed || words.contains("end of file") || words.contains("unknown error") { return .audio }
        if words.contains("rtp stream") { return .mediaLost }
        if words.contains("reset by user") { return .agentLost }
        if established && words.contains("reset by peer") || words.isEmpty { return .remote }
        return .unreachable
    }
}
