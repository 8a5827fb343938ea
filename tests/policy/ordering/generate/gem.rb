# What Gem::Version says of generated versions: gem.rb FOLDER; writes gem_order.tsv and gem_versions.tsv there.

require "rubygems"

FOLDER = ARGV.fetch(0)
NUMBERS = %w[0 0 0 00 1 01 1 2 9 10 99 2147483648 99999999999999999999 100000000000000000000].freeze
WORDS = %w[a A b pre rc RC beta a1 1a a0 0a 0 00 10b1 rc1 rc01 z].freeze
TAILS = %w[a 1 0 rc 1a a-b -- 0-0 rc.1 rc.0 1.0 a.b-c.2].freeze
EDITS = ["", ".", ".0", ".1", ".a", "0", "1", "a", "A", "-a", "-0", "-"].freeze
ODD = ["", ".", "..", "-", "--", "_", "+", " ", "v", "é", ".-", "-.", "a", "0", "1."].freeze

@state = 20_260_102

def below(limit)
  @state = (@state * 1_664_525 + 1_013_904_223) % 2**32
  @state * limit / 2**32
end

def pick(list)
  list[below(list.size)]
end

def version
  parts = Array.new(1 + below(4)) { pick(NUMBERS) }
  parts += Array.new(below(4)) { pick(WORDS + NUMBERS) } if below(2).zero?
  text = parts.join(".")
  below(4).zero? ? "#{text}-#{pick(TAILS)}" : text
end

# The text with a few of its characters replaced, doubled, dropped or moved.
def edited(text, pieces)
  result = text.dup
  (1 + below(2)).times do
    at = below(result.size + 1)
    result[at, below(2)] = pick(pieces)
  end
  result
end

# Gem::Version strips blanks and takes the empty text for 0; a version of ours has neither.
def version?(text)
  !text.empty? && text == text.strip && Gem::Version.correct?(text)
end

def neighbour(text)
  Array.new(50) { edited(text, EDITS) }.find { |other| version?(other) } || text
end

def write(name, count)
  lines = []
  lines << yield while lines.size < count
  File.write(File.join(FOLDER, name), lines.uniq.map { |line| "#{line}\n" }.join)
end

write("gem_order.tsv", 4000) do
  a = version
  b = below(6).zero? ? version : neighbour(a)
  order = Gem::Version.new(a) <=> Gem::Version.new(b)
  "#{a}\t#{%w[< = >][order + 1]}\t#{b}"
end

write("gem_versions.tsv", 2500) do
  text = below(8).zero? ? version : edited(version, ODD)
  word = version?(text) ? (Gem::Version.new(text).prerelease? ? "prerelease" : "release") : "no"
  "#{word}\t#{text}"
end
