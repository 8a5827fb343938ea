#include "tests/simulator/switch_words.h"

#include <nlohmann/json.hpp>

#include "tests/simulator/texts.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

constexpr Words<Order, 2> kOrders{{{Order::newest_first, "newest_first"}, {Order::scrambled, "scrambled"}}};
constexpr Words<Metadata, 3> kMetadata{
    {{Metadata::full, "full"}, {Metadata::without_tags, "without_tags"}, {Metadata::absent, "absent"}}};
constexpr Words<RestoredTags, 2> kRestoredTags{{{RestoredTags::returned, "returned"}, {RestoredTags::lost, "lost"}}};
constexpr Words<RefusalOrder, 2> kRefusalOrders{
    {{RefusalOrder::downloads_first, "downloads_first"}, {RefusalOrder::last_version_first, "last_version_first"}}};
constexpr Words<OwnerPath, 2> kOwnerPaths{{{OwnerPath::numeric, "numeric"}, {OwnerPath::login, "login"}}};
constexpr Words<Digests, 2> kDigests{{{Digests::true_to_content, "true"}, {Digests::mismatched, "mismatched"}}};

// Shows every switch with its name to a visitor; the one list of them.
template <typename SwitchesType, typename Visitor>
void each_switch(SwitchesType& s, Visitor&& visit) {
  visit("rate_limits", s.rate_limits);
  visit("primary_limit", s.primary_limit);
  visit("anonymous_limit", s.anonymous_limit);
  visit("primary_limit_status", s.primary_limit_status);
  visit("secondary_limit_status", s.secondary_limit_status);
  visit("retry_after", s.retry_after);
  visit("points_per_minute", s.points_per_minute);
  visit("concurrency", s.concurrency);
  visit("mutation_gap", s.mutation_gap);
  visit("bad_logins", s.bad_logins);
  visit("bad_login_block", s.bad_login_block);
  visit("sso_status", s.sso_status);
  visit("retired_api_versions", s.retired_api_versions);
  visit("repo_scope_types", s.repo_scope_types);
  visit("missing_type_status", s.missing_type_status);
  visit("link_last", s.link_last);
  visit("order", s.order, kOrders);
  visit("stale_after_delete", s.stale_after_delete);
  visit("conditional_requests", s.conditional_requests);
  visit("docker_tags_key", s.docker_tags_key);
  visit("metadata", s.metadata, kMetadata);
  visit("redirect_status", s.redirect_status);
  visit("redirect_path", s.redirect_path, kOwnerPaths);
  visit("refusal_order", s.refusal_order, kRefusalOrders);
  visit("package_delete_checks_downloads", s.package_delete_checks_downloads);
  visit("restore_active_status", s.restore_active_status);
  visit("restore_reused_status", s.restore_reused_status);
  visit("restored_tags", s.restored_tags, kRestoredTags);
  visit("manifest_digests", s.manifest_digests, kDigests);
  visit("referrers_status", s.referrers_status);
  visit("registry_burst", s.registry_burst);
}

class Reader {
 public:
  explicit Reader(yaml::Fields& fields) : fields_(fields) {}

  void operator()(const char* name, bool& value) const { value = fields_.flag(name, value); }
  void operator()(const char* name, int& value) const { value = static_cast<int>(fields_.number(name, value)); }
  void operator()(const char* name, std::string& value) const { value = fields_.text(name, value); }
  void operator()(const char* name, std::vector<std::string>& value) const {
    if (fields_.find(name) != nullptr) value = fields_.texts(name);
  }
  void operator()(const char* name, Duration& value) const {
    if (const yaml::Node* node = fields_.find(name)) value = yaml::length_of(*node);
  }
  void operator()(const char* name, std::optional<Duration>& value) const {
    const yaml::Node* node = fields_.find(name);
    if (node == nullptr) return;
    value = node->text == "absent" ? std::nullopt : std::optional(yaml::length_of(*node));
  }
  template <typename Enum, std::size_t N>
  void operator()(const char* name, Enum& value, const Words<Enum, N>& words) const {
    if (const yaml::Node* node = fields_.find(name)) value = yaml::choice_of(*node, words);
  }

 private:
  yaml::Fields& fields_;
};

std::string length_text(Duration length) {
  return std::to_string(length.count()) + "ms";
}

class Writer {
 public:
  explicit Writer(nlohmann::ordered_json& json) : json_(json) {}

  template <typename T>
  void operator()(const char* name, const T& value) const {
    json_[name] = value;
  }
  void operator()(const char* name, const Duration& value) const { json_[name] = length_text(value); }
  void operator()(const char* name, const std::optional<Duration>& value) const {
    json_[name] = value ? length_text(*value) : "absent";
  }
  template <typename Enum, std::size_t N>
  void operator()(const char* name, Enum value, const Words<Enum, N>& words) const {
    json_[name] = word_of(words, value);
  }

 private:
  nlohmann::ordered_json& json_;
};

}  // namespace

void read_switches(const yaml::Node& node, Switches& switches) {
  yaml::Fields fields(node);
  Switches changed = switches;
  each_switch(changed, Reader(fields));
  fields.finish();
  switches = std::move(changed);
}

std::string switches_json(const Switches& switches) {
  nlohmann::ordered_json json;
  each_switch(switches, Writer(json));
  return json.dump();
}

}  // namespace retention::simulator
