public import Vocabulary

/// A call in the agent that this run of the kiosk did not dial: one that a former run made, or somebody calling the
/// booth.
public struct FoundCall: Hashable, Sendable {
    /// How far the call has come.
    public enum Progress: Hashable, Sendable {
        /// Dialled, with nothing back yet.
        case dialled
        /// It rings at the far side.
        case ringing
        /// Early media (183).
        case earlyMedia
        /// Answered.
        case established
        /// Somebody calls the booth.
        case incoming
    }

    /// The trunk it uses.
    public var trunk: TrunkID
    /// The far side's number; never for a log or an event.
    public var number: String
    /// How far it has come.
    public var progress: Progress
    /// Whether the call journal describes this very call.
    public var isExplained: Bool
    /// Whether another program of the booth has made it, such as the SOS service in place of a kiosk that did not
    /// answer.
    public var isOfBooth = false

    /// A found call.
    public init(trunk: TrunkID, number: String, progress: Progress, isExplained: Bool = false) {
        self.trunk = trunk
        self.number = number
        self.progress = progress
        self.isExplained = isExplained
    }
}
