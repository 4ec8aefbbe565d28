#ifndef SLUICE_CPROCESS_SHIM_H
#define SLUICE_CPROCESS_SHIM_H

#include <sys/resource.h>
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

#endif
