import Foundation

/// A folder for the files of one command, which is gone when the command is over.
enum ScratchFolder {
  /// Does something with a new folder, which nobody else may look into.
  ///
  /// - Parameter name: what its name begins with.
  static func with<Result>(
    _ name: String, _ body: (_ path: String) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "\(name)-\(UUID().uuidString)").path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandFailure(
        status: .storage, message: "cannot create \(folder)",
        help: "name a folder for temporary files in TMPDIR")
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }
}
