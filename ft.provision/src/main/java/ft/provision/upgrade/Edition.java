package ft.provision.upgrade;

/**
 * A bundle in one of its versions, as it is installed.
 *
 * @param id of the bundle in the framework
 * @param bundle symbolic name
 * @param version as it is written in its manifest
 */
record Edition(long id, String bundle, String version) {
    @Override
    public String toString() {
        return bundle + " " + version;
    }
}
