import Settings

/// What a job file takes from outside while it is read: each file is read once, and all that is put into
/// the file together has a limit, however often it is put there.
final class OutsideTexts {
  /// How many bytes values from outside may have together.
  static let limit = 1 << 20

  private let outside: OutsideValues
  private var files: [String: Result<String?, any Error>] = [:]
  private var left = limit
  /// The values that were put into the file, each once.
  private(set) var texts: Set<String> = []

  init(_ outside: OutsideValues) { self.outside = outside }

  /// The values of parameters that were given by name.
  var parameters: [String: String] { outside.parameters }

  /// The value of an environment variable; nil when it is not set.
  func environment(_ name: String) -> String? { outside.environment(name) }

  /// The text of the file at an absolute path, without one line end after it, because editors put one
  /// there; nil where it is not UTF-8.
  func file(_ path: String) throws -> String? {
    if let known = files[path] { return try known.get() }
    let read = Result { Self.text(of: try outside.file(path)) }
    files[path] = read
    return try read.get()
  }

  /// How to read a file once more.
  func rereading(of path: String) -> Rereading {
    Rereading { [outside] in (try? outside.file(path)).flatMap(Self.text) }
  }

  /// Counts a text that is put into the file; false where it is too much.
  func spend(_ text: String) -> Bool {
    left -= text.utf8.count
    if left >= 0 { texts.insert(text) }
    return left >= 0
  }

  private static func text(of bytes: [UInt8]) -> String? {
    var bytes = bytes[...]
    if bytes.last == UInt8(ascii: "\n") {
      bytes.removeLast()
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
