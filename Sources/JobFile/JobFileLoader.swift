import Diagnostics
import Settings
public import SinkKit
import YAMLReader

/// Reads job files: the one way to have a job definition, whatever the command.
public struct JobFileLoader: Sendable {
  private let catalog: SinkCatalog
  private let outside: OutsideValues

  /// Creates a loader that knows the sinks of `catalog` and has values from `outside`.
  public init(catalog: SinkCatalog, outside: OutsideValues) {
    self.catalog = catalog
    self.outside = outside
  }

  /// Reads a file and everything that it refers to, and finds all that is wrong in one pass.
  ///
  /// - Parameter path: the file, absolute or relative to the working directory; findings name it
  ///   as given here.
  /// - Throws: ``UnreadableJobFile`` when there is no file to read.
  public func load(_ path: String) throws(UnreadableJobFile) -> LoadedJobFile {
    let bytes: [UInt8]
    do throws(UnreadableFile) {
      bytes = try FileBytes.read(path)
    } catch {
      throw UnreadableJobFile(path: path, reason: error.description)
    }
    let text = String(decoding: bytes.withoutByteOrderMark, as: UTF8.self)
    let working = ReadingContext(folder: FileBytes.workingFolder)
    let context = ReadingContext(folder: working.resolve("\(path)/.."), source: SourceText(text))
    var findings = Findings()
    let root = YAMLDocument.read(bytes, file: path, findings: &findings)
    let definition = root.flatMap {
      JobSection(catalog: catalog, outside: outside, context: context)
        .read($0, findings: &findings)
    }
    let mask = SecretMask(text, root: root)
    return LoadedJobFile(
      definition: findings.hasErrors ? nil : definition, findings: findings.sorted.map(mask.masked),
      text: mask.text, path: path)
  }
}

extension [UInt8] {
  /// The bytes after a UTF-8 byte order mark, which is no part of the first line.
  fileprivate var withoutByteOrderMark: ArraySlice<UInt8> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
  }
}
