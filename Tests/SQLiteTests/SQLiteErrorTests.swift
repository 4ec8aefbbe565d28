import Foundation
import SQLite
import TestSupport
import Testing

@Suite struct SQLiteErrorTests {
  @Test func eachCodeIsOfItsKind() {
    func error(_ code: Int32, system: Int32 = 0) -> SQLiteError {
      SQLiteError(code: code, message: "disk I/O error", systemCode: system)
    }
    #expect(error(5).isBusy && error(261).isBusy)
    #expect(error(13).isFull && error(778, system: EDQUOT).isFull)
    #expect(error(8).isReadOnly && error(264).isReadOnly && error(14, system: EROFS).isReadOnly)
    #expect(error(3).isDenied && error(23).isDenied && error(14, system: EACCES).isDenied)
    #expect(error(14, system: ENOENT).isMissing)
    #expect(error(11).isCorrupt && error(267).isCorrupt && error(26).isCorrupt)
    #expect(error(10).isIO && error(1034).isIO && error(14).isIO && !error(14, system: ENOENT).isIO)
    let other = error(1)
    #expect(!other.isBusy && !other.isFull && !other.isReadOnly && !other.isDenied)
    #expect(!other.isMissing && !other.isCorrupt && !other.isIO)
    #expect(
      error(1034, system: EIO).description
        == "disk I/O error: Input/output error (SQLite code 1034)")
  }
}
