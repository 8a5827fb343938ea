#include "daemon/cli/output.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/support/temp_directory.h"

namespace retention::cli {
namespace {

namespace fs = std::filesystem;

std::string content(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class OutputTest : public testing::Test {
 protected:
  [[nodiscard]] std::ptrdiff_t entries() const {
    const fs::directory_iterator all(fs::path(directory.file("x")).parent_path());
    return std::distance(begin(all), end(all));
  }

  test::TempDirectory directory;
  std::ostringstream standard;
};

TEST_F(OutputTest, WithoutAFileIsTheProgramsOwnStream) {
  for (const std::optional<std::string>& file : {std::optional<std::string>(), std::optional<std::string>("-")}) {
    auto output = Output::open(file, standard);
    ASSERT_TRUE(output);
    EXPECT_FALSE(output->is_file());
    output->stream() << "x";
    EXPECT_TRUE(output->commit());
  }
  EXPECT_EQ(standard.str(), "xx");
}

TEST_F(OutputTest, ReplacesAFileOnlyWhenItIsWhole) {
  const std::string path = directory.file("report");
  std::ofstream(path) << "old";
  {
    auto output = Output::open(path, standard);
    ASSERT_TRUE(output);
    output->stream() << "half";
    EXPECT_EQ(content(path), "old");
  }
  EXPECT_EQ(content(path), "old");
  EXPECT_EQ(entries(), 1);
  auto output = Output::open(path, standard);
  ASSERT_TRUE(output);
  output->stream() << "new";
  ASSERT_TRUE(output->commit());
  EXPECT_EQ(content(path), "new");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputTest, FollowsALink) {
  std::ofstream(directory.file("real")) << "old";
  fs::create_symlink(directory.file("real"), directory.file("link"));
  auto output = Output::open(directory.file("link"), standard);
  ASSERT_TRUE(output);
  output->stream() << "new";
  ASSERT_TRUE(output->commit());
  EXPECT_EQ(content(directory.file("real")), "new");
  EXPECT_TRUE(fs::is_symlink(directory.file("link")));
}

TEST_F(OutputTest, WritesDevicesDirectly) {
  auto output = Output::open("/dev/null", standard);
  ASSERT_TRUE(output);
  output->stream() << "x";
  EXPECT_TRUE(output->commit());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputTest, SaysWhichFileAndWhy) {
  const auto missing = Output::open(directory.file("no/such/report"), standard);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::usage);
  EXPECT_NE(missing.error().message.find("no/such/report: No such file or directory"), std::string::npos);
  const auto folder = Output::open(directory.file("."), standard);
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().message.find("Is a directory"), std::string::npos) << folder.error().message;
}

TEST_F(OutputTest, TellsAFullDisk) {
  ASSERT_TRUE(fs::exists("/dev/full"));
  auto output = Output::open("/dev/full", standard);
  ASSERT_TRUE(output);
  output->stream() << "x";
  EXPECT_FALSE(output->commit());
}

}  // namespace
}  // namespace retention::cli
