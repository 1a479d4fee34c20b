import KioskCore
import KioskRuntime
import Reporting
import Serial

/// Reports what became of updates of the booth's software.
extension KioskProcess {
    /// How often the file is looked at: a result that needs no restart, such as a refused repository, comes at night.
    private static let interval = Duration.seconds(600)
    /// By then the records are in the queue. Only afterwards are they noted as reported: twice is better than never.
    private static let untilKept = Duration.seconds(5)

    /// Looks for new results, and again after a while.
    func watchUpdates() {
        let (records, remarks) = updates.takeNew()
        for remark in remarks { Log.line(remark) }
        report(records)
        updateWatch = Main.alarm(after: Self.interval) { [weak self] in self?.watchUpdates() }
    }

    private func report(_ records: [UpdateRecord]) {
        guard !records.isEmpty else { return }
        for record in records {
            Log.line("update: \(record.subject.rawValue) \(record.outcome.rawValue) (\(record.reason))")
            runtime.send(.updateEnded(record))
        }
        let state = locations.state
        Blocking.run(after: Self.untilKept) { UpdateResults.keep(records, state: state) }
    }
}
