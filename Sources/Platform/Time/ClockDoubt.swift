import Foundation

/// Why the platform's wall clock is not trusted.
enum ClockDoubt: Equatable, Sendable {
    /// It was set while the platform ran, by this many seconds.
    case moved(TimeInterval)
    /// It is earlier than the time of the last run, or of the newest event or heartbeat.
    case behind(Date)
    /// It is long after that: the platform was off for long, or the clock is ahead.
    case ahead(Date)
    /// All booths heard lately have another time.
    case booths

    /// The words for the log and the page.
    var words: (zh: String, en: String) {
        switch self {
        case .moved(let seconds):
            let hours = String(format: "%+.1f", seconds / 3600)
            return ("运行中被拨动了 \(hours) 小时", "it was set by \(hours) h while the platform ran")
        case .behind(let date):
            return (
                "比上次运行或最新的记录还早（\(Timestamp.text(date))）",
                "it is before the last run or the newest record (\(Timestamp.text(date)))"
            )
        case .ahead(let date):
            return (
                "比上次运行或最新的记录晚了一天以上（\(Timestamp.text(date))）",
                "it is more than a day after the last run or the newest record (\(Timestamp.text(date)))"
            )
        case .booths: return ("跟各亭的时钟差一天以上", "it is more than a day away from every booth's clock")
        }
    }
}
