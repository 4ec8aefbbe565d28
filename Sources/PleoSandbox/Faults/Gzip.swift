/// The little of gzip (RFC 1952) and deflate (RFC 1951) that faults need: bytes as they are, and a bomb.
enum Gzip {
  private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

  /// Bytes in blocks that are not compressed.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var packed = header
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      packed.append(rest.isEmpty ? 1 : 0)
      packed += little(UInt32(block.count) | ~UInt32(block.count) << 16)
      packed += block
    } while !rest.isEmpty
    return packed + little(checksum(of: bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// At least so many zeros, 258 in each 13 bits. It does not end: nobody should get there.
  static func zeros(_ count: Int) -> [UInt8] {
    var bits = BitWriter()
    // A block with the codes of section 3.2.6: a zero, and then copies of what is a byte before.
    bits.write(0b1, 1)
    bits.write(0b01, 2)
    bits.writeCode(0b0011_0000, 8)
    for _ in 0..<9 {
      bits.writeCode(0b1100_0101, 8)
      bits.writeCode(0, 5)
    }
    // Eight codes are thirteen bytes, and then the bits are the same again.
    let period = bits.bytes[2..<15]
    return header + bits.bytes[..<2]
      + [[UInt8]](repeating: Array(period), count: count / (8 * 258) + 1).joined()
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

/// Bits that fill bytes from their lowest bit on.
private struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var used = 8

  /// Writes a number, its lowest bit first.
  mutating func write(_ value: Int, _ count: Int) {
    for bit in 0..<count { append(value >> bit & 1) }
  }

  /// Writes a code, its highest bit first.
  mutating func writeCode(_ code: Int, _ count: Int) {
    for bit in (0..<count).reversed() { append(code >> bit & 1) }
  }

  private mutating func append(_ bit: Int) {
    if used == 8 {
      bytes.append(0)
      used = 0
    }
    bytes[bytes.count - 1] |= UInt8(bit << used)
    used += 1
  }
}
