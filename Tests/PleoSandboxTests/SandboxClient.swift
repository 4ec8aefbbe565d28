import Foundation
import PleoSandbox
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A job of the generated kind.
let generatedJob = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"

/// An item, as far as the tests look.
struct Item: Decodable, Hashable {
  let exportJobId: String
  let accountingEntryId: String
  let status: String
}

/// A page of items, as far as the tests look.
struct Page: Decodable {
  struct Pagination: Decodable {
    let hasPreviousPage: Bool
    let hasNextPage: Bool
    let startCursor: String?
    let endCursor: String?
    let total: Int
  }
  let data: [Item]
  let pagination: Pagination
}

/// An error's body.
struct Problem: Decodable, Equatable {
  let type: String
  let message: String
}

/// What came back for a request.
struct Reply {
  let code: Int
  let contentType: String?
  let allow: String?
  let body: Data

  var problem: Problem {
    get throws { try JSONDecoder().decode(Problem.self, from: body) }
  }

  /// The body as Foundation's objects, for comparing whole documents.
  var document: NSDictionary {
    get throws {
      try #require(try JSONSerialization.jsonObject(with: body) as? NSDictionary)
    }
  }
}

extension SandboxAddress {
  /// Asks for `target`, a path and a query that are sent as they are.
  func ask(
    _ target: String, method: String = "GET", authorization: String? = nil
  ) async throws -> Reply {
    var request = URLRequest(url: try #require(URL(string: baseURL + target)))
    request.httpMethod = method
    request.setValue(authorization, forHTTPHeaderField: "Authorization")
    let session = URLSession(configuration: .ephemeral)
    defer { session.finishTasksAndInvalidate() }
    let (body, response) = try await session.data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    return Reply(
      code: http.statusCode, contentType: http.value(forHTTPHeaderField: "Content-Type"),
      allow: http.value(forHTTPHeaderField: "Allow"), body: body)
  }

  /// A page of a job's items.
  func page(_ query: String, of job: String = generatedJob) async throws -> Page {
    let reply = try await ask("/v3/export-jobs/\(job)/items?\(query)")
    try #require(reply.code == 200, "\(String(decoding: reply.body, as: UTF8.self))")
    return try JSONDecoder().decode(Page.self, from: reply.body)
  }

  /// Every page from the first on, each had by the cursor of the one before.
  func pagesByCursor(_ query: String, of job: String = generatedJob) async throws -> [Page] {
    var pages = [try await page(query, of: job)]
    while let last = pages.last?.pagination, last.hasNextPage {
      let cursor = try encoded(try #require(last.endCursor))
      pages.append(try await page("\(query)&after=\(cursor)", of: job))
    }
    return pages
  }
}

/// A cursor as a query must have it.
func encoded(_ cursor: String) throws -> String {
  try #require(cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
}
