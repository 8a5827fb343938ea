#include "tests/simulator/http/channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace retention::simulator::http {
namespace {

class PlainChannel : public Channel {
 public:
  explicit PlainChannel(int socket) : socket_(socket) {}
  ~PlainChannel() override { ::close(socket_); }
  PlainChannel(const PlainChannel&) = delete;
  PlainChannel& operator=(const PlainChannel&) = delete;
  PlainChannel(PlainChannel&&) = delete;
  PlainChannel& operator=(PlainChannel&&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    const ssize_t count = ::recv(socket_, buffer, size, 0);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  bool write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void reset_on_close() override {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }

 private:
  int socket_;
};

class PlainChannels : public ChannelFactory {
 public:
  std::unique_ptr<Channel> open(int socket) override { return std::make_unique<PlainChannel>(socket); }
};

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

class TlsChannel : public Channel {
 public:
  TlsChannel(int socket, std::unique_ptr<SSL, FreeSsl> ssl) : plain_(socket), ssl_(std::move(ssl)) {}
  ~TlsChannel() override {
    if (!resetting_) SSL_shutdown(ssl_.get());
  }
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;
  TlsChannel(TlsChannel&&) = delete;
  TlsChannel& operator=(TlsChannel&&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    std::size_t count = 0;
    return SSL_read_ex(ssl_.get(), buffer, size, &count) == 1 ? count : 0;
  }

  bool write(std::string_view bytes) override {
    std::size_t count = 0;
    return bytes.empty() || SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count) == 1;
  }

  void reset_on_close() override {
    resetting_ = true;
    plain_.reset_on_close();
  }

 private:
  PlainChannel plain_;  // owns the socket
  std::unique_ptr<SSL, FreeSsl> ssl_;
  bool resetting_{false};
};

class TlsChannels : public ChannelFactory {
 public:
  TlsChannels(const std::string& certificate, const std::string& key) : context_(SSL_CTX_new(TLS_server_method())) {
    if (!context_ || SSL_CTX_use_certificate_chain_file(context_.get(), certificate.c_str()) != 1) {
      throw std::runtime_error("cannot read a PEM certificate from " + certificate);
    }
    if (SSL_CTX_use_PrivateKey_file(context_.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
      throw std::runtime_error("cannot read the certificate's PEM key from " + key);
    }
  }

  std::unique_ptr<Channel> open(int socket) override {
    std::unique_ptr<SSL, FreeSsl> ssl(SSL_new(context_.get()));
    if (!ssl || SSL_set_fd(ssl.get(), socket) != 1 || SSL_accept(ssl.get()) != 1) {
      ERR_clear_error();
      return nullptr;
    }
    return std::make_unique<TlsChannel>(socket, std::move(ssl));
  }

 private:
  std::unique_ptr<SSL_CTX, FreeContext> context_;
};

}  // namespace

std::unique_ptr<ChannelFactory> plain_channels() {
  return std::make_unique<PlainChannels>();
}

std::unique_ptr<ChannelFactory> tls_channels(const std::string& certificate, const std::string& key) {
  return std::make_unique<TlsChannels>(certificate, key);
}

}  // namespace retention::simulator::http
