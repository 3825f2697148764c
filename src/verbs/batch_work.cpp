// SPDX-License-Identifier: Apache-2.0
#include "verbs/batch_work.hpp"

#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "output.hpp"

namespace ketadose::program {
namespace {

std::unique_ptr<RowReader> reader_for(const Batch& batch) {
  if (batch.json_in) return std::make_unique<JsonRows>(batch);
  return std::make_unique<CsvRows>(batch);
}

void write_out(RowWriter& writer, Progress& progress) {
  progress.make_way();
  write_all(STDOUT_FILENO, writer.out.view());
  writer.out.clear();
}

Counts work_alone(const Batch& batch, Stream& stream, Chunk chunk, Progress& progress) {
  const auto reader = reader_for(batch);
  RowWriter writer{batch};
  do {
    reader->read(chunk, writer, [&] { write_out(writer, progress); });
    write_out(writer, progress);
    progress.tell(writer.counts);
  } while (stream.next(chunk));
  return writer.counts;
}

/// Some threads that judge; they take chunks in order and write in the same order.
class Crew {
 public:
  Crew(const Batch& batch, int threads, Progress& progress)
      : batch_{batch}, progress_{progress}, jobs_(2 * static_cast<std::size_t>(threads)) {
    for (auto& job : jobs_) free_.push_back(&job);
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { labour(); });
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { close(); }

  /// All of the stream; rethrows what stopped a thread.
  Counts run(Stream& stream, Chunk first) {
    auto* job = wait_for_free();
    if (job != nullptr) job->chunk = std::move(first);
    while (job != nullptr) {
      hand_over(job);
      job = wait_for_free();
      if (job != nullptr && !stream.next(job->chunk)) break;
    }
    close();
    threads_.clear();
    if (failure_) std::rethrow_exception(failure_);
    return counts_;
  }

 private:
  struct Job {
    Chunk chunk;
    std::size_t number = 0;
  };
  using Lock = std::unique_lock<std::mutex>;

  Job* wait_for_free() {
    Lock lock{mutex_};
    changed_.wait(lock, [this] { return failure_ || !free_.empty(); });
    if (failure_) return nullptr;
    auto* const job = free_.front();
    free_.pop_front();
    return job;
  }

  void hand_over(Job* job) {
    const Lock lock{mutex_};
    job->number = handed_over_++;
    ready_.push_back(job);
    changed_.notify_all();
  }

  void close() {
    const Lock lock{mutex_};
    closed_ = true;
    changed_.notify_all();
  }

  Job* wait_for_ready() {
    Lock lock{mutex_};
    changed_.wait(lock, [this] { return failure_ || closed_ || !ready_.empty(); });
    if (failure_ || ready_.empty()) return nullptr;
    auto* const job = ready_.front();
    ready_.pop_front();
    return job;
  }

  /// Whether it is this chunk's turn to be written; false when the work has failed.
  bool wait_for_turn(const Job& job) {
    Lock lock{mutex_};
    changed_.wait(lock, [&] { return failure_ || turn_ == job.number; });
    return !failure_;
  }

  void finish(Job* job, Counts& counts) {
    const Lock lock{mutex_};
    counts_ += counts;
    counts = {};
    progress_.tell(counts_);
    ++turn_;
    free_.push_back(job);
    changed_.notify_all();
  }

  void labour() {
    try {
      const auto reader = reader_for(batch_);
      RowWriter writer{batch_};
      while (auto* const job = wait_for_ready()) {
        reader->read(job->chunk, writer, [&] {
          if (wait_for_turn(*job)) write_out(writer, progress_);
        });
        if (!wait_for_turn(*job)) return;
        write_out(writer, progress_);
        finish(job, writer.counts);
      }
    } catch (...) {
      const Lock lock{mutex_};
      if (!failure_) failure_ = std::current_exception();
      changed_.notify_all();
    }
  }

  const Batch& batch_;
  Progress& progress_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  std::deque<Job*> free_;
  std::deque<Job*> ready_;
  std::size_t handed_over_ = 0;
  std::size_t turn_ = 0;
  bool closed_ = false;
  std::exception_ptr failure_;
  Counts counts_;
  std::vector<std::jthread> threads_;  // last, so that they end before what they use
};

}  // namespace

Counts work(const Batch& batch, Stream& stream, Chunk first, int threads, Progress& progress) {
  if (threads <= 1) return work_alone(batch, stream, std::move(first), progress);
  Crew crew{batch, threads, progress};
  return crew.run(stream, std::move(first));
}

}  // namespace ketadose::program
