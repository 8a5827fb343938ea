#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "policy/base/error.h"
#include "policy/base/time.h"

namespace retention {

// Local time of some zone, without the zone.
using CivilTime = std::chrono::local_seconds;

// A time zone of the system's tz database, resolved once. Copyable, immutable, safe to share between threads.
class Zone {
 public:
  // UTC.
  Zone();

  // A name such as "Europe/Madrid". Fails with ErrorCode::configuration and near names.
  static Result<Zone> locate(std::string_view name);

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] CivilTime to_civil(SysTime time) const;

  // A civil time that a clock change skips becomes the first instant after the gap; one that occurs twice the earlier.
  [[nodiscard]] SysTime to_sys(CivilTime time) const;

 private:
  std::string name_;
  const void* zone_{nullptr};  // a date::time_zone of the process-wide database, which is never freed; null: UTC
};

}  // namespace retention
