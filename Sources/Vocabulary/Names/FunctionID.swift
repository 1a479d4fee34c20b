/// The technician's name of a function, such as `taxi`: lower-case letters, digits and hyphens.
public struct FunctionID: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String
    /// A name as written in `functions.yaml`.
    public init(rawValue: String) { self.rawValue = rawValue }
}
