/// A resident's call-back number.
///
/// Whatever prints, interpolates or reflects it shows `138****5678`; the digits themselves leave only through `digits`,
/// which the request's row alone uses.
struct ContactNumber: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let digits: String

    /// nil unless these are 5 to 15 digits (E.164's maximum), a leading + allowed.
    init?(_ text: String) {
        let number = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
        guard (5...15).contains(number.utf8.count), number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        digits = text
    }

    /// The first three and last four digits of a mobile number; of a shorter one the last two.
    var masked: String {
        digits.utf8.count >= 11 ? "\(digits.prefix(3))****\(digits.suffix(4))" : "****\(digits.suffix(2))"
    }

    var description: String { masked }
    var debugDescription: String { masked }
    var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
