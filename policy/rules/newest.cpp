#include "policy/rules/newest.h"

namespace retention {
namespace {

std::size_t ranking_of(const Member& member) {
  return 2 * std::size_t{member.group} + (member.tagging == Tagging::tagged ? 1 : 0);
}

}  // namespace

std::vector<Slot> rank_members(const Members& members, std::span<const std::uint32_t> order, std::size_t versions) {
  std::vector<std::uint32_t> sizes(2 * std::size_t{members.groups});
  for (const Member& member : members.list) ++sizes[ranking_of(member)];
  std::vector<std::uint32_t> ranks(sizes.size());
  std::vector<Slot> slots(versions);
  for (const std::uint32_t index : order) {
    const Member& member = members.list[index];
    const std::uint32_t rank = ++ranks[ranking_of(member)];
    Slot& slot = slots[member.position];
    if (slot.rank == 0 || rank < slot.rank) slot = {rank, sizes[ranking_of(member)]};
  }
  return slots;
}

}  // namespace retention
