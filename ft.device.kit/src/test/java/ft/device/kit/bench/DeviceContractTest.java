package ft.device.kit.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each rule of the contract finds the device that breaks it, and says how. */
class DeviceContractTest {
    /** Counts reads; a timer raises the line. Keeps the contract. */
    private static class Good implements Device {
        DeviceContext context;
        Alarm alarm;
        long count;

        @Override
        public void attach(DeviceContext newContext) {
            context = newContext;
            alarm = newContext.clock().alarm(() -> context.interrupt().level(true));
            newContext.channel("wire", data -> count += data.length);
        }

        @Override
        public void reset() {
            count = 0;
            alarm.cancel();
            context.interrupt().level(false);
        }

        @Override
        public long read(long offset, int size) {
            return offset < 8 ? count++ : 0;
        }

        @Override
        public void write(long offset, int size, long value) {
            if (offset < 8) {
                count = value;
                alarm.at(context.clock().nanos() + 1000);
                context.interrupt().level(false);
            }
        }

        @Override
        public String register(long offset, boolean write) {
            return offset == 0 ? "COUNT" : "";
        }

        @Override
        public void state(StateFields fields) {
            fields.version(1);
            count = fields.number("count", count);
        }
    }

    private static void breaks(Supplier<Device> maker, String sentence) {
        assertThatThrownBy(() -> DeviceContract.of(maker).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aGoodDeviceKeepsIt() {
        assertThatCode(() -> DeviceContract.of(Good::new).check()).doesNotThrowAnyException();
    }

    @Test
    void anAccessThatIsNotAnswered() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public long read(long offset, int size) {
                                return new long[0x40].clone()[(int) offset];
                            }
                        },
                "a read of 1 bytes at 0x40 ended with");
    }

    @Test
    void memoryBetweenBoundaries() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void write(long offset, int size, long value) {
                                context.dma().read(0x8000_0000L, new byte[1], 0, 1);
                            }
                        },
                "uses DMA between instruction boundaries");
    }

    @Test
    void aTransferThatMustNotFail() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void write(long offset, int size, long value) {
                                context.requestWork();
                            }

                            @Override
                            public void work() {
                                byte[] data = new byte[4];
                                if (!context.dma().read(0x8000_0000L, data, 0, 4)) {
                                    throw new IllegalArgumentException("no memory");
                                }
                            }
                        },
                "no memory");
    }

    @Test
    void somethingFromElsewhere() {
        AtomicLong elsewhere = new AtomicLong();
        breaks(
                () ->
                        new Good() {
                            @Override
                            public long read(long offset, int size) {
                                return elsewhere.incrementAndGet();
                            }
                        },
                "The same input does not give the same output");
    }

    @Test
    void aFieldThatIsNotReset() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void reset() {
                                alarm.cancel();
                                context.interrupt().level(false);
                            }
                        },
                "After a reset the state is not that after power on: the field count is");
    }

    @Test
    void aFieldThatIsNeitherResetNorNamed() {
        breaks(
                () ->
                        new Good() {
                            private boolean hidden;

                            @Override
                            public void write(long offset, int size, long value) {
                                hidden = true;
                            }

                            @Override
                            public long read(long offset, int size) {
                                return hidden ? 1 : 0;
                            }
                        },
                "A device that was reset is not as one after power on");
    }

    @Test
    void aLineThatIsNotReset() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void reset() {
                                count = 0;
                                context.interrupt().level(context.clock().nanos() > 0);
                            }
                        },
                "After a reset the slot has [line high]");
    }

    @Test
    void aFieldThatIsNotNamed() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void state(StateFields fields) {
                                fields.version(1);
                            }
                        },
                "state does not name everything");
    }

    @Test
    void savingThatChangesSomething() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void state(StateFields fields) {
                                super.state(fields);
                                count += fields.isLoading() ? 0 : 1;
                            }
                        },
                "Two savings without an access between them differ");
    }

    @Test
    void namesThatChangeSomething() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public String register(long offset, boolean write) {
                                count++;
                                return offset == 0 ? "COUNT" : "";
                            }
                        },
                "Naming registers changes the device");
    }

    @Test
    void aVersionThatComesLate() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void state(StateFields fields) {
                                count = fields.number("count", count);
                                fields.version(1);
                            }
                        },
                "The version is not the first");
    }

    @Test
    void alarmsThatAreMadeLate() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public void reset() {
                                alarm = context.clock().alarm(() -> {});
                            }
                        },
                "Alarms are made in attach");
    }

    @Test
    void aNodeThatNoDriverFinds() {
        breaks(
                () ->
                        new Good() {
                            @Override
                            public Optional<DeviceTreeNode> deviceTree() {
                                return Optional.of(DeviceTreeNode.of("counter"));
                            }
                        },
                "no property compatible");
    }
}
