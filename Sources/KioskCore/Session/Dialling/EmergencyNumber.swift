/// The emergency numbers as people dial them: with one digit too many where a finger trembles.
enum EmergencyNumber {
    static let all = ["110", "112", "119", "120", "122", "911", "999"]

    /// Ways to dial each number: as it is, and with one digit but the last struck twice.
    private static let ways: [(dialled: String, number: String)] = all.flatMap { number in
        [(number, number)]
            + number.indices.dropLast().map { index in
                var trembling = number
                trembling.insert(number[index], at: index)
                return (trembling, number)
            }
    }

    /// Whether these digits may yet become a number, or another one than they are.
    static func isOpen(_ dialled: String) -> Bool {
        let present = numbers(dialled)
        return ways.contains {
            $0.dialled.hasPrefix(dialled) && $0.dialled != dialled && numbers($0.dialled) != present
        }
    }

    /// Whether these digits are a number, or may yet become one.
    static func isBegun(_ dialled: String) -> Bool { isOpen(dialled) || !numbers(dialled).isEmpty }

    /// The numbers that these digits may have been meant to be, complete; none if they are not. With 1120 both 112, which
    /// went before, and 120, its one struck twice, are meant.
    static func numbers(_ dialled: String) -> Set<String> {
        let exact = Set(ways.filter { $0.dialled == dialled }.map(\.number))
        guard !exact.isEmpty, dialled.count > 3, let before = all.first(where: { dialled.hasPrefix($0) }) else {
            return exact
        }
        return exact.union([before])
    }
}
