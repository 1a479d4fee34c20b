import Reporting
import Basics
import EventQueue
import Foundation

import KioskRuntime

extension Ports.Record {
    /// The record as the queue keeps it. The id is created here, once.
    func queued(booth: String) -> QueuedEvent {
        QueuedEvent(
            id: UUID().uuidString.lowercased(), type: event.cloudEventType,
            time: occurredAt ?? SystemClock.unixMilliseconds, urgent: event.isUrgent,
            data: event.data(booth: booth, session: session).serialized)
    }
}
