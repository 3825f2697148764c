// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Looking at what was printed.

using Lines = std::vector<std::string>;

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline Lines lines_of(const std::string& text) {
  std::istringstream in{text};
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline Lines words_of(const std::string& line) {
  std::istringstream in{line};
  Lines words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// All bytes of a file.
inline std::string contents(const std::filesystem::path& path) {
  const std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{"cannot read " + path.string()};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}
