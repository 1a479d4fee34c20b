/// What became of an attempt to update the booth's packages, as `booth-update` wrote it (deploy/update/README.md).
public struct UpdateRecord: Equatable, Sendable {
    /// How it ended.
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
        case updated, postponed, interrupted
        case rolledBack = "rolled-back"
        case refused, failed
    }

    /// The reasons that `booth-update` gives, as its README explains them.
    public static let reasons = [
        "healthy", "in-use", "power-cut", "does-not-install", "does-not-start", "died", "worse-than-before",
        "files-missing", "interrupted-too-often", "interrupted", "disk-full", "download-failed", "repository-signature",
        "source-unsafe", "repository-expired", "repository-not-yet-valid", "changes-others", "nothing-to-go-back-to",
        "broken-before", "cannot-go-back",
    ]

    /// What it was about.
    public enum Subject: String, CaseIterable, Hashable, Sendable {
        case booth = "hello-booth"
        case sos = "hello-booth-sos"
        case platform = "hello-booth-platform"
        case keyring = "hello-booth-keyring"
        /// The repository itself.
        case repository = ""
    }

    /// The attempt's own id (a random UUID in lower case). With it a platform recognises a result that it has already.
    public var id: String
    /// What it was about.
    public var subject: Subject
    /// How it ended.
    public var outcome: Outcome
    /// Why: one of `reasons`.
    public var reason: String
    /// The version before, a Debian version; nil if there was none or it is of no usual form.
    public var from: String?
    /// The version that was to come.
    public var to: String?
    /// The version afterwards.
    public var installed: String?

    /// A record. Versions that are not of the usual form are left out, so that no other text can be in their place.
    /// - Returns: nil if the id is no UUID in lower case, or the reason is none of `reasons`.
    public init?(
        id: String, subject: Subject, outcome: Outcome, reason: String, from: String?, to: String?, installed: String?
    ) {
        guard Self.isIdentifier(id), Self.reasons.contains(reason) else { return nil }
        (self.id, self.subject, self.outcome, self.reason) = (id, subject, outcome, reason)
        self.from = from.flatMap(Self.version)
        self.to = to.flatMap(Self.version)
        self.installed = installed.flatMap(Self.version)
    }

    /// Whether somebody should know it at once.
    var isUrgent: Bool { outcome == .rolledBack || outcome == .failed || outcome == .refused }

    private static func isIdentifier(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        let isHexadecimal = groups.joined().allSatisfy { $0.isASCII && ($0.isNumber || ("a"..."f").contains($0)) }
        return isHexadecimal && groups.map(\.count) == [8, 4, 4, 4, 12]
    }

    /// A version such as `1.2` or `0.1.0+494.g368047648c`; the schema has the same form.
    private static func version(_ text: String) -> String? {
        let end = text.firstIndex { "+~-".contains($0) } ?? text.endIndex
        let numbers = text[..<end].split(separator: ".", omittingEmptySubsequences: false)
        let suffix = text[end...].dropFirst()
        let isNumbered =
            (2...4).contains(numbers.count)
            && numbers.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }
        let isPlain = suffix.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase || $0 == "." || $0 == "~") }
        let isSuffixed = end == text.endIndex || (1...24).contains(suffix.count) && isPlain
        return isNumbered && isSuffixed ? text : nil
    }
}
