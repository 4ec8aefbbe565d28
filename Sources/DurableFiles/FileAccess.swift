#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Who may use the files and folders that are created, whatever the umask is.
public enum FileAccess: String, CaseIterable, Sendable {
  /// Their owner alone: folders have mode 0700, files 0600.
  case owner
  /// Their owner and their group: folders have mode 2770, so that what is created in them is of their
  /// group, and files 0660.
  case group

  /// The mode of a folder.
  var folderMode: mode_t { self == .owner ? 0o700 : 0o2770 }
  /// The mode of a file.
  var fileMode: mode_t { self == .owner ? 0o600 : 0o660 }
}

extension Descriptor {
  /// Gives a file that was just created, or a folder, a mode that the umask has no part in.
  borrowing func setMode(_ mode: mode_t) throws(FileError) {
    let (number, path) = (number, path)
    _ = try retrying("set the mode of", path) { fchmod(number, mode) }
  }
}
