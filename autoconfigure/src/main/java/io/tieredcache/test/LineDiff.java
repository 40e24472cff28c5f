package io.tieredcache.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lines in which two texts differ, each group after the heading that it is under.
 */
final class LineDiff {

    private static final String HEADING = "#";

    private final List<String> before;

    private final List<String> after;

    private final List<String> out = new ArrayList<>();

    private @Nullable String heading;

    private @Nullable String told;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    static List<String> between(List<String> before, List<String> after) {
        LineDiff diff = new LineDiff(before, after);
        diff.walk(diff.common());
        return diff.out;
    }

    /**
     * For each pair of positions the length of the longest common sequence of lines from
     * there on.
     */
    private int[][] common() {
        int[][] lengths = new int[this.before.size() + 1][this.after.size() + 1];
        for (int i = this.before.size() - 1; i >= 0; i--) {
            for (int j = this.after.size() - 1; j >= 0; j--) {
                lengths[i][j] = this.before.get(i).equals(this.after.get(j)) ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }

    private void walk(int[][] common) {
        int i = 0;
        int j = 0;
        while (i < this.before.size() || j < this.after.size()) {
            boolean beforeLeft = i < this.before.size();
            boolean afterLeft = j < this.after.size();
            if (beforeLeft && afterLeft && this.before.get(i).equals(this.after.get(j))) {
                if (this.before.get(i).startsWith(HEADING)) {
                    this.heading = this.before.get(i);
                }
                i++;
                j++;
            }
            else if (beforeLeft && (!afterLeft || common[i + 1][j] >= common[i][j + 1])) {
                tell("- " + this.before.get(i++));
            }
            else {
                tell("+ " + this.after.get(j++));
            }
        }
    }

    private void tell(String line) {
        if (this.heading != null && !this.heading.equals(this.told)) {
            this.told = this.heading;
            this.out.add("  " + this.heading);
        }
        this.out.add(line);
    }

}
