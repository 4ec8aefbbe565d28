/// A sequence of numbers that look random and are the same every time, any of which is had at
/// once (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
struct SplitMix64 {
  /// What makes this sequence different from others.
  let seed: UInt64

  /// The number at `index`.
  subscript(index: UInt64) -> UInt64 {
    var value = seed &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
