import KioskCore
import SwiftProtobuf

/// GTFS Realtime 2.0: a city's trip updates, of which those at one stop are taken.
///
/// A delay without a time needs the timetable behind the feed, which a booth does not have; such an update is left out.
enum GTFSRealtime {
    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        guard !body.isEmpty else { throw SourceError("", .empty) }
        let feed: TransitRealtime_FeedMessage
        do {
            feed = try TransitRealtime_FeedMessage(serializedBytes: body)
        } catch {
            throw SourceError("", .syntax("no GTFS Realtime feed, or cut off"))
        }
        guard ["1.0", "2.0"].contains(feed.header.gtfsRealtimeVersion) else {
            throw SourceError(
                "header.gtfs_realtime_version", .unsupported("version '\(feed.header.gtfsRealtimeVersion)'"))
        }
        guard feed.header.incrementality == .fullDataset else {
            throw SourceError("header.incrementality", .unsupported("DIFFERENTIAL"))
        }
        guard feed.header.hasTimestamp, feed.header.timestamp > 0 else {
            throw SourceError("header.timestamp", .missing)
        }
        guard let stamp = Int64(exactly: feed.header.timestamp), stamp < 1 << 40 else {
            throw SourceError("header.timestamp", .implausible("\(feed.header.timestamp)"))
        }
        guard let stop = context.source.stop?.id else { throw SourceError("stop.id", .missing) }
        var board = StopBoard(context)
        for entity in feed.entity where entity.hasTripUpdate && !entity.isDeleted {
            add(entity.tripUpdate, at: stop, to: &board)
        }
        return Reading(value: .buses(board.stop), asOf: stamp * 1000, remarks: board.remarks)
    }

    private static func add(_ update: TransitRealtime_TripUpdate, at stop: String, to board: inout StopBoard) {
        guard update.trip.scheduleRelationship != .canceled, update.trip.scheduleRelationship != .deleted,
            update.trip.hasRouteID
        else { return }
        for call in update.stopTimeUpdate where call.hasStopID && call.stopID == stop {
            guard call.scheduleRelationship != .skipped, call.scheduleRelationship != .noData else { continue }
            let event = call.hasArrival && call.arrival.hasTime ? call.arrival : call.departure
            guard event.hasTime, (1..<1 << 40).contains(event.time) else { continue }
            board.add(event.time * 1000, line: update.trip.routeID, name: nil, towards: nil)
        }
    }
}
