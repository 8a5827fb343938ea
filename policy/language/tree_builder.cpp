#include "policy/language/tree_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "policy/language/document.h"

namespace retention::language {
namespace {

std::shared_ptr<Node> make_node(NodeKind kind, Position at) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->at = at;
  return node;
}

// The parser gives "?" for plain and "!" for quoted values that bear no tag.
bool has_tag(std::string_view tag) {
  return !tag.empty() && tag != "?" && tag != "!";
}

}  // namespace

void TreeBuilder::null(Position at, Anchor anchor) {
  if (stopped_) return;
  add(make_node(NodeKind::null, at), anchor);
}

void TreeBuilder::scalar(Position at, std::string_view tag, Anchor anchor, const std::string& text) {
  if (stopped_) return;
  auto node = make_node(NodeKind::scalar, at);
  node->text = text;
  node->style = tag == "!" ? ScalarStyle::quoted : ScalarStyle::plain;
  if (has_tag(tag) && text.empty()) {  // an unquoted "!pattern"
    node->text = tag;
    refuse_tag(at, tag, fmt::format("write \"{}\" in quotes", tag));
  } else if (has_tag(tag)) {
    refuse_tag(at, tag, "leave it out, and put what is meant as text in quotes");
  }
  add(std::move(node), anchor);
}

void TreeBuilder::alias(Position at, Anchor anchor) {
  if (stopped_) return;
  const auto target = anchors_.find(anchor);
  if (target == anchors_.end()) {
    stop(at, "an alias inside what it stands for; write the value out");
    return;
  }
  add(target->second, 0);
}

void TreeBuilder::begin(NodeKind kind, Position at, std::string_view tag, Anchor anchor) {
  if (stopped_) return;
  if (wants_key()) {
    stop(at, "a key must be a text");
    return;
  }
  if (open_.size() >= kMaxDepth) {
    stop(at, fmt::format("nested more than {} levels deep", kMaxDepth));
    return;
  }
  if (has_tag(tag)) refuse_tag(at, tag, "leave it out");
  Open open;
  open.node = make_node(kind, at);
  open.anchor = anchor;
  open_.push_back(std::move(open));
}

void TreeBuilder::end() {
  if (stopped_) return;
  Open done = std::move(open_.back());
  open_.pop_back();
  add(std::move(done.node), done.anchor);
}

void TreeBuilder::add(NodePtr node, Anchor anchor) {
  if (anchor != 0) anchors_[anchor] = node;
  if (wants_key()) {
    take_key(*node);
    return;
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  parent.node->size += node->size;
  parent.node->height = std::max(parent.node->height, node->height + 1);
  if (parent.node->size > kMaxNodes) {
    stop(parent.node->at, fmt::format("more than {} values, those of aliases included", kMaxNodes));
    return;
  }
  if (open_.size() + node->height > kMaxDepth) {
    stop(node->at, fmt::format("nested more than {} levels deep, aliases included", kMaxDepth));
    return;
  }
  if (parent.pending) {
    parent.pending->value = std::move(node);
    parent.node->entries.push_back(std::move(*parent.pending));
    parent.pending.reset();
  } else {
    parent.node->items.push_back(std::move(node));
  }
}

void TreeBuilder::take_key(const Node& node) {
  if (node.kind != NodeKind::scalar) {
    stop(node.at, "a key must be a text");
    return;
  }
  Open& parent = open_.back();
  const auto [first, fresh] = parent.first_seen.emplace(node.text, node.at);
  parent.pending = Entry{node.text, node.at, nullptr};
  if (!fresh) {
    problems_.push_back(
        {node.at, path(), fmt::format("duplicate key, first on line {}; keep one of them", first->second.line)});
  }
}

void TreeBuilder::refuse_tag(Position at, std::string_view tag, std::string_view advice) {
  problems_.push_back({at, path(), fmt::format("YAML reads {} as a tag; {}", tag, advice)});
}

void TreeBuilder::stop(Position at, std::string text) {
  problems_.push_back({at, path(), std::move(text)});
  stopped_ = true;
}

bool TreeBuilder::wants_key() const {
  return !open_.empty() && open_.back().node->kind == NodeKind::mapping && !open_.back().pending;
}

std::string TreeBuilder::path() const {
  std::string path;
  for (const Open& open : open_) {
    if (open.node->kind == NodeKind::sequence) {
      path += fmt::format("[{}]", open.node->items.size());
    } else if (open.pending) {
      path += (path.empty() ? "" : ".") + open.pending->key;
    }
  }
  return path;
}

}  // namespace retention::language
