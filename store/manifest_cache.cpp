#include "store/manifest_cache.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/database.h"
#include "store/location.h"
#include "store/migrate.h"

namespace retention::store {
namespace {

// Of a manifest that others name and nobody has read.
constexpr int kUnread = 0;

// Statements on the two tables, within a transaction that is open.
class ManifestRows {
 public:
  explicit ManifestRows(Database& database)
      : find_(
            database.query("SELECT m.id, m.kind, s.digest FROM manifest m LEFT JOIN manifest s ON s.id = m.subject_id "
                           "WHERE m.digest = ?1")),
        children_(database.query("SELECT c.digest FROM manifest_child l JOIN manifest c ON c.id = l.child_id "
                                 "WHERE l.parent_id = ?1")),
        name_(database.query("INSERT INTO manifest (digest, kind) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING")),
        read_(database.query("UPDATE manifest SET kind = ?2, subject_id = ?3, artifact_type = nullif(?4, '') "
                             "WHERE id = ?1")),
        link_(database.query("INSERT OR IGNORE INTO manifest_child (parent_id, child_id) VALUES (?1, ?2)")) {}

  // Nothing if it was never read.
  std::optional<Manifest> find(const Digest& digest) {
    find_.bind(digest);
    if (!find_.step() || find_.integer(1) == kUnread) return std::nullopt;
    Manifest manifest{find_.as<ManifestKind>(1), {}, find_.maybe_digest(2), {}};
    if (manifest.kind != ManifestKind::index) return manifest;
    children_.bind(find_.integer(0));
    while (children_.step()) manifest.children.push_back(children_.digest(0));
    return manifest;
  }

  void keep(const KnownManifest& known) {
    find_.bind(known.digest);
    if (find_.step() && find_.integer(1) != kUnread) return;
    const std::int64_t key = named(known.digest);
    std::optional<std::int64_t> subject;
    if (known.manifest.subject) subject = named(*known.manifest.subject);
    for (const Digest& child : known.manifest.children) {
      link_.bind(key, named(child));
      link_.run();
    }
    read_.bind(key, known.manifest.kind, subject, known.manifest.artifact_type);
    read_.run();
  }

 private:
  std::int64_t named(const Digest& digest) {
    name_.bind(digest, kUnread);
    name_.run();
    find_.bind(digest);
    if (!find_.step()) throw DatabaseFailure("a manifest that was just written is not there");
    return find_.integer(0);
  }

  Query find_;
  Query children_;
  Query name_;
  Query read_;
  Query link_;
};

}  // namespace

struct ManifestCache::Impl {
  Impl(const std::string& location, Database::Access access) : database(location, access) {}

  Database database;
};

ManifestCache::ManifestCache(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ManifestCache::ManifestCache(ManifestCache&&) noexcept = default;
ManifestCache& ManifestCache::operator=(ManifestCache&&) noexcept = default;
ManifestCache::~ManifestCache() = default;

Result<ManifestCache> ManifestCache::open(const std::string& location) {
  return open_as(location, Access::write);
}

Result<ManifestCache> ManifestCache::open_to_read(const std::string& location) {
  return open_as(location, Access::read);
}

Result<ManifestCache> ManifestCache::open_as(const std::string& location, Access access) {
  const auto place = existing_ledger(location);
  if (!place) return fail(place.error());
  return guarded("open the ledger", [&]() -> Result<ManifestCache> {
    const bool writes = access == Access::write;
    auto impl = std::make_unique<Impl>(*place, writes ? Database::Access::write : Database::Access::read);
    if (auto ours = check_readable(impl->database, migrations()); !ours) return fail(ours.error());
    return ManifestCache(std::move(impl));
  });
}

Result<ManifestSet> ManifestCache::known(std::span<const Digest> digests) {
  return guarded("read what is known of manifests", [&]() -> Result<ManifestSet> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    ManifestRows rows(impl_->database);
    ManifestSet set;
    set.reserve(digests.size(), 0);
    for (const Digest& digest : digests) {
      if (const auto manifest = rows.find(digest)) set.add(digest, *manifest);
    }
    set.sort();
    return set;
  });
}

Result<void> ManifestCache::keep(std::span<const KnownManifest> manifests) {
  return guarded("keep what was read of manifests", [&]() -> Result<void> {
    Transaction transaction(impl_->database, Transaction::Kind::write);
    ManifestRows rows(impl_->database);
    for (const KnownManifest& known : manifests) rows.keep(known);
    transaction.commit();
    return {};
  });
}

Result<std::vector<RefusedManifest>> ManifestCache::refused(std::span<const Digest> digests) {
  return guarded("read which manifests cannot be used", [&]() -> Result<std::vector<RefusedManifest>> {
    std::vector<RefusedManifest> refused;
    Query query = impl_->database.query("SELECT why FROM manifest_refused WHERE digest = ?1");
    for (const Digest& digest : digests) {
      query.bind(digest);
      if (query.step()) refused.push_back({digest, query.text(0)});
    }
    std::ranges::sort(refused, {}, &RefusedManifest::digest);
    return refused;
  });
}

Result<void> ManifestCache::keep_refused(std::span<const RefusedManifest> manifests) {
  return guarded("keep which manifests cannot be used", [&]() -> Result<void> {
    Transaction transaction(impl_->database, Transaction::Kind::write);
    Query insert = impl_->database.query("INSERT OR IGNORE INTO manifest_refused (digest, why) VALUES (?1, ?2)");
    for (const RefusedManifest& manifest : manifests) {
      insert.bind(manifest.digest, manifest.why);
      insert.run();
    }
    transaction.commit();
    return {};
  });
}

Result<std::vector<MissingManifest>> ManifestCache::missing(const Package& package) {
  return guarded("read which manifests are missing", [&]() -> Result<std::vector<MissingManifest>> {
    Query query = impl_->database.query(
        "SELECT digest, first_at, last_at FROM manifest_missing WHERE owner = ?1 AND package = ?2 ORDER BY digest");
    query.bind(package.owner.id, package.id);
    std::vector<MissingManifest> missing;
    while (query.step()) missing.push_back({query.digest(0), query.time(1), query.time(2)});
    return missing;
  });
}

Result<void> ManifestCache::keep_missing(const Package& package, std::span<const MissingManifest> missing) {
  return guarded("keep which manifests are missing", [&]() -> Result<void> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Query forget = database.query("DELETE FROM manifest_missing WHERE owner = ?1 AND package = ?2");
    forget.bind(package.owner.id, package.id);
    forget.run();
    Query insert = database.query(
        "INSERT INTO manifest_missing (owner, package, digest, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5)");
    for (const MissingManifest& one : missing) {
      insert.bind(package.owner.id, package.id, one.digest, one.first_at, one.last_at);
      insert.run();
    }
    transaction.commit();
    return {};
  });
}

}  // namespace retention::store
