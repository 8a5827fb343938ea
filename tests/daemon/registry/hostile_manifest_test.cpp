#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <string>
#include <vector>

#include "daemon/registry/wire.h"
#include "tests/daemon/registry/manifests.h"

namespace retention::registry {
namespace {

using namespace test;
using testing::HasSubstr;

std::string why_refused(const std::string& body, const Digest& asked = digest(0)) {
  const auto read = parse_manifest(asked, {"", body});
  if (read) return "";
  EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
  return read.error().message;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(HostileManifest, OfTenMegabytesIsRefused) {
  EXPECT_THAT(why_refused(image(R"(,"annotations":{"x":")" + std::string(10 << 20, 'x') + R"("})")),
              HasSubstr("larger than 4194304 bytes"));
  const std::string padding(kMaxManifest - image().size(), ' ');
  EXPECT_EQ(why_refused(image() + padding), "");
  EXPECT_THAT(why_refused(image() + padding + " "), HasSubstr("larger than"));
}

TEST(HostileManifest, WithAHundredThousandChildrenIsRefused) {
  std::vector<std::string> entries;
  for (int i = 1; i <= 10000; ++i) entries.push_back(R"({"digest":")" + digest(i).to_string() + R"("})");
  EXPECT_EQ(why_refused(index(entries)), "");
  entries.push_back(entries.back());
  EXPECT_THAT(why_refused(index(entries)), HasSubstr("more than 10000 manifests"));
  const std::string one = R"({"digest":")" + digest(1).to_string() + R"("},)";
  EXPECT_THAT(why_refused(R"({"schemaVersion":2,"manifests":[)" + repeated(one, 40000) + one + "]}"),
              HasSubstr("more than 10000 manifests"));
}

TEST(HostileManifest, ThatListsOrDescribesItselfIsRefused) {
  EXPECT_THAT(why_refused(index({descriptor(kOciIndex, digest(7))}), digest(7)), HasSubstr("it lists itself"));
  EXPECT_THAT(why_refused(image(R"(,"subject":)" + descriptor(kOciImage, digest(7))), digest(7)),
              HasSubstr("its subject is itself"));
}

TEST(HostileManifest, ThatNestsDeeplyIsRefused) {
  const auto nested = [](std::size_t levels) {
    return image(R"(,"x":)" + repeated("[", levels) + repeated("]", levels));
  };
  EXPECT_EQ(why_refused(nested(kMaxDepth - 1)), "");
  EXPECT_THAT(why_refused(nested(kMaxDepth)), HasSubstr("nests deeper than 32 levels"));
  EXPECT_THAT(why_refused(repeated("[", kMaxManifest)), HasSubstr("no JSON object"));
  EXPECT_THAT(why_refused(repeated(R"({"a":)", kMaxManifest / 5)), HasSubstr("nests deeper"));
}

TEST(HostileManifest, InBrokenJsonIsRefused) {
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("nonsense"), image() + "x", image() + image(),
        image().substr(0, image().size() - 1), std::string(R"({"schemaVersion":2,"layers":[],"a":1e999})"),
        std::string(R"({"schemaVersion":2,"layers":[],"a":"\ud800"})"),
        std::string("{\"schemaVersion\":2,\"layers\":[],\"a\":\"\xff\"}"), std::string(100, '\0')}) {
    EXPECT_THAT(why_refused(body), HasSubstr("not valid JSON")) << body;
  }
  for (const char* body : {"null", "1", "2", "true", "\"x\"", "[]", "1.5"})
    EXPECT_THAT(why_refused(body), HasSubstr("no JSON object")) << body;
}

// A number of kB out of /proc/self/status.
long kilobytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
  }
  return 0;
}

// A tree of its values would take over 60 MB.
TEST(HostileManifest, TakesLittleMemoryWhateverItHolds) {
  const std::string wide = R"({"schemaVersion":2,"layers":[)" + repeated("[],", (kMaxManifest - 100) / 3) + "[]]}";
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const long before = kilobytes("VmRSS");
  EXPECT_EQ(why_refused(wide), "");
  EXPECT_GT(before, 0);
  EXPECT_LE(kilobytes("VmHWM") - before, 32 * 1024);
}

}  // namespace
}  // namespace retention::registry
