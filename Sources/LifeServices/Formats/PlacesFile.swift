import Foundation
import Reading
public import Vocabulary

/// Places as GeoJSON (RFC 7946) points with OpenStreetMap's tags.
public enum PlacesFile {
    /// Why a file cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        /// The file, and what is wrong with it.
        public let description: String
    }

    /// An old person's pace in metres per minute: 720 m in 15 minutes.
    static let pace = 48
    /// By about this factor, streets are longer than the straight line.
    private static let detour = 1.3
    /// The longest walk shown, in minutes; a city's file is reduced to what is near.
    private static let farthest = 60
    private static let mostFeatures = 200_000
    /// The other geometries of RFC 7946, 1.4, which are not places to walk to.
    private static let otherGeometries: Set = [
        "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
    ]

    /// Reads a file and orders its places by walking time from the booth.
    /// - Throws: `Failure` if it cannot be read or is not a file of places.
    public static func load(_ path: String, booth: Booth) throws -> PlaceList {
        do {
            let remarks = Remarks()
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            return try list(bytes, booth: booth, sample: false, remarks)
        } catch let error as SourceError {
            throw Failure(description: "\(path): \(error)")
        } catch {
            throw Failure(description: "\(path): \(error.localizedDescription)")
        }
    }

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let places = try list(body, booth: context.booth, sample: context.source.sample, remarks)
        return Reading(value: .places(places), remarks: remarks.all, isPartial: places.unread?.isEmpty == false)
    }

    /// The places, and the kinds of which some may be missing: an element that cannot be read may be near the booth.
    private static func list(
        _ body: [UInt8], booth: Booth, sample: Bool, _ remarks: Remarks
    ) throws(SourceError) -> PlaceList {
        let document = try JSONNode(document: body, remarks)
        if let type = document.text("type", needed: true), !type.isEmpty, type.utf8.count <= 40,
            type != "FeatureCollection"
        {
            throw SourceError("type", .syntax("should be FeatureCollection"))
        }
        guard document["features"] != nil else { throw SourceError("features", .missing) }
        var found = Found(booth: booth)
        let all = document.list("features")
        let features = document.list("features", most: mostFeatures)
        for feature in features { found.add(feature) }
        if !features.isEmpty, found.good == 0, let first = remarks.first { throw first }
        let ordered = found.places.map { (key: ($0.minutes, $0.name.text(in: .chinese)), place: $0) }.sorted {
            $0.key < $1.key
        }
        if all.count > features.count { found.lose(nil) }
        return PlaceList(
            places: ordered.map(\.place), dated: document.line("dated", most: 20) ?? "",
            // If the flag cannot be read, the places may be made up, so they are shown as a sample.
            sample: document["sample"] == nil ? sample : document.flag("sample") ?? true, pace: pace,
            unread: found.unread)
    }

    /// The part of a file that can be shown.
    private struct Found {
        let booth: Booth
        var places: [Place] = []
        /// The number of readable features, including those that are not shown.
        var good = 0
        /// The kinds of features that cannot be read, or not in full. Each may be a place near the booth.
        private(set) var unread: Set<PlaceKind> = []
        /// Opening hours by their text. Most places of a town share a few texts, so each is parsed once.
        private var hours: [String: OpeningHours?] = [:]

        init(booth: Booth) { self.booth = booth }

        /// Notes a feature that cannot be read; `kind` is nil if its kind cannot be read either.
        mutating func lose(_ kind: PlaceKind?) { unread.formUnion(kind.map { [$0] } ?? PlaceKind.allCases) }

        /// Notes a feature that cannot be read; `tags` tell its kind. Kinds that a booth does not show are not missed.
        private mutating func lose(_ tags: JSONNode?) {
            switch tags.map(PlacesFile.kind) {
            case nil, .unreadable?: lose(nil as PlaceKind?)
            case .other?: break
            case .kind(let kind)?: lose(kind)
            }
        }

        mutating func add(_ feature: JSONNode) {
            guard let feature = feature.object else { return lose(nil as PlaceKind?) }
            // RFC 7946 allows features without a geometry and without properties. They are valid but nothing to show.
            guard feature["geometry"] != nil else { return good += 1 }
            let tags = feature.object("properties")
            guard let geometry = feature.object("geometry"), let type = geometry.text("type", needed: true) else {
                return lose(tags)
            }
            guard type == "Point" else {
                if PlacesFile.otherGeometries.contains(type) { return good += 1 }
                geometry.remark("type", .syntax("'\(JSONNode.excerpt(type))' is no geometry; a place is a Point"))
                return lose(tags)
            }
            let name = tags.flatMap { $0["name"].flatMap { $0.isText ? $0.line(most: 60) : nil } }
            guard let point = PlacesFile.point(geometry, name) else { return lose(tags) }
            guard let tags else {
                if feature["properties"] == nil { good += 1 } else { lose(tags) }
                return
            }
            good += 1
            if let place = place(tags, name, point) { places.append(place) }
        }

        private mutating func place(_ tags: JSONNode, _ name: String?, _ point: Point) -> Place? {
            let minutes = PlacesFile.minutes(to: point, from: booth)
            guard minutes <= PlacesFile.farthest else {
                // Swapped coordinates are the commonest mistake, and west of Chengdu both orders are possible.
                let swapped = Point(longitude: point.latitude, latitude: point.longitude)
                if PlacesFile.minutes(to: swapped, from: booth) <= PlacesFile.farthest {
                    tags.remark("name", .syntax("'\(name ?? "")' has latitude and longitude in the wrong order"))
                    lose(tags)
                }
                return nil
            }
            guard case .kind(let kind) = PlacesFile.kind(tags) else {
                lose(tags)
                return nil
            }
            guard let name else {
                // A place without a name is common, but a name that is not a text is a mistake.
                if let name = tags["name"], name.text == nil { lose(kind) }
                return nil
            }
            return place(tags, kind, name, point, minutes: minutes)
        }

        private mutating func place(
            _ tags: JSONNode, _ kind: PlaceKind, _ name: String, _ point: Point, minutes: Int
        ) -> Place {
            let address =
                tags.line("addr:full", most: 100)
                ?? [tags.line("addr:street", most: 60), tags.line("addr:housenumber", most: 30)].compactMap { $0 }
                .joined()
            let hours = tags.line("opening_hours", most: 255)
            let phone = [tags.line("phone", most: 100), tags.line("contact:phone", most: 100)].lazy.compactMap { $0 }
                .compactMap(PlacePhone.init).first
            return Place(
                kind: kind, name: PlacesFile.localized(tags, name, "name"),
                address: PlacesFile.localized(tags, address, "addr:full"), hours: hours,
                opening: hours.flatMap { opening($0) }, phone: phone, minutes: minutes,
                link: "https://osm.org/?mlat=\(point.latitude)&mlon=\(point.longitude)")
        }

        private mutating func opening(_ text: String) -> OpeningHours? {
            if let opening = hours[text] { return opening }
            let opening = OpeningHours(text)
            hours[text] = .some(opening)
            return opening
        }
    }

    private struct Point {
        var longitude: Double
        var latitude: Double
    }

    /// The coordinates of a point: longitude, latitude, and perhaps a height, which is ignored.
    private static func point(_ geometry: JSONNode, _ name: String?) -> Point? {
        guard let coordinates = geometry["coordinates"] else {
            geometry.remark(named("coordinates", name), .missing)
            return nil
        }
        let values = coordinates.isList ? coordinates.items : []
        guard values.count >= 2, values[0].isNumber, values[1].isNumber, let longitude = values[0].number,
            let latitude = values[1].number
        else {
            geometry.remark(named("coordinates", name), .syntax("should be two numbers, longitude and latitude"))
            return nil
        }
        guard (-180...180).contains(longitude), (-90...90).contains(latitude) else {
            geometry.remark(named("coordinates", name), .implausible("[\(longitude), \(latitude)]"))
            return nil
        }
        return Point(longitude: longitude, latitude: latitude)
    }

    /// The name of a member with that of its place, so that it can be found.
    private static func named(_ member: String, _ name: String?) -> String {
        name.map { "\(member) (\($0))" } ?? member
    }

    /// A text in all languages that the tags provide.
    private static func localized(_ tags: JSONNode, _ value: String, _ name: String) -> LocalizedText {
        var values: [LanguageCode: String] = [.chinese: value]
        for code in [LanguageCode.english, .japanese, .korean] {
            if let text = tags.line("\(name):\(code.rawValue)", most: 100) { values[code] = text }
        }
        return LocalizedText(values)
    }

    /// What the tags say about the kind of a place.
    private enum Kind {
        case kind(PlaceKind)
        /// A kind that a booth does not show.
        case other
        /// The tag for the kind is present but not a text.
        case unreadable
    }

    private static func kind(_ tags: JSONNode) -> Kind {
        if let kind = placeKind(tags) { return .kind(kind) }
        let isDamaged = ["amenity", "shop", "railway"].contains { tags[$0].map { !$0.isText } == true }
        return isDamaged ? .unreadable : .other
    }

    private static func placeKind(_ tags: JSONNode) -> PlaceKind? {
        switch (tags.text("amenity"), tags.text("shop"), tags.text("railway")) {
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

    /// The walk in minutes, at least one.
    private static func minutes(to point: Point, from booth: Booth) -> Int {
        // Distances in metres; a flat earth is accurate enough within a walk.
        let north = (point.latitude - booth.latitude) * 111_320
        let east = (point.longitude - booth.longitude) * 111_320 * cos(booth.latitude * .pi / 180)
        let metres = (north * north + east * east).squareRoot()
        return Int(max(1, (metres * detour / Double(pace)).rounded(.up)))
    }
}
