package rtk.apps.cli;

import picocli.CommandLine.IVersionProvider;

/// What `rtk --version` says: the product's version and that of the outside contract.
final class Version implements IVersionProvider {
    /// Stands in every JSON document the product prints.
    static final int CONTRACT = 1;

    @Override
    public String[] getVersion() { return new String[]{"rtk " + product(), "contract " + CONTRACT}; }

    /// The product's version; `dev` when run from classes instead of the jar.
    static String product() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
