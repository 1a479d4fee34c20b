import Reading
import Vocabulary

/// Where the places of a GeoJSON file (RFC 7946) stand, whether near the booth or not: a place in the sea, or beyond China, is a
/// mistake of whoever made the file.
struct PlacesCheck {
    let booth: Booth
    let place: FindingPlace

    /// What is wrong with where the places are, element by element.
    var findings: [DataFinding] {
        guard let document = try? JSONNode(document: place.bytes, Remarks()) else { return [] }
        // Finding an element's line costs a walk through the file.
        return document.list("features").enumerated().compactMap { index, feature in
            guard let point = Self.point(feature),
                let doubt = Geography.doubt(latitude: point.latitude, longitude: point.longitude)
            else { return nil }
            return (index, doubt)
        }.prefix(200).map { (index: Int, doubt: Geography.Doubt) in
            place.finding(
                at: [.key("features"), .index(index), .key("geometry"), .key("coordinates")],
                "this place \(doubt.message)", "write longitude, then latitude (RFC 7946), such as [121.42, 31.24]")
        }
    }

    /// Where a feature stands; nil for what is no point, which the reader has named.
    private static func point(_ feature: JSONNode) -> (longitude: Double, latitude: Double)? {
        guard let geometry = feature["geometry"], let type = geometry["type"], type.isText, type.text == "Point",
            let values = geometry["coordinates"]?.items, values.count >= 2, values[0].isNumber, values[1].isNumber,
            let longitude = values[0].number, let latitude = values[1].number
        else { return nil }
        return (longitude, latitude)
    }
}
