#ifndef SLUICE_CPROCESS_H
#define SLUICE_CPROCESS_H

/// Sees to it that the kernel writes nobody the memory of this process: to no core file, to no program
/// that collects core files, to no debugger of the same user. Returns 0, or -1 and sets errno.
int cprocess_keep_memory_private(void);

/// Sees to it that blocks of memory of 4 MiB and more go back to the system when they are freed (mallopt(3)); the columns of
/// a million items are such. Does nothing where the C library is not glibc.
void cprocess_return_large_blocks(void);

/// Sends the text to the datagram socket at the path, whose name begins with '@' where it is an abstract one, as
/// sd_notify(3) does. Does not wait for a reader. Returns 0, or -1 and sets errno.
int cprocess_notify(const char *path, const char *text);

/// The commit that this was built from, with a '+' where files had changed since; empty where it was built without
/// its repository.
const char *cprocess_commit(void);

#endif
