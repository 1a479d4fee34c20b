import Vocabulary

/// Places functions on the pages of others: `page: information` makes a function the next option of that page. A booth
/// can therefore have more functions than keys.
struct FunctionPages {
    let problems: ProblemList

    /// Gives each function on a page the key that leads to it, and removes functions that nobody could reach.
    func place(_ functions: inout [DecodedFunction]) {
        let all = functions
        for index in functions.indices {
            guard let page = functions[index].function.page else { continue }
            let host = all.first { $0.function.id == page }
            if let host { functions[index].function.key = host.function.key }
            guard !functions[index].isHidden else { continue }
            check(functions[index], on: host, among: all)
        }
        for host in all { checkRoom(on: host, all) }
    }

    private func check(_ item: DecodedFunction, on host: DecodedFunction?, among all: [DecodedFunction]) {
        let (name, place) = (item.function.id.rawValue, item.keyPosition)
        let hosts = all.filter { Self.canBeHost($0) }.map(\.function.id.rawValue)
        if item.function.emergency != nil {
            problems.error(
                place, "the emergency function '\(name)' stands on a page",
                "give it its key: an emergency is one key away")
        }
        guard let host else {
            problems.error(
                place, "there is no function '\(item.function.page?.rawValue ?? "")' for '\(name)' to stand on",
                problems.suggestion(for: item.function.page?.rawValue ?? "", among: hosts))
            return
        }
        // If the page has a mistake in it, what it was meant to list is unknown.
        guard host.isWhole else { return }
        guard Self.canBeHost(host) else {
            problems.error(
                place, "'\(host.function.id.rawValue)' has no page for '\(name)' to stand on",
                hosts.isEmpty
                    ? "a page belongs to a function on a key that begins with information or choice"
                    : "possible here: \(hosts.joined(separator: ", "))")
            return
        }
        if host.isHidden {
            problems.warning(
                place, "nobody can reach function '\(name)': '\(host.function.id.rawValue)' is hidden",
                "show that function, or give this one a key")
        }
    }

    /// Whether other functions can be on this one's page: it needs a key of its own and must begin with a list.
    private static func canBeHost(_ item: DecodedFunction) -> Bool {
        item.function.page == nil && item.function.optionsOnPage != nil
    }

    private func checkRoom(on host: DecodedFunction, _ all: [DecodedFunction]) {
        guard let own = host.function.optionsOnPage else { return }
        let guests = all.filter { $0.function.page == host.function.id && !$0.isHidden }
        let room = max(0, StepsDecoder.mostOptions - own)
        for guest in guests.dropFirst(room) {
            problems.error(
                guest.keyPosition,
                "the page of '\(host.function.id.rawValue)' has \(own + guests.count) options, the keys are 1 to 9",
                "let function '\(guest.function.id.rawValue)' stand on another page")
        }
    }
}
