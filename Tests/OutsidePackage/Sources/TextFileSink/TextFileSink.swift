import Foundation
import SinkKit

/// The sink of kind `text_file`: appends a line of JSON for each item.
public struct TextFileSinkModule: SinkModule {
  static let path = Setting(
    "path", ValueType<String>.path, "The file. It is created where missing.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "text_file", summary: "Appends each item as one line to a text file.",
    redelivery: .repeated, settings: [path])

  private let path: String

  /// Takes the settings.
  public init(settings: CheckedSettings) throws(Diagnostic) { path = settings[Self.path] }

  /// The file.
  public var claims: Set<ResourceClaim> { [.file(path)] }

  /// Opens the file; there is nothing to recover.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    // Opening is what creates the file, and neither truncates nor replaces one that is there.
    let descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw SinkError(.storage, "cannot open \(path): \(reason)", hint: "look at its folder")
    }
    return TextFileSink(file: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }
}

struct TextFileSink: Sink {
  let file: FileHandle

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    do {
      try file.write(contentsOf: Data(batch.items.flatMap(\.jsonLine)))
      // Returning means done: the lines survive a crash of the machine.
      try file.synchronize()
    } catch {
      throw SinkError(.storage, "cannot write the text file", cause: error)
    }
    return DeliveryReceipt(written: batch.items.count)
  }

  func close() async throws(SinkError) {}
}
