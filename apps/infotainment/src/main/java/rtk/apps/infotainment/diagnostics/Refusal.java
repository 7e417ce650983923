package rtk.apps.infotainment.diagnostics;

/// A request is refused.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final Nrc nrc;

    Refusal(Nrc nrc) {
        super(nrc.name(), null, false, false);
        this.nrc = nrc;
    }

    Nrc nrc() { return nrc; }
}
