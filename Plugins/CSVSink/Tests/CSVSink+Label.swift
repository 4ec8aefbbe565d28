@testable import CSVSink

extension CSVSink {
  /// Opens a file for a route whose name does not matter.
  init(_ file: CSVFile) throws { try self.init(file, as: label()) }
}
