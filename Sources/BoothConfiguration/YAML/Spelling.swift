/// Finds the word that somebody may have meant.
enum Spelling {
    /// The candidate nearest to a word, if it is near enough to be a typing error.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(word.lowercased())
        guard !typed.isEmpty, typed.count <= 40 else { return nil }
        let allowed = max(1, typed.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = self.distance(typed, Array(candidate.lowercased()))
            guard distance <= allowed, candidate != word else { continue }
            if let best, (best.distance, best.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two words (optimal string
    /// alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i]
            row.reserveCapacity(right.count + 1)
            for j in 1...right.count {
                let same = left[i - 1] == right[j - 1]
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, beforeLast[j - 2] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}

extension ProblemList {
    /// `did you mean 'x'?`, or the list of allowed words, or `otherwise` if there are too many of them.
    func suggestion(for word: String, among names: [String], otherwise: String? = nil) -> String {
        if wantsSuggestions, let nearest = Spelling.nearest(to: word, among: names) {
            return "did you mean '\(nearest)'?"
        }
        return otherwise ?? "possible here: \(names.joined(separator: ", "))"
    }
}
