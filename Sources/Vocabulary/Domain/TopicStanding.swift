/// How the sources of a topic stand: why there may be nothing to show. Whoever asks the sources knows it; what a page says
/// about having nothing is made from it.
public enum TopicStanding: Hashable, Sendable {
    /// Nobody was named who could tell: no source in `sources.yaml`, and nothing of it from the platform.
    case notSetUp
    /// Asked, and not answered yet.
    case waiting
    /// A source could not be reached, or what it gave could not be read. Where several sources add up, one is enough: what is
    /// missing may be there.
    case unreadable
    /// What there was speaks of a time too long ago; that time in milliseconds since 1970.
    case outdated(asOf: Int64)
    /// All sources were read: what they do not have is not there.
    case sound
}

/// Why a page has nothing to show. Each is said in other words: "there is none" is never said of what could not be read.
public enum Absence: Hashable, Sendable {
    /// It was looked at, and there is none.
    case none
    /// This booth does not offer it.
    case notSetUp
    /// It cannot be read now.
    case unreadable
    /// It is out of date since this time, milliseconds since 1970.
    case outdated(asOf: Int64)
    /// Nobody knows yet.
    case unknown
}
