import Foundation

/// Runs `body` with the absolute path of a new, empty folder, and removes it afterwards with all
/// that is in it.
public func withScratchFolder<Result>(
  _ body: (_ folder: String) async throws -> Result
) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sink-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  do {
    let result = try await body(folder.path)
    try FileManager.default.removeItem(at: folder)
    return result
  } catch {
    try? FileManager.default.removeItem(at: folder)
    throw error
  }
}
