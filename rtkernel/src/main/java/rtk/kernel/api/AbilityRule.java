package rtk.kernel.api;

/// One change of [ProcessCalls#procmgrAbility]: `ability | domain | operation` of QNX.
///
/// @param domains in which it holds
/// @param allows ALLOW or DENY
/// @param low first value of the subrange that is allowed (SUBRANGE); [Long#MIN_VALUE] for all
/// @param high last value
/// @param locks nobody can change it afterwards (LOCK)
/// @param inherits children begin with it (INHERIT_YES); otherwise with what their domain has at the start
public record AbilityRule(
        Ability ability,
        Domains domains,
        boolean allows,
        long low,
        long high,
        boolean locks,
        boolean inherits) {
    /// With root's rights, without them.
    public enum Domains {
        ROOT, NON_ROOT, BOTH
    }

    public static AbilityRule allow(Ability ability) { return of(ability, true); }

    public static AbilityRule deny(Ability ability) { return of(ability, false); }

    private static AbilityRule of(Ability ability, boolean allows) {
        return new AbilityRule(ability, Domains.BOTH, allows, Long.MIN_VALUE, Long.MAX_VALUE, false, true);
    }

    public AbilityRule in(Domains newDomains) {
        return new AbilityRule(ability, newDomains, allows, low, high, locks, inherits);
    }

    public AbilityRule subrange(long newLow, long newHigh) {
        return new AbilityRule(ability, domains, allows, newLow, newHigh, locks, inherits);
    }

    public AbilityRule lock() { return new AbilityRule(ability, domains, allows, low, high, true, inherits); }

    public AbilityRule inherit(boolean on) { return new AbilityRule(ability, domains, allows, low, high, locks, on); }
}
