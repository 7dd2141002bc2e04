package ft.chipset.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.fault.Trigger;
import ft.api.fault.TriggerKind;
import ft.api.server.Board;
import ft.api.server.Operation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command an operator can give crosses the link whole. */
class RecordCodecTest {
    private final RecordCodec codec = new RecordCodec(Operation.class, Fault.class, Trigger.class);

    /** Every permitted record of both interfaces, with each of some values in each component. */
    static Stream<Record> records() throws ReflectiveOperationException {
        List<Record> records = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            records.add((Record) Fault.parse(kind.example()));
        }
        for (TriggerKind kind : TriggerKind.values()) {
            records.add((Record) Trigger.parse(kind.example()));
        }
        for (Class<?> type : Operation.class.getPermittedSubclasses()) {
            for (int variant = 0; variant < 3; variant++) {
                records.add(make(type, variant, records));
            }
        }
        return records.stream();
    }

    private static Record make(Class<?> type, int variant, List<Record> made)
            throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = value(types[i], variant + i, made);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return (Record) constructor.newInstance(values);
    }

    private static Object value(Class<?> type, int variant, List<Record> made) {
        if (type == int.class) {
            return new int[] {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE}[variant % 5];
        } else if (type == long.class) {
            return new long[] {Long.MIN_VALUE, 0x80000000L, -1}[variant % 3];
        } else if (type == boolean.class) {
            return variant % 2 == 0;
        } else if (type == String.class) {
            return new String[] {"", "checksum", "Prüfsumme \u2713"}[variant % 3];
        } else if (type.isEnum()) {
            return type.getEnumConstants()[variant % type.getEnumConstants().length];
        }
        return made.stream().filter(type::isInstance).skip(variant).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("records")
    void roundTrip(Record record) {
        FrameBuffer frame = new FrameBuffer(1024);
        codec.put(frame, record);
        frame.putInt(0x5afe);
        FrameBuffer in = new FrameBuffer(0).wrap(frame.bytes(), 0, frame.position());
        assertThat(codec.get(in)).isEqualTo(record);
        assertThat(in.getInt()).as("what follows the record").isEqualTo(0x5afe);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void severalRecordsFollowEachOther() {
        List<Record> records =
                List.of(
                        new Operation.Pull(1, Board.IO),
                        new Operation.Inject(new Fault.RegisterFlip(0, 3, "x31", 63)),
                        new Operation.SelectStrategy(0, "trace"));
        FrameBuffer frame = new FrameBuffer(1024);
        records.forEach(record -> codec.put(frame, record));
        FrameBuffer in = new FrameBuffer(0).wrap(frame.bytes(), 0, frame.position());
        for (Record record : records) {
            assertThat(codec.get(in)).isEqualTo(record);
        }
    }

    @Test
    void unknownTypeIsNamed() {
        FrameBuffer frame = new FrameBuffer(64).putText("Teleport");
        FrameBuffer in = new FrameBuffer(0).wrap(frame.bytes(), 0, frame.position());
        assertThatThrownBy(() -> codec.get(in))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A frame holds a record of unknown type Teleport");
    }

    private record Strange(double value) {}

    @Test
    void aComponentWithoutAnEncodingIsNamed() {
        assertThatThrownBy(() -> codec.put(new FrameBuffer(64), new Strange(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value");
    }
}
