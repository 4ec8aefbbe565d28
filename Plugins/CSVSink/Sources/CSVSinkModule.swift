import CSVRows
import DurableFiles
public import SinkKit

/// The sink of kind `csv`: every item as one row of a CSV file (RFC 4180).
///
/// Rows are added at the end. An item that comes again is known by its row and stays as it is; where somebody has taken
/// the file away, it is written again. Whoever takes it holds a lock on `<path>.lock` (`flock(1)`) meanwhile.
public struct CSVSinkModule: SinkModule {
  static let path = Setting(
    "path", ValueType<String>.path, "The CSV file. It is created where missing, with its folder.")
  static let access = Setting(
    "access", ValueType.choice(FileAccess.self), default: .owner,
    "Who may use the file: the user who runs sluice alone, or the group of the folder as well.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "csv", summary: "Adds each item as one row to a CSV file.",
    redelivery: .absorbed, remembersRemoved: false, takesData: true, finishes: true, batch: 10_000,
    settings: [path] + CSVSettings.all + [access], findings: [.csvColumns],
    crashPoints: CrashPoint.ofCSV)

  let file: CSVFile

  /// Takes the settings; a row without the ids could not be known again.
  public init(settings: CheckedSettings) throws(Diagnostic) {
    file = CSVFile(
      path: settings[Self.path], format: try CSVFormat(settings), access: settings[Self.access])
    neededData = file.format.hasData ? settings.span(of: CSVSettings.columns) : nil
  }

  /// Whether a column has accounting data.
  public var takesData: Bool { file.format.hasData }

  /// The columns, where one has accounting data.
  public let neededData: SourceSpan?

  /// The file, and those beside it.
  public var claims: Set<ResourceClaim> { Set(file.paths.map { .file($0) }) }

  /// The file.
  public var place: Set<ResourceClaim> { [.file(file.path)] }

  /// Cuts off what a run that died has written of a batch.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    try CSVSink(file, as: label)
  }

  /// Removes the lines that say which sets are whole; of deliveries nothing is noted but their rows.
  public func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel
  ) async throws(SinkError) {
    guard notes.contains(.wholeSets), RegularFile.kind(behind: file.completePath) != nil else {
      return
    }
    do {
      try file.locked { folder in try file.forgetWholeSets(of: jobs, label, in: folder) }
    } catch {
      throw SinkError(error, of: file.words)
    }
  }

  /// A program that takes the file away.
  public var consumer: (any SinkConsumer)? { CSVConsumer(file: file) }

  /// Looks at the folder and, where there is one, at the file.
  public func probe(as label: SinkLabel) async throws(SinkError) {
    do {
      try file.probe()
    } catch {
      throw SinkError(error, of: file.words)
    }
  }
}
