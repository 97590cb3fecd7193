/* Writes down, for files whose name holds "ledger.db", what stood there before each write that was not synced yet. Undoing these after the process
   was killed leaves the file as it is after a loss of power in which every write since the last sync was lost. Built by UnsyncedWrites. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fdatasync)(int);
static int (*real_fsync)(int);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_pread = dlsym(RTLD_NEXT, "pread64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  journal = open(getenv("UNSYNCED_JOURNAL"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ledger(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, "ledger.db") != NULL && strstr(path, "-shm") == NULL;
}

static void put(const void *data, size_t size) {
  const char *at = data;
  while (size > 0) {
    ssize_t done = real_write(journal, at, size);
    if (done <= 0) abort();
    at += done;
    size -= done;
  }
}

/* kind 'W': path, the size of the file before, offset, and what stood there; kind 'S': path. Lengths are 8 bytes, in the machine's order. */
static void note(char kind, const char *path, uint64_t size, uint64_t offset, const void *old, uint64_t length) {
  uint64_t head[4] = {strlen(path), size, offset, length};
  put(&kind, 1);
  put(head, sizeof head);
  put(path, head[0]);
  if (length > 0) put(old, length);
}

static void before(int fd, const char *path, uint64_t offset, uint64_t length) {
  struct stat now;
  if (fstat(fd, &now) != 0) abort();
  uint64_t size = now.st_size, there = offset < size ? size - offset : 0;
  if (there > length) there = length;
  void *old = malloc(there + 1);
  if (there > 0 && real_pread(fd, old, there, offset) != (ssize_t)there) abort();
  note('W', path, size, offset, old, there);
  free(old);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
  char path[4096];
  if (journal < 0 || !is_ledger(fd, path, sizeof path)) return real_pwrite(fd, data, size, offset);
  pthread_mutex_lock(&turn);
  before(fd, path, offset, size);
  ssize_t done = real_pwrite(fd, data, size, offset);
  pthread_mutex_unlock(&turn);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
  char path[4096];
  if (journal < 0 || fd == journal || !is_ledger(fd, path, sizeof path)) return real_write(fd, data, size);
  pthread_mutex_lock(&turn);
  before(fd, path, lseek(fd, 0, SEEK_CUR), size);
  ssize_t done = real_write(fd, data, size);
  pthread_mutex_unlock(&turn);
  return done;
}

int ftruncate64(int fd, off_t size) {
  char path[4096];
  if (journal < 0 || !is_ledger(fd, path, sizeof path)) return real_ftruncate(fd, size);
  pthread_mutex_lock(&turn);
  struct stat now;
  if (fstat(fd, &now) != 0) abort();
  before(fd, path, size, now.st_size > size ? now.st_size - size : 0);
  int done = real_ftruncate(fd, size);
  pthread_mutex_unlock(&turn);
  return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
  char path[4096];
  if (journal < 0 || !is_ledger(fd, path, sizeof path)) return real(fd);
  /* What is written while the sync runs may not be in it, so nobody writes meanwhile. */
  pthread_mutex_lock(&turn);
  int done = real(fd);
  if (done == 0) note('S', path, 0, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int fsync(int fd) { return synced(fd, real_fsync); }
