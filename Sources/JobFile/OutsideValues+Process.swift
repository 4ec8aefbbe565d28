#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#endif

extension OutsideValues {
  /// The variables of this process, and the files that it may read.
  public static let process = OutsideValues(
    environment: { ProcessInfo.processInfo.environment[$0] },
    file: { try FileBytes.read($0) })
}

/// Why a file cannot be read, in words.
struct UnreadableFile: Error, CustomStringConvertible {
  let description: String
}

/// Files of the machine, each as a whole.
enum FileBytes {
  /// The folder that relative paths of the command line are relative to.
  static var workingFolder: String { FileManager.default.currentDirectoryPath }

  /// The bytes of a file.
  static func read(_ path: String) throws(UnreadableFile) -> [UInt8] {
    guard !path.isEmpty else { throw UnreadableFile(description: "the path is empty") }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as CocoaError {
      throw UnreadableFile(description: reason(of: error))
    } catch {
      throw UnreadableFile(description: "\(error)")
    }
  }

  private static func reason(of error: CocoaError) -> String {
    guard let code = (error.underlying as? POSIXError)?.code else {
      return "error \(error.code.rawValue)"
    }
    return switch code {
    case .ENOENT: "no such file"
    case .EISDIR: "it is a folder"
    case .ENOTDIR: "a part of its path is not a folder"
    case .EACCES, .EPERM: "permission denied"
    default: "system error \(code.rawValue)"
    }
  }
}
