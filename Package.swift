// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors. A file sees only what it imports itself, and a module re-exports only what it imports as
/// `public`. The lists below therefore show every dependency between modules.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of this package, built with the strict settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "laoyouting",
    products: [
        .executable(name: "kiosk", targets: ["KioskApp"]),
        .executable(name: "kiosk-line", targets: ["KioskLine"]),
        .executable(name: "kiosk-platform", targets: ["Platform"]),
        .executable(name: "kiosk-bench", targets: ["Bench"]),
        .executable(name: "kiosk-tour", targets: ["Tour"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        // A command for `make docs` alone: no target depends on it, so no build of ours compiles it.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
    ],
    targets: [
        // What booth and platform share: JSON, days, instants, back-off. Pure: no input or output.
        library("Basics"),
        // Reads files that hold secrets, for booth and platform alike.
        library("Secrets"),
        // Serial is the only way to work off the main queue; Spawn is the only way to start a program.
        library("Serial"),
        library("Spawn", ["CSpawn"]),
        // What a service tells systemd, and how it proves that it is alive.
        library("Supervision", ["Serial"]),
        .target(name: "CSpawn"),

        // Pure as well. Reads data from outside leniently, element by element.
        library("Reading"),
        // The types that all modules share: functions, keys, languages, places, trunks.
        library("Vocabulary", ["Basics"]),
        // What the booth reports to the platform about its use, and when it sends it.
        library("Reporting", ["Basics", "Vocabulary"]),
        // Spoken sentences, assembled from recordings.
        library("Prompts", ["Vocabulary"]),
        // The core makes the decisions. Pure: no input or output.
        library("KioskCore", ["Basics", "Prompts", "Reporting", "Vocabulary"]),
        library("Screens", ["Basics", "KioskCore", "Vocabulary", "CQREncode"]),
        library("KioskRuntime", ["KioskCore", "Reporting", "Screens", "Serial", "Vocabulary"]),
        // A booth in simulated surroundings: keys lead to pages. For preview, check and the tests of the screens.
        library("Rehearsal", ["Basics", "KioskCore", "Screens", "Vocabulary"]),

        // Adapters, one for each part of the outside world.
        library("BoothConfiguration", ["Basics", "Prompts", "Serial", "Vocabulary", yams]),
        library("Terminal", ["Basics", "KioskCore", "Screens", "Serial", "Vocabulary", "CNcurses"]),
        library("Audio", ["Serial", "CALSA", "CSampleRate", "CSndFile"]),
        library("Telephony", ["Basics", "KioskCore", "Reporting", "Serial", "Vocabulary", crypto]),
        library("EventQueue", ["Basics", "Reporting", "Serial", "Vocabulary", grdb, sqlite]),
        library("HTTPClient", ["Basics", "Serial", "CCurl", "CZlib"]),
        library(
            "PlatformClient",
            [
                "Basics", "EventQueue", "HTTPClient", "KioskCore", "Reading", "Reporting", "Secrets", "Serial",
                "Vocabulary",
            ]),
        library("LifeServices", ["Basics", "HTTPClient", "Reading", "Secrets", "Serial", "Vocabulary", protobuf]),
        library("ControlSocket", ["Serial"]),
        library("CardReader", ["Basics", "Serial", "CPCSC"]),

        // Each C library has one module map and one adapter. Only zlib is used by both booth and platform.
        .target(name: "CALSA", linkerSettings: [.linkedLibrary("asound")]),
        .target(name: "CCurl"),
        .target(name: "CNcurses"),
        .target(name: "CPCSC"),
        .target(name: "CQREncode"),
        .systemLibrary(name: "CSampleRate"),
        .systemLibrary(name: "CSndFile"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CTimex"),

        // The programs.
        .executableTarget(
            name: "KioskApp",
            dependencies: [
                "Audio", "Basics", "BoothConfiguration", "CardReader", "ControlSocket", "EventQueue", "KioskCore",
                "KioskRuntime", "LifeServices", "PlatformClient", "Prompts", "Reading", "Rehearsal", "Reporting",
                "Screens", "Serial", "Spawn", "Supervision", "Telephony", "Terminal", "Vocabulary", "CTimex",
                argumentParser, crypto,
            ], swiftSettings: strict),
        // The broker of the SIP agent's control link. It is a process of its own and outlives the kiosk.
        .executableTarget(
            name: "KioskLine", dependencies: ["Serial", "Supervision", "Telephony", argumentParser],
            swiftSettings: strict),
        .executableTarget(
            name: "Platform",
            dependencies: [
                "Basics", "Secrets", "CZlib", argumentParser, grdb, hummingbird, lifecycle, logging, unixSignals,
            ],
            // Schemas/Records is a link to docs/schemas.
            exclude: ["Schemas/Records/README.md", "Schemas/Records/examples.jsonl"],
            resources: [.embedInCode("Schemas/Records")], swiftSettings: strict),

        // Benchmarks that must run inside the process; `make bench` runs them.
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Audio", "Basics", "BoothConfiguration", "EventQueue", "KioskCore", "KioskRuntime", "LifeServices",
                "PlatformClient", "Rehearsal", "Screens", "Serial", "Telephony", "Vocabulary", sqlite,
            ], swiftSettings: strict),

        // Drives the real programs in a real terminal, in a resident's words. For the end-to-end tests and `make tour`.
        library("BoothDriver", ["Spawn"]),
        .executableTarget(name: "Tour", dependencies: ["BoothDriver", argumentParser], swiftSettings: strict),

        // Tests.
        library(
            "KioskTestSupport",
            [
                "AdapterTestSupport", "BoothConfiguration", "KioskCore", "Prompts", "Rehearsal", "Reporting",
                "Vocabulary",
            ],
            path: "Tests/KioskTestSupport"),
        library("AdapterTestSupport", ["Spawn", "CZlib"], path: "Tests/AdapterTestSupport"),
        tests("BasicsTests", ["Basics"]),
        tests("ReadingTests", ["Reading"]),
        tests("VocabularyTests", ["AdapterTestSupport", "Basics", "KioskTestSupport", "Vocabulary"]),
        tests("PromptsTests", ["KioskTestSupport", "Prompts", "Vocabulary"]),
        tests("ReportingTests", ["AdapterTestSupport", "Basics", "Reporting", "Vocabulary"]),
        tests(
            "KioskCoreTests",
            [
                "AdapterTestSupport", "Basics", "BoothConfiguration", "KioskCore", "KioskTestSupport", "Prompts",
                "Reporting", "Vocabulary",
            ]),
        tests(
            "ScreensTests",
            [
                "AdapterTestSupport", "BoothConfiguration", "KioskCore", "KioskTestSupport", "Prompts", "Rehearsal",
                "Screens", "Spawn", "Vocabulary",
            ],
            exclude: ["Snapshots"]),
        tests(
            "KioskRuntimeTests",
            [
                "AdapterTestSupport", "Basics", "KioskCore", "KioskRuntime", "KioskTestSupport", "Reporting", "Screens",
                "Vocabulary",
            ]),
        tests("BoothConfigurationTests", ["AdapterTestSupport", "BoothConfiguration", "Prompts", "Vocabulary"]),
        tests(
            "TerminalTests",
            [
                "AdapterTestSupport", "BoothConfiguration", "BoothDriver", "KioskCore", "KioskTestSupport", "Reporting",
                "Screens", "Terminal", "Vocabulary", "CNcurses",
            ]),
        tests("AudioTests", ["AdapterTestSupport", "Audio", "CALSA", "CSndFile"]),
        tests(
            "TelephonyTests",
            [
                "AdapterTestSupport", "Basics", "KioskCore", "KioskRuntime", "KioskTestSupport", "Reporting", "Screens",
                "Serial", "Spawn", "Telephony", "Vocabulary",
            ],
            exclude: ["Scenarios"]),
        .executableTarget(
            name: "QueueVictim", dependencies: ["EventQueue"], path: "Tests/QueueVictim", swiftSettings: strict),
        tests("EventQueueTests", ["AdapterTestSupport", "EventQueue", "QueueVictim", "Reporting", "Vocabulary", grdb]),
        tests("HTTPClientTests", ["AdapterTestSupport", "HTTPClient"]),
        tests(
            "PlatformClientTests",
            [
                "AdapterTestSupport", "Basics", "EventQueue", "HTTPClient", "KioskCore", "KioskTestSupport",
                "PlatformClient", "Reading", "Reporting", "Vocabulary",
            ]),
        .executableTarget(
            name: "CampaignVictim",
            dependencies: ["Basics", "EventQueue", "PlatformClient", "Reporting", "Vocabulary"],
            path: "Tests/CampaignVictim", swiftSettings: strict),
        tests("CampaignTests", ["AdapterTestSupport", "CampaignVictim", "EventQueue", "Platform", grdb]),
        tests("SerialTests", ["Serial"]),
        tests("SpawnTests", ["Spawn"]),
        tests("SupervisionTests", ["AdapterTestSupport", "Supervision"]),
        tests(
            "KioskAppTests",
            ["AdapterTestSupport", "BoothConfiguration", "KioskApp", "Reporting", "Serial", "Vocabulary"]),
        tests("ControlSocketTests", ["ControlSocket"]),
        tests("CardReaderTests", ["Basics", "CardReader", "Spawn"]),
        tests(
            "LifeServicesTests",
            ["AdapterTestSupport", "Basics", "HTTPClient", "LifeServices", "Reading", "Vocabulary", protobuf],
            exclude: ["Fixtures"]),
        tests("EndToEndTests", ["AdapterTestSupport", "BoothDriver", "Spawn"]),
        tests("SOSServiceTests", ["BoothDriver", "Spawn"]),
        // The documentation's examples, compiled and run.
        tests(
            "DocumentationTests",
            [
                "AdapterTestSupport", "Audio", "Basics", "BoothConfiguration", "BoothDriver", "CardReader",
                "ControlSocket", "EventQueue", "HTTPClient", "KioskCore", "KioskRuntime", "LifeServices",
                "PlatformClient", "Prompts", "Reading", "Rehearsal", "Reporting", "Screens", "Secrets", "Serial",
                "Spawn", "Supervision", "Telephony", "Terminal", "Vocabulary",
            ]),
        tests(
            "PlatformTests",
            ["AdapterTestSupport", "Basics", "Platform", "Spawn", "CZlib", grdb, hummingbird, logging]),
    ],
    swiftLanguageModes: [.v6]
)
