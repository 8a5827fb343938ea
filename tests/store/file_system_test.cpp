#include "store/file_system.h"

#include <gtest/gtest.h>

namespace retention::store {
namespace {

TEST(FileSystem, KnowsNetworkFileSystems) {
  EXPECT_EQ(network_name({0x6969, "nfs4"}), "nfs");
  EXPECT_EQ(network_name({0xFF534D42, "cifs"}), "cifs");
  EXPECT_EQ(network_name({0xFE534D42, "smb3"}), "smb2");
}

TEST(FileSystem, TakesAnUnknownFuseForANetwork) {
  EXPECT_EQ(network_name({0x65735546, "fuse.sshfs"}), "fuse.sshfs");
  EXPECT_EQ(network_name({0x65735546, ""}), "fuse");
}

TEST(FileSystem, TakesLocalOnesForLocal) {
  EXPECT_FALSE(network_name({0xEF53, "ext4"}));
  EXPECT_FALSE(network_name({0x01021994, "tmpfs"}));
  EXPECT_FALSE(network_name({0x65735546, "virtiofs"}));
  EXPECT_FALSE(network_name({0x65735546, "fuse.fuse-overlayfs"}));
}

TEST(FileSystem, AsksTheKernel) {
  const auto proc = file_system_of("/proc");
  ASSERT_TRUE(proc);
  EXPECT_EQ(proc->magic, 0x9fa0UL);
  EXPECT_EQ(proc->type, "proc");
  EXPECT_NE(file_system_of("/")->type, "proc");
  EXPECT_FALSE(file_system_of("/nowhere/at/all"));
}

}  // namespace
}  // namespace retention::store
