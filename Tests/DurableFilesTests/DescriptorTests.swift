import Foundation
import TestSupport
import Testing

@testable import DurableFiles

/// Open files: what is written is read again, within limits.
struct DescriptorTests {
  @Test func whatIsWrittenIsReadUpToTheLimitAndNotBeyond() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/file"
      let contents = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Descriptor(path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600).writeAll(contents)
      #expect(try read(path) { try $0.readFile(atMost: contents.count) } == contents)
      #expect(try read(path) { try $0.readFile(upTo: 3) } == Array(contents[..<3]))
      let error = #expect(throws: FileError.self) {
        try read(path) { try $0.readFile(atMost: contents.count - 1) }
      }
      #expect(error?.isTooLarge == true)
    }
  }

  @Test func aFolderIsNotReadAsAFile() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        try read(folder) { try $0.readFile(atMost: 10) }
      }
      #expect(error?.description == "cannot read \(folder): it is a folder, not a regular file")
    }
  }

  /// C ends a path at its zero byte: `a\0b` was the file `a`.
  @Test func aPathWithAZeroByteNamesNoFile() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        _ = try Descriptor("\(folder)\0/elsewhere", flags: O_RDONLY)
      }
      #expect(error?.code == EINVAL)
    }
  }

  @Test func aFileInAFolderIsKnownByItsWholePath() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        _ = try Descriptor("missing", in: Descriptor(folder, flags: O_RDONLY), flags: O_RDONLY)
      }
      #expect(error?.description.contains("\(folder)/missing") == true)
      #expect(error?.isMissing == true)
      let root = try Descriptor("/", flags: O_RDONLY)
      let path = root.path(of: "etc")
      #expect(path == "/etc")
    }
  }

  @Test func aProgramThatIsStartedDoesNotInheritIt() async throws {
    try await withTemporaryFolder { folder in
      let open = try Descriptor(folder, flags: O_RDONLY)
      #expect(fcntl(open.number, F_GETFD) & FD_CLOEXEC != 0)
    }
  }

  private func read(
    _ path: String, _ body: (borrowing Descriptor) throws -> [UInt8]
  ) throws -> [UInt8] {
    try body(Descriptor(path, flags: O_RDONLY))
  }
}
