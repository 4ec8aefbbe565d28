// swift-tools-version: 6.2
import PackageDescription

// A package outside sluice: its own sink, and a sluice with it. `.ci/outside` builds and runs it.
let package = Package(
  name: "outside",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "sluice", path: "../..")],
  targets: [
    .target(name: "TextFileSink", dependencies: [.product(name: "SinkKit", package: "sluice")]),
    .executableTarget(
      name: "my-sluice",
      dependencies: [
        "TextFileSink",
        .product(name: "PleoSource", package: "sluice"),
        .product(name: "SluiceHost", package: "sluice"),
        .product(name: "StdoutSink", package: "sluice"),
      ]),
    .testTarget(
      name: "TextFileSinkTests",
      dependencies: ["TextFileSink", .product(name: "SinkKitTesting", package: "sluice")]),
  ],
  swiftLanguageModes: [.v6]
)
