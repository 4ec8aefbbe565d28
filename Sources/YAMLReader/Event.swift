import Diagnostics
import Settings

/// One step through a YAML file, as libyaml reports it, in values of our own.
struct Event {
  enum Kind {
    case streamStart, streamEnd
    case documentStart, documentEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart, mappingStart
    case collectionEnd
  }

  let kind: Kind
  let anchor: String?
  let tag: String?
  /// Whether a list or mapping that begins here is in brackets.
  let isFlow: Bool
  let span: SourceSpan

  init(
    _ kind: Kind, at span: SourceSpan, anchor: String? = nil, tag: String? = nil,
    isFlow: Bool = false
  ) {
    self.kind = kind
    self.anchor = anchor
    self.tag = tag
    self.isFlow = isFlow
    self.span = span
  }
}
