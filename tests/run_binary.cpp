// SPDX-License-Identifier: Apache-2.0
#include "run_binary.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

void must(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read, write;

  Pipe() {
    std::array<int, 2> ends{};
    must(::pipe2(ends.data(), O_CLOEXEC) == 0, "pipe2");
    read = Descriptor{ends[0]};
    write = Descriptor{ends[1]};
  }
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environment(std::vector<std::string> extra) {
  extra.emplace_back("TERM=dumb");
  // The last two steer the sanitizers and the coverage counters, not the program.
  for (const char* name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE"}) {
    if (const char* value = std::getenv(name)) extra.push_back(std::string{name} + "=" + value);
  }
  return extra;
}

/// Signals as at the start of a shell; only the unsignalled variant keeps SIGPIPE ignored.
class Attributes {
 public:
  explicit Attributes(Stdout where) {
    must(::posix_spawnattr_init(&value_) == 0, "posix_spawnattr_init");
    sigset_t defaults;
    ::sigemptyset(&defaults);
    if (where != Stdout::broken_pipe_unsignalled) ::sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&value_, &defaults);
    ::posix_spawnattr_setflags(&value_, POSIX_SPAWN_SETSIGDEF);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&value_); }

  const posix_spawnattr_t* get() const { return &value_; }

 private:
  posix_spawnattr_t value_;
};

class Actions {
 public:
  Actions() {
    must(::posix_spawn_file_actions_init(&value_) == 0, "posix_spawn_file_actions_init");
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { ::posix_spawn_file_actions_destroy(&value_); }

  void becomes(const Descriptor& from, int to) {
    must(::posix_spawn_file_actions_adddup2(&value_, from.get(), to) == 0, "adddup2");
  }
  void closes(int fd) { must(::posix_spawn_file_actions_addclose(&value_, fd) == 0, "addclose"); }
  const posix_spawn_file_actions_t* get() const { return &value_; }

 private:
  posix_spawn_file_actions_t value_;
};

void read_some(Descriptor& from, std::string& into) {
  std::array<char, 65536> block;
  const ssize_t n = ::read(from.get(), block.data(), block.size());
  if (n > 0) {
    into.append(block.data(), static_cast<std::size_t>(n));
  } else if (n == 0 || errno != EINTR) {
    from.close();
  }
}

void write_some(Descriptor& to, std::string_view& rest) {
  const ssize_t n = ::write(to.get(), rest.data(), rest.size());
  if (n >= 0) rest.remove_prefix(static_cast<std::size_t>(n));
  const bool gone = n < 0 && errno != EINTR && errno != EAGAIN;  // it may stop reading: its affair
  if (gone || rest.empty()) to.close();
}

/// Feeds and drains all three streams at once, so that none can block another.
void converse(Descriptor to, std::string_view rest, Descriptor& out, Descriptor& err,
              Result& result) {
  must(::fcntl(to.get(), F_SETFL, O_NONBLOCK) == 0, "fcntl");
  if (rest.empty()) to.close();
  while (out.get() >= 0 || err.get() >= 0 || to.get() >= 0) {
    std::array<pollfd, 3> waits{
        {{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}, {to.get(), POLLOUT, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0) {
      must(errno == EINTR, "poll");
      continue;
    }
    if (waits[0].revents != 0) read_some(out, result.out);
    if (waits[1].revents != 0) read_some(err, result.err);
    if (waits[2].revents != 0) write_some(to, rest);
  }
}

int exit_code(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) must(errno == EINTR, "waitpid");
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result run_with(Stdout where, std::vector<std::string> args, std::string input,
                std::vector<std::string> env) {
  std::signal(SIGPIPE, SIG_IGN);  // a program that does not read its input must not end the test
  args.insert(args.begin(), "ketadose");
  env = environment(std::move(env));

  Pipe in, out, err;
  Descriptor full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
  Actions actions;
  actions.becomes(in.read, STDIN_FILENO);
  actions.becomes(err.write, STDERR_FILENO);
  if (where == Stdout::closed) {
    actions.closes(STDOUT_FILENO);
  } else {
    actions.becomes(where == Stdout::full ? full : out.write, STDOUT_FILENO);
  }
  if (where != Stdout::captured) out.read.close();

  pid_t child = 0;
  errno = ::posix_spawn(&child, KETADOSE_BINARY, actions.get(), Attributes{where}.get(),
                        pointers(args).data(), pointers(env).data());
  must(errno == 0, KETADOSE_BINARY);
  in.read.close();
  out.write.close();
  err.write.close();

  Result result{};
  converse(std::move(in.write), input, out.read, err.read, result);
  result.code = exit_code(child);
  return result;
}

Result run(std::vector<std::string> args, std::string input, std::vector<std::string> env) {
  return run_with(Stdout::captured, std::move(args), std::move(input), std::move(env));
}
