package ft.chipset.snapshot;

import ft.api.device.StateContent;
import ft.api.fields.StateFields;
import java.util.Arrays;

/** Notes the fields of a part. */
final class PartSaver implements StateFields {
    private final SavedPart part;
    private final SavedPart before;
    private final BlockPool pool;
    private final boolean snapshot;

    /**
     * Of an empty part.
     *
     * @param before the same part in the snapshot before, or null
     * @param snapshot whether a whole server is saved, see {@link StateFields#isSnapshot()}
     */
    PartSaver(SavedPart part, SavedPart before, BlockPool pool, boolean snapshot) {
        this.snapshot = snapshot;
        this.part = part;
        this.before = before;
        this.pool = pool;
    }

    @Override
    public long number(String name, long value) {
        requireNew(name);
        part.numbers.put(name, value);
        return value;
    }

    @Override
    public byte[] bytes(String name, byte[] value) {
        requireNew(name);
        byte[] known = before == null ? null : before.bytes.get(name);
        part.bytes.put(name, Arrays.equals(known, value) ? known : value.clone());
        return value;
    }

    @Override
    public int version(int current) {
        part.schema = current;
        return current;
    }

    @Override
    public void content(String name, StateContent content) {
        requireNew(name);
        SavedContent known = before == null ? null : before.contents.get(name);
        part.contents.put(name, pool.save(content, known));
    }

    @Override
    public StateFields part(String name, Object owner) {
        requireNew(name);
        SavedPart inner = new SavedPart(SavedPart.path(part.path, name), Origin.of(owner));
        part.parts.put(name, inner);
        return new PartSaver(inner, before == null ? null : before.parts.get(name), pool, snapshot);
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public boolean isSnapshot() {
        return snapshot;
    }

    private void requireNew(String name) {
        if (part.has(name)) {
            throw new IllegalStateException(
                    "The state field " + name + " of " + part.path + " is named twice.");
        }
    }
}
