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
        var properties: [String: Tag]?
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

    /// A property's text. OpenStreetMap's values are texts; what other programs add is not needed here.
    private struct Tag: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
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
        for (index, feature) in document.features.enumerated() {
            guard let point = feature.geometry?.point else { continue }
            guard point.count >= 2, (-180...180).contains(point[0]), (-90...90).contains(point[1]) else {
                throw SourceError("features[\(index)].geometry.coordinates", .implausible("\(point)"))
            }
            let tags = (feature.properties ?? [:]).compactMapValues(\.text)
            if let place = place(tags, longitude: point[0], latitude: point[1], booth) { places.append(place) }
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
        _ tags: [String: String], longitude: Double, latitude: Double, _ booth: Booth
    ) -> Place? {
        guard let kind = kind(tags), let name = tags["name"].flatMap({ Plausible.text($0, most: 60) }) else {
            return nil
        }
        let metres = distance(latitude: latitude, longitude: longitude, from: booth)
        let minutes = max(1, (metres * detour / Double(pace)).rounded(.up))
        guard minutes <= Double(farthest) else { return nil }
        let address = tags["addr:full"] ?? [tags["addr:street"], tags["addr:housenumber"]].compactMap { $0 }.joined()
        return Place(
            kind: kind, name: localized(tags, "name", name), address: localized(tags, "addr:full", address),
            hours: tags["opening_hours"].flatMap { Plausible.text($0, most: 255) },
            phone: (tags["phone"] ?? tags["contact:phone"]).flatMap(phone), minutes: Int(minutes),
            link: "https://osm.org/?mlat=\(latitude)&mlon=\(longitude)")
    }

    private static func localized(_ tags: [String: String], _ key: String, _ value: String) -> LocalizedText {
        var values: [LanguageCode: String] = [.chinese: value]
        for code in [LanguageCode.english, .japanese, .korean] {
            if let text = tags["\(key):\(code.rawValue)"].flatMap({ Plausible.text($0, most: 100) }) {
                values[code] = text
            }
        }
        return LocalizedText(values)
    }

    /// The digits that are dialled for the first number of `+86 21 5555 0141;+86 21 5555 0142`.
    private static func phone(_ text: String) -> String? {
        let first = text.prefix { $0 != ";" }
        var digits = first.filter { $0.isASCII && $0.isNumber }
        if first.hasPrefix("+86") || first.hasPrefix("0086") {
            digits.removeFirst(first.hasPrefix("+") ? 2 : 4)
            // A mobile number is dialled as it is, a landline with the zero of its area.
            if !digits.hasPrefix("1") { digits = "0" + digits }
        }
        return (3...20).contains(digits.count) ? digits : nil
    }

    private static func kind(_ tags: [String: String]) -> PlaceKind? {
        switch (tags["amenity"], tags["shop"], tags["railway"]) {
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
