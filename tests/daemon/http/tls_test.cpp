#include <gtest/gtest.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "daemon/http/httplib_transport.h"
#include "tests/daemon/http/raw_server.h"

namespace retention::http {
namespace {

using namespace std::chrono_literals;
using Kind = TransportFailure::Kind;
using Phase = TransportFailure::Phase;

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;

// A certificate that signs itself and is made out to `name`, a subjectAltName such as "IP:127.0.0.1".
Certificate self_signed(const Key& key, const char* name) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const auto* text = reinterpret_cast<const unsigned char*>("test");
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name);
  X509_add_ext(certificate.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return certificate;
}

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    char name[] = "/tmp/retention-tls-XXXXXX";
    ca_file_ = ::mkdtemp(name);
    ca_file_ /= "ca.pem";
  }

  ~TlsTest() override {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
    std::filesystem::remove_all(ca_file_.parent_path());
  }

  void serve(const char* made_out_to) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = self_signed(key, made_out_to);
    FILE* file = std::fopen(ca_file_.c_str(), "w");
    PEM_write_X509(file, certificate.get());
    std::fclose(file);
    server_ = std::make_unique<httplib::SSLServer>(certificate.get(), key.get());
    server_->Get("/x",
                 [](const httplib::Request&, httplib::Response& reply) { reply.set_content("ok", "text/plain"); });
    port_ = static_cast<std::uint16_t>(server_->bind_to_any_port("127.0.0.1"));
    thread_ = std::jthread([this] { server_->listen_after_bind(); });
  }

  tl::expected<Response, TransportFailure> exchange(bool trusted) {
    TransportOptions options;
    options.server = Url{Scheme::https, "127.0.0.1", port_, ""};
    options.connect_timeout = 60s;
    if (trusted) options.ca_file = ca_file_;
    return std::move(*make_transport(std::move(options)))->exchange({Method::get, "/x", {}, std::nullopt}, {});
  }

  std::filesystem::path ca_file_;
  std::unique_ptr<httplib::SSLServer> server_;
  std::uint16_t port_{0};
  std::jthread thread_;
};

TEST_F(TlsTest, TrustsTheAuthorityOfTheCaFile) {
  serve("IP:127.0.0.1");
  const auto reply = exchange(true);
  ASSERT_TRUE(reply.has_value()) << reply.error().message;
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(TlsTest, RefusesAnUnknownAuthorityBeforeAnythingIsSent) {
  serve("IP:127.0.0.1");
  const auto reply = exchange(false);
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::untrusted);
  EXPECT_EQ(reply.error().phase, Phase::not_sent);
  EXPECT_NE(reply.error().message.find("ca_file"), std::string::npos);
}

TEST_F(TlsTest, RefusesACertificateOfAnotherHost) {
  serve("DNS:other.example");
  const auto reply = exchange(true);
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::untrusted);
  EXPECT_NE(reply.error().message.find("not made out to this host"), std::string::npos) << reply.error().message;
}

TEST(Tls, AServerThatDoesNotSpeakTlsIsNotSentTo) {
  test::RawServer server([](test::RawConnection& connection, int) { connection.send("HTTP/1.1 400 Bad\r\n\r\n"); });
  TransportOptions options;
  options.server = Url{Scheme::https, "127.0.0.1", server.port(), ""};
  const auto reply = std::move(*make_transport(std::move(options)))->exchange({Method::remove, "/x", {}, {}}, {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::not_sent);
  EXPECT_EQ(reply.error().kind, Kind::unreachable);
}

TEST(Tls, AHandshakeThatHangsEndsAtTheDeadlineAndIsNotSent) {
  test::RawServer server([](test::RawConnection& connection, int) { connection.await_close(); });
  TransportOptions options;
  options.server = Url{Scheme::https, "127.0.0.1", server.port(), ""};
  options.deadline = 100ms;
  const auto reply = std::move(*make_transport(std::move(options)))->exchange({Method::remove, "/x", {}, {}}, {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::not_sent);
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
}

}  // namespace
}  // namespace retention::http
