#include "policy/language/document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "policy/language/quotes.h"
#include "policy/language/text_check.h"
#include "policy/language/tree_builder.h"

namespace retention::language {
namespace {

Position position_of(const LineIndex& lines, const YAML::Mark& mark) {
  if (mark.line < 0 || mark.column < 0) return {};
  return lines.position(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
}

// Hands the parser's events on, with our positions.
class Events final : public YAML::EventHandler {
 public:
  explicit Events(const LineIndex& lines) : lines_(lines) {}

  void OnDocumentStart(const YAML::Mark& mark) override { start_ = position_of(lines_, mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { tree_.null(position_of(lines_, mark), anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    tree_.alias(position_of(lines_, mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    last_value_ = mark;
    tree_.scalar(position_of(lines_, mark), tag, anchor, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    tree_.begin(NodeKind::sequence, position_of(lines_, mark), tag, anchor);
  }
  void OnSequenceEnd() override { tree_.end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    tree_.begin(NodeKind::mapping, position_of(lines_, mark), tag, anchor);
  }
  void OnMapEnd() override { tree_.end(); }

  [[nodiscard]] const TreeBuilder& tree() const { return tree_; }
  [[nodiscard]] Position start() const { return start_; }

  // Only the last value can run into the end of the file.
  [[nodiscard]] std::optional<Problem> open_quote() const {
    if (!last_value_ || last_value_->line < 0 || last_value_->column < 0) return std::nullopt;
    const auto text =
        lines_.from(static_cast<std::size_t>(last_value_->line), static_cast<std::size_t>(last_value_->column));
    if (!lacks_closing_quote(text)) return std::nullopt;
    return Problem{position_of(lines_, *last_value_), "",
                   "a text in quotes begins here and never ends; close the quotes"};
  }

 private:
  const LineIndex& lines_;
  TreeBuilder tree_;
  Position start_;
  std::optional<YAML::Mark> last_value_;
};

// What to do about a message of the parser.
std::string_view advice_for(const std::string& message) {
  if (message.find("anchor") != std::string::npos || message.find("alias") != std::string::npos) {
    return "a text that starts with * or & must be in quotes";
  }
  if (message.find("end of map") != std::string::npos || message.find("end of seq") != std::string::npos) {
    return "check indentation, brackets and quotes up to here";
  }
  return "check indentation and brackets, and put texts with special characters in quotes";
}

Problem problem_of(const LineIndex& lines, const YAML::Exception& exception) {
  return {position_of(lines, exception.mark), "",
          fmt::format("not valid YAML ({}); {}", exception.msg, advice_for(exception.msg))};
}

// Whether a further document follows, and where.
std::vector<Problem> check_single(YAML::Parser& parser, const LineIndex& lines) {
  Events second(lines);
  if (!parser.HandleNextDocument(second)) return {};
  return {{second.start(), "", "a second YAML document; write everything in one, without a further ---"}};
}

std::vector<Problem> check_root(const NodePtr& root, std::int32_t file) {
  const std::string_view advice = file == 0 ? "start it with version: 1" : "write protect, policies or tests";
  if (!root || root->kind == NodeKind::null) return {{{0, 0, file}, "", fmt::format("the file is empty; {}", advice)}};
  if (root->kind == NodeKind::mapping) return {};
  return {{root->at, "", fmt::format("the file must hold keys and values; {}", advice)}};
}

}  // namespace

Document parse_document(std::string_view raw, std::int32_t file) {
  const std::string_view text = without_bom(raw);
  if (auto wrong = check_text(text, file)) return {nullptr, {std::move(*wrong)}};
  const LineIndex lines(text, file);
  Events events(lines);
  std::vector<Problem> wrong;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(events)) wrong = check_single(parser, lines);
  } catch (const YAML::Exception& exception) {
    if (!events.tree().stopped()) wrong.push_back(problem_of(lines, exception));
  }
  if (auto open = events.open_quote()) wrong = {std::move(*open)};
  const TreeBuilder& tree = events.tree();
  if (wrong.empty() && !tree.stopped()) wrong = check_root(tree.root(), file);
  const bool readable = wrong.empty() && !tree.stopped();
  Document document{readable ? tree.root() : nullptr, tree.problems()};
  document.problems.insert(document.problems.end(), wrong.begin(), wrong.end());
  return document;
}

}  // namespace retention::language
