/// What can be wrong with bytes on the control connection. Carries none of them, since they may hold a number.
public enum ControlProtocolError: String, Error, Hashable, Sendable {
    /// A netstring without a decimal length and a colon in front.
    case malformedLength
    /// A netstring without its closing comma.
    case missingComma
    /// A netstring that is no JSON object of the agent.
    case malformedMessage
}
