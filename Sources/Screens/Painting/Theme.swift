public import KioskCore
public import Vocabulary

extension Themes {
    /// The theme for a state: high contrast on request, else by the hour; daylight while the time is not known.
    public func current(for state: State) -> Theme {
        if state.highContrast { return highContrast }
        guard let hour = state.wall?.civil.hour else { return day }
        return isNight(hour: hour) ? night : day
    }
}

extension Theme {
    /// The tile of a function.
    func tile(_ category: Category) -> Style {
        switch category {
        case .services: services
        case .emergency: emergency
        case .information: information
        case .person: plainKey
        }
    }
}
