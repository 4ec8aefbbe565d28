// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with; no target can forget it (see the loop at the end).
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// The commit that is built, for `sluice --version`; a `+` says that files have changed since.
let commit =
  Context.gitInformation.map { $0.currentCommit + ($0.hasUncommittedChanges ? "+" : "") } ?? ""

/// The sources: `<Kind>Source` under `Plugins/`, and what they need beside PageSourceKit.
let sources: [(name: String, uses: [Target.Dependency])] = [
  (
    "PleoSource",
    [
      "DurableFiles", "HTTPExchange", "JSONReader", "PleoSandbox",
      .product(name: "NIOHTTP1", package: "swift-nio"),
    ]
  )
]

/// One line per sink: `<Kind>Sink` under `Plugins/`, and the modules it needs beside SinkKit.
let sinks: [(name: String, uses: [Target.Dependency])] = [
  ("StdoutSink", ["CSVRows"]),
  ("FileQueueSink", ["DurableFiles"]),
  ("SQLiteSink", ["DurableFiles", "ItemFields", "SQLite"]),
  ("CSVSink", ["CSVRows", "DurableFiles", "ItemFields"]),
  (
    "WebhookSink",
    [
      "HTTPExchange", .product(name: "Crypto", package: "swift-crypto"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
    ]
  ),
]

let package = Package(
  name: "sluice",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "sluice", targets: ["sluice"]),
    .library(name: "SluiceHost", targets: ["SluiceHost"]),
    .library(name: "DurableFiles", targets: ["DurableFiles"]),
    .library(name: "PageSourceKit", targets: ["PageSourceKit"]),
    .library(name: "SinkKit", targets: ["SinkKit"]),
    .library(name: "SinkKitTesting", targets: ["SinkKitTesting"]),
  ] + (sources + sinks).map { .library(name: $0.name, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    // The system's C libraries.
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    .systemLibrary(
      name: "CSimdJSON", pkgConfig: "simdjson",
      providers: [.apt(["libsimdjson-dev"]), .brew(["simdjson"])]),
    // simdjson is C++, so its functions for us are C.
    .target(name: "CJSON", dependencies: ["CSimdJSON"]),
    // Calls that Swift does not have, and the commit that is built.
    .target(name: "CProcess", cSettings: [.define("SLUICE_COMMIT", to: "\"\(commit)\"")]),

    // A VFS of SQLite that records, for tests.
    .target(name: "CSQLiteRecorder", dependencies: ["CSQLite"]),

    // Level 0: values, findings, files, databases.
    .target(name: "Diagnostics"),
    .target(name: "ExportModel"),
    .target(name: "DurableFiles"),
    .target(name: "CrashPoints"),
    .target(name: "SQLite", dependencies: ["CSQLite"]),
    .target(name: "JSONReader", dependencies: ["CJSON"]),

    // What a loss of power leaves of what was written: for tests.
    .target(name: "DiskReplay", dependencies: ["CSQLiteRecorder", "DurableFiles"]),

    // Level 1: settings and their declarations, and questions about items.
    .target(name: "Settings", dependencies: ["Diagnostics"]),
    .target(name: "ItemFields", dependencies: ["ExportModel", "JSONReader"]),
    .target(name: "Predicates", dependencies: ["Diagnostics", "ExportModel", "ItemFields"]),

    // Level 2: what a source and a sink are, what a YAML file says, and how a server is asked.
    .target(
      name: "HTTPExchange",
      dependencies: [
        "Diagnostics", "DurableFiles", "Settings",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .target(name: "PageSourceKit", dependencies: ["Diagnostics", "ExportModel", "Settings"]),
    .target(
      name: "SinkKit",
      dependencies: [
        "CrashPoints", "Diagnostics", "DurableFiles", "ExportModel", "ItemFields", "Settings",
      ]),
    .target(name: "CSVRows", dependencies: ["Diagnostics", "ItemFields", "Settings", "SinkKit"]),
    .target(name: "YAMLReader", dependencies: ["CLibYAML", "Diagnostics", "Settings"]),

    // Level 3: the engine, the language, the sinks' contract as tests.
    .target(
      name: "ExportEngine",
      dependencies: [
        "CrashPoints", "Diagnostics", "DurableFiles", "ExportModel", "ItemFields", "PageSourceKit",
        "Predicates", "SinkKit", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "JobFile",
      dependencies: [
        "Diagnostics", "DurableFiles", "ExportModel", "ItemFields", "PageSourceKit", "Predicates",
        "Settings", "SinkKit", "YAMLReader",
      ]),
    .target(
      name: "SinkKitTesting",
      dependencies: ["DiskReplay", "Diagnostics", "ExportModel", "Settings", "SinkKit"]),

    // Level 4: adapters to the world.
    .target(
      name: "ExportLedger",
      dependencies: [
        "CrashPoints", "DurableFiles", "ExportEngine", "ExportModel", "PageSourceKit", "SQLite",
      ]),
    .target(
      name: "PleoSandbox",
      dependencies: [
        "ExportModel",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),

    .target(
      name: "JobTesting",
      dependencies: ["ExportEngine", "ExportModel", "JobFile", "PageSourceKit", "SinkKit"]),

    .target(
      name: "JobProving",
      dependencies: [
        "CrashPoints", "ExportModel", "ItemFields", "JobFile", "PleoSandbox", "Predicates",
        "SinkKit",
      ]),

    // Level 5: the host composes all of it, and the executable adds the plugins.
    .target(
      name: "SluiceHost",
      dependencies: [
        "CProcess", "CrashPoints", "Diagnostics", "DurableFiles", "ExportEngine", "ExportLedger",
        "ExportModel", "HTTPExchange", "ItemFields", "JobFile", "JobProving", "JobTesting",
        "PageSourceKit", "PleoSandbox", "Settings", "SinkKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "sluice",
      dependencies: ["PageSourceKit", "SinkKit", "SluiceHost"]
        + (sources + sinks).map { .byName(name: $0.name) }),

    // Measures parts of a run's work: `make bench`.
    .executableTarget(
      name: "sluice-bench",
      dependencies: [
        "ExportEngine", "ExportLedger", "ExportModel", "FileQueueSink", "PageSourceKit",
        "PleoSource", "SQLiteSink", "Settings", "SinkKit", "SinkKitTesting", "StdoutSink",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/Parts"),

    // Tests: one target per module and per sink, and the built binary from outside.
    .target(
      name: "TestSupport",
      dependencies: [
        "ExportModel",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], path: "Tests/TestSupport"),
    .testTarget(name: "CrashPointsTests", dependencies: ["CrashPoints"]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "ExportModelTests", dependencies: ["ExportModel", "TestSupport"]),
    .testTarget(name: "DurableFilesTests", dependencies: ["DurableFiles", "TestSupport"]),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
    .testTarget(name: "JSONReaderTests", dependencies: ["JSONReader", "TestSupport"]),
    .testTarget(name: "SettingsTests", dependencies: ["Diagnostics", "Settings"]),
    .testTarget(name: "ItemFieldsTests", dependencies: ["ExportModel", "ItemFields"]),
    .testTarget(
      name: "CSVRowsTests", dependencies: ["CSVRows", "ExportModel", "ItemFields", "SinkKit"]),
    .testTarget(
      name: "PredicatesTests",
      dependencies: ["Diagnostics", "ExportModel", "ItemFields", "Predicates"]),
    .testTarget(
      name: "SinkKitTests", dependencies: ["Diagnostics", "ExportModel", "Settings", "SinkKit"]),
    .testTarget(
      name: "HTTPExchangeTests",
      dependencies: [
        "HTTPExchange", "Settings", "TestSupport",
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "YAMLReaderTests",
      dependencies: ["Diagnostics", "Settings", "TestSupport", "YAMLReader"]),
    .testTarget(
      name: "ExportEngineTests",
      dependencies: [
        "DurableFiles", "ExportEngine", "ExportModel", "PageSourceKit", "Predicates", "Settings",
        "SinkKit", "TestSupport",
      ]),
    .target(
      name: "JobFileTestSupport",
      dependencies: [
        "Diagnostics", "JobFile", "PageSourceKit", "PleoSource", "Settings", "SinkKit",
        "TestSupport", "YAMLReader",
      ], path: "Tests/JobFileTestSupport"),
    .testTarget(
      name: "JobFileTests",
      dependencies: [
        "Diagnostics", "ExportModel", "JobFile", "JobFileTestSupport", "PageSourceKit",
        "PleoSource", "Predicates", "Settings", "SinkKit", "TestSupport", "YAMLReader",
      ]),
    .testTarget(
      name: "SinkKitTestingTests",
      dependencies: [
        "Diagnostics", "DurableFiles", "ExportModel", "Settings", "SinkKit", "SinkKitTesting",
      ]),
    .testTarget(
      name: "ExportLedgerTests",
      dependencies: [
        "DiskReplay", "DurableFiles", "ExportEngine", "ExportLedger", "ExportModel",
        "PageSourceKit", "SQLite", "SinkKit", "TestSupport",
      ]),
    .testTarget(
      name: "DiskReplayTests",
      dependencies: ["DiskReplay", "DurableFiles", "SQLite", "TestSupport"]),
    .testTarget(
      name: "PleoSandboxTests", dependencies: ["ExportModel", "PleoSandbox", "TestSupport"]),
    .testTarget(
      name: "JobTestingTests",
      dependencies: [
        "Diagnostics", "ExportEngine", "FileQueueSink", "JobFile", "JobTesting", "PageSourceKit",
        "PleoSource", "SinkKit", "SluiceHost", "StdoutSink", "TestSupport",
      ]),
    .testTarget(
      name: "SluiceHostTests",
      dependencies: [
        "DurableFiles", "ExportEngine", "ExportModel", "HTTPExchange", "JobFile", "PageSourceKit",
        "SinkKit", "SluiceHost", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "SluiceTests",
      dependencies: [
        "Diagnostics", "ExportEngine", "ExportModel", "JobFile", "JobTesting", "PageSourceKit",
        "PleoSource", "SinkKit", "SluiceHost", "TestSupport", "sluice",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "ExportModel", "ItemFields", "PleoSandbox", "SQLite", "TestSupport", "faulty-sluice",
        "sluice",
      ]),
    // A `sluice` whose sink does not keep its contract, for the tests of `sluice prove`.
    .executableTarget(
      name: "faulty-sluice", dependencies: ["PleoSource", "SinkKit", "SluiceHost"],
      path: "Tests/FaultySluice"),
    .testTarget(name: "JobProvingTests", dependencies: ["CrashPoints", "JobProving"]),
  ]
    + sources.flatMap { source -> [Target] in
      [
        .target(
          name: source.name,
          dependencies: ["PageSourceKit"] + source.uses,
          path: "Plugins/\(source.name)/Sources"),
        .testTarget(
          name: "\(source.name)Tests",
          dependencies: [
            "JobFile", "JobFileTestSupport", "PageSourceKit", "TestSupport",
            .byName(name: source.name),
          ] + source.uses,
          path: "Plugins/\(source.name)/Tests"),
      ]
    }
    + sinks.flatMap { sink -> [Target] in
      [
        .target(
          name: sink.name,
          dependencies: ["SinkKit"] + sink.uses,
          path: "Plugins/\(sink.name)/Sources"),
        .testTarget(
          name: "\(sink.name)Tests",
          dependencies: [
            "DiskReplay", "SinkKit", "SinkKitTesting", "TestSupport", .byName(name: sink.name),
          ] + sink.uses,
          path: "Plugins/\(sink.name)/Tests"),
      ]
    },
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Built by `.ci/fuzz` alone: it needs libFuzzer, and every module with its instrumentation.
if Context.environment["SLUICE_FUZZ"] == "1" {
  package.targets.append(
    .executableTarget(
      name: "sluice-fuzz",
      dependencies: [
        "CSVRows", "Diagnostics", "ExportEngine", "ExportLedger", "ExportModel", "FileQueueSink",
        "ItemFields", "JSONReader", "PageSourceKit", "PleoSource", "Predicates", "Settings",
        "SinkKit", "SinkKitTesting", "YAMLReader",
      ], path: "Fuzzing/Targets",
      // The usual linker cannot read what the instrumentation adds.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}
