#include "daemon/app/notify_systemd.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace retention::app {
namespace {

// A service manager: a datagram socket named by $NOTIFY_SOCKET.
class NotifySystemd : public testing::Test {
 protected:
  void SetUp() override {
    std::string folder = (std::filesystem::temp_directory_path() / "notify-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder_ / "notify";
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const void* untyped = &address;
    ASSERT_EQ(bind(socket_, static_cast<const sockaddr*>(untyped), sizeof address), 0);
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }

  void TearDown() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
    close(socket_);
    std::filesystem::remove_all(folder_);
  }

  // The next message, or nothing if there is none.
  std::string told() const {
    std::array<char, 512> data{};
    const ssize_t size = recv(socket_, data.data(), data.size(), MSG_DONTWAIT);
    return size > 0 ? std::string(data.data(), static_cast<std::size_t>(size)) : std::string();
  }

  SystemdNotifier notifier_;
  std::filesystem::path folder_;
  int socket_{-1};
};

TEST_F(NotifySystemd, TellsThatItIsReadyAndWhatItDoes) {
  notifier_.ready("next cycle at 02:30");
  EXPECT_EQ(told(), "READY=1\nSTATUS=next cycle at 02:30");
  notifier_.status("cycle 7");
  EXPECT_EQ(told(), "STATUS=cycle 7");
  notifier_.stopping("asked to stop");
  EXPECT_EQ(told(), "STOPPING=1\nSTATUS=asked to stop");
  notifier_.watchdog();
  EXPECT_EQ(told(), "WATCHDOG=1");
}

TEST_F(NotifySystemd, DatesAReload) {
  notifier_.reloading();
  const std::string first = told();
  EXPECT_TRUE(first.starts_with("RELOADING=1\nMONOTONIC_USEC=")) << first;
  EXPECT_GT(std::stoll(first.substr(first.find("USEC=") + 5)), 0);
}

TEST_F(NotifySystemd, KeepsAStatusFromAssigningAnythingElse) {
  notifier_.status("one\nMAINPID=1");
  EXPECT_EQ(told(), "STATUS=one MAINPID=1");
}

TEST_F(NotifySystemd, IsSilentWithoutAManager) {
  unsetenv("NOTIFY_SOCKET");
  notifier_.ready("x");
  notifier_.watchdog();
  EXPECT_EQ(told(), "");
}

TEST_F(NotifySystemd, AsksForASignOfLifeAtHalfTheWatchdogsTime) {
  EXPECT_EQ(notifier_.watchdog_interval(), std::nullopt);
  setenv("WATCHDOG_USEC", "60000000", 1);
  EXPECT_EQ(notifier_.watchdog_interval(), std::chrono::seconds{30});
}

TEST_F(NotifySystemd, IgnoresAWatchdogMeantForAnotherProcess) {
  setenv("WATCHDOG_USEC", "60000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(notifier_.watchdog_interval(), std::nullopt);
}

}  // namespace
}  // namespace retention::app
