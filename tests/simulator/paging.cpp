#include "tests/simulator/paging.h"

namespace retention::simulator {
namespace {

std::size_t number_in(const Query& query, std::string_view key, std::size_t fallback) {
  const std::optional<std::string> text = value_of(query, key);
  if (!text) return fallback;
  const std::optional<std::int64_t> value = to_number(*text);
  return value ? std::max<std::size_t>(1, static_cast<std::size_t>(*value)) : fallback;
}

std::string numeric_path(const Route& route, const Owner& owner) {
  switch (route.form) {
    case OwnerForm::organization:
    case OwnerForm::organization_id:
      return "/organizations/" + std::to_string(owner.id);
    case OwnerForm::user:
    case OwnerForm::user_id:
      return "/user/" + std::to_string(owner.id);
    case OwnerForm::self:
    case OwnerForm::none:
      break;
  }
  return route.owner_path;
}

std::string url_of(const Call& call, const Owner& owner, std::size_t number) {
  std::string query;
  for (const auto& [name, value] : call.route.query) {
    if (name != "page") query += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  }
  return call.base + numeric_path(call.route, owner) + call.route.rest + "?" + query + "page=" + std::to_string(number);
}

}  // namespace

Page page_of(const Query& query) {
  return {number_in(query, "page", 1), std::min<std::size_t>(100, number_in(query, "per_page", 30))};
}

std::string link_header(const Call& call, const Owner& owner, Page page, std::size_t total) {
  const std::size_t last = std::max<std::size_t>(1, (total + page.size - 1) / page.size);
  std::string link;
  const auto add = [&](std::size_t number, std::string_view relation) {
    link += (link.empty() ? "<" : ", <") + url_of(call, owner, number) + ">; rel=\"" + std::string(relation) + "\"";
  };
  if (page.number > 1) add(page.number - 1, "prev");
  if (page.number < last) {
    add(page.number + 1, "next");
    if (call.switches.link_last) add(last, "last");
  }
  if (page.number > 1) add(1, "first");
  return link;
}

}  // namespace retention::simulator
