/// One JSON value (RFC 8259).
///
/// Events are read into this form instead of being decoded into a fixed type, because a platform must keep the fields
/// of a newer booth that it does not know yet.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or an exponent, or one beyond 64 bits.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The text of a string; nil for every other kind.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of an integer; nil for every other kind.
    var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The elements of an array; nil for every other kind.
    var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object; nil for every other kind.
    var object: JSONObject? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The member of an object with that name; nil if there is none or this is no object.
    subscript(name: String) -> JSONValue? { object?[name] }
}
