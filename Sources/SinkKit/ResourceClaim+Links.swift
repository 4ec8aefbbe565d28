#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ResourceClaim {
  /// The claim by where its path leads today; what does not exist yet stays as it is written.
  public var withoutLinks: ResourceClaim {
    switch self {
    case .exclusive: self
    case .directory(let path): .directory(LinkedPath.target(of: path))
    case .file(let path): .file(LinkedPath.target(of: path))
    case .part(let kind, let name, let file, let suffixes):
      .part(kind: kind, name: name, file: LinkedPath.target(of: file), suffixes: suffixes)
    }
  }
}

/// Paths through symbolic links.
private enum LinkedPath {
  /// As many links as Linux follows in one path (path_resolution(7)).
  private static let limit = 40

  /// An absolute path with each link replaced by where it leads, be that there or not; a path of
  /// too many links is left with the rest of them.
  static func target(of path: String) -> String {
    var ahead = parts(of: path)
    var resolved: [Substring] = []
    var links = 0
    while let part = ahead.popLast() {
      guard part != "." else { continue }
      guard part != ".." else {
        _ = resolved.popLast()
        continue
      }
      let place = "/" + (resolved + [part]).joined(separator: "/")
      guard links < limit,
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place)
      else {
        resolved.append(part)
        continue
      }
      links += 1
      if target.hasPrefix("/") { resolved = [] }
      ahead += parts(of: target)
    }
    return "/" + resolved.joined(separator: "/")
  }

  /// The names in a path, the last one first.
  private static func parts(of path: String) -> [Substring] {
    path.split(separator: "/").reversed()
  }
}
