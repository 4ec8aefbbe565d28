import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite struct NamelessFileTests {
  @Test func whatWasAddedIsReadAndTheFolderStaysEmpty() async throws {
    try await withTemporaryFolder { folder in
      let file = try NamelessFile(in: folder)
      let parts = (0..<50).map { [UInt8](repeating: UInt8($0), count: $0 * 3000) }
      let starts = try parts.map { try file.append($0) }
      #expect(starts.first == 0)
      for (start, part) in zip(starts, parts).reversed() {
        #expect(try file.read(at: start, count: part.count) == part)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func whatWasNeverAddedCannotBeRead() async throws {
    try await withTemporaryFolder { folder in
      let file = try NamelessFile(in: folder)
      _ = try file.append([1, 2, 3])
      let error = #expect(throws: FileError.self) { _ = try file.read(at: 1, count: 3) }
      #expect(error?.code == EIO)
    }
  }

  @Test func aMissingFolderIsReported() {
    let error = #expect(throws: FileError.self) { _ = try NamelessFile(in: "/nowhere/at/all") }
    #expect(error?.description.contains("/nowhere") == true)
  }
}
