#include "daemon/http/httplib_transport.h"

#include <httplib.h>
#include <netinet/tcp.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/http/connection_watch.h"
#include "daemon/http/sigpipe_guard.h"
#include "daemon/http/text.h"

namespace retention::http {
namespace {

using Kind = TransportFailure::Kind;
using Phase = TransportFailure::Phase;
using Verdict = ExchangeWatch::Verdict;

constexpr std::chrono::seconds kBeyondDeadline{5};

// What came back so far.
struct Received {
  Response response;
  bool has_head{false};
  bool too_large{false};
};

// Notices a silent loss of an idle connection within a minute, before a mutation is sent into it.
void keep_probing(int socket) {
  const int on = 1;
  const int idle_seconds = 30;
  const int between_seconds = 10;
  const int probes = 3;
  setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
  setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof(idle_seconds));
  setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &between_seconds, sizeof(between_seconds));
  setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_well_formed(const Request& request) {
  const auto& fields = request.headers.fields();
  return request.target.starts_with('/') && is_one_line(request.target) &&
         request.target.find(' ') == std::string::npos &&
         std::all_of(fields.begin(), fields.end(),
                     [](const auto& field) { return is_one_line(field.first) && is_one_line(field.second); });
}

void copy_head(const httplib::Response& from, Received& to) {
  to.has_head = true;
  to.response.status = from.status;
  for (const auto& [name, value] : from.headers) to.response.headers.add(name, value);
}

// A 304 has no body whatever its headers say, and this library would wait for one. With an explicit length of zero it
// does not wait, and the connection can be kept.
bool wants_body(const httplib::Response& head) {
  if (head.status < 200) return false;
  return head.status != 304 || head.get_header_value("Content-Length") == "0";
}

httplib::Request to_library(const Request& request, std::size_t max_body, Received& received) {
  httplib::Request out;
  out.method = text_of(kMethods, request.method);
  out.path = request.target;
  for (const auto& [name, value] : request.headers.fields()) out.headers.emplace(name, value);
  if (request.body) out.body = *request.body;
  // The library writes the length itself, but for an empty DELETE.
  if (request.method == Method::remove && out.body.empty()) out.headers.emplace("Content-Length", "0");
  out.response_handler = [&received](const httplib::Response& head) {
    copy_head(head, received);
    return wants_body(head);
  };
  out.content_receiver = [&received, max_body](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    received.too_large = received.response.body.size() + size > max_body;
    if (!received.too_large) received.response.body.append(data, size);
    return !received.too_large;
  };
  return out;
}

Phase phase_of(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return Phase::not_sent;
    case httplib::Error::Success:
    case httplib::Error::Unknown:
    case httplib::Error::Read:
    case httplib::Error::Write:
    case httplib::Error::ExceedRedirectCount:
    case httplib::Error::Canceled:
    case httplib::Error::UnsupportedMultipartBoundaryChars:
    case httplib::Error::Compression:
      return Phase::unknown;
  }
  return Phase::unknown;
}

std::string seconds_text(std::chrono::milliseconds length) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(length).count()) + " s";
}

class HttplibTransport final : public HttpTransport {
 public:
  explicit HttplibTransport(TransportOptions options)
      : options_(std::move(options)), server_(to_string(origin(options_.server))), client_(server_) {
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
    client_.set_follow_location(false);
    client_.set_url_encode(false);
    client_.enable_server_certificate_verification(true);
    client_.set_connection_timeout(options_.connect_timeout);
    // The watch ends an exchange; these only have to be longer.
    client_.set_read_timeout(options_.deadline + kBeyondDeadline);
    client_.set_write_timeout(options_.deadline + kBeyondDeadline);
    client_.set_socket_options([this](socket_t socket) {
      keep_probing(socket);
      handle_.adopt(socket);
    });
  }

  // Takes ownership of the store.
  void trust(X509_STORE* store) { client_.set_ca_cert_store(store); }

  tl::expected<Response, TransportFailure> exchange(const Request& request, std::stop_token stop) override {
    if (!is_well_formed(request))
      return failure(Phase::not_sent, Kind::broken, "the request holds a blank or a line break where none may be");
    if (stop.stop_requested()) return failure(Phase::not_sent, Kind::interrupted, "a stop was asked for");
    const SigpipeGuard no_sigpipe;
    Received received;
    httplib::Request out = to_library(request, options_.max_body, received);
    httplib::Response in;
    auto error = httplib::Error::Success;
    const auto grace = is_mutation(request.method) ? options_.mutation_grace : std::chrono::milliseconds{0};

    handle_.arm();
    ExchangeWatch watch(handle_, options_.deadline, grace, std::move(stop));
    const bool sent = send(out, in, error);
    const Verdict verdict = watch.finish();

    if (received.too_large)
      return failure(Phase::unknown, Kind::too_large,
                     "the reply of " + server_ + " is larger than " + std::to_string(options_.max_body) + " bytes");
    if (verdict != Verdict::undisturbed) return cut_short(verdict, sent ? Phase::unknown : phase_of(error));
    if (sent && !received.has_head) copy_head(in, received);
    const bool head_is_all = error == httplib::Error::Canceled && received.response.status == 304;
    if (sent || head_is_all) return std::move(received.response);
    return failed(error, received);
  }

 private:
  static Url origin(Url url) {
    url.base_path.clear();
    return url;
  }

  static tl::unexpected<TransportFailure> failure(Phase phase, Kind kind, std::string message) {
    return tl::unexpected<TransportFailure>(TransportFailure{phase, kind, std::move(message)});
  }

  bool send(httplib::Request& out, httplib::Response& in, httplib::Error& error) {
    try {
      return client_.send(out, in, error);
    } catch (const std::exception&) {
      error = httplib::Error::Unknown;
      return false;
    }
  }

  tl::unexpected<TransportFailure> cut_short(Verdict verdict, Phase phase) const {
    if (verdict == Verdict::stopped) return failure(phase, Kind::interrupted, "a stop was asked for");
    return failure(phase, Kind::timed_out,
                   server_ + " did not answer in full within " + seconds_text(options_.deadline));
  }

  tl::unexpected<TransportFailure> failed(httplib::Error error, const Received& received) {
    const Phase phase = phase_of(error);
    if (error == httplib::Error::SSLServerVerification) return failure(phase, Kind::untrusted, untrusted_text());
    if (error == httplib::Error::SSLLoadingCerts)
      return failure(phase, Kind::untrusted, "the trusted certificates of this machine cannot be loaded");
    if (error == httplib::Error::SSLConnection)
      return failure(phase, Kind::unreachable, "the TLS handshake with " + server_ + " failed");
    if (error == httplib::Error::ConnectionTimeout)
      return failure(phase, Kind::unreachable,
                     "no connection to " + server_ + " within " + seconds_text(options_.connect_timeout));
    if (phase == Phase::not_sent)
      return failure(phase, Kind::unreachable,
                     handle_.opened() ? "no connection to " + server_ + ": refused, or no route"
                                      : "no address was found for " + server_);
    return failure(phase, Kind::broken,
                   received.has_head ? "the connection to " + server_ + " ended in the middle of the reply"
                                     : "the connection to " + server_ + " ended without a reply in HTTP");
  }

  std::string untrusted_text() {
    const long result = client_.get_openssl_verify_result();
    const std::string why =
        result == X509_V_OK ? "it is not made out to this host" : std::string(X509_verify_cert_error_string(result));
    return "the certificate of " + server_ + " is not accepted: " + why +
           "; if a private authority signed it, name that authority's file as ca_file";
  }

  TransportOptions options_;
  std::string server_;
  ConnectionHandle handle_;
  httplib::Client client_;
};

}  // namespace

Result<std::unique_ptr<HttpTransport>> make_transport(TransportOptions options) {
  X509_STORE* store = nullptr;
  if (options.ca_file) {
    store = X509_STORE_new();
    if (store == nullptr || X509_STORE_load_file(store, options.ca_file->c_str()) != 1) {
      X509_STORE_free(store);
      return fail(ErrorCode::configuration, "cannot read certificates from the CA file " + options.ca_file->string() +
                                                "; it must exist and hold certificates in PEM form");
    }
  }
  const bool encrypted = options.server.scheme == Scheme::https;
  auto transport = std::make_unique<HttplibTransport>(std::move(options));
  if (encrypted && store != nullptr) {
    transport->trust(store);
  } else {
    X509_STORE_free(store);
  }
  return transport;
}

}  // namespace retention::http
