import ExportModel
import PleoSandbox

/// A sandbox for each way to cut pages: all of them have the same export job.
struct SimulatedAPIs: Sendable {
  /// The export job.
  static let job = JobID(Identifier(high: 0x5117_CE00_0000_4000, low: 0x8000_0000_0000_0025))

  private struct Kind: Hashable {
    let items: Int
    let pages: Int

    var configuration: SandboxConfiguration {
      var configuration = SandboxConfiguration()
      configuration.itemCount = items
      configuration.pageCap = pages
      return configuration
    }
  }

  private let urls: [Kind: String]

  /// Serves what the shapes need for as long as `body` runs.
  static func serving<Result: Sendable>(
    _ shapes: [ProofShape], _ body: (SimulatedAPIs) async throws -> Result
  ) async throws -> Result {
    let kinds = Set(
      shapes.flatMap {
        [
          Kind(items: $0.items, pages: $0.pages.first),
          Kind(items: $0.items, pages: $0.pages.later),
        ]
      })
    return try await serving(Array(kinds), [:], body)
  }

  private static func serving<Result: Sendable>(
    _ kinds: [Kind], _ urls: [Kind: String], _ body: (SimulatedAPIs) async throws -> Result
  ) async throws -> Result {
    guard let kind = kinds.first else { return try await body(SimulatedAPIs(urls: urls)) }
    return try await Sandbox.withSandbox(kind.configuration) { address in
      var urls = urls
      urls[kind] = address.baseURL
      return try await serving(Array(kinds.dropFirst()), urls, body)
    }
  }

  /// Where a run of a shape asks.
  func url(of shape: ProofShape, isFirst: Bool) -> String {
    let pages = isFirst ? shape.pages.first : shape.pages.later
    guard let url = urls[Kind(items: shape.items, pages: pages)] else {
      preconditionFailure("every shape is served")
    }
    return url
  }

  /// The items of the export job, in the order of its pages.
  func items(of shape: ProofShape) -> [SandboxConfiguration.Item] {
    Kind(items: shape.items, pages: shape.pages.first).configuration.items(of: Self.job)
  }
}
