import KioskCore

/// SIRI 2.0 StopMonitoring in its Lite form (CEN/TS 15531, JSON): which buses come to a stop, and when.
enum SIRILite {
    private static let mostVisits = 500

    private struct Document: Decodable {
        enum CodingKeys: String, CodingKey { case siri = "Siri" }
        var siri: Siri
    }

    private struct Siri: Decodable {
        enum CodingKeys: String, CodingKey { case service = "ServiceDelivery" }
        var service: Service
    }

    private struct Service: Decodable {
        enum CodingKeys: String, CodingKey {
            case timestamp = "ResponseTimestamp"
            case deliveries = "StopMonitoringDelivery"
        }
        var timestamp: String?
        var deliveries: OneOrMore<Delivery>?
    }

    private struct Delivery: Decodable {
        enum CodingKeys: String, CodingKey {
            case timestamp = "ResponseTimestamp"
            case validUntil = "ValidUntil"
            case error = "ErrorCondition"
            case visits = "MonitoredStopVisit"
        }
        var timestamp: String?
        var validUntil: String?
        var error: Problem?
        var visits: [Visit]?
    }

    private struct Problem: Decodable {
        enum CodingKeys: String, CodingKey {
            case description = "Description"
            case other = "OtherError"
        }
        struct Other: Decodable {
            enum CodingKeys: String, CodingKey { case text = "ErrorText" }
            var text: Words?
        }
        var description: Words?
        var other: Other?
    }

    private struct Visit: Decodable {
        enum CodingKeys: String, CodingKey {
            case stop = "MonitoringRef"
            case journey = "MonitoredVehicleJourney"
        }
        var stop: Words?
        var journey: Journey
    }

    private struct Journey: Decodable {
        enum CodingKeys: String, CodingKey {
            case line = "LineRef"
            case name = "PublishedLineName"
            case destination = "DestinationName"
            case call = "MonitoredCall"
        }
        var line: Words?
        var name: Words?
        var destination: Words?
        var call: Call?
    }

    private struct Call: Decodable {
        enum CodingKeys: String, CodingKey {
            case stop = "StopPointRef"
            case stopName = "StopPointName"
            case expectedArrival = "ExpectedArrivalTime"
            case expectedDeparture = "ExpectedDepartureTime"
            case aimedArrival = "AimedArrivalTime"
            case aimedDeparture = "AimedDepartureTime"
            case arrivalStatus = "ArrivalStatus"
            case departureStatus = "DepartureStatus"
        }
        var stop: Words?
        var stopName: Words?
        var expectedArrival: String?
        var expectedDeparture: String?
        var aimedArrival: String?
        var aimedDeparture: String?
        var arrivalStatus: Words?
        var departureStatus: Words?
    }

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let service = try Bytes.json(body, as: Document.self).siri.service
        let root = "Siri.ServiceDelivery"
        guard let deliveries = service.deliveries?.values, !deliveries.isEmpty else {
            throw SourceError("\(root).StopMonitoringDelivery", .missing)
        }
        for delivery in deliveries {
            guard let error = delivery.error else { continue }
            let words = error.description ?? error.other?.text
            throw SourceError("\(root).StopMonitoringDelivery", .refused(words?.first ?? "ErrorCondition"))
        }
        guard let stamp = deliveries[0].timestamp ?? service.timestamp else {
            throw SourceError("\(root).ResponseTimestamp", .missing)
        }
        guard let asOf = Plausible.instant(stamp, context) else {
            throw SourceError("\(root).ResponseTimestamp", .syntax("should be a time"))
        }
        let visits = deliveries.flatMap { $0.visits ?? [] }
        guard visits.count <= mostVisits else {
            throw SourceError("\(root).StopMonitoringDelivery.MonitoredStopVisit", .tooMany(limit: mostVisits))
        }
        var board = StopBoard(context)
        for (index, visit) in visits.enumerated() {
            try add(visit, "MonitoredStopVisit[\(index)]", to: &board, context)
        }
        return Reading(
            value: .buses(board.stop), asOf: asOf,
            validUntil: deliveries[0].validUntil.flatMap { Plausible.instant($0, context) }, remarks: board.remarks)
    }

    private static func add(
        _ visit: Visit, _ place: String, to board: inout StopBoard, _ context: ReadingContext
    ) throws(SourceError) {
        let journey = visit.journey
        guard let call = journey.call else {
            return board.remarks.append(SourceError("\(place).MonitoredCall", .missing))
        }
        if let stop = context.source.stop?.id {
            let ids = [visit.stop?.first, call.stop?.first].compactMap { $0 }
            guard ids.isEmpty || ids.contains(stop) else { return }
        }
        board.feedName = board.feedName ?? call.stopName
        guard let id = journey.line?.first ?? journey.name?.first else {
            return board.remarks.append(SourceError("\(place).LineRef", .missing))
        }
        if [call.arrivalStatus?.first, call.departureStatus?.first].contains("cancelled") { return }
        let times = [
            call.expectedArrival, call.expectedDeparture, call.aimedArrival, call.aimedDeparture,
        ].compactMap { $0 }
        guard let text = times.first else { return }
        guard let arrival = Plausible.instant(text, context) else {
            throw SourceError("\(place).MonitoredCall", .syntax("'\(text)' is no time"))
        }
        board.add(arrival, line: id, name: journey.name?.first, towards: journey.destination)
    }
}

/// SIRI's text, which is found as a text, as `{ "value": … }`, and as a list of either.
struct Words: Decodable, Sendable {
    private struct Tagged: Decodable {
        var value: String
        var lang: String?
    }

    /// By language; a text without one is the booth's own.
    var text: LocalizedText
    /// The first as it came.
    var first: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let plain = try? container.decode(String.self) {
            self.init([(plain, nil)])
        } else if let tagged = try? container.decode(Tagged.self) {
            self.init([(tagged.value, tagged.lang)])
        } else if let plain = try? container.decode([String].self) {
            self.init(plain.map { ($0, nil) })
        } else {
            self.init(try container.decode([Tagged].self).map { ($0.value, $0.lang) })
        }
    }

    private init(_ values: [(text: String, language: String?)]) {
        text = [:]
        for (value, tag) in values {
            guard let plain = Plausible.text(value, most: 100) else { continue }
            first = first ?? plain
            let primary = tag?.split(separator: "-").first?.lowercased() ?? "zh"
            let code = primary == "zh" ? LanguageCode.chinese : LanguageCode(rawValue: primary)
            if text.values[code] == nil { text.values[code] = plain }
        }
    }
}

/// What JSON has as one value or as a list of them.
struct OneOrMore<Value: Decodable & Sendable>: Decodable, Sendable {
    var values: [Value]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // A list is known by its bracket, not by a failed decoding, so that the place of a mistake in it is kept.
        if let _ = try? decoder.unkeyedContainer() {
            values = try container.decode([Value].self)
        } else {
            values = [try container.decode(Value.self)]
        }
    }
}
