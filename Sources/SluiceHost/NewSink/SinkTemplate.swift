/// The files of a new sink: a small one that works, to be changed step by step while its tests pass.
struct SinkTemplate {
  let names: SinkNames

  /// The module: what can be set, and how the sink is opened.
  var module: String {
    """
    public import SinkKit

    /// The sink of kind `\(names.kind)`: every item as one line of JSON in a file.
    public struct \(names.type)Module: SinkModule {
      static let path = Setting(
        "path", ValueType<String>.path, "The file. It is created where missing, with its folder.")

      /// What the sink is called and what can be set.
      public static let descriptor = SinkDescriptor(
        kind: "\(names.kind)", summary: "Adds each item as one line of JSON to a file.",
        redelivery: .repeated, settings: [path])

      private let path: String

      /// Takes the settings.
      public init(settings: CheckedSettings) throws(Diagnostic) { path = settings[Self.path] }

      /// The file, and its lock.
      public var claims: Set<ResourceClaim> { [.file(path), .file("\\(path).lock")] }

      /// The file.
      public var place: Set<ResourceClaim> { [.file(path)] }

      /// There is nothing to finish or undo: the file is opened for each batch.
      public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
        \(names.type)(path: path)
      }

      /// What a program sees that reads the file, and takes it away when it is done with it.
      public var consumer: (any SinkConsumer)? { \(names.type)Consumer(path: path) }
    }

    """
  }

  /// The sink: what a delivery does.
  var sink: String {
    """
    import DurableFiles
    import SinkKit

    /// Adds each batch to the end of a file, durable when the delivery returns.
    struct \(names.type): Sink {
      let path: String

      func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
        do {
          let (folder, name) = Directory.parts(of: path)
          let directory = try Directory(ownedAt: folder)
          // Whoever takes the file away has this lock meanwhile.
          let lock = try FileLock("\\(name).lock", in: directory, holder: .thisProcess)
          // A run that died may have left one, of a batch that comes again.
          try directory.cutOffHalfALine(of: name)
          try directory.append(batch.items.flatMap(\\.jsonLine), to: name)
          lock.release()
        } catch {
          throw SinkError(error, of: "\(names.words) \\(path)")
        }
        return DeliveryReceipt(written: batch.items.count)
      }

      func close() async throws(SinkError) {}
    }

    """
  }

  /// The consumer, for `sluice prove` and the tests.
  var consumer: String {
    """
    import DurableFiles
    import SinkKit

    /// Reads the lines of the file, and takes it away while it has the file's lock.
    struct \(names.type)Consumer: SinkConsumer {
      let path: String

      func items() throws -> [DeliveredItem] {
        guard RegularFile.kind(behind: path) == .file else { return [] }
        let contents = try RegularFile.contents(of: path, atMost: 1 << 30)
        // What is behind the last line end is half a line.
        let end = contents.lastIndex(of: UInt8(ascii: "\\n")) ?? 0
        return try contents[..<end].split(separator: UInt8(ascii: "\\n")).map {
          try DeliveredItem(jsonLine: $0)
        }
      }

      func take() throws -> [DeliveredItem] {
        guard RegularFile.kind(behind: path) == .file else { return [] }
        let (folder, name) = Directory.parts(of: path)
        let directory = try Directory(ownedAt: folder, creating: false)
        do {
          let lock = try FileLock("\\(name).lock", in: directory, holder: .thisProcess)
          let items = try items()
          try directory.remove(name)
          try directory.sync()
          lock.release()
          return items
        } catch FileLock.Failure.held {
          return []
        }
      }
    }

    """
  }

  /// The tests: the contract, and what is the sink's own.
  var tests: String {
    """
    import SinkKit
    import SinkKitTesting
    import Testing

    @testable import \(names.type)

    struct \(names.type)Tests {
      private static let contract = SinkContract(
        of: \(names.type)Module.self, settings: { .mapping(["path": "\\($0)/items.jsonl"]) },
        readBack: { folder in try \(names.type)Consumer(path: "\\(folder)/items.jsonl").items() })

      /// Each line of the delivery contract is a test of its own.
      @Test(arguments: SinkContract.Rule.allCases)
      func keepsTheContract(rule: SinkContract.Rule) async throws {
        let violations = try await Self.contract.check(rule)
        #expect(violations == [])
      }

      @Test func theFileIsClaimed() throws {
        let module = try \(names.type)Module.make(
          from: .mapping(["path": "./items.jsonl"]), in: "/jobs")
        #expect(module.claims == [.file("/jobs/items.jsonl"), .file("/jobs/items.jsonl.lock")])
      }
    }

    """
  }

  /// A job file with the sink.
  ///
  /// - Parameter path: where it is, as its comment says.
  func job(at path: String) -> String {
    """
    # Hands each item to the sink '\(names.kind)':  sluice run \(path)

    version: 1
    job: \(names.dashed)

    source:
      pleo:
        environment: sandbox
        export_job: 8eb648ab-464b-42a0-ba17-eda703657e33

    routes:
      - sink:
          \(names.kind):
            path: ./items.jsonl

    """
  }

  // MARK: A package of its own

  /// - Parameter sluice: the path of the package `sluice`.
  func package(on sluice: String) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    // The sink '\(names.kind)', and a sluice with it.
    let package = Package(
      name: "\(names.dashed)-sink",
      platforms: [.macOS(.v15)],
      dependencies: [.package(name: "sluice", path: "\(sluice)")],
      targets: [
        .target(
          name: "\(names.type)",
          dependencies: [
            .product(name: "DurableFiles", package: "sluice"),
            .product(name: "SinkKit", package: "sluice"),
          ]),
        .executableTarget(
          name: "my-sluice",
          dependencies: [
            "\(names.type)", .product(name: "PleoSource", package: "sluice"),
            .product(name: "SluiceHost", package: "sluice"),
            .product(name: "StdoutSink", package: "sluice"),
          ]),
        .testTarget(
          name: "\(names.type)Tests",
          dependencies: [
            "\(names.type)", .product(name: "SinkKitTesting", package: "sluice"),
          ]),
      ],
      swiftLanguageModes: [.v6]
    )

    """
  }

  /// The program.
  var program: String {
    let imports = ["PleoSource", "SluiceHost", "StdoutSink", names.type].sorted()
    return """
      \(imports.map { "import \($0)" }.joined(separator: "\n"))

      /// A sluice with a sink of its own.
      @main
      enum MySluice {
        static func main() async {
          await SluiceHost.main(
            sources: [PleoSourceModule.self],
            sinks: [\(names.type)Module.self, StdoutSinkModule.self])
        }
      }

      """
  }
}
