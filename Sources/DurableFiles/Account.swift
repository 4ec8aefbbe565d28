#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The users and groups of the machine.
enum Account {
  /// A user's name, or the number where it has none.
  static func name(of user: uid_t) -> String { userEntry(user)?.name ?? "\(user)" }

  /// Whether this process is in a group.
  static func isMember(of group: gid_t) -> Bool {
    if group == getegid() { return true }
    var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
    let count = getgroups(Int32(groups.count), &groups)
    return groups.prefix(Int(max(0, count))).contains(group)
  }

  /// Whether a group is the user's own, of the same name, with nobody else in it.
  static func isAlone(_ user: uid_t, in group: gid_t) -> Bool {
    guard let account = userEntry(user), account.group == group else { return false }
    guard let group = groupEntry(group), group.name == account.name else { return false }
    return group.members.allSatisfy { $0 == account.name }
  }

  private static func userEntry(_ user: uid_t) -> (name: String, group: gid_t)? {
    var entry = passwd()
    return withMemory { memory, size in
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwuid_r(user, &entry, memory, size, &found)
      return (code, found.map { (String(cString: $0.pointee.pw_name), $0.pointee.pw_gid) })
    }
  }

  private static func groupEntry(_ id: gid_t) -> (name: String, members: [String])? {
    var entry = group()
    return withMemory { memory, size in
      var found: UnsafeMutablePointer<group>?
      let code = getgrgid_r(id, &entry, memory, size, &found)
      return (code, found.map { (String(cString: $0.pointee.gr_name), strings($0.pointee.gr_mem)) })
    }
  }

  /// The texts of a list that ends with a null pointer.
  private static func strings(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> [String] {
    var strings: [String] = []
    var next = list
    while let string = next?.pointee {
      strings.append(String(cString: string))
      next = next?.advanced(by: 1)
    }
    return strings
  }

  /// Looks something up with as much memory as it takes (`getpwuid_r(3)`), up to a megabyte.
  private static func withMemory<Answer>(
    _ look: (UnsafeMutablePointer<CChar>, Int) -> (code: Int32, answer: Answer?)
  ) -> Answer? {
    var size = 1024
    while size <= 1 << 20 {
      let memory = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer { memory.deallocate() }
      let (code, answer) = look(memory, size)
      guard code == ERANGE else { return answer }
      size *= 2
    }
    return nil
  }
}
