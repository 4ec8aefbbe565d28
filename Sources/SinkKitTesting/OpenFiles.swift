import Foundation

/// The files that this process has open.
enum OpenFiles {
  /// Those below a folder, by their names in it.
  static func below(_ folder: String) -> [String] {
    let prefix = folder + "/"
    return (0..<4096).compactMap { path(of: $0) }.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.sorted()
  }

  private static func path(of number: Int32) -> String? {
    #if os(Linux)
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
    #else
      nil
    #endif
  }
}
