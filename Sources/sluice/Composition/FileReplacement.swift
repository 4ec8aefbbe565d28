import DurableFiles
import Foundation

/// Puts new contents in the place of a file in one step: with its permissions, and behind a symbolic
/// link if the path is one.
struct FileReplacement {
  private let file: URL

  init(of path: String) {
    file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
  }

  func write(_ contents: [UInt8]) throws {
    let (name, draft) = (file.lastPathComponent, ".\(file.lastPathComponent).new")
    let path = file.deletingLastPathComponent().path
    let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    let directory = try Directory(at: path, creating: false)
    do {
      try directory.write(contents, to: draft)
      if let permissions {
        try FileManager.default.setAttributes(
          [.posixPermissions: permissions], ofItemAtPath: "\(path)/\(draft)")
      }
      try directory.sync(files: [draft])
      try directory.move(draft, to: directory, as: name)
    } catch {
      try? directory.remove(draft)
      throw error
    }
    try directory.sync()
  }
}
