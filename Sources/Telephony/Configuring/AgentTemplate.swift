public import Vocabulary

/// Why the agent's configuration could not be rendered. No case contains a password.
public enum AgentTemplateError: Error, Equatable {
    /// The template names something that has no value. Lines count from 1.
    case unknownPlaceholder(String, line: Int)
    /// A value that the agent would cut off or misread: it contains white space or is too long.
    case unusableValue(placeholder: String)
    /// A user name, host or password with a character that the agent's accounts cannot hold: `;`, `,`, `"`, `<`, `>` or
    /// space.
    case unusableCredentials(TrunkID)
}

/// A text with `{{placeholders}}`. Comments stay as they are. A line with a placeholder that has no value (nil) is left
/// out; this is how a template says "only if".
struct AgentTemplate {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Renders each line that has placeholders once for each of `values`.
    func render(_ values: [[String: String?]]) throws(AgentTemplateError) -> String {
        var result: [String] = []
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("#") || !line.contains("{{") {
                result.append(String(line))
            } else {
                for values in values {
                    if let rendered = try Self.fill(line, with: values, number: index + 1) { result.append(rendered) }
                }
            }
        }
        return result.joined(separator: "\n")
    }

    private static func fill(
        _ line: Substring, with values: [String: String?], number: Int
    ) throws(AgentTemplateError) -> String? {
        var result = ""
        var rest = line[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let value = values[name] else { throw .unknownPlaceholder(name, line: number) }
            guard let value else { return nil }
            guard value.utf8.count <= 200, !value.contains(where: \.isWhitespace) else {
                throw .unusableValue(placeholder: name)
            }
            result += rest[..<open.lowerBound] + value
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}
