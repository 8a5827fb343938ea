import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** What Maven's ComparableVersion says of generated versions: Maven FOLDER; writes maven_order.tsv there. */
public final class Maven {
  private static final String[] NUMBERS = {
    "0", "0", "0", "00", "1", "01", "1", "2", "9", "10", "99", "2147483648", "99999999999999999999",
    "100000000000000000000"
  };
  private static final String[] WORDS = {
    "alpha", "beta", "milestone", "rc", "cr", "snapshot", "SNAPSHOT", "ga", "final", "Final", "RELEASE", "sp", "a", "b",
    "m", "A", "RC", "jre", "foo", "x", "_", "+", "rc_", "alpha1", "a1", "B2", "M3", "rc1", "0rc", "1jre", "sp1"
  };
  private static final String[] SEPARATORS = {".", ".", "-", "-", "", "..", "--", ".-", "-."};
  private static final String[] EDITS = {
    "", ".", "-", "0", ".0", "-0", "1", "-1", ".1", "a", "-a", "rc", "-rc", ".rc", "ga", ".final", "sp", "-x", "x"
  };

  private long state = 20260103;

  private int below(int limit) {
    state = (state * 1664525 + 1013904223) & 0xFFFFFFFFL;
    return (int) (state * limit >>> 32);
  }

  private String pick(String[] list) {
    return list[below(list.length)];
  }

  private String version() {
    StringBuilder text = new StringBuilder(pick(NUMBERS));
    for (int more = below(4); more > 0; --more) {
      text.append('.').append(pick(NUMBERS));
    }
    for (int more = below(4); more > 0; --more) {
      text.append(pick(SEPARATORS)).append(below(3) == 0 ? pick(NUMBERS) : pick(WORDS));
    }
    return text.toString();
  }

  /** The text with a few of its characters replaced, doubled, dropped or moved; it begins with a digit. */
  private String neighbour(String text) {
    StringBuilder result = new StringBuilder(text);
    for (int edits = 1 + below(2); edits > 0; --edits) {
      int at = 1 + below(result.length());
      result.replace(at, Math.min(at + below(2), result.length()), pick(EDITS));
    }
    return result.toString();
  }

  private static int compare(String a, String b) {
    return Integer.signum(new ComparableVersion(a).compareTo(new ComparableVersion(b)));
  }

  /**
   * A version that Maven has on the other side of both, so that the three go round in a circle: one that a or b begins
   * with, or nothing.
   */
  private static String circle(String a, String b) {
    int order = compare(a, b);
    for (String whole : List.of(a, b)) {
      for (int end = 1; end < whole.length() && order != 0; ++end) {
        String third = whole.substring(0, end);
        if (compare(b, third) == order && compare(third, a) == order) {
          return third;
        }
      }
    }
    return "";
  }

  private String line() {
    String a = version();
    String b = below(5) == 0 ? version() : neighbour(a);
    String third = circle(a, b);
    String line = a + "\t" + "<=>".charAt(compare(a, b) + 1) + "\t" + b;
    return third.isEmpty() ? line : line + "\t" + third;
  }

  public static void main(String[] arguments) throws IOException {
    Maven maven = new Maven();
    Set<String> lines = new LinkedHashSet<>();
    while (lines.size() < 5000) {
      lines.add(maven.line());
    }
    List<String> sorted = new ArrayList<>(lines);
    Files.writeString(Path.of(arguments[0], "maven_order.tsv"), String.join("\n", sorted) + "\n");
  }
}
