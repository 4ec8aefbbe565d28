import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite struct FileErrorTests {
  @Test func eachCodeIsOfItsKind() {
    func error(_ code: Int32) -> FileError {
      FileError(operation: "rename", path: "/q/tmp/a", code: code)
    }
    for code in [ENOSPC, EDQUOT] { #expect(error(code).isFull) }
    for code in [EACCES, EPERM] { #expect(error(code).isDenied) }
    #expect(error(EROFS).isReadOnly)
    #expect(error(ENOENT).isMissing)
    let other = error(EIO)
    #expect(!other.isFull && !other.isDenied && !other.isReadOnly && !other.isMissing)
    #expect(error(ENOSPC).description == "cannot rename /q/tmp/a: No space left on device")
  }
}
