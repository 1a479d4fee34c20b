import Reading
import Vocabulary

/// Checks where the places of a GeoJSON file (RFC 7946) are, whether near the booth or not. A place in the sea or
/// outside China is a mistake in the file.
struct PlacesCheck {
    let booth: Booth
    let place: FindingPlace

    /// The places with doubtful positions, element by element.
    var findings: [DataFinding] {
        guard let document = try? JSONNode(document: place.bytes, Remarks()) else { return [] }
        // Finding an element's line takes a walk through the whole file.
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

    /// The position of a feature; nil if it is not a point, which the reader has reported.
    private static func point(_ feature: JSONNode) -> (longitude: Double, latitude: Double)? {
        guard let geometry = feature["geometry"], let type = geometry["type"], type.isText, type.text == "Point",
            let values = geometry["coordinates"]?.items, values.count >= 2, values[0].isNumber, values[1].isNumber,
            let longitude = values[0].number, let latitude = values[1].number
        else { return nil }
        return (longitude, latitude)
    }
}
