package ft.copy.checksum;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import ft.api.copy.CopyEnvironment;
import java.util.Set;
import java.util.zip.CRC32C;

/** The ways to make summaries, by name. */
final class Summaries {
    /** What does without keys and gives the same in every run. */
    private static final ImmutableSortedMap<String, Summary.Function> FUNCTIONS =
            ImmutableSortedMap.<String, Summary.Function>naturalOrder()
                    .put("adler32", inSoftware(Hashing.adler32()))
                    .put("crc32", inSoftware(Hashing.crc32()))
                    .put("crc32c", ByEngine::new)
                    .put("farmHashFingerprint64", inSoftware(Hashing.farmHashFingerprint64()))
                    .put("fingerprint2011", inSoftware(Hashing.fingerprint2011()))
                    .put("md5", inSoftware(md5()))
                    .put("murmur3_128", inSoftware(Hashing.murmur3_128()))
                    .put("murmur3_32", inSoftware(Hashing.murmur3_32_fixed()))
                    .put("sha1", inSoftware(sha1()))
                    .put("sha256", inSoftware(Hashing.sha256()))
                    .put("sha384", inSoftware(Hashing.sha384()))
                    .put("sha512", inSoftware(Hashing.sha512()))
                    .put("sipHash24", inSoftware(Hashing.sipHash24()))
                    .build();

    private Summaries() {}

    /** Names users can configure. */
    static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    /** The function of a name, or null. */
    static Summary.Function named(String name) {
        return FUNCTIONS.get(name);
    }

    // Deprecated for security, which a summary does not ask of them.
    @SuppressWarnings("deprecation")
    private static HashFunction md5() {
        return Hashing.md5();
    }

    @SuppressWarnings("deprecation")
    private static HashFunction sha1() {
        return Hashing.sha1();
    }

    private static Summary.Function inSoftware(HashFunction function) {
        return environment -> new InSoftware(environment, function);
    }

    /** CRC32C by the checksum unit of the DMA engine: no page is read into this session. */
    private record ByEngine(CopyEnvironment environment, long ofZeros) implements Summary {
        ByEngine(CopyEnvironment environment) {
            this(environment, crc32c(new byte[environment.pageSize()]));
        }

        @Override
        public long of(int page) {
            return Integer.toUnsignedLong(environment.crc32c(page));
        }

        private static long crc32c(byte[] bytes) {
            CRC32C sum = new CRC32C();
            sum.update(bytes);
            return sum.getValue();
        }
    }

    /** Any hash function; one page is read into one buffer at a time (J8). */
    private record InSoftware(
            CopyEnvironment environment, HashFunction function, byte[] page, long ofZeros)
            implements Summary {
        InSoftware(CopyEnvironment environment, HashFunction function) {
            this(
                    environment,
                    function,
                    new byte[environment.pageSize()],
                    function.hashBytes(new byte[environment.pageSize()]).padToLong());
        }

        @Override
        public long of(int number) {
            environment.read(number, page);
            return function.hashBytes(page).padToLong();
        }
    }
}
