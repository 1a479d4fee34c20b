/// What a number typed by a resident means: mainland mobiles and landlines may be called free of charge, complete
/// emergency numbers go to the emergency service, everything else is refused.
public enum NumberPolicy: Equatable, Sendable {
    /// May be dialled.
    case allowed
    /// An emergency number.
    case emergency(EmergencyService)
    /// An emergency number of another country.
    case chooser
    /// Too short to be anything.
    case incomplete
    /// A number that is not offered.
    case refused

    /// Judges digits. Mobile numbers are 1 and ten more digits, the second from 3 to 9; landlines are seven or eight
    /// digits not starting with 0 or 1, or an area code of three or four digits starting with 0 and then such a number.
    public init(digits: String, language: LanguageCode) {
        if let dialled = DialledEmergency(number: digits, language: language) {
            switch dialled {
            case .service(let service): self = .emergency(service)
            case .chooser: self = .chooser
            }
            return
        }
        let numbers = digits.compactMap(\.wholeNumberValue)
        guard numbers.count == digits.count, let first = numbers.first else {
            self = .incomplete
            return
        }
        switch (first, numbers.count) {
        case (1, 11): self = (3...9).contains(numbers[1]) ? .allowed : .refused
        case (1, ..<11): self = numbers.count > 1 && !(3...9).contains(numbers[1]) ? .refused : .incomplete
        case (0, ..<10): self = .incomplete
        case (0, 10...12): self = Self.isLandlineWithAreaCode(numbers) ? .allowed : .refused
        case (2...9, 7...8): self = .allowed
        case (2...9, ..<7): self = .incomplete
        default: self = .refused
        }
    }

    private static func isLandlineWithAreaCode(_ numbers: [Int]) -> Bool {
        // 010 and 02x are three digits, all others four; the subscriber's number does not start with 0 or 1.
        let areaLength = numbers[1] <= 2 ? 3 : 4
        let subscriber = numbers.dropFirst(areaLength)
        guard numbers[1] != 0, let first = subscriber.first else { return false }
        return first >= 2 && (7...8).contains(subscriber.count)
    }

    /// The number in groups as it is shown and remembered: 138 / 1234 / 5678.
    public static func groups(_ digits: String) -> [String] {
        let sizes: [Int]
        if digits.hasPrefix("1") {
            sizes = [3, 4, 4]
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
