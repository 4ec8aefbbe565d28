/// Something that was done to files, as far as it matters to what a disk has after a loss of power.
public enum FileOperation: Sendable {
  /// A file or a folder was created under a name of a folder.
  case create(FileIdentity, name: String, in: FileIdentity, isFolder: Bool)
  /// A file was opened, and perhaps created.
  case open(FileIdentity, name: String, in: FileIdentity)
  /// Bytes were written at an offset of a file.
  case write(FileIdentity, offset: Int, bytes: [UInt8])
  /// A file was cut off, or made longer.
  case truncate(FileIdentity, size: Int)
  /// What has a name has another one, perhaps in another folder.
  case rename(name: String, in: FileIdentity, to: String, of: FileIdentity)
  /// A name was removed.
  case remove(name: String, in: FileIdentity)
  /// The contents of a file, or the names of a folder, were made durable.
  case sync(FileIdentity)
  /// Everything of a file system was made durable.
  case syncFileSystem
}

/// Records what is done to files by the modules that write durably: for tests, which replay it as a machine that lost
/// its power would leave the disk.
public enum FileRecording {
  /// Is called after each operation that succeeded, in the task that did it; nil outside such a test.
  @TaskLocal public static var record: (@Sendable (FileOperation) -> Void)?
}

/// Lets operations on files fail, for tests that see what a full disk does.
public enum FileFaults {
  /// Is asked before each operation, in the task that is about to do it: the error number to fail with, or nil to go on.
  /// Nil outside such a test.
  @TaskLocal public static var fault: (@Sendable (_ operation: String, _ path: String) -> Int32?)?
}

extension Descriptor {
  /// Records what was done to the file that is open here.
  borrowing func record(_ operation: (FileIdentity) -> FileOperation) {
    guard let record = FileRecording.record, let status = try? status() else { return }
    record(operation(status.identity))
  }

  /// Records what was done to names of the folder that is open here and of another one.
  borrowing func record(
    _ other: borrowing Descriptor, _ operation: (FileIdentity, FileIdentity) -> FileOperation
  ) {
    guard let record = FileRecording.record, let status = try? status(),
      let other = try? other.status()
    else { return }
    record(operation(status.identity, other.identity))
  }
}
