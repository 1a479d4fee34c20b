// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A target of ours: Swift 6 language mode, warnings are errors.
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
        // What booth and platform say in the same way: JSON, days, instants, waiting. Nothing here touches the world.
        library("Basics"),
        // Files with secrets, read in one way by booth and platform.
        library("Secrets"),
        // The one way of doing something beside the main queue, and the one way of starting a program.
        library("Serial"),
        library("Spawn", ["CSpawn"]),
        .target(name: "CSpawn"),

        // The core decides; nothing here touches the world.
        library("KioskCore", ["Basics"]),
        library("Screens", ["KioskCore", "CQREncode"]),
        library("KioskRuntime", ["KioskCore", "Screens", "Serial"]),
        // A booth with made-up surroundings: pages by keys, for preview, check and the screens' tests.
        library("Rehearsal", ["KioskCore", "Screens"]),

        // Adapters at the edge, one for each part of the world.
        library("BoothConfiguration", ["Serial", "KioskCore", yams]),
        library("Terminal", ["Serial", "KioskCore", "Screens", "CNcurses"]),
        library("Audio", ["Serial", "CSampleRate", "CALSA", "CSndFile"]),
        library("Telephony", ["Serial", "KioskCore", crypto]),
        library("EventQueue", ["Serial", "KioskCore", grdb, sqlite]),
        library("HTTPClient", ["Serial", "Basics", "CCurl", "CZlib"]),
        library("PlatformClient", ["Serial", "KioskCore", "EventQueue", "HTTPClient", "Secrets"]),
        library("LifeServices", ["Serial", "KioskCore", "HTTPClient", "Secrets", protobuf]),
        library("ControlSocket", ["Serial"]),
        library("CardReader", ["Serial", "Basics", "CPCSC"]),

        // Each C library has one module map and one adapter; zlib serves booth and platform.
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
                "KioskCore", "Screens", "Rehearsal", "KioskRuntime", "BoothConfiguration", "Terminal", "Audio",
                "Telephony",
                "EventQueue",
                "PlatformClient", "LifeServices", "ControlSocket", "CardReader", "Serial", "Spawn", "CTimex",
                argumentParser,
                crypto,
            ], swiftSettings: strict),
        // The broker of the SIP agent's control link; a process of its own, which outlives the kiosk.
        .executableTarget(
            name: "KioskLine", dependencies: ["Serial", "Telephony", argumentParser], swiftSettings: strict),
        .executableTarget(
            name: "Platform",
            dependencies: ["Basics", "CZlib", "Secrets", argumentParser, grdb, hummingbird, lifecycle, logging],
            // Schemas/Records is docs/schemas.
            exclude: ["Schemas/Records/README.md", "Schemas/Records/examples.jsonl"],
            resources: [.embedInCode("Schemas/Records")], swiftSettings: strict),

        // What must be measured inside a process; `make bench` runs it.
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Audio", "BoothConfiguration", "EventQueue", "KioskCore", "KioskRuntime", "LifeServices",
                "PlatformClient", "Rehearsal", "Screens", "Serial", "Telephony", sqlite,
            ], swiftSettings: strict),

        // The real programs in a real terminal, in a resident's words: for the tests end to end, and for `make tour`.
        library("BoothDriver", ["Spawn"]),
        .executableTarget(name: "Tour", dependencies: ["BoothDriver", argumentParser], swiftSettings: strict),

        // Tests.
        library(
            "KioskTestSupport",
            ["AdapterTestSupport", "BoothConfiguration", "KioskCore", "KioskRuntime", "Rehearsal", "Screens"],
            path: "Tests/KioskTestSupport"),
        library("AdapterTestSupport", ["CZlib", "Spawn"], path: "Tests/AdapterTestSupport"),
        tests(
            "KioskCoreTests", ["Basics", "KioskCore", "KioskTestSupport", "AdapterTestSupport", "BoothConfiguration"]),
        tests(
            "ScreensTests",
            [
                "KioskCore", "Screens", "Rehearsal", "KioskRuntime", "KioskTestSupport", "AdapterTestSupport",
                "BoothConfiguration", "Spawn",
            ],
            exclude: ["Snapshots"]),
        tests(
            "KioskRuntimeTests", ["AdapterTestSupport", "KioskCore", "KioskRuntime", "Screens", "KioskTestSupport"]),
        tests("BoothConfigurationTests", ["AdapterTestSupport", "BoothConfiguration", "KioskCore"]),
        tests(
            "TerminalTests",
            ["AdapterTestSupport", "BoothDriver", "Terminal", "KioskCore", "Screens", "CNcurses", "KioskTestSupport"]),
        tests("AudioTests", ["AdapterTestSupport", "Audio", "CALSA", "CSndFile"]),
        tests(
            "TelephonyTests",
            [
                "Telephony", "KioskCore", "KioskRuntime", "KioskTestSupport", "AdapterTestSupport", "Screens", "Serial",
                "Spawn",
            ],
            exclude: ["Scenarios"]),
        .executableTarget(
            name: "QueueVictim", dependencies: ["EventQueue"], path: "Tests/QueueVictim", swiftSettings: strict),
        tests("EventQueueTests", ["EventQueue", "KioskCore", "AdapterTestSupport", "QueueVictim", grdb]),
        tests("HTTPClientTests", ["HTTPClient", "AdapterTestSupport"]),
        tests(
            "PlatformClientTests",
            ["PlatformClient", "EventQueue", "HTTPClient", "KioskCore", "KioskTestSupport", "AdapterTestSupport"]),
        .executableTarget(
            name: "CampaignVictim", dependencies: ["EventQueue", "KioskCore", "PlatformClient"],
            path: "Tests/CampaignVictim", swiftSettings: strict),
        tests("CampaignTests", ["AdapterTestSupport", "CampaignVictim", "EventQueue", "Platform", grdb]),
        tests("SerialTests", ["Serial"]),
        tests("SpawnTests", ["Spawn"]),
        tests("KioskAppTests", ["KioskApp", "Serial"]),
        tests("ControlSocketTests", ["ControlSocket"]),
        tests("CardReaderTests", ["Spawn", "Basics", "CardReader"]),
        tests(
            "LifeServicesTests", ["LifeServices", "HTTPClient", "KioskCore", "AdapterTestSupport", protobuf],
            exclude: ["Fixtures"]),
        tests("EndToEndTests", ["BoothDriver", "Spawn"]),
        // The documentation's examples, compiled and run.
        tests(
            "DocumentationTests",
            [
                "AdapterTestSupport", "Audio", "Basics", "BoothConfiguration", "BoothDriver", "CardReader",
                "ControlSocket", "EventQueue", "HTTPClient", "KioskCore", "KioskRuntime", "LifeServices",
                "PlatformClient", "Rehearsal", "Screens", "Secrets", "Serial", "Spawn", "Telephony", "Terminal",
            ]),
        tests(
            "PlatformTests",
            ["AdapterTestSupport", "Basics", "CZlib", "Platform", "Spawn", grdb, hummingbird, logging]),
    ],
    swiftLanguageModes: [.v6]
)
