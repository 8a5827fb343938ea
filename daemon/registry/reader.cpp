#include "daemon/registry/reader.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "daemon/registry/wire.h"

namespace retention::registry {
namespace {

http::TransportOptions with_bounds(http::TransportOptions options) {
  options.max_body = kMaxManifest;
  return options;
}

// Lets the threads that are declared before it end.
struct Halt {
  Halt() = default;
  ~Halt() { source.request_stop(); }
  Halt(const Halt&) = delete;
  Halt& operator=(const Halt&) = delete;

  std::stop_source source;
};

std::vector<Digest> each_once(std::span<const Digest> digests) {
  std::vector<Digest> out(digests.begin(), digests.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string manifests_of(const Package& package) {
  return "the manifests of " + to_string(ref_of(package));
}

Result<void> hand_over(const Board::Read& read, ManifestSink& sink) {
  if (read.again == Board::Read::Again::is_vain) return sink.refuse(read.digest, read.manifest.error());
  return sink.take(read.digest, read.manifest);
}

}  // namespace

ManifestReader::ManifestReader(ReaderOptions options, TokenSource& tokens, const Clock& clock, TransportFactory connect)
    : identity_(std::move(options.identity)),
      tokens_(tokens),
      clock_(clock),
      connections_(with_bounds(std::move(options.connection)), std::move(connect)),
      pace_(options.pace) {}

Result<Secret> ManifestReader::token_for(const Package& package) {
  auto token = tokens_.token(package.owner.login, Purpose::read);
  if (token && refused_ && refused_->reveal() == token->reveal()) {
    return retention::fail(ErrorCode::unauthorized,
                           "cannot read " + manifests_of(package) + ": the registry has refused the read token for " +
                               package.owner.login +
                               ", so it is not used any more; make one with read:packages and put it in its place");
  }
  return token;
}

void ManifestReader::work(ManifestClient& client, Board& board, const std::stop_token& stop) {
  try {
    auto connection = connections_.take(identity_.trusted.registry);
    if (!connection) return board.end(connection.error());
    while (const auto job = board.next(stop)) {
      board.done(*job, client.read(**connection, job->digest, stop));
    }
  } catch (const std::exception& problem) {
    board.end({ErrorCode::internal, std::string("reading manifests failed: ") + problem.what()});
  }
}

Result<void> ManifestReader::run(ManifestClient& client, Board& board, ManifestSink& sink,
                                 const std::stop_token& stop) {
  std::vector<std::jthread> readers;
  Halt halt;
  const std::stop_callback pass_on(stop, [&halt] { halt.source.request_stop(); });
  const auto staff = [&] {
    while (readers.size() < board.readers())
      readers.emplace_back([this, &client, &board, token = halt.source.get_token()] { work(client, board, token); });
  };
  staff();
  while (auto read = board.take(stop)) {
    if (auto taken = hand_over(*read, sink); !taken) return taken;
    staff();
  }
  // GitHub counts a read as a download, so what is answered while all come to their end is taken too.
  halt.source.request_stop();
  readers.clear();
  while (auto read = board.take(stop)) {
    if (auto taken = hand_over(*read, sink); !taken) return taken;
  }
  return {};
}

Result<void> ManifestReader::read(const Package& package, std::span<const Digest> digests, ManifestSink& sink,
                                  const std::stop_token& stop) {
  if (digests.empty()) return {};
  auto token = token_for(package);
  if (!token) return retention::fail(token.error());
  Login login(identity_, repository_of(package), *token, connections_, clock_, challenge_);
  ManifestClient client(identity_, package, login);
  Board board(each_once(digests), pace_, clock_);
  auto taken = run(client, board, sink, stop);
  challenge_ = login.challenge();
  if (login.is_refused()) refused_ = std::move(*token);
  if (!taken) return taken;
  if (stop.stop_requested())
    return retention::fail(ErrorCode::interrupted, "a stop was asked for, so did not read " + manifests_of(package));
  if (auto why = board.ended()) return retention::fail(std::move(*why));
  return {};
}

Result<void> ManifestReader::log_in(const Package& package, const std::stop_token& stop) {
  auto token = token_for(package);
  if (!token) return retention::fail(token.error());
  Login login(identity_, repository_of(package), *token, connections_, clock_, challenge_);
  const auto authorization = login.authorization(stop);
  challenge_ = login.challenge();
  if (login.is_refused()) refused_ = std::move(*token);
  if (!authorization) return retention::fail(authorization.error().error);
  return {};
}

}  // namespace retention::registry
