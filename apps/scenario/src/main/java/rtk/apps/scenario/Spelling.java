package rtk.apps.scenario;

import java.util.Collection;

/// Finds the word that was meant.
public final class Spelling {
    private Spelling() {}

    /// @return the word with the fewest edits from `word`, the first of equals; null if none is near
    static String nearest(String word, Collection<String> words) {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (String candidate : words) {
            int distance = distance(word, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    /// `did you mean X?`, or the words there are.
    public static String hint(String word, Collection<String> words) {
        String near = nearest(word, words);
        if (near != null) return "did you mean " + near + "?";
        return words.isEmpty() ? "" : "there is " + String.join(", ", words);
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), ignoring case.
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                char a = Character.toLowerCase(left.charAt(i - 1));
                char b = Character.toLowerCase(right.charAt(j - 1));
                cost[i][j] = Math.min(cost[i - 1][j - 1] + (a == b ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped = i > 1 && j > 1 && a == Character.toLowerCase(right.charAt(j - 2))
                        && b == Character.toLowerCase(left.charAt(i - 2));
                if (swapped) cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
        return cost[left.length()][right.length()];
    }
}
