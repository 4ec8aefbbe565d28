import Foundation

#if os(Linux)
  /// A disk that fails at an operation: `Fixtures/failing-disk.c`, preloaded into `sluice`.
  struct FailingDisk: Sendable {
    /// What goes wrong.
    enum Trouble: CaseIterable, Sendable {
      /// One operation fails with EIO, whatever it is.
      case broken
      /// From one operation on there is no room: all that take some fail with ENOSPC.
      case full
      /// From one operation on no descriptor is left: no file is opened.
      case noDescriptor
      /// Nothing fails, but every write takes only half of what it is given.
      case halfWrites

      /// Those that let something fail.
      static let failing: [Trouble] = [.broken, .full, .noDescriptor]

      /// In a word or two.
      var name: String {
        switch self {
        case .broken: "I/O error"
        case .full: "no room"
        case .noDescriptor: "no descriptor"
        case .halfWrites: "half a write"
        }
      }

      /// What a message about it says, in one of these ways.
      var reasons: [String] {
        switch self {
        case .broken:
          [
            "Input/output error", "input/output error", "disk I/O error", "readonly database",
            "malformed",
            "unable to open a file beside the database",
          ]
        case .full:
          [
            "No space left on device", "database or disk is full", "disk I/O error",
            "unable to open a file beside the database",
          ]
        case .noDescriptor:
          ["oo many open files", "unable to open a file beside the database"]
        case .halfWrites: []
        }
      }

      fileprivate var settings: (error: Int32, isLasting: Bool, only: String) {
        switch self {
        case .broken: (EIO, false, "")
        case .full: (ENOSPC, true, "room")
        case .noDescriptor: (EMFILE, true, "open")
        case .halfWrites: (0, true, "room")
        }
      }
    }

    private let library: String

    /// Builds the library in a folder.
    init(in folder: String) throws {
      let source = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/failing-disk.c").standardized.path
      library = "\(folder)/failing-disk.so"
      let compiler = Process()
      compiler.executableURL = URL(filePath: "/usr/bin/env")
      compiler.arguments = ["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]
      try compiler.run()
      compiler.waitUntilExit()
      guard compiler.terminationStatus == 0 else { throw POSIXError(.ENOEXEC) }
    }

    /// What a `sluice` has in its environment to which this happens at an operation below `folder`: the one of this number, from 1 on.
    func environment(
      _ trouble: Trouble, at number: Int, below folder: String
    ) -> [String: String] {
      let (error, isLasting, only) = trouble.settings
      return [
        "FAILING_DISK_FOLDER": folder, "FAILING_DISK_AT": "\(number)",
        "FAILING_DISK_ERROR": "\(error)", "FAILING_DISK_LASTING": isLasting ? "1" : "0",
        "FAILING_DISK_ONLY": only, "FAILING_DISK_REPORT": "\(folder).report",
        "LD_PRELOAD": library,
      ]
    }

    /// Takes the report: each operation that failed, such as `write items.csv`.
    func failed(below folder: String) throws -> [String] {
      let report = "\(folder).report"
      guard let text = FileManager.default.contents(atPath: report) else { return [] }
      try FileManager.default.removeItem(atPath: report)
      return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }
#endif
