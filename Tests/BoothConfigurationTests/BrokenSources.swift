import Foundation

extension Fixture {
    /// A `sources.yaml` whose lines are known.
    static let sources = """
        sources:
          - id: forecast
            format: open-meteo
            address: https://api.example.cn
          - id: buses
            format: gtfs-realtime
            address: http://127.0.0.1:9000/trips.pb?city=sh
            key_file: transit-key
            key_header: X-Api-Key
            stop:
              id: "31"
              name: { zh-Hans: 兰溪路, en: Lanxi Road }
              lines:
                - { id: "63", line: 63路, first: "05:30", last: "24:30" }
          - id: club
            format: icalendar
            file: club.ics
            subdistrict: { zh-Hans: 曹杨, en: Caoyang }

        """

    /// The file above, with the files that it names.
    func writeSources(_ text: String = Fixture.sources) throws {
        try write(text, to: "sources.yaml")
        try write("secret\n", to: "transit-key")
        try write("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", to: "club.ics")
    }
}

extension BrokenConfiguration {
    /// A part of `sources.yaml` replaced by another.
    private static func source(
        _ description: String, _ old: String, _ new: String, prints printed: String...
    ) -> BrokenConfiguration {
        var broken = BrokenConfiguration(description) { fixture in
            try fixture.writeSources()
            try fixture.edit("sources.yaml", old, new)
        }
        broken.printed = printed.map { "sources.yaml:" + $0 }
        return broken
    }

    /// Mistakes in `sources.yaml`.
    static let sources: [BrokenConfiguration] = [
        source(
            "a source without a name", "  - id: forecast\n    format", "  - format",
            prints: "2:5: error: a source has no 'id'; add id: weather"),
        source(
            "a name that is no file's name", "id: forecast", "id: ../forecast",
            prints: "2:9: error: '../forecast' has more than lower-case letters, digits and hyphens; write id: weather"),
        source(
            "two sources of one name", "id: club", "id: forecast",
            prints: "15:9: error: two sources are called 'forecast', the first on line 2; give each its own id"),
        source(
            "an unknown format", "format: open-meteo", "format: openmeteo",
            prints: "3:13: error: unknown format 'openmeteo' in source 'forecast'; did you mean 'open-meteo'?"),
        source(
            "a source without a format", "    format: open-meteo\n", "",
            prints: "2:5: error: source 'forecast' has no 'format'; add format: one of open-meteo, open-meteo-air, "
                + "qweather, siri-lite, gtfs-realtime, icalendar, json-feed, holiday-cn, geojson"),
        source(
            "an unknown key", "    file: club.ics", "    flie: club.ics\n    file: club.ics",
            prints: "17:5: error: unknown key 'flie' in source 'club'; did you mean 'file'?"),
        source(
            "a source without an address", "    address: https://api.example.cn\n", "",
            prints: "2:5: error: source 'forecast' has no 'address'; add address: https://… (or file: with a file "
                + "beside this one)"),
        source(
            "an address and a file", "    file: club.ics",
            "    file: club.ics\n    address: https://example.cn/club.ics",
            prints: "17:5: error: source 'club' has an address and a file; keep one of them"),
        source(
            "an address that is none", "https://api.example.cn", "api.example.cn",
            prints: "4:14: error: 'api.example.cn' is no web address; write one such as https://api.example.cn"),
        source(
            "an address that anybody can change on its way", "https://api.example.cn", "http://api.example.cn",
            prints: "4:14: error: http to 'api.example.cn' could be changed on its way; write https; http is for this "
                + "machine only"),
        source(
            "a whole address where a base belongs", "https://api.example.cn", "https://api.example.cn/v1?latitude=31",
            prints:
                "4:14: error: the address of source 'forecast' has more than the service's base; write it up to the "
                + "first '?', such as https://api.example.cn; the booth asks for its own place"),
        source(
            "weather from a file", "address: https://api.example.cn", "file: club.ics",
            prints: "4:11: error: open-meteo cannot come from a file; write the service's address"),
        source(
            "a second source of weather", "  - id: buses\n    format: gtfs-realtime\n",
            "  - id: more\n    format: open-meteo\n    address: https://b.example.cn\n  - id: buses\n    format: gtfs-realtime\n",
            prints: "5:9: error: a second source of weather, the first on line 2; keep one of them"),
        source(
            "fetched too often", "    file: club.ics", "    file: club.ics\n    refresh_seconds: 1",
            prints: "18:22: error: 'refresh_seconds' is 1 seconds; write 10 to 86400"),
        source(
            "a time in words", "    file: club.ics", "    file: club.ics\n    expiry_seconds: 1 day",
            prints:
                "18:21: error: 'expiry_seconds' is a number of seconds, not '1 day'; write digits only, such as 8 or "
                + "0.5"),
        source(
            "gone before it is fetched again", "https://api.example.cn",
            "https://api.example.cn\n    expiry_seconds: 600",
            prints:
                "4:14: error: source 'forecast' is shown for 600 seconds and fetched every 1800; make expiry_seconds "
                + "longer than refresh_seconds, or the page is empty in between"),
        source(
            "a service that wants a key", "format: open-meteo", "format: qweather",
            prints: "2:5: error: source 'forecast' has no 'key_file'; add key_file: qweather-key"),
        source(
            "a key without a way", "    key_header: X-Api-Key\n", "",
            prints: "8:15: error: nobody knows how the key of source 'buses' travels; add key_header: X-Api-Key, or "
                + "key_parameter: key"),
        source(
            "a key that travels in two ways", "    key_header: X-Api-Key",
            "    key_header: X-Api-Key\n    key_parameter: key",
            prints: "10:20: error: the key of source 'buses' travels in two ways; keep one of them"),
        source(
            "a way without a key", "    key_file: transit-key\n", "",
            prints: "8:17: error: source 'buses' says how a key travels, but has none; add key_file: a file's name"),
        source(
            "a header that is none", "X-Api-Key", "\"X-Api-Key: \"",
            prints:
                "9:17: error: 'X-Api-Key: ' has more than letters, digits, hyphens, points and underscores; write a "
                + "name such as X-Api-Key"),
        source(
            "a key for a file", "    file: club.ics", "    file: club.ics\n    key_file: transit-key",
            prints: "18:15: error: source 'club' is a file and needs no key; delete key_file"),
        source(
            "a subdistrict of buses", "    stop:", "    subdistrict: { zh-Hans: 曹杨, en: Caoyang }\n    stop:",
            prints: "10:5: error: source 'buses' has a subdistrict, but tells of buses; delete it; activities have one"),
        source(
            "a subdistrict in one language", "{ zh-Hans: 曹杨, en: Caoyang }", "曹杨",
            prints: "18:18: error: 'subdistrict' of source 'club' must name its languages, not be a text; write "
                + "{ zh-Hans: 中文, en: English }"),
        source(
            "a bus line without its name", "line: 63路, ", "",
            prints: "14:11: error: a line of the stop of source 'buses' has no 'line'; add line: 63路"),
        source(
            "a bus stop without a number", "      id: \"31\"\n", "",
            prints: "10:5: error: the stop of source 'buses' has no 'id'; add id: \"3100123\""),
        source(
            "a stop at a weather station", "https://api.example.cn", "https://api.example.cn\n    stop: { id: a }",
            prints: "5:5: error: source 'forecast' has a stop, but tells of weather; delete it; buses have one"),
        source(
            "a time of day that is none", "first: \"05:30\"", "first: half past five",
            prints: "14:41: error: 'first' is a time of day, not 'half past five'; write it in quotes, such as "
                + "\"05:30\""),
        source(
            "a last bus before the first", "last: \"24:30\"", "last: \"00:30\"",
            prints: "14:56: error: the last bus at 00:30 is before the first at 05:30; write times after midnight as "
                + "24:30"),
        source(
            "sources that are a group", "sources:\n  - id: forecast", "sources:\n  forecast:\n  - id: forecast",
            prints:
                "2:3: error: 'sources' of sources.yaml must be a list, not a group of keys; begin each item with '- '"),
        source(
            "sample is yes", "    file: club.ics", "    file: club.ics\n    sample: yes",
            prints: "18:13: error: 'sample' is true or false, not 'yes'; write true or false"),
    ]
}
