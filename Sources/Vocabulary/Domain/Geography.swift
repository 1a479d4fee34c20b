/// Plausibility checks for the coordinates of a booth or of a place near it.
public enum Geography {
    /// Why coordinates are implausible.
    public enum Doubt: Hashable, Sendable {
        /// 0, 0: the value that programs write when they do not know the place.
        case nowhere
        /// In China once latitude and longitude are exchanged.
        case exchanged
        /// Outside China.
        case abroad

        /// The reason as a phrase to follow a name: `is at 0, 0`.
        public var message: String {
            switch self {
            case .nowhere: "is at 0, 0: in the sea off Africa"
            case .exchanged: "has latitude and longitude exchanged"
            case .abroad: "is outside China"
            }
        }
    }

    /// China's bounds in degrees, WGS 84: from the South China Sea to the Amur, from the Pamir to the Ussuri.
    private static let latitudes = 3.4...53.6
    private static let longitudes = 73.4...135.1

    /// Why a place is implausible; nil if it is plausible. Coordinates are degrees, WGS 84.
    public static func doubt(latitude: Double, longitude: Double) -> Doubt? {
        if isInChina(latitude, longitude) { return nil }
        // Both must be near 0: a place on the equator has some other longitude.
        if latitude.magnitude < 0.01, longitude.magnitude < 0.01 { return .nowhere }
        return isInChina(longitude, latitude) ? .exchanged : .abroad
    }

    private static func isInChina(_ latitude: Double, _ longitude: Double) -> Bool {
        latitudes.contains(latitude) && longitudes.contains(longitude)
    }
}
