#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/github/client.h"
#include "daemon/github/endpoints.h"
#include "daemon/github/scopes.h"
#include "daemon/github/wire.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

Result<Account> account_at(Reads& reads, const std::string& token_owner, const std::string& path,
                           const std::string& what) {
  const auto response = reads.get(token_owner, path, what);
  if (!response) return fail(response.error());
  auto account = parse_account(response->body);
  if (!account) account.error().message.insert(0, "cannot " + what + ": ");
  return account;
}

tl::unexpected<Error> wrong_kind(const OwnerSelector& selector, const Account& account) {
  const std::string login = http::printable(account.login, 60);
  std::string said = "the owner '" + to_string(selector) + "' is ";
  if (account.kind == OwnerKind::user) said += "a user; write 'user:" + login + "', or 'me' if the token is theirs";
  if (account.kind == OwnerKind::organization) said += "an organisation; write 'org:" + login + "'";
  if (!account.kind) said += "neither a user nor an organisation and has no packages";
  return fail(ErrorCode::configuration, said);
}

// Policies select by login, so rules under the old name would silently stop counting.
tl::unexpected<Error> renamed(const OwnerSelector& selector, const Account& account) {
  return fail(ErrorCode::configuration, "the owner '" + to_string(selector) + "' has another name now: " +
                                            http::printable(account.login, 60) + "; write that in the configuration");
}

}  // namespace

Result<Owner> ReadClient::owner(const OwnerSelector& selector) {
  return selector.route == OwnerRoute::self ? own_account() : named_account(selector);
}

Result<Owner> ReadClient::own_account() {
  const auto token = reads_.tokens().token({}, Purpose::read);
  if (!token) return fail(token.error());
  if (kind_of(*token) == TokenKind::installation) {
    return fail(ErrorCode::configuration,
                "the owner 'me' has no meaning with a GitHub App or workflow token, which is no user; write 'org:NAME' "
                "or 'user:NAME'");
  }
  auto account = account_at(reads_, {}, own_user_path(), "find the user of the token (owner 'me')");
  if (!account) return fail(account.error());
  return Owner{account->id, std::move(account->login), OwnerKind::user, OwnerRoute::self};
}

Result<Owner> ReadClient::named_account(const OwnerSelector& selector) {
  const std::string what = "find the owner '" + to_string(selector) + "'";
  auto account = account_at(reads_, selector.login, user_path(selector.login), what);
  if (!account) return fail(account.error());
  if (!same_login(account->login, selector.login)) return renamed(selector, *account);
  const bool wants_user = selector.route == OwnerRoute::user;
  if (account->kind != (wants_user ? OwnerKind::user : OwnerKind::organization)) return wrong_kind(selector, *account);
  Owner owner{account->id, std::move(account->login), *account->kind, selector.route};
  if (!wants_user) return owner;

  // The form for the token's own user shows private packages too; tokens without a user are turned away here.
  const auto own = account_at(reads_, selector.login, own_user_path(), "find the user of the token");
  if (own && own->id == owner.id) owner.route = OwnerRoute::self;
  const bool decided = own || own.error().code == ErrorCode::forbidden || own.error().code == ErrorCode::not_found ||
                       own.error().code == ErrorCode::missing_scope;
  if (!decided) return fail(own.error());
  return owner;
}

}  // namespace retention::github
