import JSONReader

extension JSONFault {
  /// `broken JSON in $.data[7].status: …`.
  func message(_ redaction: Redaction) -> String {
    let place = redaction.harmless(path, limit: 200)
    return switch problem {
    case .unexpected: "broken JSON in \(place): unexpected byte \(position) of \(size)"
    case .ended: "broken JSON in \(place): the text ends after \(size) bytes"
    case .tooDeep: "too many lists and objects within each other (over \(Self.depthLimit))"
    case .tooLarge: "\(place): the number at byte \(position) of \(size) is too large"
    case .noMemory: "there is not enough memory to read \(size) bytes of JSON"
    }
  }
}

extension RepeatedKey {
  /// `$.data[7]: the key 'status' is there twice`.
  func message(_ redaction: Redaction) -> String {
    let (name, path) = (
      redaction.harmless(name, limit: 80), redaction.harmless(path, limit: 200)
    )
    return "\(path): the key '\(name)' is there twice"
  }
}
