#include "daemon/config/secret_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/config/paths.h"
#include "policy/language/scalars.h"

namespace retention::config {
namespace {

using language::Field;
using language::NodeKind;
using language::Section;

bool is_variable_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// None of these messages shows what was written: it may be the token itself.
std::optional<SecretSource> read_variable(const Section& source) {
  const auto name = language::read_text(source, "env");
  if (!name) return std::nullopt;
  if (is_variable_name(*name)) return EnvironmentSource{*name};
  source.findings().problem(*source.find("env"),
                            "this is no name of an environment variable; write one such as "
                            "GITHUB_TOKEN, without $");
  return std::nullopt;
}

std::optional<SecretSource> read_credential(const Section& source) {
  const auto name = language::read_text(source, "credential");
  if (!name) return std::nullopt;
  if (name->find('/') == std::string::npos && *name != "." && *name != "..") return CredentialSource{*name};
  source.findings().problem(*source.find("credential"),
                            "this is a path, not the name of a credential; write file: for a path");
  return std::nullopt;
}

std::optional<SecretSource> read_source(const Section& parent, std::string_view key,
                                        const std::filesystem::path& base) {
  const auto field = parent.find(key);
  if (!field) return std::nullopt;
  if (field->node->kind != NodeKind::mapping) {
    parent.findings().problem(*field,
                              "a token is never written in the file; write where it is read from: { file: PATH }, "
                              "{ env: NAME } or { credential: NAME }");
    return std::nullopt;
  }
  const Section source = parent.section(key);
  if (field->node->entries.size() != 1) {
    parent.findings().problem(*field, fmt::format("{} sources are named; write exactly one of file, env, credential",
                                                  field->node->entries.size()));
    return std::nullopt;
  }
  if (const auto path = read_path(source, "file", base)) return FileSource{*path};
  if (source.has("env")) return read_variable(source);
  return read_credential(source);
}

}  // namespace

Tokens read_tokens(const Section& github, const std::filesystem::path& base) {
  const bool nothing_written = !github.has("token") && !github.has("tokens");
  const auto common = nothing_written ? std::optional<SecretSource>(EnvironmentSource{"GITHUB_TOKEN"})
                                      : read_source(github, "token", base);
  const Section own = github.section("tokens");
  const auto source_of = [&](std::string_view key) { return own.has(key) ? read_source(own, key, base) : common; };
  if (!github.has("token") && github.has("tokens") && !own.has("read")) {
    github.findings().problem(*github.find("tokens"),
                              "there is no token to read with; write read below it, or github.token beside it");
  }
  return {source_of("read"), source_of("delete"), source_of("restore")};
}

}  // namespace retention::config
