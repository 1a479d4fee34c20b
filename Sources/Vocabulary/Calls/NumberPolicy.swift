/// What a number typed by a resident means: mainland mobiles and landlines may be called free of charge, complete
/// emergency numbers go to the emergency service, everything else is refused and it is said why.
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
    /// A service number, such as 123, 10086, 95588 or 400: not offered here.
    case service
    /// A number abroad.
    case abroad
    /// No number that there is.
    case refused

    /// Judges digits. Mobile numbers are 1 and ten more digits, the second from 3 to 9; landlines are seven or eight
    /// digits starting with 2 to 8, or an area code of three or four digits starting with 0 and then such a number.
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
        // The code of this country in front is what is too much.
        case (0, 0): self = numbers.count < 3 ? .incomplete : digits.hasPrefix("0086") ? .tooLong : .abroad
        case (0, let area):
            // 010 and 02x are three digits, all others four; the subscriber's number does not start with 0 or 1.
            let code = area <= 2 ? 3 : 4
            self = Self.judge(numbers.count, code + 7...code + 8)
            if self == .allowed, !(2...8).contains(numbers[code]) { self = .refused }
        case (1, 3...9):
            self = Self.judge(numbers.count, 11...11)
            // Satellite telephones look like mobiles and cost many times as much.
            if self == .allowed, Self.satellites.contains(where: digits.hasPrefix) { self = .service }
        case (1, _): self = numbers.count < 3 ? .incomplete : numbers.count <= 8 ? .service : .refused
        // No landline starts with 9: 95xxx and 96xxx, up to eight digits of them, are services.
        case (9, 5...6) where 5...8 ~= numbers.count: self = .service
        case (9, _): self = numbers.count < 5 ? .incomplete : .refused
        // 400 and 800 are no beginning of a landline either, so that they are known before their tenth digit.
        case (4, 0) where digits.hasPrefix("400"), (8, 0) where digits.hasPrefix("800"):
            self = Self.judge(numbers.count, 10...10)
            if self == .allowed { self = .service }
        default: self = Self.judge(numbers.count, 7...8)
        }
    }

    /// What the numbers of the two satellite services start with.
    private static let satellites = ["1349", "1740", "1749"]

    private static func judge(_ count: Int, _ right: ClosedRange<Int>) -> NumberPolicy {
        count < right.lowerBound ? .incomplete : count > right.upperBound ? .tooLong : .allowed
    }

    /// The number in groups as it is shown and remembered: 138 / 1234 / 5678.
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
