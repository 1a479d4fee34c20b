import KioskCore
import Screens

/// Home's tiles are a telephone's keypad: whoever touches 1, 2 and 0 there dials, though the first tile's page has come in
/// between. So they stay under the finger for a moment.
struct HomeTiles {
    private var regions: [HitRegion] = []
    private var gap = Duration.zero
    private var until: Moment?

    /// A tile of home was touched; a key that is no digit ends it.
    mutating func touched(_ key: Key?, on frame: Frame?, at now: Moment, gap: Duration) {
        guard key?.digit != nil, let frame else { return until = nil }
        regions = frame.regions.filter { $0.key.digit != nil }
        self.gap = gap
        until = now + gap
    }

    /// The digit whose tile was there until a moment ago; from here on it is a moment again.
    mutating func digit(atColumn column: Int, row: Int, at now: Moment) -> Int? {
        guard let end = until, now < end,
            let digit = regions.last(where: { $0.area.contains(column: column, row: row) })?.key.digit
        else {
            until = nil
            return nil
        }
        until = now + gap
        return digit
    }
}
