import HTTPClient
import Reading

/// What tells the platform's own answer from that of whatever stands between: a booth behind a captive portal or a proxy is not
/// online, whatever status they answer with.
enum PlatformAnswer {
    /// Members of the platform's documents, one of which each has (docs/platform-api.yaml).
    private static let members: Set<String> = [
        "results", "time", "generated_at", "id", "state", "version", "amount_cents", "month",
        "weather", "buses", "activities", "notices",
    ]
    /// Far more than any document but the content has; that one is looked through by whoever reads it.
    private static let mostBytes = 1 << 20

    static func isOwn(_ response: HTTPResponse) -> Bool {
        switch response.status {
        case 304: return true
        case 300..<400, 407, 511: return false
        default: break
        }
        guard response.isOfType("application/json") || response.isOfType("application/problem+json") else {
            return false
        }
        // Nothing, or an object without members, says nothing, and nothing against it.
        guard !response.body.isEmpty, response.body.count <= mostBytes else { return true }
        // As leniently as it is read afterwards: one bad element in it makes it nobody else's.
        guard let object = try? JSONNode(document: response.body, Remarks()).object else { return false }
        let names = object.names
        if names.isEmpty { return true }
        if response.status >= 400 { return object["type"]?.text?.hasPrefix(PlatformProblem.types) == true }
        return !members.isDisjoint(with: names)
    }
}
