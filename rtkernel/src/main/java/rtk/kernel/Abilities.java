package rtk.kernel;

import java.util.EnumMap;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.Errno;

/// What one process may do. With root's rights everything that no rule denies, without them what is for all.
final class Abilities {
    private record Setting(boolean allowed, long low, long high, boolean locked, boolean inherits) {}

    /// What a change of a locked ability comes to.
    enum LockedChange {
        /// 6.x and 7.x.
        FAILS(Errno.EPERM),
        /// 8.0: the call does not fail by default, and changes nothing.
        IGNORED(Errno.EOK);

        private final Errno errno;

        LockedChange(Errno errno) { this.errno = errno; }

        static LockedChange of(KernelVersion version) {
            return switch (version) {
                case SDP_7 -> FAILS;
                case SDP_8 -> IGNORED;
            };
        }
    }

    final boolean root;
    private final LockedChange lockedChange;
    private final EnumMap<Ability, Setting> asRoot = new EnumMap<>(Ability.class);
    private final EnumMap<Ability, Setting> asOther = new EnumMap<>(Ability.class);

    Abilities(boolean root, LockedChange lockedChange) {
        this.root = root;
        this.lockedChange = lockedChange;
    }

    /// Those of a child: a process with root's rights may start one without, never the other way.
    Abilities forChild(boolean wantsRoot) {
        var child = new Abilities(root && wantsRoot, lockedChange);
        inherit(asRoot, child.asRoot);
        inherit(asOther, child.asOther);
        return child;
    }

    private static void inherit(EnumMap<Ability, Setting> from, EnumMap<Ability, Setting> to) {
        from.forEach((ability, setting) -> {
            if (setting.inherits || setting.locked) to.put(ability, setting);
        });
    }

    private Setting setting(Ability ability) { return (root ? asRoot : asOther).get(ability); }

    boolean has(Ability ability) {
        Setting setting = setting(ability);
        return setting == null ? root || ability.isForAll() : setting.allowed;
    }

    boolean has(Ability ability, long value) {
        Setting setting = setting(ability);
        return has(ability) && (setting == null || (value >= setting.low && value <= setting.high));
    }

    /// The highest value allowed.
    long high(Ability ability, long otherwise) {
        Setting setting = setting(ability);
        return setting == null ? otherwise : Math.min(setting.high, otherwise);
    }

    /// Makes a change. Nobody can allow himself what he does not have.
    ///
    /// @return EPERM
    Errno change(AbilityRule rule) {
        Setting now = setting(rule.ability());
        boolean more = rule.allows()
                && (!has(rule.ability()) || (now != null && (rule.low() < now.low || rule.high() > now.high)));
        boolean inRoot = rule.domains() != AbilityRule.Domains.NON_ROOT;
        boolean inOther = rule.domains() != AbilityRule.Domains.ROOT;
        boolean locked = (inRoot && isLocked(asRoot, rule)) || (inOther && isLocked(asOther, rule));
        if (locked) return lockedChange.errno;
        if (more) return Errno.EPERM;
        var setting = new Setting(rule.allows(), rule.low(), rule.high(), rule.locks(), rule.inherits());
        if (inRoot) asRoot.put(rule.ability(), setting);
        if (inOther) asOther.put(rule.ability(), setting);
        return Errno.EOK;
    }

    private static boolean isLocked(EnumMap<Ability, Setting> settings, AbilityRule rule) {
        Setting setting = settings.get(rule.ability());
        return setting != null && setting.locked;
    }
}
