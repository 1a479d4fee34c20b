/// The emergency numbers as people dial them, perhaps with one digit too many from a trembling finger.
enum EmergencyNumber {
    static let all = ["110", "112", "119", "120", "122", "911", "999"]

    /// The ways to dial each number: as it is, and with any one digit except the last struck twice.
    private static let ways: [(dialled: String, number: String)] = all.flatMap { number in
        [(number, number)]
            + number.indices.dropLast().map { index in
                var trembling = number
                trembling.insert(number[index], at: index)
                return (trembling, number)
            }
    }

    /// Whether further digits may make this a number, or another number than it is.
    static func isOpen(_ dialled: String) -> Bool {
        let present = numbers(dialled)
        return ways.contains {
            $0.dialled.hasPrefix(dialled) && $0.dialled != dialled && numbers($0.dialled) != present
        }
    }

    /// Whether these digits are a number or may yet become one.
    static func isBegun(_ dialled: String) -> Bool { isOpen(dialled) || !numbers(dialled).isEmpty }

    /// The complete numbers that these digits may mean; empty if they are not complete. 1120 may mean 112, with which
    /// it begins, or 120 with its 1 struck twice.
    static func numbers(_ dialled: String) -> Set<String> {
        let exact = Set(ways.filter { $0.dialled == dialled }.map(\.number))
        guard !exact.isEmpty, dialled.count > 3, let before = all.first(where: { dialled.hasPrefix($0) }) else {
            return exact
        }
        return exact.union([before])
    }
}
