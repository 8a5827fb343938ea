#include "tests/integration/call_fault.h"

#include <ostream>

namespace retention::test {

void PrintTo(const CallFault& fault, std::ostream* out) {
  *out << fault.name;
}

std::string name_of(const testing::TestParamInfo<CallFault>& info) {
  return info.param.name;
}

void CallFaultWorld::strike(int nth, const std::string& call) {
  for (std::string fault : GetParam().faults) {
    if (GetParam().strikes == CallFault::Strikes::calls) fault = "operation: " + call + ", " + fault;
    for (auto at = fault.find("SKIP"); at != std::string::npos; at = fault.find("SKIP")) {
      fault.replace(at, 4, std::to_string(nth - 1));
    }
    for (auto at = fault.find("NEXT"); at != std::string::npos; at = fault.find("NEXT")) {
      fault.replace(at, 4, std::to_string(nth));
    }
    sim().add_fault("{ " + fault + " }");
  }
  sim().clear_log();
}

void CallFaultWorld::restart() {
  fresh();
  if (GetParam().tokens == CallFault::Tokens::one) return;
  environment().insert({{"READING", "ghp_reader"}, {"DELETING", "ghp_deleter"}, {"RESTORING", "ghp_restorer"}});
  change("token: { env: TOKEN }",
         "tokens: { read: { env: READING }, delete: { env: DELETING }, restore: { env: RESTORING } }");
}

std::optional<simulator::RequestRecord> CallFaultWorld::struck_request() {
  std::vector<simulator::RequestRecord> struck;
  for (const simulator::RequestRecord& request : sim().requests()) {
    if (!request.fault.empty()) struck.push_back(request);
  }
  if (struck.empty()) return std::nullopt;
  const std::size_t faults = GetParam().faults.size();
  return struck.size() < faults ? struck.front() : struck[faults - 1];
}

void CallFaultWorld::expect_end(const Output& output, const std::set<int>& ends, const simulator::RequestRecord& struck,
                                const std::string& when) {
  EXPECT_TRUE(ends.contains(output.status)) << when << " ended with " << output.status << '\n'
                                            << output.out << output.err;
  if (GetParam().after == CallFault::After::goes_on) return;
  for (const simulator::RequestRecord& request : sim().requests()) {
    const bool mutates = request.method == "DELETE" || request.method == "POST";
    EXPECT_FALSE(mutates && request.number > struck.number) << when << ": " << request.operation << " was sent";
  }
}

}  // namespace retention::test
