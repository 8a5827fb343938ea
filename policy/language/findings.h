#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "policy/language/node.h"
#include "policy/language/problem.h"

namespace retention::language {

// A value in the tree and the path that leads to it. Holds a pointer into the document, which must outlive it.
struct Field {
  const Node* node;  // never null
  std::string path;
};

// The field of one item of a list.
[[nodiscard]] inline Field item_of(const Field& list, std::size_t index) {
  return {list.node->items[index].get(), list.path + "[" + std::to_string(index) + "]"};
}

// Collects what is wrong and what is doubtful while a document is read, so that all of it can be told at once. One
// thread.
class Findings {
 public:
  // Says in which folder the next of the files is that are read, in the order of their numbers: paths in a file are
  // relative to its folder.
  void add_folder(std::string folder) { folders_.push_back(std::move(folder)); }

  // The folder of the file that a value stands in; empty where none was named.
  [[nodiscard]] std::string folder_of(const Field& field) const {
    const auto file = static_cast<std::size_t>(field.node->at.file);
    return file < folders_.size() ? folders_[file] : std::string();
  }

  void problem(Position at, std::string path, std::string text) {
    problems_.push_back({at, std::move(path), std::move(text)});
  }
  void problem(const Field& field, std::string text) { problem(field.node->at, field.path, std::move(text)); }
  void warning(Position at, std::string path, std::string text) {
    warnings_.push_back({at, std::move(path), std::move(text)});
  }
  void warning(const Field& field, std::string text) { warning(field.node->at, field.path, std::move(text)); }

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  std::vector<std::string> folders_;
  std::vector<Problem> problems_;
  std::vector<Warning> warnings_;
};

}  // namespace retention::language
