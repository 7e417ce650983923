package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import rtk.apps.scenario.Yaml.Place;

/// Reads YAML 1.2 text into [Yaml]. The only class that knows the parser.
final class YamlReader {
    /// Aliases repeat nodes; a document that grows past this many is refused.
    private static final int NODES_MAX = 200_000;
    private static final int DEPTH_MAX = 50;

    private final String file;
    private final List<Problem> problems;
    private int nodeCount;

    private YamlReader(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// @param file name for messages
    /// @param problems what is wrong goes here
    /// @return null if it is not YAML; a mapping without entries for an empty text
    static Yaml read(String file, String text, List<Problem> problems) {
        return new YamlReader(file, problems).read(text);
    }

    private Yaml read(String text) {
        try {
            var settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true)
                    .setMaxAliasesForCollections(NODES_MAX).setCodePointLimit(50_000_000)
                    .build();
            var documents = new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) return new Yaml.Mapping(new ArrayList<>(), new Place(file, 1, 1));
            Yaml first = copy(documents.next(), 0);
            if (documents.hasNext()) {
                Place second = place(documents.next().getStartMark());
                problems.add(new Problem(file, second.line(), second.column(), "a second document", "one document",
                        "take out the line ---"));
            }
            return first;
        } catch (MarkedYamlEngineException e) {
            Place place = place(e.getProblemMark().or(e::getContextMark));
            String context = e.getContext() == null ? "valid YAML" : "valid YAML (" + oneLine(e.getContext()) + ")";
            problems.add(new Problem(file, place.line(), place.column(), oneLine(e.getProblem()), context,
                    "check indentation, quotes and brackets on this line and the one before"));
        } catch (ReaderException e) {
            problems.add(at(text, e.getPosition()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, 1, 1, oneLine(e.getMessage()), "valid YAML", ""));
        } catch (StackOverflowError e) {
            // The parser descends once for each level and has no limit of its own. It keeps nothing, so this does no harm.
            problems.add(new Problem(file, 1, 1, "brackets or blocks nested too deep to be read",
                    "at most " + DEPTH_MAX + " levels", "look for brackets that are not closed"));
        }
        return null;
    }

    private Problem at(String text, int position) {
        String before = text.substring(0, Math.clamp(position, 0, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new Problem(file, line, column, "a character that is not text", "YAML in UTF-8", "is this the right file?");
    }

    private Yaml copy(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (++nodeCount > NODES_MAX || depth > DEPTH_MAX || node.isRecursive()) {
            if (nodeCount < 2 * NODES_MAX) {
                problems.add(new Problem(file, place.line(), place.column(), "aliases that repeat without end",
                        "at most " + NODES_MAX + " nodes, nested " + DEPTH_MAX + " deep", "write the values out"));
            }
            nodeCount = 2 * NODES_MAX;
            return new Yaml.Scalar("", false, place);
        }
        return switch (node) {
            case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
            case SequenceNode sequence -> {
                var items = new ArrayList<Yaml>();
                for (Node item : sequence.getValue()) items.add(copy(item, depth + 1));
                yield new Yaml.Sequence(items, place);
            }
            case MappingNode mapping -> {
                var entries = new ArrayList<Yaml.Entry>();
                for (var tuple : mapping.getValue()) {
                    if (copy(tuple.getKeyNode(), depth + 1) instanceof Yaml.Scalar key) {
                        entries.add(new Yaml.Entry(key, copy(tuple.getValueNode(), depth + 1)));
                    } else {
                        problems.add(
                                new Problem(file, place.line(), place.column(), "a list or mapping as key", "a word as key", ""));
                    }
                }
                yield new Yaml.Mapping(entries, place);
            }
            default -> new Yaml.Scalar("", false, place);
        };
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1)).orElse(new Place(file, 1, 1));
    }

    private static String oneLine(String text) {
        return text == null ? "something else" : text.replaceAll("\\s+", " ").strip();
    }
}
