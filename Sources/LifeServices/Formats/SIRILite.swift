import Reading
import Vocabulary

/// SIRI 2.0 StopMonitoring in its Lite form (CEN/TS 15531, JSON): which buses come to a stop, and when.
enum SIRILite {
    private static let mostVisits = 500

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        guard let service = root.object("Siri", needed: true)?.object("ServiceDelivery", needed: true) else {
            throw remarks.first ?? SourceError("Siri", .missing)
        }
        let deliveries = service.list("StopMonitoringDelivery", needed: true).compactMap(\.object)
        guard !deliveries.isEmpty else {
            throw remarks.first ?? SourceError(service.path("StopMonitoringDelivery"), .missing)
        }
        let good = try withoutRefused(deliveries, service)
        var stamps: [Int64] = []
        for node in good + [service] where stamps.isEmpty {
            stamps += [node.instant("ResponseTimestamp", context)].compactMap { $0 }
        }
        if stamps.isEmpty { service.remark("ResponseTimestamp", .undated) }
        var board = StopBoard(context, remarks)
        var left = mostVisits
        var seen = 0
        for delivery in good {
            let cancelled = Set(delivery.list("MonitoredStopVisitCancellation", most: mostVisits).flatMap(references))
            let visits = delivery.list("MonitoredStopVisit", most: left)
            left -= visits.count
            seen += visits.count
            for visit in visits { add(visit, cancelled, to: &board, context) }
        }
        if seen > 0, board.good == 0, let first = remarks.first { throw first }
        return Reading(
            value: .buses(board.finish()), asOf: stamps.first,
            validUntil: good.lazy.compactMap { $0.instant("ValidUntil", context) }.first, remarks: remarks.all)
    }

    // MARK: Errors

    /// The deliveries, without those that the service refuses. At night the service may have nothing to report about a
    /// stop (`NoInfoForTopicError`). That means an empty board and is not a fault.
    private static func withoutRefused(
        _ deliveries: [JSONNode], _ service: JSONNode
    ) throws(SourceError) -> [JSONNode] {
        var good: [JSONNode] = []
        var refused: SourceError?
        for delivery in deliveries {
            guard let error = delivery["ErrorCondition"], !mentions("NoInfoForTopicError", error, 4) else {
                good.append(delivery)
                continue
            }
            let refusal = SourceError(service.path("StopMonitoringDelivery"), .refused(words(of: error)))
            refused = refused ?? refusal
            if !good.isEmpty || deliveries.count > 1 { delivery.remark(refusal.reason) }
        }
        if good.isEmpty, let refused { throw refused }
        return good
    }

    /// Whether a word appears in a name or a text anywhere inside a node.
    private static func mentions(_ word: String, _ node: JSONNode, _ depth: Int) -> Bool {
        guard depth > 0 else { return false }
        if node.isText { return node.text?.contains(word) == true }
        if node.isList { return node.items.contains { mentions(word, $0, depth - 1) } }
        return node.names.contains { name in
            name == word || node[name].map { mentions(word, $0, depth - 1) } == true
        }
    }

    private static func words(of error: JSONNode) -> String {
        for place in [error] + ["OtherError", "ErrorInformation"].compactMap({ error[$0] }) {
            for name in ["Description", "ErrorText", "ErrorDescription"] {
                if let text = place[name].flatMap({ Words($0, most: 100)?.first }) { return text }
            }
        }
        return error.names.first ?? "ErrorCondition"
    }

    // MARK: Visits

    private static func add(
        _ visit: JSONNode, _ cancelled: Set<String>, to board: inout StopBoard, _ context: ReadingContext
    ) {
        guard let visit = visit.object, let journey = visit.object("MonitoredVehicleJourney", needed: true),
            let call = journey.object("MonitoredCall", needed: true)
        else { return }
        if let stop = context.source.stop?.id {
            let ids = [text(visit, "MonitoringRef"), text(call, "StopPointRef")].compactMap { $0 }
            guard ids.isEmpty || ids.contains(stop) else { return board.sawGood() }
        }
        if board.feedName == nil { board.feedName = call["StopPointName"].flatMap { Words($0, most: 100) } }
        let (line, name) = (text(journey, "LineRef"), text(journey, "PublishedLineName"))
        guard let id = line ?? name else { return journey.remark("LineRef", .missing) }
        let key = trip(visit, journey)
        let recorded = visit.instant("RecordedAtTime", context)
        guard !isCancelled(visit, journey, call), cancelled.isDisjoint(with: references(visit) + references(journey))
        else {
            return board.cancel(trip: key, recorded)
        }
        guard let arrival = arrival(call, context) else { return }
        board.add(
            StopBoard.Arrival(
                time: arrival, line: id, name: name,
                towards: journey["DestinationName"].flatMap { Words($0, most: 100) }, trip: key, recorded: recorded))
    }

    /// The first readable time; expected times come before those of the timetable.
    private static func arrival(_ call: JSONNode, _ context: ReadingContext) -> Int64? {
        let names = ["ExpectedArrivalTime", "ExpectedDepartureTime", "AimedArrivalTime", "AimedDepartureTime"]
        return names.lazy.compactMap { call.instant($0, context) }.first
    }

    /// Whether a bus does not come, which feeds express in many ways.
    private static func isCancelled(_ visit: JSONNode, _ journey: JSONNode, _ call: JSONNode) -> Bool {
        let words = [call["ArrivalStatus"], call["DepartureStatus"], journey["VehicleStatus"], call["VehicleStatus"]]
        if words.contains(where: { node in
            ["cancelled", "canceled"].contains(node.flatMap { Words($0, most: 100)?.first }?.lowercased())
        }) {
            return true
        }
        return [visit["Cancellation"], journey["Cancellation"], call["Cancellation"]].contains { node in
            guard let node else { return false }
            return node.isText ? ["true", "1"].contains(node.text?.lowercased()) : node.isTrue
        }
    }

    /// The references of a cancellation.
    private static func references(_ node: JSONNode) -> [String] {
        let journeys = ["FramedVehicleJourneyRef", "VehicleJourneyRef"].compactMap { node[$0] }
        let names = ["ItemRef", "ItemIdentifier", "DatedVehicleJourneyRef", "VehicleJourneyRef"]
        return ([node] + journeys).flatMap { place in
            names.compactMap { name in
                place[name].flatMap { $0.isText || $0.isList ? Words($0, most: 200)?.first : nil }
            }
        }
    }

    /// Identifies one trip of a bus: its journey on its day; nil if the feed does not say.
    private static func trip(_ visit: JSONNode, _ journey: JSONNode) -> StopBoard.Trip? {
        let framed = journey["FramedVehicleJourneyRef"]
        guard let id = framed.flatMap({ text($0, "DatedVehicleJourneyRef") }) ?? text(journey, "DatedVehicleJourneyRef")
        else {
            return nil
        }
        return StopBoard.Trip(
            journey: "\(framed.flatMap { text($0, "DataFrameRef") } ?? "") \(id)",
            call: "\(visit["VisitNumber"]?.number ?? 0)")
    }

    private static func text(_ node: JSONNode, _ name: String) -> String? {
        node[name].flatMap { Words($0, most: 200)?.first }
    }
}

/// SIRI's text, which may be a plain text, `{ "value": … }`, or a list of either.
struct Words: Sendable {
    /// The texts by language; a text without one is in the booth's own.
    var text: LocalizedText
    /// The first text as it came.
    var first: String

    /// Reads a text; nil with a remark if the node holds none.
    init?(_ node: JSONNode, most: Int) {
        text = [:]
        var first: String?
        for item in node.items.prefix(20) {
            let isTagged = !item.isText
            guard let plain = isTagged ? item.object?.line("value", most: most, needed: true) : item.line(most: most)
            else {
                continue
            }
            first = first ?? plain
            let code = Plausible.language(isTagged ? item.text("lang") : nil)
            if text.values[code] == nil { text.values[code] = plain }
        }
        guard let first else { return nil }
        self.first = first
    }
}
