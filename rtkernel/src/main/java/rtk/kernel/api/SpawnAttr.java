package rtk.kernel.api;

import java.util.List;

/// How a process is to be started: `struct inheritance` and what QNX keeps in spawn attributes.
///
/// @param thread the first thread: name, priority, policy, cores
/// @param mask its signal mask; null for that of the thread that starts it
/// @param defaults signals whose action is the default (SETSIGDEF); all others are ignored where the parent ignores them
/// @param root with root's rights; without them a process has only the abilities that are for all
/// @param abilities changes made before it begins
public record SpawnAttr(ThreadAttr thread, SignalSet mask, SignalSet defaults, boolean root, List<AbilityRule> abilities) {
    public SpawnAttr {
        abilities = List.copyOf(abilities);
    }

    public static SpawnAttr of(ThreadAttr thread) { return new SpawnAttr(thread, null, SignalSet.NONE, true, List.of()); }

    public SpawnAttr thread(ThreadAttr newThread) { return new SpawnAttr(newThread, mask, defaults, root, abilities); }

    public SpawnAttr mask(SignalSet newMask) { return new SpawnAttr(thread, newMask, defaults, root, abilities); }

    public SpawnAttr defaults(SignalSet signals) { return new SpawnAttr(thread, mask, signals, root, abilities); }

    public SpawnAttr root(boolean on) { return new SpawnAttr(thread, mask, defaults, on, abilities); }

    public SpawnAttr abilities(AbilityRule... rules) { return new SpawnAttr(thread, mask, defaults, root, List.of(rules)); }
}
