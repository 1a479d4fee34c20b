/// The owner of a token.
enum Caller: Equatable, Sendable {
    case booth(String)
    case `operator`
}
