import HTTPExchange
import JSONReader

extension WholeResponse {
  /// Whether the body is JSON that ends early, where no header gave its length.
  ///
  /// Such a body ends where the connection is closed, which a broken connection is too
  /// (RFC 9112, section 6.3).
  var endsInTheMiddle: Bool {
    guard header("content-length") == nil, header("transfer-encoding") == nil else { return false }
    return JSONFault.first(in: body)?.problem == .ended
  }
}
