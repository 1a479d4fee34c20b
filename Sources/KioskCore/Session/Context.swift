public import Vocabulary

/// What the core may know of the world while it decides: values, never a clock or a file.
public struct Context: Equatable, Sendable {
    /// Functions and words.
    public var catalogue: Catalogue
    /// The booth's settings.
    public var settings: Settings
    /// Monotonic time of the action.
    public var now: Moment
    /// Civil time of the action; nil while the clock is not trusted.
    public var wall: WallTime?

    /// A context.
    public init(catalogue: Catalogue, settings: Settings, now: Moment, wall: WallTime? = nil) {
        self.catalogue = catalogue
        self.settings = settings
        self.now = now
        self.wall = wall
    }
}
