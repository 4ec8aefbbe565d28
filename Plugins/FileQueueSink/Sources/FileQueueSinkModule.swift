import DurableFiles
public import SinkKit

/// The sink of kind `file_queue`: every item as one file in a directory that programs take files
/// from.
///
/// The directory has `new` and `cur`, as a Maildir has. A message is whole and durable as
/// soon as it is in `new`; a consumer takes it by renaming it into `cur`, and removes it there.
/// Sorted by name, the messages of a job are in the order of the job. Several job definitions may
/// publish into one queue.
public struct FileQueueSinkModule: SinkModule {
  static let directory = Setting(
    "directory", ValueType<String>.path,
    "The folder of the queue: messages appear in its subfolder new. It is created where missing.")
  static let access = Setting(
    "access", ValueType.choice(FileAccess.self), default: .owner,
    "Who may take messages: the user who runs sluice alone, or the group of the folder as well.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "file_queue",
    summary: "Publishes each item as one file in a queue folder, exactly once.",
    redelivery: .absorbed, takesData: true, finishes: true, settings: [directory, access],
    crashPoints: CrashPoint.ofFileQueue)

  private let directory: String
  private let access: FileAccess

  /// Takes the settings.
  public init(settings: CheckedSettings) throws(Diagnostic) {
    directory = settings[Self.directory]
    access = settings[Self.access]
  }

  /// The whole directory.
  public var claims: Set<ResourceClaim> { [.directory(directory)] }

  /// Opens the queue, creates what is missing of its folders, and publishes what a run that died had
  /// promised to publish: of this label, and of any other that nobody has open now, because a route may
  /// have another name since.
  ///
  /// - Throws: `unavailable` while another process has the queue open for the same label.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    try FileQueueSink(at: directory, as: label, access: access)
  }

  /// A program that takes messages.
  public var consumer: (any SinkConsumer)? { FileQueueConsumer(path: directory) }

  /// Removes journals, and the files that say which sets are whole.
  ///
  /// - Throws: `unavailable` while another process has the queue open for the same label.
  public func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel
  ) async throws(SinkError) {
    let kept = FileQueueNotes(path: directory, access: access, label: label)
    do {
      if notes.contains(.wholeSets) { try kept.forgetWholeSets(of: jobs) }
      if notes.contains(.deliveries) { try kept.forgetDeliveries(of: jobs) }
    } catch {
      throw SinkError(error, queue: directory, label: label)
    }
  }

  /// Looks whether the queue's folders can be written to, or created.
  public func probe(as label: SinkLabel) async throws(SinkError) {
    do {
      try Directory.checkAccess(at: directory, for: access)
      for name in ["new", "cur"] {
        try Directory.checkAccess(at: "\(directory)/\(name)", for: access)
      }
      try Directory.checkAccess(at: "\(directory)/.sluice", for: .owner)
      for label in try QueueFolders.labels(of: directory) {
        try Directory.checkAccess(at: "\(directory)/.sluice/\(label)", for: .owner)
        try Directory.checkAccess(at: "\(directory)/.sluice/\(label)/staged", for: access)
      }
      try QueueFolders.check(at: directory, for: label)
    } catch {
      throw SinkError(error, queue: directory)
    }
  }
}
