package rtk.kernel.api;

import java.util.EnumMap;
import java.util.Map;

/// What each [CostItem] costs on some platform, and who says so.
///
/// @param name as in scenario files
/// @param platform processor and clock
/// @param ns cost of each item in ns, at least 0; a missing one costs nothing
/// @param sources per item where the number is from; `assumed` if from nobody
public record CostProfile(String name, String platform, Map<CostItem, Long> ns, Map<CostItem, String> sources) {
    /// Nothing costs anything: schedules are comparable with textbook tables.
    public static final CostProfile ZERO = new CostProfile("zero", "any", Map.of(), Map.of());

    public CostProfile {
        ns = new EnumMap<>(ns.isEmpty() ? new EnumMap<>(CostItem.class) : ns);
        sources = new EnumMap<>(sources.isEmpty() ? new EnumMap<>(CostItem.class) : sources);
        for (var item : ns.entrySet()) {
            if (item.getValue() < 0)
                throw new IllegalArgumentException(item.getKey().label() + " costs " + item.getValue() + " ns");
        }
    }

    public long costNs(CostItem item) { return ns.getOrDefault(item, 0L); }
}
