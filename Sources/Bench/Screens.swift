import BoothConfiguration
import KioskCore
import Rehearsal
import Screens

/// How long drawing takes: the page that takes longest of all, at the reference size and the second one.
func measureScreens(configuration: String) throws -> [Figure] {
    let loaded = ConfigurationStore(directory: configuration).load()
    let clock = ContinuousClock()
    var figures: [Figure] = []
    for size in LayoutCheck.sizes.prefix(2) {
        var worst = 0.0
        for page in Rehearsal.pages {
            var booth = Rehearsal(
                catalogue: loaded.catalogue, settings: loaded.settings, language: .chinese)
            try booth.play(page.keys, on: size)
            var times: [Double] = []
            for _ in 0..<300 {
                let time = clock.measure { _ = booth.frame(size) }
                times.append(Double(time.components.attoseconds) / 1e12)
            }
            times.sort()
            worst = max(worst, times[times.count * 99 / 100])
        }
        let suffix = size == LayoutCheck.sizes[0] ? "" : "_\(size.columns)x\(size.rows)"
        figures.append(Figure(name: "render_frame_p99\(suffix)", value: worst, unit: "us"))
    }
    return figures
}
