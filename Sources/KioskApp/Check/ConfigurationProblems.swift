import BoothConfiguration
import Vocabulary

/// Everything that `kiosk check` finds: what is wrong with the files, and with what they name.
struct ConfigurationProblems {
    private let loaded: LoadedConfiguration
    private let locations: Locations
    private let drawsPages: Bool

    /// - Parameter layout: Whether every page is drawn to find words that have too little room.
    init(_ loaded: LoadedConfiguration, _ locations: Locations, layout: Bool = true) {
        (self.loaded, self.locations, drawsPages) = (loaded, locations, layout)
    }

    var found: [Problem] {
        // Drawing a configuration with errors would only draw the part that is left of it, and nothing can be said about
        // its recordings.
        guard !loaded.problems.hasErrors else { return withoutRecordings }
        return withoutRecordings
            + EmergencyRecordings(
                assets: locations.assets, booth: loaded.settings.booth, languages: loaded.catalogue.languages
            ).problems(directory: locations.configuration, live: loaded.settings.telephony.live)
            + RecordingProblems(
                prompts: PromptFiles(directory: locations.prompts), languages: loaded.catalogue.languages
            ).found
    }

    /// The same without listening to the recordings.
    var withoutRecordings: [Problem] {
        var problems = loaded.problems + loaded.outside
        if drawsPages, !loaded.problems.hasErrors {
            problems += LayoutProblems(loaded, directory: locations.configuration).found
        }
        problems += DataProblems(loaded, directory: locations.configuration, state: locations.state).found
        problems += HolidayProblems.found(
            loaded.sources, directory: locations.configuration, on: SystemClock.wall?.date)
        return problems
    }
}
