/// The texts of values in a list, as they are written, without the white space around and within them.
///
/// A number keeps every digit, and a text every escape: `0.20` stays `0.20`, and `\u0041` stays `\u0041`.
public enum JSONElements {
  /// The elements of the list under a key of an object; nil where there is no such list.
  ///
  /// - Parameters:
  ///   - key: the key, as it is written in the text.
  ///   - text: an object, as ``JSONDocument`` has read it without a fault.
  public static func texts(under key: String, in text: [UInt8]) -> [[UInt8]]? {
    let wanted = Array("\"\(key)\"".utf8)
    var found: [[UInt8]]?
    var scanner = JSONScanner(text)
    _ = scanner.forEachKey { key, scanner in
      if key == wanted, found == nil {
        found = elements(&scanner)
      } else {
        scanner.skipValue()
      }
    }
    return found
  }

  private static func elements(_ scanner: inout JSONScanner) -> [[UInt8]]? {
    guard scanner.takes(UInt8(ascii: "[")) else {
      scanner.skipValue()
      return nil
    }
    var elements: [[UInt8]] = []
    while let first = scanner.next(), first != UInt8(ascii: "]") {
      elements.append(scanner.value())
      _ = scanner.takes(UInt8(ascii: ","))
    }
    _ = scanner.takes(UInt8(ascii: "]"))
    return elements
  }
}
