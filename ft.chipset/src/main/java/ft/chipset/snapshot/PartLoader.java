package ft.chipset.snapshot;

import ft.api.device.StateContent;
import ft.api.fields.StateFields;

/** Gives a part what was saved of it. */
final class PartLoader implements StateFields {
    private final SavedPart part;
    private final boolean snapshot;

    PartLoader(SavedPart part, boolean snapshot) {
        this.part = part;
        this.snapshot = snapshot;
    }

    @Override
    public long number(String name, long value) {
        return part.numbers.getOrDefault(name, value);
    }

    @Override
    public byte[] bytes(String name, byte[] value) {
        byte[] saved = part.bytes.get(name);
        return saved == null ? value : saved.clone();
    }

    @Override
    public int version(int current) {
        if (part.schema > current) {
            throw new IllegalArgumentException(
                    "%s was saved by %s with field schema %d, and the newest that is known here is %d; update that bundle"
                            .formatted(part.path, part.origin, part.schema, current));
        }
        return part.schema;
    }

    @Override
    public void content(String name, StateContent content) {
        SavedContent saved = part.contents.get(name);
        if (saved == null) {
            return;
        }
        if (saved.size() != content.size()) {
            throw new IllegalArgumentException(
                    "the content %s of %s was saved with %d bytes and has %d here"
                            .formatted(name, part.path, saved.size(), content.size()));
        }
        saved.load(content);
    }

    @Override
    public StateFields part(String name, Object owner) {
        SavedPart inner = part.parts.get(name);
        if (inner == null) {
            // An older snapshot has nothing of it.
            return new PartLoader(
                    new SavedPart(SavedPart.path(part.path, name), Origin.of(owner)), snapshot);
        }
        Origin here = Origin.of(owner);
        if (!here.reads(inner.origin)) {
            throw new IllegalArgumentException(
                    "%s was saved by %s, and %s is in its place here; start the bundle it was saved by"
                            .formatted(inner.path, inner.origin, here));
        }
        return new PartLoader(inner, snapshot);
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public boolean isSnapshot() {
        return snapshot;
    }
}
