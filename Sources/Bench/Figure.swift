import Foundation

/// One measured result.
struct Figure: CustomStringConvertible {
    var name: String
    var value: Double
    var unit: String

    var description: String { "\(name) \(String(format: "%.3f", value)) \(unit)" }
}

/// The reason why a measurement could not be made.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}

extension [Double] {
    /// The middle value, or the mean of the two middle values if the count is even; 0 if there are none.
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
