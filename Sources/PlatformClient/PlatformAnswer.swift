import HTTPClient
import Reading

/// Tells the platform's own answers from those of anything in between. A booth behind a captive portal or a proxy is
/// not online, whatever status that answers with.
enum PlatformAnswer {
    /// Member names of the platform's documents (docs/platform-api.yaml). Each document has at least one of them.
    private static let members: Set<String> = [
        "results", "time", "generated_at", "id", "state", "version", "amount_cents", "month",
        "weather", "buses", "activities", "notices",
    ]
    /// Far more bytes than any document has, except the content. The content's reader checks that one.
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
        // An empty body and an object without members are no evidence either way.
        guard !response.body.isEmpty, response.body.count <= mostBytes else { return true }
        // Parsed as leniently as it is read later: one bad element does not make it somebody else's document.
        guard let object = try? JSONNode(document: response.body, Remarks()).object else { return false }
        let names = object.names
        if names.isEmpty { return true }
        if response.status >= 400 { return object["type"]?.text?.hasPrefix(PlatformProblem.types) == true }
        return !members.isDisjoint(with: names)
    }
}
