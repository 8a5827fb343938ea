#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace retention::test {

// How a program ended and what it printed.
struct Output {
  int status{0};  // the exit status, or 128 plus the signal that ended it
  std::string out;
  std::string err;
};

// A child process whose two output streams are read until it ends. The destructor kills it by its process id.
class Program {
 public:
  // Starts `arguments[0]` with exactly these environment variables and an empty standard input.
  // Throws std::runtime_error if it cannot be started.
  Program(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  // Reads until the program ends; kills it and throws std::runtime_error if that takes longer than `patience`.
  Output wait(std::chrono::seconds patience = std::chrono::seconds{60});

  void signal(int number) const;

  // Whether it still runs. An output that nobody reads may keep it from ending.
  [[nodiscard]] bool alive() const;

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_{-1};
  int out_{-1};
  int err_{-1};
};

// A folder below the system's folder for temporary files or another one, removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  explicit TemporaryFolder(const std::string& parent);
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const { return path_; }

  // Writes a file in the folder and returns its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace retention::test
