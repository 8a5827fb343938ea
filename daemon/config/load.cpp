#include "daemon/config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "daemon/config/github_reader.h"
#include "daemon/config/includes.h"
#include "daemon/config/keys.h"
#include "daemon/config/secret_scan.h"
#include "daemon/config/service_reader.h"
#include "daemon/config/text_file.h"
#include "policy/language/document.h"
#include "policy/language/rule_set_reader.h"
#include "policy/language/scalars.h"

namespace retention::config {
namespace {

using language::Field;
using language::Findings;
using language::Problem;
using language::Problems;
using language::Section;

constexpr std::int64_t kLanguageVersion = 1;

// Problems in the order of the file, none twice, none with a secret in it.
std::vector<Problem> tidy(std::vector<Problem> list) {
  for (Problem& problem : list) {
    problem.path = without_tokens(problem.path);
    problem.text = without_tokens(problem.text);
  }
  std::stable_sort(list.begin(), list.end(), [](const Problem& a, const Problem& b) { return a.at < b.at; });
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

void check_version(const Section& file) {
  const auto version = language::read_integer(file, "version");
  if (!version || *version == kLanguageVersion) return;
  file.findings().problem(*file.find("version"),
                          fmt::format("{} is not known; this version of retentiond reads version: 1", *version));
}

// One file of a configuration as it was read.
struct Source {
  std::filesystem::path file;
  std::string text;
  language::Document document;
};

// All files of a configuration, the one that includes the others first, and what is wrong with their texts.
class Sources {
 public:
  Sources(std::filesystem::path file, std::string text) { add(std::move(file), std::move(text)); }

  void include(const std::filesystem::path& file) {
    auto text = read_text_file(file);
    const auto number = static_cast<std::int32_t>(list_.size());
    if (!text) problems_.push_back({{0, 0, number}, "", text.error().message});
    add(file, text ? *std::move(text) : "{}");
  }

  [[nodiscard]] const std::vector<std::unique_ptr<Source>>& list() const { return list_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& source : list_) names.push_back(source->file.string());
    return names;
  }

  // What the ledger keeps: included texts follow that of the main file, each below its name.
  [[nodiscard]] std::string text() const {
    std::string all = list_.front()->text;
    for (std::size_t i = 1; i < list_.size(); ++i) {
      all += fmt::format("\n# included: {}\n{}", list_[i]->file.string(), list_[i]->text);
    }
    return all;
  }

 private:
  void add(std::filesystem::path file, std::string text) {
    const auto number = static_cast<std::int32_t>(list_.size());
    const auto append = [&](const std::vector<Problem>& more) {
      problems_.insert(problems_.end(), more.begin(), more.end());
    };
    append(find_tokens(text, number));
    language::Document document = language::parse_document(text, number);
    append(document.problems);
    list_.push_back(std::make_unique<Source>(Source{std::move(file), std::move(text), std::move(document)}));
  }

  std::vector<std::unique_ptr<Source>> list_;  // nodes and sections point into them
  std::vector<Problem> problems_;
};

struct ReadFile {
  std::optional<Config> config;
  std::vector<language::PlacedTest> tests;
};

ReadFile read_files(const Section& file, const std::vector<Section>& included, const std::filesystem::path& base) {
  check_version(file);
  RuleSet rules = language::read_rule_set(file, included);
  std::vector<language::PlacedTest> tests = language::read_tests(file, rules);
  for (const Section& one : included) {
    for (language::PlacedTest& test : language::read_tests(one, rules)) tests.push_back(std::move(test));
  }
  GitHub github = read_github(file.section("github"), base);
  LedgerSettings ledger = read_ledger(file.section("ledger"), base);
  Server server = read_server(file.section("server"));
  Undo undo = read_undo(file.section("undo"));
  std::optional<Schedule> schedule = read_schedule(file.section("schedule"));
  if (!schedule) return {std::nullopt, std::move(tests)};
  return {Config{std::move(rules), std::move(github), std::move(ledger), std::move(server), *std::move(schedule), undo},
          std::move(tests)};
}

// Reads the main file and then those that it includes.
class Reading {
 public:
  Reading(Sources& sources, Findings& findings) : sources_(sources), findings_(findings) {}

  ReadFile read() {
    const Source& main = *sources_.list().front();
    if (!main.document.root) return {};
    const Section file({main.document.root.get(), ""}, kFileTable, findings_);
    std::vector<Section> included;
    for (const std::filesystem::path& name : included_files(file, main.file)) {
      sources_.include(name);
      findings_.add_folder(name.parent_path().string());
      const auto& root = sources_.list().back()->document.root;
      if (root) included.emplace_back(Field{root.get(), ""}, kIncludedTable, findings_);
    }
    return read_files(file, included, main.file.parent_path());
  }

 private:
  Sources& sources_;
  Findings& findings_;
};

LoadResult failed(const std::filesystem::path& file, std::string why) {
  return tl::unexpected(Problems{{file.string()}, {{{}, "", std::move(why)}}});
}

}  // namespace

LoadResult load_text(std::string text, const std::filesystem::path& file) {
  Sources sources(file, std::move(text));
  Findings findings;
  findings.add_folder(file.parent_path().string());
  ReadFile read = Reading(sources, findings).read();
  std::vector<Problem> problems = sources.problems();
  problems.insert(problems.end(), findings.problems().begin(), findings.problems().end());
  if (!problems.empty() || !read.config) return tl::unexpected(Problems{sources.names(), tidy(std::move(problems))});
  return Loaded{*std::move(read.config), sources.names(), sources.text(), tidy(findings.warnings()),
                std::move(read.tests)};
}

LoadResult load_file(const std::filesystem::path& file) {
  auto text = read_text_file(file);
  if (!text) return failed(file, text.error().message);
  return load_text(*std::move(text), file);
}

}  // namespace retention::config
