#include "daemon/registry/manifest_json.h"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "daemon/http/text.h"
#include "daemon/registry/media_types.h"
#include "daemon/registry/wire.h"

namespace retention::registry {
namespace {

using nlohmann::json;

enum class Place : std::uint8_t { root, list, entry, subject, config, unused };
enum class Field : std::uint8_t {
  none,
  schema_version,
  media_type,
  artifact_type,
  manifests,
  layers,
  config,
  subject,
  digest
};

struct FieldName {
  Place place;
  std::string_view name;
  Field field;
};

constexpr std::array<FieldName, 11> kFields{{{Place::root, "schemaVersion", Field::schema_version},
                                             {Place::root, "mediaType", Field::media_type},
                                             {Place::root, "artifactType", Field::artifact_type},
                                             {Place::root, "manifests", Field::manifests},
                                             {Place::root, "layers", Field::layers},
                                             {Place::root, "config", Field::config},
                                             {Place::root, "subject", Field::subject},
                                             {Place::entry, "mediaType", Field::media_type},
                                             {Place::entry, "digest", Field::digest},
                                             {Place::subject, "digest", Field::digest},
                                             {Place::config, "mediaType", Field::media_type}}};

Field field_of(Place place, std::string_view name) {
  for (const FieldName& one : kFields) {
    if (one.place == place && one.name == name) return one.field;
  }
  return Field::none;
}

// One object or list that is being read.
struct Frame {
  Place place{Place::unused};
  Field field{Field::none};  // of the member that comes next
  std::uint32_t seen{0};     // the fields it had
  std::string name{};        // of the member, where it is used
};

// Takes the events of the parser. Each returns false to end the parsing.
class FieldReader final : public nlohmann::json_sax<json> {
 public:
  [[nodiscard]] Result<ManifestFields> result(bool parsed) {
    if (problem_.empty() && !parsed) problem_ = "it is not valid JSON; it may be cut off";
    if (!problem_.empty()) return retention::fail(ErrorCode::bad_reply, problem_);
    return std::move(out_);
  }

  bool null() override {
    if (frames_.empty() || top_is_list()) return other();
    // Some writers put null for an empty list.
    out_.has_manifests |= frames_.back().field == Field::manifests;
    out_.has_layers |= frames_.back().field == Field::layers;
    return true;
  }
  bool boolean(bool /*value*/) override { return other(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return other(); }
  bool binary(binary_t& /*value*/) override { return other(); }
  bool number_integer(number_integer_t value) override { return number(value == 2); }
  bool number_unsigned(number_unsigned_t value) override { return number(value == 2); }

  bool string(string_t& value) override {
    if (is_unused()) return true;
    if (frames_.empty()) return other();
    std::string* const place = text_place();
    if (place == nullptr) return other();
    *place = std::move(value);
    return true;
  }

  bool start_object(std::size_t /*size*/) override {
    if (frames_.size() >= kMaxDepth) return too_deep();
    if (frames_.empty()) return push(Place::root);
    if (is_unused()) return push(Place::unused);
    if (frames_.back().place == Place::list) {
      type_.clear();
      digest_.clear();
      return push(Place::entry);
    }
    if (frames_.back().field == Field::subject) {
      digest_.clear();
      return push(Place::subject);
    }
    if (frames_.back().field != Field::config) return other();
    out_.has_layers = true;
    return push(Place::config);
  }

  bool start_array(std::size_t /*size*/) override {
    if (frames_.size() >= kMaxDepth) return too_deep();
    if (is_unused()) return push(Place::unused);
    if (frames_.empty() || frames_.back().place == Place::list) return other();
    if (frames_.back().field == Field::layers) {
      out_.has_layers = true;
      return push(Place::unused);
    }
    if (frames_.back().field != Field::manifests) return other();
    out_.has_manifests = true;
    return push(Place::list);
  }

  bool key(string_t& name) override {
    Frame& frame = frames_.back();
    frame.field = field_of(frame.place, name);
    if (frame.field == Field::none) return true;
    frame.name = name;
    const std::uint32_t bit = 1U << static_cast<unsigned>(frame.field);
    if ((frame.seen & bit) != 0) return reject(name + " is there twice");
    frame.seen |= bit;
    return true;
  }

  bool end_object() override {
    const Place place = frames_.back().place;
    frames_.pop_back();
    if (place == Place::entry) return take_entry();
    if (place != Place::subject) return true;
    out_.subject = Digest::parse(digest_);
    return out_.subject ? true : reject("its subject has " + no_digest());
  }

  bool end_array() override {
    frames_.pop_back();
    return true;
  }

  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*what*/) override {
    return false;
  }

 private:
  bool reject(std::string why) {
    problem_ = std::move(why);
    return false;
  }

  bool too_deep() { return reject("it nests deeper than " + std::to_string(kMaxDepth) + " levels"); }

  bool push(Place place) {
    frames_.push_back({place});
    return true;
  }

  [[nodiscard]] bool top_is_list() const { return !frames_.empty() && frames_.back().place == Place::list; }

  // What comes next is of no interest.
  [[nodiscard]] bool is_unused() const {
    return !frames_.empty() && frames_.back().place != Place::list && frames_.back().field == Field::none;
  }

  // A value of a kind that no used field has.
  bool other() {
    if (is_unused()) return true;
    if (frames_.empty()) return reject("it is no JSON object");
    if (top_is_list()) return reject("an entry of its manifests is no object");
    return reject(frames_.back().name + " is of the wrong kind");
  }

  bool number(bool is_two) {
    if (frames_.empty() || frames_.back().field != Field::schema_version) return other();
    out_.version_2 = is_two;
    return true;
  }

  // Where the text of the field that comes next belongs; null if it is no text.
  std::string* text_place() {
    const Frame& frame = frames_.back();
    if (frame.field == Field::digest) return &digest_;
    if (frame.field == Field::artifact_type) return &out_.artifact_type;
    if (frame.field != Field::media_type) return nullptr;
    if (frame.place == Place::root) return &out_.media_type;
    return frame.place == Place::config ? &out_.config_type : &type_;
  }

  [[nodiscard]] std::string no_digest() const {
    return digest_.empty() ? "no digest" : "a digest that is not SHA-256 ('" + http::printable(digest_, 80) + "')";
  }

  bool take_entry() {
    if (!may_be_manifest(http::to_lower(type_))) return true;
    const auto digest = Digest::parse(digest_);
    if (!digest) return reject("an entry of its manifests has " + no_digest());
    if (out_.children.size() == kMaxChildren)
      return reject("it lists more than " + std::to_string(kMaxChildren) + " manifests");
    out_.children.push_back(*digest);
    return true;
  }

  ManifestFields out_;
  std::vector<Frame> frames_;
  std::string type_;    // of the entry that is being read
  std::string digest_;  // of the entry or the subject that is being read
  std::string problem_;
};

}  // namespace

Result<ManifestFields> read_fields(std::string_view body) {
  FieldReader reader;
  const bool parsed = json::sax_parse(body, &reader);
  return reader.result(parsed);
}

}  // namespace retention::registry
