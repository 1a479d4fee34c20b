public import KioskCore
public import Vocabulary

extension Themes {
    /// The theme for a state: high contrast at the resident's request, otherwise by the hour. While the time is not
    /// known, it is the theme for daylight.
    public func current(for state: State) -> Theme {
        if state.highContrast { return highContrast }
        guard let hour = state.wall?.civil.hour else { return day }
        return isNight(hour: hour) ? night : day
    }
}

extension Theme {
    /// The style of a function's tile.
    func tile(_ category: Category) -> Style {
        switch category {
        case .services: services
        case .emergency: emergency
        case .information: information
        case .person: plainKey
        }
    }
}
