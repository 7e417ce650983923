package rtk.apps.cli;

import java.util.List;

/// Writes HTML. Whatever comes from a trace goes through [#escape]: names in it may say anything.
final class Html {
    private final StringBuilder text = new StringBuilder();

    /// HTML that is ready, made by this program.
    Html raw(String html) {
        text.append(html).append('\n');
        return this;
    }

    Html heading(int level, String id, String words) {
        return raw("<h" + level + (id.isEmpty() ? "" : " id=\"" + escape(id) + '"') + ">" + escape(words) + "</h" + level + ">");
    }

    Html paragraph(String words) { return raw("<p>" + escape(words) + "</p>"); }

    Html code(String words) { return raw("<pre><code>" + escape(words) + "</code></pre>"); }

    /// To be opened by whoever wants it.
    Html folded(String title, String words) {
        return raw("<details><summary>" + escape(title) + "</summary><pre>" + escape(words) + "</pre></details>");
    }

    Html list(List<String> items) {
        raw("<ul>");
        for (String item : items) raw("<li>" + escape(item) + "</li>");
        return raw("</ul>");
    }

    /// @param heads `<` at the start of a heading means that the column is text, to the left
    /// @param rows cells as text; one that begins with `✓`, `✗` or `–` is coloured so
    Html table(List<String> heads, List<List<String>> rows) {
        raw("<div class=\"wide\"><table><thead><tr>");
        for (String head : heads) text.append("<th").append(isText(head)).append('>').append(escape(word(head))).append("</th>");
        raw("</tr></thead><tbody>");
        for (List<String> row : rows) {
            text.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                String verdict = cell.startsWith("✓")
                        ? " class=\"ok\""
                        : cell.startsWith("✗") ? " class=\"bad\"" : isText(heads.get(i));
                text.append("<td").append(verdict).append('>').append(escape(cell)).append("</td>");
            }
            raw("</tr>");
        }
        return raw("</tbody></table></div>");
    }

    private static String isText(String head) { return head.startsWith("<") ? " class=\"text\"" : ""; }

    private static String word(String head) { return head.startsWith("<") ? head.substring(1) : head; }

    static String escape(String words) {
        StringBuilder safe = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() { return text.toString(); }
}
