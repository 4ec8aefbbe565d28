import DurableFiles
import JSONReader
import PageSourceKit

/// The tokens that an integration has at a time. Asking for an access token replaces both.
struct Tokens: Sendable {
  let refresh: Secret
  /// The access token; nil where a person wrote the file.
  var access: AccessToken?
}

/// A token that the API is shown, and until when.
struct AccessToken: Sendable, Equatable {
  let token: Secret
  /// When another one is asked for, in milliseconds since 1970-01-01T00:00:00Z; nil where the server did not say how long it
  /// lives.
  let renewAt: Int64?

  /// Whether it is time for another one.
  func isDue(_ now: Int64) -> Bool { renewAt.map { now >= $0 } ?? false }
}

/// The file that keeps the tokens: what a person writes into it is a refresh token on a line, what sluice writes has the
/// access token beside it, so that other processes go on with it.
struct TokenFile: Sendable {
  /// Its absolute path.
  let path: String

  private static let largest = 64 * 1024

  private var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
  private var folder: String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }
  private var lock: String { ".\(name).lock" }

  /// Reads the tokens; refuses a file that others could change.
  func read() throws(SourceError) -> Tokens {
    let bytes = try using("read") { folder throws(FileError) in
      try folder.checkOwned(name)
      return try folder.read(name, atMost: Self.largest)
    }
    guard let tokens = Tokens(bytes) else {
      throw SourceError(
        .denied, "\(path) does not have a refresh token",
        hint: "write the refresh token into it, on one line and nothing else")
    }
    return tokens
  }

  /// Throws where the file has no tokens or could not be replaced, as far as that is known without changing anything.
  func check() throws(SourceError) {
    _ = try read()
    do throws(FileError) {
      try Directory.checkAccess(at: folder, for: .owner)
    } catch {
      throw refusal("replace", error)
    }
  }

  /// Puts tokens in the place of those that are there, durably and in one step.
  func write(_ tokens: Tokens) throws(SourceError) {
    try using("write") { folder throws(FileError) in
      try folder.replace(name, with: Array(tokens.text.utf8))
    }
  }

  /// Who had the lock when its process was killed, or has it; nil where nobody does.
  var lastHolder: FileLock.Holder? { FileLock.lastHolder(at: "\(folder)/\(lock)") }

  /// Takes the lock of those who ask for new tokens; nil where another process has it.
  func locked(by holder: FileLock.Holder) throws(SourceError) -> FileLock? {
    let folder = try using("lock") { folder throws(FileError) in folder.path }
    do {
      return try FileLock(lock, in: Directory(ownedAt: folder, creating: false), holder: holder)
    } catch FileLock.Failure.held {
      return nil
    } catch FileLock.Failure.file(let error) {
      throw refusal("lock", error)
    } catch {
      throw SourceError(.denied, "cannot lock \(path): \(error)")
    }
  }

  private func using<Value>(
    _ verb: String, _ body: (borrowing Directory) throws(FileError) -> Value
  ) throws(SourceError) -> Value {
    do throws(FileError) {
      return try body(Directory(ownedAt: folder, creating: false))
    } catch {
      throw refusal(verb, error)
    }
  }

  private func refusal(_ verb: String, _ error: FileError) -> SourceError {
    let isOfDisk = error.isFull || error.isReadOnly
    return SourceError(
      isOfDisk ? .storage : .denied, "cannot \(verb) the refresh token file: \(error)",
      hint: error.help
        ?? (isOfDisk
          ? "sluice replaces the file with each new token: it must be on a disk with room that can be written"
          : nil)
          ?? (error.isMissing
            ? "make the folder, owned by the user who runs sluice, and write the refresh token into the file"
            : nil)
            ?? "sluice replaces the file with each new token: it must belong to the user who runs sluice, and so must its "
            + "folder",
      cause: error)
  }
}

extension Tokens {
  /// Reads a file: a refresh token on a line, or what ``text`` writes.
  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
      .trimmingPrefix { $0.isWhitespace }
    guard text.first == "{" else {
      let line = String(text.reversed().drop { $0.isWhitespace }.reversed())
      guard let refresh = Secret(token: line) else { return nil }
      self.init(refresh: refresh)
      return
    }
    let document = JSONDocument()
    guard let root = try? document.read(bytes),
      let refresh = root["refresh_token"]?.text.flatMap(Secret.init(token:))
    else { return nil }
    self.init(refresh: refresh)
    if let access = root["access_token"]?.text.flatMap(Secret.init(token:)) {
      self.access = AccessToken(
        token: access, renewAt: root["renew_at_ms"]?.integer.map { Int64($0) })
    }
  }

  /// What is written: JSON, with the names of RFC 6749, section 5.1. A token has nothing that JSON escapes.
  var text: String {
    var parts = [#""refresh_token":"\#(refresh.revealed)""#]
    if let access {
      parts.append(#""access_token":"\#(access.token.revealed)""#)
      if let time = access.renewAt { parts.append(#""renew_at_ms":\#(time)"#) }
    }
    return "{\(parts.joined(separator: ","))}\n"
  }
}

extension Secret {
  /// A token as servers give them: characters that are seen, but for quotation marks and backslashes (RFC 6749, appendix
  /// A.12), 5 to 16,384.
  init?(token: String) {
    guard 5...16_384 ~= token.utf8.count,
      token.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
    else { return nil }
    self.init(token)
  }
}
