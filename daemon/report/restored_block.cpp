#include "daemon/report/restored_block.h"

#include <fmt/format.h>

#include <utility>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/wording.h"

namespace retention::report {

RestoredBlock::RestoredBlock(PackageRef package, const store::RunSummary& run)
    : package_(std::move(package)), now_(run.now), kind_(run.kind), full_list_(full_list(run)) {}

void RestoredBlock::add(const store::DeletionDetail& deletion) {
  constexpr std::int64_t kMostRows = 40;
  const bool adoption = kind_ == store::RunKind::adopt_deleted;
  const bool back = adoption || deletion.deletion.state == store::DeletionState::restored;
  ++(back ? restored_ : others_);
  if (back && restored_ > kMostRows) return;
  rows_.push_back({.sign = back ? '+' : '!',
                   .id = std::to_string(deletion.version.value),
                   .name = short_name(deletion.name),
                   .tags = tag_list(deletion.tags),
                   .age = age_of(deletion.created_at, now_),
                   .note = printable(adoption ? sentence(deletion.deletion) : restore_sentence(deletion.deletion))});
}

void RestoredBlock::print(std::ostream& out, const Style& style) const {
  std::string header = with_commas(restored_) + (kind_ == store::RunKind::adopt_deleted ? " adopted" : " restored");
  if (others_ > 0) header += ", " + with_commas(others_) + " not";
  print_heading(out, style, shown(package_), header);
  print_rows(out, style, rows_);
  const std::int64_t hidden = restored_ + others_ - static_cast<std::int64_t>(rows_.size());
  if (hidden > 0) {
    out << style.paint(Tone::quiet, fmt::format("    … and {} more ({} lists all)", with_commas(hidden), full_list_))
        << '\n';
  }
}

}  // namespace retention::report
