package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeSet;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;

/// Reads cost profiles: a name, a platform, and for each cost item its ns and who says so.
///
/// ```yaml
/// profile: my-board
/// platform: Cortex-A53, 1.2 GHz
/// items:
///   process-switch: { ns: 150, source: measured on our board }
/// ```
public final class CostProfiles {
    /// Profiles that come with the program.
    private static final List<String> SHIPPED = List.of("zero", "cortex-a9-1ghz");
    private static final long COST_MAX_NS = 1_000_000_000;

    private CostProfiles() {}

    public static List<String> shipped() { return SHIPPED; }

    /// A shipped profile.
    ///
    /// @throws IllegalArgumentException there is none of this name
    public static CostProfile named(String name) {
        if (!SHIPPED.contains(name)) throw new IllegalArgumentException("no cost profile " + name + "; there is " + SHIPPED);
        String file = "rtk/kernel/costs/" + name + ".yaml";
        var problems = new ArrayList<Problem>();
        try (InputStream in = CostProfile.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException(file + " is missing from the program");
            CostProfile profile = parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8), problems);
            if (problems.isEmpty()) return profile;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException(problems.getFirst().toString());
    }

    /// Reads a profile of the user's own.
    ///
    /// @throws ScenarioException with all that is wrong in it
    public static CostProfile parse(String file, String text) throws ScenarioException {
        var problems = new ArrayList<Problem>();
        CostProfile profile = parse(file, text, problems);
        if (!problems.isEmpty()) throw new ScenarioException(problems);
        return profile;
    }

    /// @return [CostProfile#ZERO] if there were problems
    static CostProfile parse(String file, String text, List<Problem> problems) {
        Yaml root = YamlReader.read(file, text, problems);
        if (root == null) return CostProfile.ZERO;
        int before = problems.size();
        var fields = new Fields(root, Section.COSTS, "a cost profile", problems);
        String name = fields.name("profile", "custom");
        String platform = fields.text("platform", "not said");
        var labels = new ArrayList<String>();
        for (CostItem item : CostItem.values()) labels.add(item.label());
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        var sources = new EnumMap<CostItem, String>(CostItem.class);
        var seen = new TreeSet<String>();
        for (var entry : items(fields)) {
            String label = entry.key().value();
            int index = labels.indexOf(label);
            if (index < 0) {
                fields.problem(entry.key().place(), "unknown cost item " + label, "a cost item", Spelling.hint(label, labels));
                continue;
            }
            if (!seen.add(label)) fields.problem(entry.key().place(), label + " again", "each cost item once", "take one out");
            var cost = new Fields(entry.value(), Section.COST, "the cost of " + label, problems);
            ns.put(CostItem.values()[index], cost.integer("ns", 0, 0, COST_MAX_NS, "a cost item is whole nanoseconds: ns: 150"));
            String source = cost.text("source", "");
            if (source.isBlank()) {
                cost.problem(cost.place(), "no source", "source: who says so", "write source: assumed if it is from nobody");
            }
            sources.put(CostItem.values()[index], source);
        }
        return problems.size() == before ? new CostProfile(name, platform, ns, sources) : CostProfile.ZERO;
    }

    private static List<Yaml.Entry> items(Fields fields) {
        return switch (fields.value("items")) {
            case null -> List.of();
            case Yaml.Mapping mapping -> mapping.entries();
            case Yaml other -> {
                fields.problem(other.place(), other.text(), "cost items",
                        "write items: { process-switch: { ns: 150, source: … } }");
                yield List.of();
            }
        };
    }
}
