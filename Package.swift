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
    ],
    targets: [
        // The core decides; nothing here touches the world.
        library("KioskCore"),
        library("Screens", ["KioskCore", "CQREncode"]),
        library("KioskRuntime", ["KioskCore", "Screens"]),
        // A booth with made-up surroundings: pages by keys, for preview, check and the screens' tests.
        library("Rehearsal", ["KioskCore", "Screens"]),

        // Adapters at the edge, one for each part of the world.
        library("BoothConfiguration", ["KioskCore", yams]),
        library("Terminal", ["KioskCore", "Screens", "CNcurses"]),
        library("Audio", ["CALSA", "CSndFile"]),
        library("Telephony", ["KioskCore", crypto]),
        library("EventQueue", ["KioskCore", grdb, sqlite]),
        library("HTTPClient", ["CCurl", "CZlib"]),
        library("PlatformClient", ["KioskCore", "EventQueue", "HTTPClient"]),
        library("LifeServices", ["KioskCore", "HTTPClient", protobuf]),
        library("ControlSocket"),
        library("CardReader", ["CPCSC"]),

        // Each C library has one module map and one adapter; zlib serves booth and platform.
        .target(name: "CALSA", linkerSettings: [.linkedLibrary("asound")]),
        .target(name: "CCurl"),
        .target(name: "CNcurses"),
        .target(name: "CPCSC"),
        .target(name: "CQREncode"),
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
                "PlatformClient", "LifeServices", "ControlSocket", "CardReader", "CTimex", argumentParser, crypto,
            ], swiftSettings: strict),
        // The broker of the SIP agent's control link; a process of its own, which outlives the kiosk.
        .executableTarget(name: "KioskLine", dependencies: ["Telephony", argumentParser], swiftSettings: strict),
        .executableTarget(
            name: "Platform", dependencies: ["CZlib", argumentParser, grdb, hummingbird, lifecycle, logging],
            // Schemas/Records is docs/schemas.
            exclude: ["Schemas/Records/README.md", "Schemas/Records/examples.jsonl"],
            resources: [.embedInCode("Schemas/Records")], swiftSettings: strict),

        // What must be measured inside a process; `make bench` runs it.
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Audio", "BoothConfiguration", "EventQueue", "KioskCore", "KioskRuntime", "LifeServices",
                "PlatformClient", "Rehearsal", "Screens", "Telephony", sqlite,
            ], swiftSettings: strict),

        // The real programs in a real terminal, in a resident's words: for the tests end to end, and for `make tour`.
        library("BoothDriver"),
        .executableTarget(name: "Tour", dependencies: ["BoothDriver", argumentParser], swiftSettings: strict),

        // Tests.
        library(
            "KioskTestSupport", ["KioskCore", "KioskRuntime", "Rehearsal", "Screens"], path: "Tests/KioskTestSupport"),
        library("AdapterTestSupport", ["CZlib"], path: "Tests/AdapterTestSupport"),
        tests("KioskCoreTests", ["KioskCore", "KioskTestSupport", "AdapterTestSupport", "BoothConfiguration"]),
        tests(
            "ScreensTests",
            [
                "KioskCore", "Screens", "Rehearsal", "KioskRuntime", "KioskTestSupport", "AdapterTestSupport",
                "BoothConfiguration",
            ],
            exclude: ["Snapshots"]),
        tests(
            "KioskRuntimeTests", ["AdapterTestSupport", "KioskCore", "KioskRuntime", "Screens", "KioskTestSupport"]),
        tests("BoothConfigurationTests", ["BoothConfiguration", "KioskCore"]),
        tests(
            "TerminalTests",
            ["Terminal", "KioskCore", "Screens", "CNcurses", "BoothConfiguration", "BoothDriver", "KioskTestSupport"]),
        tests("AudioTests", ["Audio", "CALSA", "CSndFile"]),
        tests(
            "TelephonyTests",
            ["Telephony", "KioskCore", "KioskRuntime", "KioskTestSupport", "AdapterTestSupport", "Screens"],
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
        tests("ControlSocketTests", ["ControlSocket"]),
        tests("CardReaderTests", ["CardReader"]),
        tests(
            "LifeServicesTests", ["LifeServices", "HTTPClient", "KioskCore", "AdapterTestSupport", protobuf],
            exclude: ["Fixtures"]),
        tests("EndToEndTests", ["BoothDriver"]),
        tests("PlatformTests", ["Platform", "AdapterTestSupport", "CZlib", grdb, hummingbird, logging]),
    ],
    swiftLanguageModes: [.v6]
)
