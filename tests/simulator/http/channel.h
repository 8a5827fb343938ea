#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace retention::simulator::http {

// The bytes of one accepted connection, plain or TLS. For one thread.
class Channel {
 public:
  virtual ~Channel() = default;
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Channel(Channel&&) = delete;
  Channel& operator=(Channel&&) = delete;

  // At most `size` bytes; 0 at the end of the connection or on any failure.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
  // Whether all of it was handed to the kernel.
  virtual bool write(std::string_view bytes) = 0;
  // Makes closing reset the connection (RST) instead of ending it in good order.
  virtual void reset_on_close() = 0;
};

// Makes channels out of accepted sockets.
class ChannelFactory {
 public:
  virtual ~ChannelFactory() = default;
  ChannelFactory() = default;
  ChannelFactory(const ChannelFactory&) = delete;
  ChannelFactory& operator=(const ChannelFactory&) = delete;
  ChannelFactory(ChannelFactory&&) = delete;
  ChannelFactory& operator=(ChannelFactory&&) = delete;

  // The channel owns the socket. Null, with the socket still the caller's, when no connection can be agreed on.
  virtual std::unique_ptr<Channel> open(int socket) = 0;
};

[[nodiscard]] std::unique_ptr<ChannelFactory> plain_channels();

// Throws std::runtime_error when the files cannot be used.
[[nodiscard]] std::unique_ptr<ChannelFactory> tls_channels(const std::string& certificate, const std::string& key);

}  // namespace retention::simulator::http
