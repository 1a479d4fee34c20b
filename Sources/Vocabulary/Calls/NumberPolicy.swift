/// What a number typed by a resident means. Mainland mobiles and landlines may be called free of charge. Complete
/// emergency numbers go to the emergency service. Everything else is refused, with the reason.
public enum NumberPolicy: Equatable, Sendable {
    /// May be dialled.
    case allowed
    /// An emergency number.
    case emergency(EmergencyService)
    /// An emergency number of another country.
    case chooser
    /// Digits are missing.
    case incomplete
    /// There are more digits than a number has.
    case tooLong
    /// A service number, such as 123, 10086, 95588 or 400. The booth does not offer these.
    case service
    /// A number abroad.
    case abroad
    /// Not a valid number.
    case refused

    /// Judges the digits of a number.
    ///
    /// A mobile number has eleven digits: 1, then 3 to 9, then nine more. A landline number has seven or eight digits
    /// and starts with 2 to 8. An area code of three or four digits, which starts with 0, may stand before it.
    public init(digits: String, language: LanguageCode) {
        if let dialled = DialledEmergency(number: digits, language: language) {
            switch dialled {
            case .service(let service): self = .emergency(service)
            case .chooser: self = .chooser
            }
            return
        }
        let numbers = digits.compactMap(\.wholeNumberValue)
        guard numbers.count == digits.count, numbers.count >= 2 else {
            self = .incomplete
            return
        }
        switch (numbers[0], numbers[1]) {
        // With 0086 the number is domestic: the country code is the surplus.
        case (0, 0): self = numbers.count < 3 ? .incomplete : digits.hasPrefix("0086") ? .tooLong : .abroad
        case (0, let area):
            // 010 and 02x are three digits, all others four. No subscriber number starts with 0, 1 or 9.
            let code = area <= 2 ? 3 : 4
            self = Self.judge(numbers.count, code + 7...code + 8)
            if self == .allowed, !(2...8).contains(numbers[code]) { self = .refused }
        case (1, 3...9):
            self = Self.judge(numbers.count, 11...11)
            // Numbers of satellite telephones look like mobile numbers, but calls to them cost many times as much.
            if self == .allowed, Self.satellites.contains(where: digits.hasPrefix) { self = .service }
        case (1, _): self = numbers.count < 3 ? .incomplete : numbers.count <= 8 ? .service : .refused
        // No landline number starts with 9. 95xxx and 96xxx, with five to eight digits, are services.
        case (9, 5...6) where 5...8 ~= numbers.count: self = .service
        case (9, _): self = numbers.count < 5 ? .incomplete : .refused
        // No landline number starts with 400 or 800 either, so these are recognised before their tenth digit.
        case (4, 0) where digits.hasPrefix("400"), (8, 0) where digits.hasPrefix("800"):
            self = Self.judge(numbers.count, 10...10)
            if self == .allowed { self = .service }
        default: self = Self.judge(numbers.count, 7...8)
        }
    }

    /// Prefixes of the two satellite services.
    private static let satellites = ["1349", "1740", "1749"]

    private static func judge(_ count: Int, _ right: ClosedRange<Int>) -> NumberPolicy {
        count < right.lowerBound ? .incomplete : count > right.upperBound ? .tooLong : .allowed
    }

    /// The number in the groups in which people read and remember it: 138 / 1234 / 5678.
    public static func groups(_ digits: String) -> [String] {
        let sizes: [Int]
        if digits.hasPrefix("1") {
            sizes = [3, 4, 4]
        } else if digits.hasPrefix("400") || digits.hasPrefix("800") {
            sizes = [3, 3, 4]
        } else if digits.hasPrefix("0") {
            let area = digits.dropFirst().first.map { $0 <= "2" } ?? true
            sizes = [area ? 3 : 4, 4, 4]
        } else {
            sizes = [4, 4]
        }
        var rest = Substring(digits)
        var groups: [String] = []
        for size in sizes where !rest.isEmpty {
            groups.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        if !rest.isEmpty { groups.append(String(rest)) }
        return groups
    }
}
