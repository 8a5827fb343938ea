#include "tests/simulator/fault_words.h"

#include "tests/simulator/texts.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

constexpr Words<FaultKind, 13> kKinds{{{FaultKind::status, "status"},
                                       {FaultKind::reset, "reset"},
                                       {FaultKind::stall, "stall"},
                                       {FaultKind::delay, "delay"},
                                       {FaultKind::drip, "drip"},
                                       {FaultKind::truncated, "truncated"},
                                       {FaultKind::short_body, "short_body"},
                                       {FaultKind::html, "html"},
                                       {FaultKind::object, "object"},
                                       {FaultKind::empty_body, "empty_body"},
                                       {FaultKind::duplicate_row, "duplicate_row"},
                                       {FaultKind::missing_row, "missing_row"},
                                       {FaultKind::empty_page, "empty_page"}}};
constexpr Words<Moment, 2> kMoments{{{Moment::before, "before"}, {Moment::after, "after"}}};

}  // namespace

std::string_view text_of(FaultKind kind) {
  return word_of(kKinds, kind);
}

Fault read_fault(const yaml::Node& node) {
  yaml::Fields fields(node);
  Fault fault;
  if (const yaml::Node* kind = fields.find("kind")) fault.kind = yaml::choice_of(*kind, kKinds);
  fault.operation = fields.text("operation", "*");
  fault.package = fields.text("package");
  fault.page = static_cast<int>(fields.number("page"));
  fault.skip = static_cast<int>(fields.number("skip"));
  fault.times = static_cast<int>(fields.number("times"));
  if (const yaml::Node* nth = fields.find("nth")) {
    if (yaml::number_of(*nth) < 1 || fault.skip != 0 || fault.times != 0) {
      yaml::fail(*nth, "\"nth\" counts from 1 and stands alone, without \"skip\" and \"times\"");
    }
    fault.skip = static_cast<int>(yaml::number_of(*nth)) - 1;
    fault.times = 1;
  }
  if (const yaml::Node* rate = fields.find("rate")) fault.rate = yaml::share_of(*rate);
  if (const yaml::Node* moment = fields.find("moment")) fault.moment = yaml::choice_of(*moment, kMoments);
  fault.status = static_cast<int>(fields.number("status", fault.kind == FaultKind::html ? 200 : 500));
  fault.message = fields.text("message");
  if (const yaml::Node* headers = fields.find("headers")) {
    yaml::Fields names(*headers);
    for (const auto& [name, value] : names.node().fields) fault.headers[name] = yaml::text_of(value);
  }
  if (const yaml::Node* wait = fields.find("wait")) fault.wait = yaml::length_of(*wait);
  fields.finish();
  return fault;
}

Fault Fault::parse(std::string_view yaml) {
  return read_fault(yaml::parse(yaml, "fault"));
}

}  // namespace retention::simulator
