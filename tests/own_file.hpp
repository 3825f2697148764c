// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

/// A file of the test's own, gone at the end of the test. Tests run beside each other: no other has
/// its name.
class OwnFile {
 public:
  explicit OwnFile(std::string_view text, std::string_view ending = {}) : path_{new_path(ending)} {
    std::ofstream{path_, std::ios::binary} << text;
  }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;
  ~OwnFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  static std::filesystem::path new_path(std::string_view ending) {
    static int count = 0;
    return std::filesystem::temp_directory_path() /
           ("ketadose-" + std::to_string(::getpid()) + '-' + std::to_string(count++) +
            std::string{ending});
  }

  std::filesystem::path path_;
};
