import Vocabulary
import Reading
import SwiftProtobuf

/// GTFS Realtime 2.0: a city's trip updates, of which those at one stop are used.
///
/// The generated decoder takes a message whole or not at all. The feed is therefore taken apart first, and each entity
/// and each call in it is decoded by itself. A delay without a time needs the timetable behind the feed, which a booth
/// does not have, so such an update is left out.
enum GTFSRealtime {
    private typealias Update = TransitRealtime_TripUpdate
    private typealias Kind = TransitRealtime_TripDescriptor.ScheduleRelationship

    /// Field numbers in the standard's definition.
    private enum Field {
        static let header = 1
        static let entity = 2
        static let tripUpdate = 3
        static let trip = 1
        static let tripID = 1
        static let relationship = 4
        static let routeID = 5
        static let stopTimeUpdate = 2
        static let timestamp = 4
        static let startTime = 2
        static let startDate = 3
    }

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        guard !body.isEmpty else { throw SourceError("", .empty) }
        guard let feed = ProtobufFields(body[...]), feed.fields.contains(where: { $0.number == Field.header }) else {
            throw SourceError("", .syntax("no GTFS Realtime feed, or cut off"))
        }
        let remarks = Remarks()
        guard let stop = context.source.stop?.id else { throw SourceError("stop.id", .missing) }
        let stamp = try stamp(feed, context, remarks)
        var board = StopBoard(context, remarks)
        let entities = feed.fields.filter { $0.number == Field.entity }
        for (index, entity) in entities.enumerated() {
            add(entity.content, "entity[\(index)]", at: stop, to: &board, context, remarks)
        }
        if !entities.isEmpty, board.good == 0, let first = remarks.all.first(where: { $0.place.hasPrefix("entity[") }) {
            throw first
        }
        return Reading(value: .buses(board.finish()), asOf: stamp, remarks: remarks.all)
    }

    /// The feed's time in milliseconds since 1970; nil with a remark if it has no plausible one.
    /// - Throws: an error if the feed is of another kind.
    private static func stamp(
        _ feed: ProtobufFields, _ context: ReadingContext, _ remarks: Remarks
    ) throws(SourceError) -> Int64? {
        let fields = feed.fields.filter { $0.number == Field.header }.flatMap(\.content)
        guard let header: TransitRealtime_FeedHeader = decoded(fields) else {
            remarks.add("header", .syntax("cannot be decoded"))
            return nil
        }
        let version = header.gtfsRealtimeVersion
        if version.isEmpty {
            remarks.add("header.gtfs_realtime_version", .missing)
        } else if !["1", "2"].contains(version.split(separator: ".", omittingEmptySubsequences: false).first) {
            throw SourceError(
                "header.gtfs_realtime_version", .unsupported("version '\(JSONNode.excerpt(version))'"))
        }
        guard header.incrementality == .fullDataset else {
            throw SourceError("header.incrementality", .unsupported("DIFFERENTIAL"))
        }
        guard header.hasTimestamp, header.timestamp > 0 else {
            remarks.add("header.timestamp", .undated)
            return nil
        }
        guard let stamp = Plausible.milliseconds(seconds: Double(header.timestamp), context) else {
            remarks.add("header.timestamp", .implausible("\(header.timestamp)"))
            remarks.add("header.timestamp", .undated)
            return nil
        }
        return stamp
    }

    /// Decodes a message that may lack required fields.
    private static func decoded<Kind: Message>(_ bytes: some Sequence<UInt8>) -> Kind? {
        try? Kind(serializedBytes: Array(bytes), partial: true)
    }

    private static func add(
        _ entity: ArraySlice<UInt8>, _ place: String, at stop: String, to board: inout StopBoard,
        _ context: ReadingContext, _ remarks: Remarks
    ) {
        guard let fields = ProtobufFields(entity),
            let frame: TransitRealtime_FeedEntity = decoded(fields.without(Field.tripUpdate))
        else { return remarks.add(place, .syntax("cannot be decoded")) }
        let updates = fields.fields.filter { $0.number == Field.tripUpdate }
        guard !frame.isDeleted, !updates.isEmpty else { return board.sawGood() }
        for update in updates { add(update: update.content, "\(place).trip_update", at: stop, to: &board, remarks) }
    }

    private static func add(
        update bytes: ArraySlice<UInt8>, _ place: String, at stop: String, to board: inout StopBoard, _ remarks: Remarks
    ) {
        guard let fields = ProtobufFields(bytes),
            let trip = fields[Field.trip].map({ ProtobufFields($0.content) }) ?? ProtobufFields([])
        else { return remarks.add(place, .syntax("cannot be decoded")) }
        let calls = fields.fields.filter { $0.number == Field.stopTimeUpdate }
        let isCalledOff = [Kind.canceled, Kind.deleted].map(\.rawValue)
            .contains(Int(clamping: trip[Field.relationship]?.number64 ?? 0))
        let recorded = fields[Field.timestamp].map { Int64(clamping: $0.number64) }
        // A trip is identified by its id and its day; one that calls here twice, also by its call.
        let name = trip.text(Field.tripID).map {
            "\($0) \(trip.text(Field.startDate) ?? "") \(trip.text(Field.startTime) ?? "")"
        }
        guard let route = trip.text(Field.routeID) else {
            if isCalledOff || calls.isEmpty { return board.sawGood() }
            return remarks.add("\(place).trip.route_id", .missing)
        }
        board.sawGood()
        guard !isCalledOff else {
            if let name { board.cancel(journey: name, recorded) }
            return
        }
        for (index, field) in calls.enumerated() {
            guard let call: Update.StopTimeUpdate = decoded(field.content) else {
                remarks.add("\(place).stop_time_update[\(index)]", .syntax("cannot be decoded"))
                continue
            }
            guard call.hasStopID, call.stopID == stop else { continue }
            let key = name.map { name in
                StopBoard.Trip(journey: name, call: call.hasStopSequence ? "\(call.stopSequence)" : "")
            }
            guard call.scheduleRelationship != .skipped, call.scheduleRelationship != .noData else {
                board.cancel(trip: key, recorded)
                continue
            }
            // Some feeds write 0 for a time that they do not have.
            guard let time = [call.arrival, call.departure].map(\.time).first(where: { (1..<1 << 40).contains($0) })
            else {
                continue
            }
            board.add(
                StopBoard.Arrival(time: time * 1000, line: route, trip: key, recorded: recorded))
        }
    }
}
