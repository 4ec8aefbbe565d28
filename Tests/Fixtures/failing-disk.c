// A disk that fails: preloaded into a process (LD_PRELOAD), it lets operations on files below a folder fail.
//
//   FAILING_DISK_FOLDER   the folder
//   FAILING_DISK_AT       the operation that fails, from 1; 0 for none
//   FAILING_DISK_ERROR    its error number; 0 for a write that takes half of what it is given
//   FAILING_DISK_LASTING  1 where every later operation fails too
//   FAILING_DISK_ONLY     "room" where only operations that take room of the disk count, "open" for those that take a descriptor
//   FAILING_DISK_REPORT   a file that says what has failed: a line for each, of the operation and the path
//
// Built by the test that uses it. Linux only.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long operations;

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

/// Whether a path is below the folder.
static int is_inside(const char *path) {
  const char *folder = setting("FAILING_DISK_FOLDER");
  size_t length = strlen(folder);
  return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/// The path of a name in a folder that is open.
static const char *path_at(int folder, const char *name, char *buffer) {
  char link[64], place[PATH_MAX];
  if (name[0] == '/') return name;
  snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, place, sizeof place - 1);
  if (length < 0) return "";
  place[length] = 0;
  snprintf(buffer, PATH_MAX, name[0] ? "%s/%s" : "%s", place, name);
  return buffer;
}

static void report(const char *operation, const char *path) {
  char line[PATH_MAX + 64];
  int file = syscall(SYS_openat, AT_FDCWD, setting("FAILING_DISK_REPORT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const char *below = path + strlen(setting("FAILING_DISK_FOLDER"));
  int length = snprintf(line, sizeof line, "%s %s\n", operation, below[0] ? below + 1 : ".");
  if (file >= 0) {
    syscall(SYS_write, file, line, length);
    syscall(SYS_close, file);
  }
}

enum { TAKES_ROOM = 1, TAKES_DESCRIPTOR = 2 };

/// Counts an operation; 1 where it is to fail, with errno set.
static int fails(const char *operation, int folder, const char *name, int kind) {
  char buffer[PATH_MAX];
  int kept = errno;
  const char *path = path_at(folder, name, buffer);
  const char *only = setting("FAILING_DISK_ONLY");
  errno = kept;
  if (!is_inside(path)) return 0;
  if (!strcmp(only, "room") && !(kind & TAKES_ROOM)) return 0;
  if (!strcmp(only, "open") && !(kind & TAKES_DESCRIPTOR)) return 0;
  long number = atomic_fetch_add(&operations, 1) + 1, at = atol(setting("FAILING_DISK_AT"));
  if (at == 0 || number < at || (number > at && strcmp(setting("FAILING_DISK_LASTING"), "1"))) return 0;
  report(operation, path);
  errno = atoi(setting("FAILING_DISK_ERROR"));
  return 1;
}

/// What is behind this library.
#define REAL(name, type, ...)                                   \
  static type (*real)(__VA_ARGS__);                             \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int opening(int folder, const char *path, int flags) {
  int kind = TAKES_DESCRIPTOR | (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? TAKES_ROOM : 0);
  return fails(flags & O_CREAT ? "create" : "open", folder, path, kind);
}

#define MODE_OF(flags)                                          \
  mode_t mode = 0;                                              \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                        \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    mode = va_arg(rest, mode_t);                                \
    va_end(rest);                                               \
  }

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    MODE_OF(flags)                                              \
    if (opening(AT_FDCWD, path, flags) && errno) return -1;     \
    REAL(#name, int, const char *, int, ...);                   \
    return real(path, flags, mode);                             \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
  int name(int folder, const char *path, int flags, ...) {      \
    MODE_OF(flags)                                              \
    if (opening(folder, path, flags) && errno) return -1;       \
    REAL(#name, int, int, const char *, int, ...);              \
    return real(folder, path, flags, mode);                     \
  }
OPENAT(openat)
OPENAT(openat64)

/// A write that fails, or takes half.
#define WRITE(call, count, whole)                               \
  if (fails("write", file, "", TAKES_ROOM)) {                   \
    if (errno != 0 || (count) < 2) return errno ? -1 : (whole); \
    return call;                                                \
  }

ssize_t write(int file, const void *bytes, size_t count) {
  REAL("write", ssize_t, int, const void *, size_t);
  WRITE(real(file, bytes, count / 2), count, real(file, bytes, count))
  return real(file, bytes, count);
}

#define PWRITE(name, offset_type)                                                  \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) {    \
    REAL(#name, ssize_t, int, const void *, size_t, offset_type);                  \
    WRITE(real(file, bytes, count / 2, offset), count, real(file, bytes, count, offset)) \
    return real(file, bytes, count, offset);                                       \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL("writev", ssize_t, int, const struct iovec *, int);
  WRITE(real(file, parts, count / 2), count, real(file, parts, count))
  return real(file, parts, count);
}

#define READ(name, parameters, arguments, types)                \
  ssize_t name parameters {                                     \
    if (fails("read", file, "", 0) && errno) return -1;         \
    REAL(#name, ssize_t, types);                                \
    return real arguments;                                      \
  }
#define TYPES(...) __VA_ARGS__
READ(read, (int file, void *bytes, size_t count), (file, bytes, count), TYPES(int, void *, size_t))
READ(pread, (int file, void *bytes, size_t count, off_t offset), (file, bytes, count, offset),
     TYPES(int, void *, size_t, off_t))
READ(pread64, (int file, void *bytes, size_t count, off64_t offset), (file, bytes, count, offset),
     TYPES(int, void *, size_t, off64_t))

#define OPERATION(name, words, folder, path, kind, parameters, arguments, types) \
  int name parameters {                                         \
    if (fails(words, folder, path, kind) && errno) return -1;   \
    REAL(#name, int, types);                                    \
    return real arguments;                                      \
  }
OPERATION(fsync, "sync", file, "", TAKES_ROOM, (int file), (file), TYPES(int))
OPERATION(fdatasync, "sync", file, "", TAKES_ROOM, (int file), (file), TYPES(int))
OPERATION(ftruncate, "truncate", file, "", TAKES_ROOM, (int file, off_t length), (file, length), TYPES(int, off_t))
OPERATION(ftruncate64, "truncate", file, "", TAKES_ROOM, (int file, off64_t length), (file, length),
          TYPES(int, off64_t))
OPERATION(posix_fallocate, "reserve", file, "", TAKES_ROOM, (int file, off_t from, off_t length), (file, from, length),
          TYPES(int, off_t, off_t))
OPERATION(rename, "rename", AT_FDCWD, to, TAKES_ROOM, (const char *from, const char *to), (from, to),
          TYPES(const char *, const char *))
OPERATION(renameat, "rename", new_folder, to, TAKES_ROOM,
          (int old_folder, const char *from, int new_folder, const char *to), (old_folder, from, new_folder, to),
          TYPES(int, const char *, int, const char *))
OPERATION(renameat2, "rename", new_folder, to, TAKES_ROOM,
          (int old_folder, const char *from, int new_folder, const char *to, unsigned flags),
          (old_folder, from, new_folder, to, flags), TYPES(int, const char *, int, const char *, unsigned))
OPERATION(linkat, "link", new_folder, to, TAKES_ROOM,
          (int old_folder, const char *from, int new_folder, const char *to, int flags),
          (old_folder, from, new_folder, to, flags), TYPES(int, const char *, int, const char *, int))
OPERATION(mkdir, "create", AT_FDCWD, path, TAKES_ROOM, (const char *path, mode_t mode), (path, mode),
          TYPES(const char *, mode_t))
OPERATION(mkdirat, "create", folder, path, TAKES_ROOM, (int folder, const char *path, mode_t mode), (folder, path, mode),
          TYPES(int, const char *, mode_t))
OPERATION(unlink, "remove", AT_FDCWD, path, 0, (const char *path), (path), TYPES(const char *))
OPERATION(unlinkat, "remove", folder, path, 0, (int folder, const char *path, int flags), (folder, path, flags),
          TYPES(int, const char *, int))
