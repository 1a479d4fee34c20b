/// What can be wrong with the bytes on the control connection. Carries none of them, since they may contain a number.
public enum ControlProtocolError: String, Error, Hashable, Sendable {
    /// A netstring that does not start with a decimal length and a colon.
    case malformedLength
    /// A netstring without its closing comma.
    case missingComma
    /// A netstring that is not a JSON object of the agent.
    case malformedMessage
}
