#include "daemon/server/http_server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <latch>
#include <optional>
#include <semaphore>
#include <system_error>
#include <thread>
#include <utility>

#include "daemon/server/connection.h"
#include "daemon/server/routes.h"

namespace retention::server {

namespace {

constexpr std::size_t kWorkers = 4;
constexpr std::ptrdiff_t kConnections = 20;
constexpr int kBacklog = 32;

// Lets httplib read and write through a Connection.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* data, std::size_t size) override { return connection_.read(data, size); }
  ssize_t write(const char* data, std::size_t size) override { return connection_.write({data, size}); }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

// Accepts no further connection while as many as are allowed are served or wait.
class BoundedQueue final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override {
    free_.acquire();
    pool_.enqueue([this, task = std::move(task)] {
      task();
      free_.release();
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  std::counting_semaphore<kConnections> free_{kConnections};
  httplib::ThreadPool pool_{kWorkers};
};

// httplib's server with connections that keep to limits. httplib's own would wait for an idle client as long as its
// timeout says, and forever for one that sends a byte now and then.
class Listener final : public httplib::Server {
 public:
  Listener() : stop_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Listener() override { close(stop_event_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  Listener(Listener&&) = delete;
  Listener& operator=(Listener&&) = delete;

  void end_connections() const { eventfd_write(stop_event_, 1); }

 private:
  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, stop_event_, {});
    ConnectionStream stream(connection);
    bool closed = false;
    const bool served =
        process_request(stream, true, closed, [](httplib::Request& request) { request.ranges.clear(); });
    connection.finish();
    return served;
  }

  int stop_event_;
};

void fill(httplib::Response& response, const Reply& reply) {
  response.status = reply.status;
  response.set_content(reply.body, reply.content_type);
  if (!reply.allow.empty()) response.set_header("Allow", reply.allow);
}

}  // namespace

class HttpServer::Body {
 public:
  Body(ListenAddress address, const HealthBoard& board, const Clock& clock)
      : address_(std::move(address)), board_(board), clock_(clock) {
    listener_.set_socket_options([this](socket_t socket) {
      // Without httplib's default SO_REUSEPORT, which would let a second daemon take half of the requests.
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      socket_ = socket;
    });
    listener_.set_default_headers({{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}});
    listener_.set_payload_max_length(0);
    listener_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      fill(response, reply_to(request));
      return httplib::Server::HandlerResponse::Handled;
    });
    listener_.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) fill(response, refusal(response.status));
    });
    listener_.new_task_queue = [this] {
      accepting_.count_down();
      return new BoundedQueue;  // httplib owns it
    };
  }

  ~Body() {
    if (!thread_.joinable()) return;
    listener_.end_connections();
    listener_.stop();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  Body(Body&&) = delete;
  Body& operator=(Body&&) = delete;

  // Nothing, or what is wrong.
  std::optional<Error> listen() {
    errno = 0;
    const bool any = address_.port == 0;
    const int port = any ? listener_.bind_to_any_port(address_.host)
                         : (listener_.bind_to_port(address_.host, address_.port) ? int{address_.port} : -1);
    if (port <= 0) return bind_error(errno);
    address_.port = static_cast<std::uint16_t>(port);
    // httplib lets only five connections wait for accept(); a burst of more would be delayed by a second each.
    ::listen(socket_, kBacklog);
    thread_ = std::jthread([this] { listener_.listen_after_bind(); });
    // Before this point httplib's stop() would do nothing.
    accepting_.wait();
    return std::nullopt;
  }

  [[nodiscard]] const ListenAddress& address() const { return address_; }

 private:
  Reply reply_to(const httplib::Request& request) const {
    Question question{request.method, request.target, std::nullopt};
    const std::string host = request.get_header_value("Host");
    if (request.has_header("Host")) question.host = host;
    return answer(question, address_, board_.state(), seconds_of(clock_.now()));
  }

  [[nodiscard]] Error bind_error(int number) const {
    const std::string why = number == 0 ? "no such host" : std::generic_category().message(number);
    return {ErrorCode::configuration,
            fmt::format("the server cannot listen on {}: {}; end what uses the port or name another in server.listen",
                        to_string(address_), why)};
  }

  ListenAddress address_;
  const HealthBoard& board_;
  const Clock& clock_;
  socket_t socket_{INVALID_SOCKET};  // the listening one; httplib's
  std::latch accepting_{1};
  Listener listener_;
  std::jthread thread_;
};

Result<std::unique_ptr<HttpServer>> HttpServer::start(const ListenAddress& address, const HealthBoard& board,
                                                      const Clock& clock) {
  auto body = std::make_unique<Body>(address, board, clock);
  if (auto error = body->listen()) return fail(std::move(*error));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(body)));
}

HttpServer::HttpServer(std::unique_ptr<Body> body) : body_(std::move(body)) {}

HttpServer::~HttpServer() = default;

const ListenAddress& HttpServer::address() const {
  return body_->address();
}

std::string HttpServer::url() const {
  return "http://" + to_string(address());
}

}  // namespace retention::server
