import Foundation

/// Gives a body the absolute path of a new, empty folder and removes it afterwards.
///
/// The path has no symbolic link in it and no slash at its end; the folder is the body's alone.
public func withTemporaryFolder<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let files = FileManager.default
  let folder = files.temporaryDirectory.resolvingSymlinksInPath()
    .appendingPathComponent("sluice-tests-\(UUID().uuidString)")
  try files.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? files.removeItem(at: folder) }
  return try await body(folder.path)
}
