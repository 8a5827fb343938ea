#include "store/backup.h"

#include <cstdio>
#include <filesystem>

#include "store/location.h"
#include "store/migrate.h"
#include "store/private_file.h"

namespace retention::store {
namespace {

Result<Backup> write(const std::string& source, const std::string& half) {
  return guarded("copy the ledger", [&]() -> Result<Backup> {
    {
      Database database(source, Database::Access::read);
      if (auto ours = check_readable(database, migrations()); !ours) return fail(ours.error());
      // The ledger is as good as before, whatever is wrong with the place of the copy.
      if (auto made = make_private(half); !made) return fail(ErrorCode::internal, made.error().message);
      database.copy_to(half);
    }
    const auto verified = verify(half);
    if (!verified) return fail(verified.error());
    if (auto flushed = flush(half); !flushed) return fail(flushed.error());
    return Backup{std::filesystem::file_size(half), *verified};
  });
}

}  // namespace

Result<Backup> backup(const std::string& location, const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
    return fail(ErrorCode::usage, file + " exists already; name a file that does not, an older copy is never replaced");
  }
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    return fail(ErrorCode::usage,
                "cannot write " + file + ": there is no folder " + folder.string() + "; make it, or name another file");
  }
  const auto source = existing_file(location);
  if (!source) return fail(source.error());
  const std::string half = half_of(file);
  auto written = write(*source, half);
  if (written) {
    if (auto named = name_new(half, file); !named) written = fail(named.error());
  }
  std::remove(half.c_str());
  return written;
}

}  // namespace retention::store
