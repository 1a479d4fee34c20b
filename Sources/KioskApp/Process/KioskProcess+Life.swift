import Vocabulary
import KioskRuntime
import KioskCore
import BoothConfiguration
import Foundation

import LifeServices
import Serial

/// Daily life: the booth's own sources, and the calendar.
extension KioskProcess {
    /// Starts the booth's own sources, again after each change of the configuration.
    func startLife() {
        let before = life
        life = nil
        before?.stop()
        leftOut = leftOut.filter { $0.key == "platform" }
        do {
            let services = try LifeServices(
                sources: configuration.sources, booth: configuration.settings.booth,
                hasPlatform: configuration.settings.platform != nil,
                directory: locations.state + "/life", now: { SystemClock.wall }
            ) { [weak self] report in
                Main.run { self?.take(report) }
            }
            life = services
            services.start()
            // Where no holidays are needed, nobody reports any more that none are missing.
            if !HolidayFiles.areNeeded(by: configuration.sources) {
                runtime.send(.fault(.holidaysMissing, raised: false))
            }
            if let platformContent { services.offer(platformContent) }
        } catch {
            Log.line("sources: \(error)")
            runtime.send(.fault(.content, raised: true))
            if let platformContent { runtime.send(.content(platformContent)) }
        }
    }

    func take(_ report: LifeReport) {
        switch report {
        case .content(let content): runtime.send(.content(content))
        case .standings(let standings): runtime.send(.standings(standings))
        case .places(let places): runtime.send(.places(places))
        case .fault(let topic, let raised): runtime.send(.fault(topic.fault, raised: raised))
        case .holidaysMissing(let raised): runtime.send(.fault(.holidaysMissing, raised: raised))
        case .damaged(let line):
            Log.line("kept file damaged: \(line)")
            noteDamage()
        case .log(let line): Log.line("sources: \(line)")
        case .leftOut(let source, let count): leftOut[source] = count
        }
    }

    /// Updates the lunar date once a day, off the main queue, since the calendar's tables take a while to load.
    func updateLunarDate() {
        if let wall = SystemClock.wall {
            Blocking.run { [weak self] in
                let date = Almanac.lunarDate(at: wall)
                Main.run { self?.runtime.send(.lunarDate(date)) }
            }
        }
        let untilMidnight = SystemClock.wall.map { wall in
            86_400_000 - (wall.unixMilliseconds + Int64(wall.utcOffsetSeconds) * 1000) % 86_400_000
        }
        Main.run(after: .milliseconds((untilMidnight ?? 60_000) + 1000)) { [weak self] in self?.updateLunarDate() }
    }
}
