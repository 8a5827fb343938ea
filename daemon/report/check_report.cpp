#include "daemon/report/check_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + printable(word);
  return text;
}

void print_findings(const Sheet& sheet, std::string_view mark, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    print_wrapped(sheet.out, sheet.style, Tone::attention, "  " + std::string(mark) + " ", printable(text));
  }
}

void print_file(const Sheet& sheet, const CheckResult& result) {
  sheet.out << sheet.style.paint(Tone::title, printable(result.file)) << '\n';
  print_findings(sheet, "error  ", result.problems);
  print_findings(sheet, "failed ", result.failed_tests);
  print_findings(sheet, "warning", result.warnings);
  if (!result.problems.empty()) return;
  const auto failed = static_cast<std::int64_t>(result.failed_tests.size());
  std::string text = counted(result.policies, "policy", "policies") + ", " + counted(result.rules, "rule");
  if (failed > 0) {
    text += ", " + with_commas(failed) + " of " + counted(result.tests, "test") + " failed";
  } else if (result.tests > 0) {
    text += ", " + counted(result.tests, "test") + " passed";
  }
  print_wrapped(sheet.out, sheet.style, failed > 0 ? Tone::attention : Tone::keep,
                failed > 0 ? "  error   " : "  ok      ", text);
}

void print_token(const Sheet& sheet, const TokenFinding& token) {
  std::string text = printable(token.kind) + " to " + joined(token.purposes);
  if (token.scopes) text += "; scopes: " + (token.scopes->empty() ? std::string("none") : joined(*token.scopes));
  if (token.expires_at) text += "; expires " + day_of(*token.expires_at);
  const bool sound = token.problems.empty();
  print_wrapped(sheet.out, sheet.style, sound ? Tone::keep : Tone::quiet, sound ? "  ok      " : "  token   ", text);
  print_findings(sheet, "error  ", token.problems);
  print_findings(sheet, "warning", token.warnings);
}

void print_online(const Sheet& sheet, const CheckResult& result) {
  for (const TokenFinding& token : result.tokens) {
    sheet.out << '\n' << sheet.style.paint(Tone::title, "token for " + printable(token.owner)) << '\n';
    print_token(sheet, token);
  }
  if (!result.reach.empty()) sheet.out << '\n' << sheet.style.paint(Tone::title, "packages") << '\n';
  for (const ReachFinding& reach : result.reach) {
    const std::string where = printable(reach.owner) + ", " + std::string(text_of(kPackageTypes, reach.type)) + ": ";
    const bool sound = reach.problem.empty();
    print_wrapped(sheet.out, sheet.style, sound ? Tone::keep : Tone::attention, sound ? "  ok      " : "  error   ",
                  where + (sound ? counted(reach.packages.value_or(0), "package") : printable(reach.problem)));
  }
  if (!result.clock_ahead) return;
  const std::int64_t seconds = result.clock_ahead->count();
  sheet.out << '\n';
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "",
                seconds == 0 ? "The clock agrees with GitHub's."
                             : "The clock is " + counted(std::abs(seconds), "second") +
                                   (seconds > 0 ? " ahead of" : " behind") + " GitHub's.");
}

Json token_json(const TokenFinding& token) {
  return {{"owner", token.owner},
          {"purposes", token.purposes},
          {"kind", token.kind},
          {"scopes", json_of(token.scopes)},
          {"expires_at", json_of(token.expires_at)},
          {"problems", token.problems},
          {"warnings", token.warnings}};
}

Json reach_json(const ReachFinding& reach) {
  return {{"owner", reach.owner},
          {"type", text_of(kPackageTypes, reach.type)},
          {"packages", json_of(reach.packages)},
          {"problem", text_or_null(reach.problem)}};
}

void write_json(const Sheet& sheet, const CheckResult& result) {
  Json tokens = Json::array();
  for (const TokenFinding& token : result.tokens) tokens.push_back(token_json(token));
  Json reach = Json::array();
  for (const ReachFinding& finding : result.reach) reach.push_back(reach_json(finding));
  const Json json{{"schema", kSchema},
                  {"file", result.file},
                  {"sound", result.sound()},
                  {"policies", result.policies},
                  {"rules", result.rules},
                  {"problems", result.problems},
                  {"warnings", result.warnings},
                  {"tests", result.tests},
                  {"failed_tests", result.failed_tests},
                  {"tokens", std::move(tokens)},
                  {"reach", std::move(reach)},
                  {"clock_ahead", result.clock_ahead ? Json(result.clock_ahead->count()) : Json(nullptr)}};
  sheet.out << dumped(json) << '\n';
}

}  // namespace

bool CheckResult::sound() const {
  const auto fine = [](const TokenFinding& token) { return token.problems.empty(); };
  const auto reached = [](const ReachFinding& finding) { return finding.problem.empty(); };
  return problems.empty() && failed_tests.empty() && std::ranges::all_of(tokens, fine) &&
         std::ranges::all_of(reach, reached);
}

std::int64_t CheckResult::warnings_told() const {
  std::int64_t count = std::ssize(warnings);
  for (const TokenFinding& token : tokens) count += std::ssize(token.warnings);
  return count;
}

void write_check(const Sheet& sheet, const CheckResult& result) {
  if (sheet.format == Format::json) {
    write_json(sheet, result);
    return;
  }
  print_file(sheet, result);
  print_online(sheet, result);
}

}  // namespace retention::report
