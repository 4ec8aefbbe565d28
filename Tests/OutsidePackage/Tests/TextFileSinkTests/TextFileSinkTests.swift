import Foundation
import SinkKitTesting
import Testing
import TextFileSink

struct TextFileSinkTests {
  static let contract = SinkContract(
    of: TextFileSinkModule.self,
    settings: { folder in .mapping(["path": "\(folder)/items.jsonl"]) },
    readBack: { folder in
      guard let data = FileManager.default.contents(atPath: "\(folder)/items.jsonl") else {
        return []
      }
      return try data.split(separator: UInt8(ascii: "\n")).map { try DeliveredItem(jsonLine: $0) }
    }, isDurable: false)

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContract(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract.check(rule)
    #expect(violations == [])
  }
}
