#ifndef SLUICE_CPROCESS_SHIM_H
#define SLUICE_CPROCESS_SHIM_H

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

// prctl(2) takes a variable number of arguments, and such functions Swift does not import.

/// Sees to it that the kernel writes nobody the memory of this process: to no core file, to no program
/// that collects core files, to no debugger of the same user. Returns 0, or -1 and sets errno.
static inline int cprocess_keep_memory_private(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
#ifdef __linux__
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#else
  return 0;
#endif
}

/// Sends the text to the datagram socket at the path, whose name begins with '@' where it is an abstract one, as
/// sd_notify(3) does. Does not wait for a reader. Returns 0, or -1 and sets errno.
static inline int cprocess_notify(const char *path, const char *text) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof(address.sun_path)) {
    errno = EINVAL;
    return -1;
  }
  memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = 0;
  int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (descriptor < 0) return -1;
  ssize_t sent = sendto(descriptor, text, strlen(text), MSG_DONTWAIT, (struct sockaddr *)&address,
                        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
  int problem = errno;
  close(descriptor);
  errno = problem;
  return sent < 0 ? -1 : 0;
}

#endif
