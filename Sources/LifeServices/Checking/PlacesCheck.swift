import Foundation
import KioskCore

/// Where the places of a GeoJSON file (RFC 7946) stand, whether near the booth or not: a place in the sea, or beyond China, is a
/// mistake of whoever made the file.
struct PlacesCheck {
    let booth: Booth
    let place: FindingPlace

    private struct Document: Decodable {
        var features: [Feature]
    }

    private struct Feature: Decodable {
        private enum Key: String, CodingKey { case geometry }
        private enum GeometryKey: String, CodingKey { case type, coordinates }

        /// Longitude and latitude of a point; nil for anything else.
        var point: [Double]?

        init(from decoder: any Decoder) {
            guard let own = try? decoder.container(keyedBy: Key.self),
                let geometry = try? own.nestedContainer(keyedBy: GeometryKey.self, forKey: .geometry),
                (try? geometry.decode(String.self, forKey: .type)) == "Point"
            else { return }
            point = try? geometry.decode([Double].self, forKey: .coordinates)
        }
    }

    /// What is wrong with where the places are, element by element.
    var findings: [DataFinding] {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(place.bytes)) else { return [] }
        // Finding an element's line costs a walk through the file.
        return document.features.enumerated().compactMap { index, feature in
            guard let point = feature.point, point.count >= 2,
                let doubt = Geography.doubt(latitude: point[1], longitude: point[0])
            else { return nil }
            return (index, doubt)
        }.prefix(200).map { (index: Int, doubt: Geography.Doubt) in
            place.finding(
                at: [.key("features"), .index(index), .key("geometry"), .key("coordinates")],
                "this place \(doubt.message)", "write longitude, then latitude (RFC 7946), such as [121.42, 31.24]")
        }
    }
}
