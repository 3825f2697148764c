// SPDX-License-Identifier: Apache-2.0
// `batch` at the end of pipes and terminals: a coprocess is answered row by row, memory stays flat,
// progress goes to a terminal only. Expected values are the interface's rules (section 7).
#include <doctest/doctest.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using Args = std::vector<std::string>;

const std::string header = "id,weight,route,session,dose,vial\n";
const std::string answer_header = "id,draw_ml,verdict\n";
const Args short_answer{"--columns", "id,draw_ml,verdict"};

/// A running `ketadose batch` with a pipe at each end.
class Batch {
 public:
  /// `err` is its standard error, or -1 for that of the test.
  explicit Batch(const Args& args, int err = -1) {
    std::array<int, 2> in{}, out{};
    REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    std::vector<std::string> words{"ketadose", "batch"};
    words.insert(words.end(), args.begin(), args.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in[0], STDIN_FILENO);
      ::dup2(out[1], STDOUT_FILENO);
      if (err >= 0) ::dup2(err, STDERR_FILENO);
      ::execv(KETADOSE_BINARY, argv.data());
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() {
    close_input();
    ::close(out_);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
  }

  bool send(const std::string& text) const {
    for (std::size_t at = 0; at < text.size();) {
      const auto n = ::write(in_, text.data() + at, text.size() - at);
      if (n <= 0) return false;
      at += static_cast<std::size_t>(n);
    }
    return true;
  }
  void close_input() {
    if (in_ >= 0) ::close(in_);
    in_ = -1;
  }
  /// What comes until `size` bytes are there, the end, or ten seconds of silence.
  std::string receive(std::size_t size) const {
    std::string text;
    while (text.size() < size) {
      pollfd wait{out_, POLLIN, 0};
      if (::poll(&wait, 1, 10'000) != 1) break;
      std::array<char, 65536> block;
      const auto n = ::read(out_, block.data(), std::min(block.size(), size - text.size()));
      if (n <= 0) break;
      text.append(block.data(), static_cast<std::size_t>(n));
    }
    return text;
  }
  /// The most memory that it has had so far, in KiB.
  long memory() const {
    std::ifstream status{"/proc/" + std::to_string(child_) + "/status"};
    long kib = -1;
    for (std::string word; kib < 0 && status >> word;)
      if (word == "VmHWM:") status >> kib;
    return kib;
  }
  /// Its exit code.
  int end() {
    close_input();
    int status = 0;
    ::waitpid(std::exchange(child_, 0), &status, 0);
    return WEXITSTATUS(status);
  }

 private:
  pid_t child_ = 0;
  int in_ = -1;
  int out_ = -1;
};

/// Both ends of a terminal.
struct Terminal {
  int ours = -1;
  int theirs = -1;
  Terminal() {
    if (::openpty(&ours, &theirs, nullptr, nullptr, nullptr) != 0) ours = theirs = -1;
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    ::close(ours);
    ::close(theirs);
  }
  /// A bare root may come without pseudo-terminals; nothing about them can be seen there.
  bool missing() const {
    if (ours < 0) MESSAGE("no pseudo-terminal can be opened here: not tested");
    return ours < 0;
  }
  /// What is shown until `text` is among it, waiting for at most ten seconds.
  std::string shown_with(const std::string& text) const {
    std::string all = shown();
    for (int i = 0; i < 200 && all.find(text) == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
      all += shown();
    }
    return all;
  }
  std::string shown() const {
    std::array<char, 4096> block;
    ::fcntl(ours, F_SETFL, O_NONBLOCK);
    const auto n = ::read(ours, block.data(), block.size());
    return n > 0 ? std::string{block.data(), static_cast<std::size_t>(n)} : std::string{};
  }
};

/// The most memory that `rows` rows take, in KiB.
long memory_for(int rows, const Args& args) {
  Batch batch{args};
  std::thread reader{[&batch] { (void)batch.receive(std::string::npos); }};
  std::string block;
  for (int i = 0; i < 1000; ++i)
    block +=
        "P" + std::to_string(i) + ",82.5kg,im,3," + std::to_string(30 + i % 60) + "mg,50mg/mL\n";
  bool sent = batch.send(header);
  for (int i = 0; i < rows / 1000; ++i) sent = sent && batch.send(block);
  CHECK(sent);
  const long kib = batch.memory();
  batch.close_input();
  reader.join();
  CHECK(kib > 0);
  return kib;
}

#if defined(__SANITIZE_ADDRESS__)  // as g++ says it
constexpr bool memory_is_its_own = false;
#elif defined(__has_feature)
constexpr bool memory_is_its_own = !__has_feature(address_sanitizer);
#else
constexpr bool memory_is_its_own = true;
#endif

}  // namespace

TEST_CASE("batch stream: a coprocess gets each answer before it sends the next row") {
  for (const auto* const jobs : {"1", "2"}) {
    Args args = short_answer;
    args.insert(args.end(), {"--jobs", jobs});
    Batch batch{args};
    REQUIRE(batch.send(header));
    CHECK(batch.receive(answer_header.size()) == answer_header);
    for (int i = 0; i < 20; ++i) {
      const auto id = "P" + std::to_string(i);
      REQUIRE(batch.send(id + ",82.5kg,im,3,41mg,50mg/mL\n"));
      const auto answer = id + ",0.82,ok\n";
      CHECK(batch.receive(answer.size()) == answer);
    }
    REQUIRE(batch.send("X,82.5kg,im,3,41"));  // torn: nothing yet
    REQUIRE(batch.send("mg,50mg/mL\nY\n"));
    const std::string last = "X,0.82,ok\n,,refused\n";
    CHECK(batch.receive(last.size()) == last);
    batch.close_input();
    CHECK(batch.receive(1).empty());
    CHECK(batch.end() == 4);
  }
}

TEST_CASE("batch stream: a coprocess with JSON Lines") {
  Batch batch{{"--input", "jsonl", "--format", "csv", "--columns", "id,draw_ml,verdict"}};
  const std::string line =
      R"({"id":"P1","weight":"82.5kg","route":"im","session":3,"dose":"41mg","vial":"50mg/mL"})"
      "\n";
  for (int i = 0; i < 3; ++i) {
    REQUIRE(batch.send(line));
    const auto answer = (i == 0 ? answer_header : "") + "P1,0.82,ok\n";
    CHECK(batch.receive(answer.size()) == answer);
  }
}

TEST_CASE("batch stream: a gigabyte without a line end is one refused row") {
  std::signal(SIGPIPE, SIG_IGN);
  Batch batch{short_answer};
  std::string got;
  std::thread reader{[&] { got = batch.receive(std::string::npos); }};
  const std::string block(1 << 20, 'x');
  bool sent = batch.send(header);
  for (int i = 0; i < 1024; ++i) sent = sent && batch.send(block);
  CHECK(sent);
  CHECK(batch.send("\nP2,82.5kg,im,3,41mg,50mg/mL\n"));
  const long kib = batch.memory();
  batch.close_input();
  reader.join();
  CHECK(got == answer_header + ",,refused\nP2,0.82,ok\n");
  CHECK(batch.end() == 4);
  if (memory_is_its_own) CHECK(kib < 16 * 1024);
}

TEST_CASE("batch stream: memory does not grow with the input") {
  if (!memory_is_its_own) return;
  for (const Args& args : {Args{}, Args{"--format", "jsonl"}}) {
    const auto few = memory_for(20'000, args), many = memory_for(200'000, args);
    CHECK(many < few + 1024);
    CHECK(many < 16 * 1024);
  }
}

TEST_CASE("batch stream: a terminal sees the rate of long work, and the counts at the end") {
  const Terminal terminal;
  if (terminal.missing()) return;
  Batch batch{short_answer, terminal.theirs};
  const std::string row = "P,82.5kg,im,3,41mg,50mg/mL\n";
  REQUIRE(batch.send(header + row));
  CHECK(batch.receive(answer_header.size() + 10).size() == answer_header.size() + 10);
  CHECK(terminal.shown().empty());
  std::this_thread::sleep_for(std::chrono::milliseconds{1100});
  REQUIRE(batch.send(row + "X\n"));
  CHECK(batch.receive(20).size() == 20);
  const auto progress = terminal.shown_with(" a second");
  CHECK_MESSAGE(progress.find("3 rows, ") != std::string::npos, progress);
  CHECK_MESSAGE(progress.find(" a second") != std::string::npos, progress);
  CHECK(batch.end() == 4);
  const auto counts = terminal.shown();
  CHECK_MESSAGE(counts.find("3 rows: 2 ok, 0 review, 0 stop, 1 refused") != std::string::npos,
                counts);
}

TEST_CASE("batch stream: --quiet shows a terminal nothing") {
  const Terminal terminal;
  if (terminal.missing()) return;
  Args args = short_answer;
  args.emplace_back("--quiet");
  Batch batch{args, terminal.theirs};
  REQUIRE(batch.send(header + "P,82.5kg,im,3,41mg,50mg/mL\n"));
  CHECK(batch.end() == 0);
  CHECK(terminal.shown().empty());
}
