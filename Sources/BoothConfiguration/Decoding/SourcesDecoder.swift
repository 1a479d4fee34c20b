import Vocabulary

/// Reads `sources.yaml`: the sources of daily-life information that replace the platform's.
struct SourcesDecoder {
    /// The directory in which relative paths in the file begin.
    let directory: String
    let texts: LocalizedTextDecoder
    let problems: ProblemList

    /// The sources, and the files that they name.
    struct Result {
        var sources: [LifeSource] = []
        /// Files that the sources name, so that their existence can be checked. `isData` marks data files, which are
        /// read and judged elsewhere.
        var files: [(path: String, position: Position, isData: Bool)] = []
    }

    private static let refresh = Duration.seconds(10)...TimingsDecoder.longest
    private static let expiry = Duration.seconds(60)...(.seconds(800 * 86_400))

    func decode(_ root: YAMLValue) -> Result {
        var result = Result()
        guard let map = MapReader(root, name: "sources.yaml", at: root.position, problems: problems) else {
            return result
        }
        // If every source in a file is commented out, the file counts as having none.
        let items = map.list("sources") ?? []
        map.finish()
        var ids: [String: Position] = [:]
        var topics: [LifeTopic: Position] = [:]
        for item in items {
            guard let (source, position) = source(item, &result) else { continue }
            if let first = ids.updateValue(position, forKey: source.id) {
                problems.error(
                    position, "two sources are called '\(source.id)', the first on line \(first.line)",
                    "give each its own id")
            }
            if let first = topics.updateValue(position, forKey: source.topic), !source.topic.addsUp {
                problems.error(
                    position, "a second source of \(source.topic.rawValue), the first on line \(first.line)",
                    "keep one of them")
            }
            result.sources.append(source)
        }
        return result
    }

    private func source(_ item: YAMLValue, _ result: inout Result) -> (LifeSource, Position)? {
        guard let map = MapReader(item, name: "a source", at: item.position, problems: problems) else { return nil }
        let id = map.identifier("id", example: "id: weather")
        if let id { map.name = "source '\(id.text)'" }
        let names = SourceFormat.allCases.map(\.rawValue).joined(separator: ", ")
        let format =
            map.required("format", example: "format: one of \(names)") == nil
            ? nil : map.choice("format", of: SourceFormat.self, otherwise: "the source is left out")
        // What a source in a newer version's format needs is unknown.
        if format == nil, problems.mayLeaveOut(of: item.position.file), map.entry("format") != nil { return nil }
        let origin = origin(map, format, &result)
        let key = key(map, format, origin?.origin, &result)
        let refresh = map.seconds("refresh_seconds", Self.refresh)
        let expiry = map.seconds("expiry_seconds", Self.expiry)
        // If the flag cannot be read, the data may be made up, so it is shown as a sample.
        let sample = map.entry("sample") != nil && map.flag("sample") ?? true
        let subdistrict = map.entry("subdistrict")
        let stop = map.entry("stop")
        map.finish()
        guard let id, let format, let origin else { return nil }
        var source = LifeSource(
            id: id.text, format: format, origin: origin.origin, key: key, refresh: refresh, expiry: expiry,
            sample: sample)
        if source.expiry < source.refresh {
            problems.error(
                origin.position,
                "\(map.name) is shown for \(Seconds.text(source.expiry)) seconds and fetched every "
                    + Seconds.text(source.refresh),
                "make expiry_seconds longer than refresh_seconds, or the page is empty in between")
        }
        if let subdistrict {
            if format.topic == .activities {
                source.subdistrict = texts.decode(subdistrict, in: map.name)?.text ?? [:]
            } else {
                problems.error(
                    subdistrict.keyPosition, "\(map.name) has a subdistrict, but tells of \(format.topic.rawValue)",
                    "delete it; activities have one")
            }
        }
        source.stop = self.stop(stop, format, map)
        return (source, id.position)
    }

    // MARK: Where it is

    private func origin(
        _ map: MapReader, _ format: SourceFormat?, _ result: inout Result
    ) -> (origin: LifeSource.Origin, position: Position)? {
        let address = map.entry("address")
        let file = map.entry("file")
        switch (address, file) {
        case (let address?, let file?):
            problems.error(
                file.keyPosition, "\(map.name) has an address and a file", "keep one of them")
            _ = address
            return nil
        case (nil, nil):
            problems.error(
                map.position, "\(map.name) has no 'address'",
                "add address: https://… (or file: with a file beside this one)")
            return nil
        case (let address?, nil):
            guard let value = TextValue(address, problems) else { return nil }
            return webAddress(value, format, map).map { (.web($0), value.position) }
        case (nil, let file?):
            guard let value = TextValue(file, problems) else { return nil }
            if let format, format.hasBaseAddress || format.topic == .buses {
                problems.error(
                    value.position, "\(format.rawValue) cannot come from a file", "write the service's address")
                return nil
            }
            let path = Paths.resolve(value.text, in: directory)
            result.files.append((path, value.position, true))
            return (.file(path), value.position)
        }
    }

    private func webAddress(_ value: TextValue, _ format: SourceFormat?, _ map: MapReader) -> String? {
        guard let address = WebAddress(value.text) else {
            problems.error(
                value.position, "'\(value.text)' is no web address", "write one such as https://api.example.cn")
            return nil
        }
        if format?.hasBaseAddress == true, !address.isBase {
            problems.error(
                value.position, "the address of \(map.name) has more than the service's base",
                "write it up to the first '?', such as https://api.example.cn; the booth asks for its own place")
        }
        if address.scheme == "http", !address.isLoopback {
            problems.error(
                value.position, "http to '\(address.host)' could be changed on its way",
                "write https; http is for this machine only")
        }
        return value.text
    }

    // MARK: The key

    private func key(
        _ map: MapReader, _ format: SourceFormat?, _ origin: LifeSource.Origin?, _ result: inout Result
    ) -> SourceKey? {
        let file = map.entry("key_file").flatMap { TextValue($0, problems) }
        let header = map.entry("key_header").flatMap { TextValue($0, problems) }
        let parameter = map.entry("key_parameter").flatMap { TextValue($0, problems) }
        guard let file else {
            if let orphan = header ?? parameter {
                problems.error(
                    orphan.position, "\(map.name) says how a key travels, but has none", "add key_file: a file's name")
            } else if format == .qweather {
                problems.error(map.position, "\(map.name) has no 'key_file'", "add key_file: qweather-key")
            }
            return nil
        }
        if case .file = origin {
            problems.error(file.position, "\(map.name) is a file and needs no key", "delete key_file")
            return nil
        }
        let path = Paths.resolve(file.text, in: directory)
        result.files.append((path, file.position, false))
        AccessCheck(problems: problems).checkSecret(path, at: file.position)
        switch (header, parameter) {
        case (_?, let parameter?):
            problems.error(parameter.position, "the key of \(map.name) travels in two ways", "keep one of them")
        case (let name?, nil):
            if isToken(name) { return SourceKey(file: path, carrier: .header(name.text)) }
        case (nil, let name?):
            if isToken(name) { return SourceKey(file: path, carrier: .parameter(name.text)) }
        case (nil, nil):
            if let name = format?.keyHeader { return SourceKey(file: path, carrier: .header(name)) }
            problems.error(
                file.position, "nobody knows how the key of \(map.name) travels",
                "add key_header: X-Api-Key, or key_parameter: key")
        }
        return nil
    }

    private func isToken(_ name: TextValue) -> Bool {
        let isPlain = name.text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 45 || byte == 95 || byte == 46
        }
        guard isPlain, name.text.count <= 64 else {
            problems.error(
                name.position, "'\(name.text)' has more than letters, digits, hyphens, points and underscores",
                "write a name such as X-Api-Key")
            return false
        }
        return true
    }

    // MARK: Buses

    private func stop(_ entry: YAMLEntry?, _ format: SourceFormat, _ source: MapReader) -> SourceStop? {
        guard let entry else {
            if format == .gtfsRealtime {
                problems.error(
                    source.position, "\(source.name) has no 'stop'", "add stop: with id, name and lines")
            }
            return nil
        }
        guard format.topic == .buses else {
            problems.error(
                entry.keyPosition, "\(source.name) has a stop, but tells of \(format.topic.rawValue)",
                "delete it; buses have one")
            return nil
        }
        let name = "the stop of \(source.name)"
        guard let map = MapReader(entry.value, name: name, at: entry.keyPosition, problems: problems) else {
            return nil
        }
        var stop = SourceStop(id: map.text("id"))
        stop.name = map.localized("name", texts) ?? [:]
        stop.lines = (map.list("lines") ?? []).compactMap { line($0, of: name) }
        if format == .gtfsRealtime {
            // The feed has only ids for stops and lines; their names are in a timetable that a booth does not have.
            _ = map.required("id", example: "id: \"3100123\"")
            _ = map.required("name", example: "name: { zh-Hans: …, en: … }")
            _ = map.required("lines", example: "lines: with the id and name of each line")
        }
        map.finish()
        return stop
    }

    private func line(_ item: YAMLValue, of stop: String) -> SourceLine? {
        guard let map = MapReader(item, name: "a line of \(stop)", at: item.position, problems: problems) else {
            return nil
        }
        let id = map.requiredText("id", example: "id: \"63\"")
        let name = map.requiredText("line", example: "line: 63路")
        let towards = map.localized("towards", texts) ?? [:]
        let first = time("first", in: map)
        let last = time("last", in: map)
        map.finish()
        if let first, let last, last.time < first.time {
            problems.error(
                last.position, "the last bus at \(last.time.clock) is before the first at \(first.time.clock)",
                "write times after midnight as 24:30")
        }
        guard let id, let name else { return nil }
        return SourceLine(id: id, name: name, towards: towards, first: first?.time, last: last?.time)
    }

    private func time(_ key: String, in map: MapReader) -> (time: TimeOfDay, position: Position)? {
        guard let entry = map.entry(key), let value = TextValue(entry, problems) else { return nil }
        guard let time = TimeOfDay(value.text) else {
            problems.error(
                value.position, "'\(key)' is a time of day, not '\(value.text)'",
                "write it in quotes, such as \"05:30\"")
            return nil
        }
        return (time, value.position)
    }
}
