/// A resident's call-back number.
///
/// Printing, interpolation and reflection show only `138****5678`. The digits themselves are available only through
/// `digits`, which only the request's row uses.
struct ContactNumber: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let digits: String

    /// Reads a number of 5 to 15 digits (E.164's maximum), with an optional leading +; nil for anything else.
    init?(_ text: String) {
        let number = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
        guard (5...15).contains(number.utf8.count), number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        digits = text
    }

    /// The first three and last four digits of a mobile number; of a shorter number, only the last two.
    var masked: String {
        digits.utf8.count >= 11 ? "\(digits.prefix(3))****\(digits.suffix(4))" : "****\(digits.suffix(2))"
    }

    var description: String { masked }
    var debugDescription: String { masked }
    var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
