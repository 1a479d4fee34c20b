import Foundation
import KioskCore

/// The places packaged with the booth: GeoJSON (RFC 7946) points with OpenStreetMap's tags.
public enum PlacesFile {
    /// Why a file cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        /// The file, and what is wrong with it.
        public let description: String
    }

    /// An old person's pace, metres a minute: 720 m in 15 minutes.
    static let pace = 48.0
    /// Streets are longer than the straight line by about this much.
    static let detour = 1.3

    private struct Document: Decodable {
        var features: [Feature]
        var dated: String?
        var sample: Bool?
    }

    private struct Feature: Decodable {
        struct Geometry: Decodable {
            var type: String
            var coordinates: [Double]
        }
        var geometry: Geometry
        var properties: [String: String]
    }

    /// Reads a file and orders its places by walking time from the booth.
    /// - Throws: `Failure` if it cannot be read or is not such a file.
    public static func load(_ path: String, booth: Booth) throws -> PlaceList {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Failure(description: "\(path): \(error)")
        }
        let places = document.features.compactMap { feature in
            feature.geometry.type == "Point" ? place(feature, booth: booth) : nil
        }
        return PlaceList(
            places: places.sorted {
                ($0.minutes, $0.name.text(in: .chinese)) < ($1.minutes, $1.name.text(in: .chinese))
            },
            dated: document.dated ?? "", sample: document.sample ?? false)
    }

    private static func place(_ feature: Feature, booth: Booth) -> Place? {
        let tags = feature.properties
        let coordinates = feature.geometry.coordinates
        guard coordinates.count >= 2, let kind = kind(tags), let name = tags["name"] else { return nil }
        let metres = distance(
            latitude: coordinates[1], longitude: coordinates[0], from: (booth.latitude, booth.longitude))
        let minutes = max(1, Int((metres * detour / pace).rounded(.up)))
        let link = "https://www.openstreetmap.org/?mlat=\(coordinates[1])&mlon=\(coordinates[0])"
        return Place(
            kind: kind, name: localized(tags, "name", name),
            address: localized(tags, "addr:full", tags["addr:full"] ?? ""), hours: tags["opening_hours"],
            phone: tags["phone"].map { $0.filter(\.isWholeNumber) }, minutes: minutes, link: link)
    }

    private static func localized(_ tags: [String: String], _ key: String, _ value: String) -> LocalizedText {
        var values: [LanguageCode: String] = [.chinese: value]
        for code in [LanguageCode.english, .japanese, .korean] {
            if let text = tags["\(key):\(code.rawValue)"] { values[code] = text }
        }
        return LocalizedText(values)
    }

    private static func kind(_ tags: [String: String]) -> PlaceKind? {
        switch (tags["amenity"], tags["shop"], tags["railway"]) {
        case ("pharmacy", _, _): .pharmacy
        case ("hospital", _, _), ("clinic", _, _): .hospital
        case ("toilets", _, _): .toilet
        case ("canteen", _, _), ("restaurant", _, _): .canteen
        case ("bank", _, _): .bank
        case ("police", _, _): .police
        case ("library", _, _): .library
        case ("marketplace", _, _), (_, "supermarket", _), (_, "greengrocer", _): .market
        case (_, _, "station"), (_, _, "subway_entrance"): .metro
        default: nil
        }
    }

    /// Metres on the ground; the flat earth is good enough within a walk.
    private static func distance(latitude: Double, longitude: Double, from booth: (Double, Double)) -> Double {
        let north = (latitude - booth.0) * 111_320
        let east = (longitude - booth.1) * 111_320 * cos(booth.0 * .pi / 180)
        return (north * north + east * east).squareRoot()
    }
}
