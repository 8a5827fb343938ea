#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/simulator/route.h"
#include "tests/simulator/simulator.h"

namespace {

using retention::simulator::Options;
using retention::simulator::Scenario;
using retention::simulator::Simulator;
using retention::simulator::TlsFiles;

struct Arguments {
  std::string scenario;
  std::string listen{"127.0.0.1:0"};
  std::string port_file;
  std::string log;
  std::string certificate;
  std::string key;
  std::string public_url;
};

constexpr const char* kFooter = R"(
The REST API is at / and, as on Enterprise Server, at /api/v3; the container registry is at /v2. The simulator itself
is looked at and changed over HTTP below /_simulator/:

  GET  log, mutations, state, clock, switches
  POST clock {"advance": "2d"}, faults {...}, switches {...}, versions {...}, tags {...}, downloads {...}

It prints its address when it is ready and ends with status 0 on SIGTERM or SIGINT. Everything is described in
tests/simulator/README.md.)";

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--scenario", arguments.scenario, "YAML file: owners, tokens, packages, switches, faults")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--listen", arguments.listen, "address and port to serve at; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--port-file", arguments.port_file, "write the port here once it can be connected to");
  app.add_option("--log", arguments.log, "append a JSON line for each finished request to this file");
  auto* certificate = app.add_option("--tls-cert", arguments.certificate, "serve TLS with this PEM certificate")
                          ->check(CLI::ExistingFile);
  auto* key = app.add_option("--tls-key", arguments.key, "the certificate's PEM key")->check(CLI::ExistingFile);
  certificate->needs(key);
  key->needs(certificate);
  app.add_option(
      "--public-url", arguments.public_url,
      "what URLs in replies begin with, for example behind a proxy; default: the Host header of the request");
  app.footer(kFooter);
}

Options options_of(const Arguments& arguments) {
  const std::size_t colon = arguments.listen.rfind(':');
  const auto port = colon == std::string::npos
                        ? std::nullopt
                        : retention::simulator::to_number(std::string_view(arguments.listen).substr(colon + 1));
  if (!port || *port > 65535) throw std::runtime_error("--listen " + arguments.listen + " is not ADDRESS:PORT");
  Options options;
  options.host = arguments.listen.substr(0, colon);
  options.port = static_cast<std::uint16_t>(*port);
  options.public_url = arguments.public_url;
  options.log_file = arguments.log;
  if (!arguments.certificate.empty()) options.tls = TlsFiles{arguments.certificate, arguments.key};
  return options;
}

// Readers see either no file or the whole port.
void write_port(const std::string& file, std::uint16_t port) {
  if (file.empty()) return;
  const std::string part = file + ".part";
  std::ofstream stream(part);
  stream << port << "\n";
  stream.close();
  if (!stream) throw std::runtime_error("cannot write the port to " + file);
  std::filesystem::rename(part, file);
}

int serve(const Arguments& arguments, const sigset_t& signals) {
  const Simulator simulator(Scenario::load(arguments.scenario), options_of(arguments));
  write_port(arguments.port_file, simulator.port());
  std::printf("packages-simulator: serving %s at %s\n", arguments.scenario.c_str(), simulator.url().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // Blocked before any thread exists, so that only sigwait() receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    CLI::App app{
        "A GitHub that can be broken on purpose: the Packages REST API and the manifest side of the container "
        "registry, on loopback, for tests and trials."};
    Arguments arguments;
    declare(app, arguments);
    CLI11_PARSE(app, argc, argv);
    return serve(arguments, signals);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "packages-simulator: %s\n", error.what());
    return 1;
  }
}
