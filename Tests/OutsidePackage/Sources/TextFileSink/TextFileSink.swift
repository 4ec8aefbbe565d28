import Foundation
import SinkKit

/// The sink of kind `text_file`: appends a line with the entry id and the status of each item.
public struct TextFileSinkModule: SinkModule {
  static let path = Setting(
    "path", ValueType<String>.path, "The file. It is created where missing.")
  static let separator = Setting(
    "separator", ValueType<String>.text, default: " ", "What stands between id and status.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "text_file", summary: "Appends each item as one line to a text file.",
    redelivery: .repeated, settings: [path, separator])

  private let path: String
  private let separator: String

  /// Takes the settings.
  public init(settings: CheckedSettings) throws(Diagnostic) {
    path = settings[Self.path]
    separator = settings[Self.separator]
  }

  /// The file.
  public var claims: Set<ResourceClaim> { [.file(path)] }

  /// Opens the file; there is nothing to recover.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    do {
      // Opening is what creates the file, and neither truncates nor replaces one that is there.
      let descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
      return TextFileSink(
        file: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), separator: separator)
    } catch {
      throw SinkError(.storage, "cannot open \(path)", hint: "look at its folder", cause: error)
    }
  }
}

struct TextFileSink: Sink {
  let file: FileHandle
  let separator: String

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    let lines = batch.items.map { "\($0.entryID)\(separator)\($0.status)\n" }
    do {
      try file.write(contentsOf: Data(lines.joined().utf8))
      // Returning means done: the lines survive a crash of the machine.
      try file.synchronize()
    } catch {
      throw SinkError(.storage, "cannot write the text file", cause: error)
    }
    return DeliveryReceipt(written: batch.items.count)
  }

  func close() async throws(SinkError) {}
}
