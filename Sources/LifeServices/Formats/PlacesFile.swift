import Foundation
import KioskCore

/// Places as GeoJSON (RFC 7946) points with OpenStreetMap's tags.
public enum PlacesFile {
    /// Why a file cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        /// The file, and what is wrong with it.
        public let description: String
    }

    /// An old person's pace, metres a minute: 720 m in 15 minutes.
    static let pace = 48
    /// Streets are longer than the straight line by about this much.
    private static let detour = 1.3
    /// Nobody walks further; a city's file is cut down to what is near.
    private static let farthest = 60
    private static let mostFeatures = 200_000

    private struct Document: Decodable {
        var type: String
        var features: [Feature]
        // Members of our own (RFC 7946, 6.1).
        var dated: String?
        var sample: Bool?
    }

    private struct Feature: Decodable {
        var geometry: Geometry?
        var properties: Tags?
    }

    private struct Geometry: Decodable {
        private enum Key: String, CodingKey { case type, coordinates }

        /// Longitude and latitude of a point; nil for other geometries.
        var point: [Double]?

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            guard try container.decode(String.self, forKey: .type) == "Point" else { return }
            point = try container.decode([Double].self, forKey: .coordinates)
        }
    }

    /// The properties that are read, and no others: a feature from OpenStreetMap can have dozens. Its values are texts; what
    /// another program has written as something else counts as absent.
    private struct Tags: Decodable {
        enum Name: String, CodingKey, CaseIterable {
            case amenity, shop, railway, name, phone
            case nameEnglish = "name:en"
            case nameJapanese = "name:ja"
            case nameKorean = "name:ko"
            case address = "addr:full"
            case addressEnglish = "addr:full:en"
            case addressJapanese = "addr:full:ja"
            case addressKorean = "addr:full:ko"
            case street = "addr:street"
            case houseNumber = "addr:housenumber"
            case hours = "opening_hours"
            case contactPhone = "contact:phone"
        }

        private let container: KeyedDecodingContainer<Name>

        init(from decoder: any Decoder) throws { container = try decoder.container(keyedBy: Name.self) }

        /// Read when it is asked for: most features are of a kind that is not shown, or too far away.
        subscript(name: Name) -> String? {
            container.contains(name) ? try? container.decode(String.self, forKey: name) : nil
        }
    }

    /// Reads a file and orders its places by walking time from the booth.
    /// - Throws: `Failure` if it cannot be read or is not such a file.
    public static func load(_ path: String, booth: Booth) throws -> PlaceList {
        do {
            return try list([UInt8](Data(contentsOf: URL(fileURLWithPath: path))), booth: booth, sample: false)
        } catch let error as SourceError {
            throw Failure(description: "\(path): \(error)")
        } catch {
            throw Failure(description: "\(path): \(error.localizedDescription)")
        }
    }

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        Reading(value: .places(try list(body, booth: context.booth, sample: context.source.sample)))
    }

    private static func list(_ body: [UInt8], booth: Booth, sample: Bool) throws(SourceError) -> PlaceList {
        let document = try Bytes.json(body, as: Document.self)
        guard document.type == "FeatureCollection" else {
            throw SourceError("type", .syntax("should be FeatureCollection"))
        }
        guard document.features.count <= mostFeatures else {
            throw SourceError("features", .tooMany(limit: mostFeatures))
        }
        var places: [Place] = []
        var hours: [String: OpeningHours?] = [:]
        for (index, feature) in document.features.enumerated() {
            guard let point = feature.geometry?.point else { continue }
            guard point.count >= 2, (-180...180).contains(point[0]), (-90...90).contains(point[1]) else {
                throw SourceError("features[\(index)].geometry.coordinates", .implausible("\(point)"))
            }
            guard let tags = feature.properties else { continue }
            if let place = place(tags, longitude: point[0], latitude: point[1], booth, &hours) { places.append(place) }
        }
        let ordered = places.map { (key: ($0.minutes, $0.name.text(in: .chinese)), place: $0) }.sorted {
            $0.key < $1.key
        }
        return PlaceList(
            places: ordered.map(\.place),
            dated: document.dated.flatMap { Plausible.text($0, most: 20) } ?? "", sample: document.sample ?? sample,
            pace: pace)
    }

    private static func place(
        _ tags: Tags, longitude: Double, latitude: Double, _ booth: Booth, _ known: inout [String: OpeningHours?]
    ) -> Place? {
        let metres = distance(latitude: latitude, longitude: longitude, from: booth)
        let minutes = max(1, (metres * detour / Double(pace)).rounded(.up))
        guard minutes <= Double(farthest), let kind = kind(tags),
            let name = tags[.name].flatMap({ Plausible.text($0, most: 60) })
        else { return nil }
        let address = tags[.address] ?? [tags[.street], tags[.houseNumber]].compactMap { $0 }.joined()
        let hours = tags[.hours].flatMap { Plausible.text($0, most: 255) }
        return Place(
            kind: kind,
            name: localized(tags, name, [.english: .nameEnglish, .japanese: .nameJapanese, .korean: .nameKorean]),
            address: localized(
                tags, address,
                [.english: .addressEnglish, .japanese: .addressJapanese, .korean: .addressKorean]),
            hours: hours, opening: hours.flatMap { opening($0, &known) },
            phone: (tags[.phone] ?? tags[.contactPhone]).flatMap(phone), minutes: Int(minutes),
            link: "https://osm.org/?mlat=\(latitude)&mlon=\(longitude)")
    }

    /// Most places of a town keep one of a few kinds of hours, so each is read once.
    private static func opening(_ hours: String, _ known: inout [String: OpeningHours?]) -> OpeningHours? {
        if let opening = known[hours] { return opening }
        let opening = OpeningHours(hours)
        known[hours] = .some(opening)
        return opening
    }

    private static func localized(
        _ tags: Tags, _ value: String, _ names: KeyValuePairs<LanguageCode, Tags.Name>
    ) -> LocalizedText {
        var values: [LanguageCode: String] = [.chinese: value]
        for (code, name) in names {
            if let text = tags[name].flatMap({ Plausible.text($0, most: 100) }) { values[code] = text }
        }
        return LocalizedText(values)
    }

    /// The digits that are dialled for the first number of `+86 21 5555 0141;+86 21 5555 0142`.
    private static func phone(_ text: String) -> String? {
        let first = text.utf8.prefix { $0 != UInt8(ascii: ";") }
        var digits = first.filter { (48...57).contains($0) }
        if first.starts(with: "+86".utf8) || first.starts(with: "0086".utf8) {
            digits.removeFirst(first.first == UInt8(ascii: "+") ? 2 : 4)
            // A mobile number is dialled as it is, a landline with the zero of its area.
            if digits.first != UInt8(ascii: "1") { digits.insert(UInt8(ascii: "0"), at: 0) }
        }
        return (3...20).contains(digits.count) ? String(decoding: digits, as: UTF8.self) : nil
    }

    private static func kind(_ tags: Tags) -> PlaceKind? {
        switch (tags[.amenity], tags[.shop], tags[.railway]) {
        case ("pharmacy", _, _): .pharmacy
        case ("hospital", _, _), ("clinic", _, _), ("doctors", _, _): .hospital
        case ("toilets", _, _): .toilet
        case ("canteen", _, _), ("restaurant", _, _), ("fast_food", _, _): .canteen
        case ("bank", _, _): .bank
        case ("police", _, _): .police
        case ("library", _, _): .library
        case ("marketplace", _, _), (_, "supermarket", _), (_, "greengrocer", _), (_, "convenience", _): .market
        case (_, _, "station"), (_, _, "subway_entrance"): .metro
        default: nil
        }
    }

    /// Metres on the ground; the flat earth is good enough within a walk.
    private static func distance(latitude: Double, longitude: Double, from booth: Booth) -> Double {
        let north = (latitude - booth.latitude) * 111_320
        let east = (longitude - booth.longitude) * 111_320 * cos(booth.latitude * .pi / 180)
        return (north * north + east * east).squareRoot()
    }
}
