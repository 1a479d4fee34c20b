/// Whether coordinates can be those of a booth and of what is around it.
public enum Geography {
    /// What speaks against them.
    public enum Doubt: Hashable, Sendable {
        /// 0, 0: what programs write that know nothing.
        case nowhere
        /// In China once the two are exchanged.
        case exchanged
        /// Outside China.
        case abroad

        /// To be put behind a name: `is at 0, 0`.
        public var message: String {
            switch self {
            case .nowhere: "is at 0, 0: in the sea off Africa"
            case .exchanged: "has latitude and longitude exchanged"
            case .abroad: "is outside China"
            }
        }
    }

    /// China's extremes in degrees, WGS 84: from the South China Sea to the Amur, from the Pamir to the Ussuri.
    private static let latitudes = 3.4...53.6
    private static let longitudes = 73.4...135.1

    /// What speaks against a place; nil if nothing does.
    public static func doubt(latitude: Double, longitude: Double) -> Doubt? {
        if isInChina(latitude, longitude) { return nil }
        // A place on the equator has a longitude.
        if latitude.magnitude < 0.01, longitude.magnitude < 0.01 { return .nowhere }
        return isInChina(longitude, latitude) ? .exchanged : .abroad
    }

    private static func isInChina(_ latitude: Double, _ longitude: Double) -> Bool {
        latitudes.contains(latitude) && longitudes.contains(longitude)
    }
}
