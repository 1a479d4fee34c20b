/// The status of a topic's sources, which explains why there may be nothing to show. The code that asks the sources
/// reports it, and a page without content words its explanation from it.
public enum TopicStanding: Hashable, Sendable {
    /// No source is set up: none in `sources.yaml`, and the platform offers nothing on the topic.
    case notSetUp
    /// The sources were asked and have not answered yet.
    case waiting
    /// A source could not be reached, or its answer could not be read. If a topic has several sources, one such source
    /// is enough, because it may have what is missing.
    case unreadable
    /// The content refers to a time too long ago; that time in milliseconds since 1970.
    case outdated(asOf: Int64)
    /// All sources were read. What they do not list does not exist.
    case sound
}

/// Why a page has nothing to show. Each reason has its own words: a page never says "there is none" about something
/// that could not be read.
public enum Absence: Hashable, Sendable {
    /// The sources were read, and there is none.
    case none
    /// This booth does not offer it.
    case notSetUp
    /// It cannot be read now.
    case unreadable
    /// It is out of date; the time it refers to, in milliseconds since 1970.
    case outdated(asOf: Int64)
    /// It is not known yet.
    case unknown
}
