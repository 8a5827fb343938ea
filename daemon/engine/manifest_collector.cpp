#include "daemon/engine/manifest_collector.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/manifest_sightings.h"
#include "policy/base/number_text.h"

namespace retention::engine {
namespace {

using store::KnownManifest;
using store::MissingManifest;
using store::RefusedManifest;

// So many are lost, and read again, if the process is killed.
constexpr std::size_t kKeptAtOnce = 100;

std::vector<Digest> digests_of(const Inventory& inventory) {
  std::vector<Digest> digests;
  digests.reserve(inventory.versions.size());
  for (const PackageVersion& version : inventory.versions) {
    if (const auto digest = Digest::parse(version.name)) digests.push_back(*digest);
  }
  std::ranges::sort(digests);
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  return digests;
}

std::vector<Digest> not_in(const ManifestSet& set, std::span<const Digest> digests) {
  std::vector<Digest> unknown;
  std::ranges::copy_if(digests, std::back_inserter(unknown), [&](const Digest& digest) { return !set.find(digest); });
  return unknown;
}

// What a version lists cannot be asked for if its name is no digest, so what the others are is not known either.
Completeness completeness_of_names(const Inventory& inventory) {
  const auto nameless = std::ranges::find_if(
      inventory.versions, [](const PackageVersion& version) { return !Digest::parse(version.name); });
  if (nameless == inventory.versions.end()) return {};
  return {Incompleteness::manifests_unread, "the name of version " + std::to_string(nameless->id.value) +
                                                " is no digest, so nobody can tell what it lists"};
}

std::vector<Digest> without(std::vector<Digest> digests, std::span<const RefusedManifest> refused) {
  std::erase_if(digests, [&](const Digest& digest) {
    return std::ranges::binary_search(refused, digest, {}, &RefusedManifest::digest);
  });
  return digests;
}

// The first failure that is more than a manifest the registry does not have.
struct Trouble {
  Digest digest;
  Error error;
};

// What happened, with the digest, which some errors name.
std::string trouble_in_words(const Trouble& trouble) {
  const std::string digest = trouble.digest.to_string();
  const std::string& message = trouble.error.message;
  return message.find(digest) != std::string::npos ? message : digest + ": " + message;
}

// Keeps what comes, a batch at a time, and counts.
class Keeper final : public ManifestSink {
 public:
  Keeper(store::ManifestCache& cache, EventSink& events, ManifestsRead progress)
      : cache_(cache), events_(events), progress_(std::move(progress)) {}

  Result<void> take(const Digest& digest, const Result<Manifest>& manifest) override {
    if (!manifest) {
      if (manifest.error().code == ErrorCode::not_found) {
        not_found.push_back(digest);
      } else if (!trouble) {
        trouble = Trouble{digest, manifest.error()};
      }
      return {};
    }
    batch_.push_back({digest, *manifest});
    ++read;
    return batch_.size() < kKeptAtOnce ? Result<void>() : flush();
  }

  Result<void> refuse(const Digest& digest, const Error& why) override {
    if (!trouble) trouble = Trouble{digest, why};
    ++read;
    const RefusedManifest refused{digest, why.message};
    return cache_.keep_refused(std::span(&refused, 1));
  }

  Result<void> flush() {
    if (batch_.empty()) return {};
    if (auto kept = cache_.keep(batch_); !kept) return kept;
    progress_.done += std::ssize(batch_);
    batch_.clear();
    events_.on(progress_);
    return {};
  }

  std::vector<Digest> not_found;
  std::optional<Trouble> trouble;
  std::int64_t read{0};

 private:
  store::ManifestCache& cache_;
  EventSink& events_;
  ManifestsRead progress_;
  std::vector<KnownManifest> batch_;
};

}  // namespace

// What the registry said of those that it was asked for.
struct ManifestCollector::Answers {
  std::vector<Digest> not_found;   // sorted; empty unless the registry gave some other manifest
  std::optional<Error> ended;      // what kept the rest from being read
  std::optional<Trouble> trouble;  // with one of them
};

Result<PackageManifests> ManifestCollector::find(const Inventory& inventory, std::span<const Digest> removed,
                                                 const std::stop_token& stop) {
  const Package& package = inventory.package;
  const std::vector<Digest> listed = digests_of(inventory);
  auto known = cache_.known(listed);
  if (!known) return fail(known.error());
  std::vector<Digest> unknown = not_in(*known, listed);
  if (unknown.empty()) return with_removed(listed, removed);

  const SysTime now = seconds_of(clock_.now());
  const auto before = cache_.missing(package);
  if (!before) return fail(before.error());
  const auto refused = cache_.refused(unknown);
  if (!refused) return fail(refused.error());
  const auto answers =
      ask(package, {listed, unknown, without(to_ask(unknown, *before, now), *refused), *refused}, stop);
  if (!answers) return fail(answers.error());
  auto found = with_removed(listed, removed);
  if (!found) return found;
  unknown = not_in(found->set, listed);
  const std::vector<MissingManifest> missing = sighted(*before, unknown, answers->not_found, now);
  if (missing != *before) {
    if (auto kept = cache_.keep_missing(package, missing); !kept) return fail(kept.error());
  }
  found->completeness = completeness_of(std::ssize(listed), unknown, missing, *answers);
  return found;
}

Result<void> ManifestCollector::add_to(Inventory& inventory, std::span<const Digest> removed,
                                       const std::stop_token& stop) {
  if (inventory.package.type != PackageType::container || !inventory.completeness.complete()) return {};
  auto found = find(inventory, removed, stop);
  if (!found) return fail(found.error());
  inventory.manifests = std::move(found->set);
  inventory.completeness =
      found->completeness.complete() ? completeness_of_names(inventory) : std::move(found->completeness);
  return {};
}

Result<PackageManifests> ManifestCollector::with_removed(std::span<const Digest> listed,
                                                         std::span<const Digest> removed) {
  std::vector<Digest> all(listed.begin(), listed.end());
  all.insert(all.end(), removed.begin(), removed.end());
  auto set = cache_.known(all);
  if (!set) return fail(set.error());
  return PackageManifests{*std::move(set), {}};
}

Result<ManifestCollector::Answers> ManifestCollector::ask(const Package& package, const Question& question,
                                                          const std::stop_token& stop) {
  Answers answers;
  if (!question.refused.empty()) {
    const RefusedManifest& first = question.refused.front();
    answers.trouble = Trouble{first.digest, {ErrorCode::bad_reply, first.why}};
  }
  if (question.asked.empty()) return answers;
  const std::int64_t total = std::ssize(question.listed);
  Keeper keeper(cache_, events_, {ref_of(package), total - std::ssize(question.unknown), total});
  const auto done = source_.read(package, question.asked, keeper, stop);
  if (auto kept = keeper.flush(); !kept) return fail(kept.error());
  if (!done && ends_everything(done.error().code)) return fail(done.error());
  if (!done) answers.ended = done.error();
  if (!answers.trouble) answers.trouble = keeper.trouble;
  answers.not_found = std::move(keeper.not_found);
  std::ranges::sort(answers.not_found);
  if (answers.not_found.empty() || keeper.read > 0) return answers;
  // A registry that has nothing at all may be the wrong one, or on its way back.
  const auto gives = gives_another(package, question, stop);
  if (!gives) return fail(gives.error());
  if (*gives == Gives::nothing) answers.not_found.clear();
  return answers;
}

// Asks for a manifest that is known to be there, since nothing new could be read. Which one is drawn by the minute, as
// GitHub counts each read as a download and cycles come at even distances.
Result<ManifestCollector::Gives> ManifestCollector::gives_another(const Package& package, const Question& question,
                                                                  const std::stop_token& stop) {
  std::vector<Digest> known;
  std::ranges::set_difference(question.listed, question.unknown, std::back_inserter(known));
  if (known.empty()) return Gives::nothing;
  const auto minutes = std::chrono::floor<std::chrono::minutes>(seconds_of(clock_.now())).time_since_epoch().count();
  const auto after = std::ranges::lower_bound(known, sha256(std::to_string(minutes)));
  const Digest drawn = after == known.end() ? known.front() : *after;
  Keeper keeper(cache_, events_, {ref_of(package), 0, 0});
  const auto done = source_.read(package, std::span(&drawn, 1), keeper, stop);
  if (!done && ends_everything(done.error().code)) return fail(done.error());
  return keeper.read > 0 ? Gives::something : Gives::nothing;
}

Completeness ManifestCollector::completeness_of(std::int64_t listed, std::span<const Digest> unknown,
                                                std::span<const MissingManifest> missing, const Answers& answers) {
  std::int64_t accepted = 0;
  std::optional<Digest> waiting;
  for (const MissingManifest& manifest : missing) {
    if (is_confirmed_missing(manifest)) {
      ++accepted;
    } else if (!waiting) {
      waiting = manifest.digest;
    }
  }
  if (accepted == std::ssize(unknown)) return {};
  std::string why;
  if (answers.ended) {
    why = answers.ended->message;
  } else if (answers.trouble) {
    why = trouble_in_words(*answers.trouble);
  } else if (waiting) {
    why = waiting->to_string() +
          " is not in the registry although its version is listed; it is believed once a later day says so too";
  } else {
    why = "the registry has none of those that were asked for";
  }
  const std::int64_t known = listed - std::ssize(unknown);
  return {Incompleteness::manifests_unread,
          "manifests " + with_commas(known) + " of " + with_commas(listed) + "; " + why};
}

}  // namespace retention::engine
