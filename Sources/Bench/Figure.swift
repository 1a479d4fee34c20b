import Foundation

/// One result.
struct Figure: CustomStringConvertible {
    var name: String
    var value: Double
    var unit: String

    var description: String { "\(name) \(String(format: "%.3f", value)) \(unit)" }
}

/// A measurement that could not be made, in words.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}

extension [Double] {
    /// The middle value; of an even number, the mean of the two in the middle. 0 of none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

extension Duration {
    /// The duration in milliseconds.
    var milliseconds: Double { self / .milliseconds(1) }
}
