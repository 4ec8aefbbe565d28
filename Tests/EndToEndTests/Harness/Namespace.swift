import Foundation

#if os(Linux)
  /// A network and a file tree of one's own (namespaces(7)), for tests in which `localhost` is elsewhere.
  enum Namespace {
    /// Whether this process may make namespaces, which is for root and not in every container.
    static let canBeMade: Bool = {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "unshare --mount --net ip link set lo up"]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }()
  }
#endif
