package rtk.apps.verify.verdict;

import java.util.List;
import java.util.Locale;

/// JUnit XML, in the form that Jenkins, GitLab and GitHub actions read: one test suite, one test case a verdict.
public record JUnitReport(String suite) {
    /// A verdict.
    ///
    /// @param group of cases
    /// @param failure sentence; null if it did not fail
    /// @param skipped sentence; null if it was exercised
    /// @param output what people want to read beside it
    public record Case(String group, String name, String failure, String skipped, String output) {}

    /// @param wallNs of the whole verification
    public String of(List<Case> cases, long wallNs) {
        long failures = cases.stream().filter(one -> one.failure() != null).count();
        long skipped = cases.stream().filter(one -> one.skipped() != null).count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        String seconds = String.format(Locale.ROOT, "%.3f", wallNs / 1e9);
        xml.append(String.format(Locale.ROOT,
                "<testsuites>%n<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\">%n",
                escape(suite), cases.size(), failures, skipped, seconds));
        for (Case one : cases) {
            xml.append("<testcase classname=\"").append(escape(suite + "." + one.group())).append("\" name=\"")
                    .append(escape(one.name())).append("\" time=\"0\">");
            if (one.failure() != null)
                xml.append("\n<failure message=\"").append(escape(one.failure())).append("\">").append(escape(one.output()))
                        .append("</failure>");
            else
                if (one.skipped() != null)
                    xml.append("\n<skipped message=\"").append(escape(one.skipped())).append("\"/>");
            if (one.failure() == null && !one.output().isEmpty())
                xml.append("\n<system-out>").append(escape(one.output())).append("</system-out>");
            xml.append("</testcase>\n");
        }
        return xml.append("</testsuite>\n</testsuites>\n").toString();
    }

    /// Text for an element or attribute; what XML cannot hold becomes a question mark.
    private static String escape(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                default -> {
                    boolean allowed = c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF);
                    escaped.appendCodePoint(allowed ? c : '?');
                }
            }
        });
        return escaped.toString();
    }
}
