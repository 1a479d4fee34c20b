import Vocabulary
import BoothConfiguration

import Rehearsal
import Screens

/// Measures drawing: the slowest page of all, at the reference size and at the second size.
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
                times.append(time.milliseconds * 1000)
            }
            times.sort()
            worst = max(worst, times[times.count * 99 / 100])
        }
        let suffix = size == LayoutCheck.sizes[0] ? "" : "_\(size.columns)x\(size.rows)"
        figures.append(Figure(name: "render_frame_p99\(suffix)", value: worst, unit: "us"))
    }
    return figures + [try measurePageFromCache(loaded)]
}

/// Measures the time from a key to the picture of a page whose information is already there, at the reference size. It
/// covers the core's decision, what is said, and the drawing. All topics and the places take turns.
private func measurePageFromCache(_ loaded: LoadedConfiguration) throws -> Figure {
    let size = LayoutCheck.sizes[0]
    let clock = ContinuousClock()
    var times: [Double] = []
    for page in ["81", "82", "83", "84", "85", "86", "71", "711"] {
        var before = Rehearsal(catalogue: loaded.catalogue, settings: loaded.settings, language: .chinese)
        try before.play(String(page.dropLast()), on: size)
        for _ in 0..<200 {
            var booth = before
            var columns = 0
            let time = try clock.measure {
                try booth.play(String(page.suffix(1)), on: size)
                columns = booth.frame(size).size.columns
            }
            guard columns == size.columns else { throw BenchFailure(description: "no page after \(page)") }
            times.append(time.milliseconds)
        }
    }
    times.sort()
    return Figure(name: "page_from_cache_p99", value: times[times.count * 99 / 100], unit: "ms")
}
